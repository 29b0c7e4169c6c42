"""What apps above this one ask to be told, put here in their AppConfig.ready()."""

from collections.abc import Callable

# Called as `told(agency=agency, by=user)` once an agency's sector or size has changed, inside the
# transaction that changed it: what they raise undoes the change.
profile_changed: list[Callable] = []

# Called as `told(user=user)` once somebody was given a role or lost one, inside that transaction.
roles_changed: list[Callable] = []

# Asked as `ask(agency=agency, partnership=partnership)` before an agency's part in a partnership is
# ended: what is still going on there, each as (words, address of its page).
unfinished: list[Callable[..., list[tuple[str, str]]]] = []

# Asked by the demo's sign-in page: what there is to try as whom, by e-mail address. A person named
# here comes first on that page.
demo_tips: list[Callable[[], dict[str, str]]] = []

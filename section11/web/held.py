"""What someone typed, kept safe while they sign in again.

The text never rests with us: it stays in the person's own page as a signed token. From there they
sign in, in another tab and by as many steps as that takes, and then send the token to
`web:continue-saving`, which shows the form again, to be saved.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

from .exceptions import RuleBroken

HOURS = 12
MAX_AGE = timedelta(hours=HOURS)
SALT = "section11.web.held"
# A line of text is soon typed again; from this many characters on it is kept on the screen.
WORTH_KEEPING = 100


class Expired(RuleBroken):
    def __init__(self):
        super().__init__(
            f"What you typed before was held for {HOURS} hours, which have passed, so it was not"
            " saved."
        )


class Forged(RuleBroken):
    def __init__(self):
        super().__init__("What you typed before did not come back whole, so it was not saved.")


@dataclass(frozen=True)
class Reason:
    """Why a form was not taken, and where, in another tab, the person sees to that."""

    title: str
    sentence: str
    url_name: str
    link: str
    status: int
    # What to do if that cannot be done.
    else_do: str = ""


SIGNED_OUT = Reason(
    title="Sign in again to save",
    sentence="You had been signed out, so what you sent has not been saved yet.",
    url_name="people:sign-in",
    link="Sign in",
    status=401,
    else_do="Can you not sign in any more? Your roles here may have ended. Copy what you typed from"
    " this page, and contact",
)
SECOND_FACTOR = Reason(
    title="Set up a second step to save",
    sentence="You now need a second step at sign-in, so what you sent has not been saved yet.",
    url_name="people:your-sign-in",
    link="Set it up",
    status=403,
)


@dataclass(frozen=True)
class Held:
    """A form as it was sent: `path` is on this site, `fields` are (name, value) in order.

    `lost_files` are the names of the files sent with it: a page cannot hold those.
    """

    path: str
    fields: list[tuple[str, str]]
    lost_files: list[str]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What a person typed among the fields, as (label, text)."""
        return prose(self.fields)


def read(request: HttpRequest) -> Held:
    """The form in `request`, without its CSRF token and without any password."""
    return Held(
        path=escape_leading_slashes(request.get_full_path()),
        fields=[
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and "password" not in name.lower()
        ],
        lost_files=[
            file.name
            for name in request.FILES
            for file in request.FILES.getlist(name)  # a field may hold several
        ],
    )


def hold(request: HttpRequest) -> str:
    """The form in `request` as a signed token, good for `MAX_AGE`."""
    held = read(request)
    return signing.dumps([held.path, held.fields, held.lost_files], salt=SALT, compress=True)


def release(token: str) -> Held:
    """What `hold` put into the token. Raises Expired or Forged, each with a sentence to show."""
    try:
        path, fields, lost_files = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.SignatureExpired as error:
        raise Expired from error
    except signing.BadSignature as error:
        raise Forged from error
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        raise Forged
    return Held(path, [(name, value) for name, value in fields], lost_files)


def page(request: HttpRequest, reason: Reason, token: str = "", *, too_early: bool = False):
    """The page that keeps the form of `request`, or the one in `token`, until it can be saved."""
    token = token or hold(request)
    context = {
        "held": release(token),
        "token": token,
        "hours": HOURS,
        "reason": reason,
        "too_early": too_early,
    }
    return render(request, "web/sign_in_again.html", context, status=reason.status)


def prose(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The texts that a person typed, as (label, text): ids, codes and choices are left out.

    >>> prose([("answer-3-impact", "Waits fell."), ("answer-3-id", "3")])
    [('Impact', 'Waits fell.')]
    """
    return [
        (name.rsplit("-", 1)[-1].replace("_", " ").capitalize(), value)
        for name, value in fields
        if len(value.split()) > 1
    ]

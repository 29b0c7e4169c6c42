"""The forms by which a coordinator plans, and changes a draft by hand."""

from django import forms

from section11.web.forms import GovukForm, RadiosWithHints

from ..operations.planning_runs import SECONDS

TIMES = {60: "1 minute", 300: "5 minutes", 600: "10 minutes"}


class PlanForm(GovukForm):
    """How to plan: with what freedom, for how long, and with whose pins."""

    seconds = forms.TypedChoiceField(
        label="How long it may take",
        coerce=int,
        choices=[(seconds, TIMES[seconds]) for seconds in SECONDS],
        widget=RadiosWithHints(
            hints={
                "60": "Enough for 40 agencies: it ends as soon as no better timetable can exist.",
                "300": "For more than 100 agencies.",
                "600": "For several hundred agencies.",
            }
        ),
    )
    freedom = forms.ChoiceField(
        label="What is published already",
        choices=[("keep", "Change as little as possible"), ("anew", "Plan anew")],
        widget=RadiosWithHints(
            hints={
                "keep": "Slots move and panels change only where they must.",
                "anew": "The best timetable there is, whatever people have been told.",
            }
        ),
    )
    pins = forms.ChoiceField(
        label="Pins",
        required=False,
        help_text="Agencies and people whom you fixed in a draft stay where you put them.",
    )

    def __init__(self, *args, is_published, pinned, **kwargs):
        """`pinned` are the drafts with pins."""
        initial = {"seconds": SECONDS[0], "freedom": "keep"}
        initial["pins"] = str(pinned[0].pk) if pinned else ""
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.fields["pins"].choices = [
            ("", "No pins"),
            *((str(o.pk), f"Those of {o}") for o in pinned),
        ]
        if not is_published:
            del self.fields["freedom"]
        if not pinned:
            del self.fields["pins"]


class _ByHand(GovukForm):
    """A change by hand: `do` says which form of the page was sent, `seen` which draft was seen."""

    do = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    name: str

    def __init__(self, data=None, *, seen, **kwargs):
        mine = data is not None and data.get("do") == self.name
        initial = {"do": self.name, "seen": seen} | kwargs.pop("initial", {})
        super().__init__(
            data if mine else None, initial=initial, auto_id=f"id_{self.name}_%s", **kwargs
        )


class MoveForm(_ByHand):
    name = "move"
    session = forms.ChoiceField(
        label="Session", error_messages={"required": "Choose the session to move it to"}
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = [("", "Choose a session"), *choices]


class SwapForm(_ByHand):
    name = "swap"
    other = forms.ChoiceField(
        label="Agency", error_messages={"required": "Choose the agency to swap with"}
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [("", "Choose an agency"), *choices]


class EarlierForm(_ByHand):
    name = "earlier"


class TakeOutForm(_ByHand):
    name = "take-out"


class PinAgencyForm(_ByHand):
    name = "pin"
    session = forms.ChoiceField(
        label="Pinned to", required=False, help_text="The next planning puts it there."
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = [("", "Not pinned"), *choices]


class PanelForm(_ByHand):
    """Who sits in a session, and who chairs."""

    name = "panel"
    panel = forms.MultipleChoiceField(
        label="Who sits",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who sits on the panel"},
    )
    chair = forms.ChoiceField(label="Who chairs", required=False)

    def __init__(self, *args, people, chairs, hints, needs_chair, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["panel"].choices = [
            (one, f"{name} ({hints[one]})" if hints.get(one) else name) for one, name in people
        ]
        self.fields["chair"].choices = [("", "Nobody"), *chairs]
        self.needs_chair = needs_chair

    def clean(self):
        chair, panel = self.cleaned_data.get("chair"), self.cleaned_data.get("panel")
        if panel and chair and chair not in panel:
            self.add_error("chair", "Whoever chairs must sit on the panel")
        if panel and not chair and self.needs_chair:
            self.add_error("chair", "Choose who chairs")


class PinSessionForm(_ByHand):
    """What the next planning keeps of a session."""

    name = "pins"
    takes_place = forms.ChoiceField(
        label="The session",
        choices=[
            ("", "May be held or not"),
            ("held", "Takes place whatever"),
            ("shut", "Does not take place"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    stay = forms.MultipleChoiceField(
        label="Stay on its panel", required=False, widget=forms.CheckboxSelectMultiple
    )
    never = forms.MultipleChoiceField(
        label="Do not sit on its panel", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stay"].choices = self.fields["never"].choices = people

    @property
    def has_pins(self):
        """Whether anything of the session is pinned already."""
        return any(self.initial[name] for name in ("takes_place", "stay", "never"))

    def clean(self):
        both = set(self.cleaned_data.get("stay", ())) & set(self.cleaned_data.get("never", ()))
        names = dict(self.fields["stay"].choices)
        if both:
            who = ", ".join(sorted(names[one] for one in both))
            self.add_error("never", f"{who}: pinned both to stay and not to sit. Choose one")

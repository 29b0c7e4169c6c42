"""The form by which a coordinator says how a challenge is held."""

from dataclasses import fields

from django import forms

from section11.audits.cycle_forms import DaysField
from section11.audits.merging import digest
from section11.web.forms import DateField, GovukForm, RadiosWithHints

from ..models import Capacity, Challenge
from ..problem import Weights
from ..setting_up import setting_rules

FORMATS = {
    Challenge.Format.PANEL_QUESTIONS: "A panel questions each agency in turn.",
    Challenge.Format.PEER_REVIEW: "Agencies look at each other’s self-audits.",
    Challenge.Format.MODERATION_PANEL: "A panel moderates the ratings; the author attends.",
    Challenge.Format.CHALLENGE_DAY: "Everybody comes together on one day or a few.",
}
WEIGHTS = {
    "unplaced": "An agency without a slot",
    "session": "A session",
    "if_need_be": "Somebody who comes “if need be”",
    "load": "Two sessions of the same person (three make three pairs, and so on)",
    "same_sector": "Two agencies of one sector in a session",
    "met_last_time": "A member who met the agency last time",
    "heavy_day": "Two agencies with much to ask on one day",
    "journey": "A day on which somebody comes, for one session or two",
    "moved": "A published slot that moves",
    "reseated": "A published seat that changes hands",
}
# How the page groups them.
GROUPS = {
    "What and where": ["format", "place", "online_link"],
    "When": ["first_day", "last_day", "morning_starts_at", "afternoon_starts_at"],
    "A session": [
        "minutes_of_session",
        "agencies_per_session",
        "minutes_per_agency",
        "minutes_of_long_slot",
        "minutes_of_break",
    ],
    "The panel": [
        "seats_least",
        "seats_most",
        "sittings_most",
        "needs_chair",
        "same_person_may_return",
        "reciprocal_allowed",
    ],
    "Before and after": [
        "availability_due_on",
        "days_before",
        "days_after",
        "pack_days",
        "enquiry_days",
        "reply_days",
    ],
}


def number(label, *, least=1, most, help_text="", required=True):
    """A whole number, typed; what is wrong with it is said in one sentence."""
    sentence = f"“{label}”: enter a number from {least} to {most:,}"
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


def _time(label):
    return forms.TimeField(
        label=label,
        help_text="For example, 09:30",
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": f"“{label}”: enter a time such as 09:30"},
    )


class ChallengeForm(GovukForm):
    """The settings of a challenge. `base` is the digest of those that the form was drawn with."""

    format = forms.ChoiceField(
        label="Format",
        choices=Challenge.Format,
        widget=RadiosWithHints(hints=FORMATS),
        error_messages={"required": "Choose the format"},
    )
    place = forms.CharField(
        label="Place",
        max_length=200,
        required=False,
        help_text="Where sessions are held, unless a room or a session says otherwise.",
    )
    online_link = forms.URLField(
        label="Online link",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Where people join online. It goes out with the invitations.",
        error_messages={"invalid": "Enter a whole address, such as https://example.org/meeting"},
    )
    first_day = DateField(label="First day", help_text="For example, 9/3/2027")
    last_day = DateField(
        label="Last day",
        help_text="Sessions may be held on every weekday between. You take out half-days next.",
    )
    morning_starts_at = _time("Mornings start at")
    afternoon_starts_at = _time("Afternoons start at")
    minutes_of_session = number(
        "Minutes of a session", most=480, help_text="At most, with its breaks."
    )
    agencies_per_session = number("Agencies in a session, at most", most=20)
    minutes_per_agency = number("Minutes for an agency", most=240)
    minutes_of_long_slot = number(
        "Minutes for an agency with a long slot", most=240, help_text="For those with most to ask."
    )
    minutes_of_break = number("Minutes between agencies", least=0, most=120)
    seats_least = number("Seats on a panel, at least", most=20)
    seats_most = number("Seats on a panel, at most", most=20)
    sittings_most = number(
        "Sessions for one person, at most",
        most=100,
        help_text="You can give a panel member another number.",
    )
    needs_chair = forms.BooleanField(label="Each panel has somebody who may chair", required=False)
    same_person_may_return = forms.BooleanField(
        label="A panel member may meet the agency of last time again", required=False
    )
    reciprocal_allowed = forms.BooleanField(
        label="Two agencies may challenge each other in one cycle", required=False
    )
    availability_due_on = DateField(
        label="People say by when they can come",
        required=False,
        help_text="After this day only you can change answers. For example, 12/2/2027",
    )
    days_before = DaysField(
        label="Reminders before that day",
        least=0,
        help_text="Days before, such as 7, 2. Only to those who have not answered.",
    )
    days_after = DaysField(
        label="A last word after that day",
        least=1,
        help_text="Days after, such as 1. It says that answers are closed, and whom to write to.",
    )
    pack_days = number(
        "Days before a session from which its panel reads the packs", least=0, most=365
    )
    enquiry_days = number(
        "Days before its session at which an agency gets the lines of enquiry",
        least=0,
        most=365,
        required=False,
        help_text="Leave it empty if agencies do not get them.",
    )
    reply_days = number("Days for the right of reply", most=90)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, challenge, **kwargs):
        """`challenge` holds the values to begin with; it is saved only where one is changed."""
        self.challenge = challenge
        initial = _values_of(challenge)
        self.drawn_with = digest(str(sorted(initial.items(), key=str))) if challenge.pk else ""
        super().__init__(*args, initial=initial | {"base": self.drawn_with}, **kwargs)
        for capacity in Capacity:
            self.fields[f"need_{capacity}"] = number(
                capacity.label, least=0, most=20, required=False
            )
        for one in fields(Weights):
            self.fields[f"weight_{one.name}"] = number(
                WEIGHTS[one.name], least=0, most=1_000_000, required=False
            )
        self.initial |= {f"need_{name}": n for name, n in challenge.required_capacities.items()}
        self.initial |= {
            f"weight_{one.name}": challenge.weights.get(one.name, one.default)
            for one in fields(Weights)
        }

    @property
    def groups(self):
        """(heading, its fields) in the order of the page."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS.items()]

    @property
    def capacities(self):
        return [self[f"need_{capacity}"] for capacity in Capacity]

    @property
    def weights(self):
        return [self[f"weight_{one.name}"] for one in fields(Weights)]

    @property
    def was_overtaken(self):
        """Whether someone changed the settings while this form was being filled in."""
        return self.is_bound and self.data.get("base", "") != self.drawn_with

    def clean(self):
        if self.errors:
            return
        wanted = Challenge(**self.values())
        for name, sentence in setting_rules.problems(wanted):
            self.add_error(name, sentence)

    def values(self):
        """Keyword arguments for the operation."""
        cleaned = self.cleaned_data
        names = [name for group in GROUPS.values() for name in group]
        values = {name: cleaned[name] for name in names if not name.startswith("days_")}
        needed = {str(one): cleaned.get(f"need_{one}") for one in Capacity}
        weights = {one.name: cleaned.get(f"weight_{one.name}") for one in fields(Weights)}
        return values | {
            "reminder_days": [
                *cleaned["days_before"],
                *(-d for d in sorted(cleaned["days_after"])),
            ],
            "required_capacities": {name: n for name, n in needed.items() if n},
            "weights": {
                one.name: weights[one.name]
                for one in fields(Weights)
                if weights[one.name] not in (None, one.default)
            },
        }


def _values_of(challenge):
    names = [name for group in GROUPS.values() for name in group if not name.startswith("days_")]
    days = challenge.reminder_days
    return {name: getattr(challenge, name) for name in names} | {
        "days_before": sorted((d for d in days if d >= 0), reverse=True),
        "days_after": sorted(-d for d in days if d < 0),
    }

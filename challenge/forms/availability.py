"""The form by which somebody says when they, or their agency, can come, and who comes."""

from django import forms
from django.core.exceptions import ValidationError

from section11.audits.cycle_agency_forms import TicksWithHints
from section11.web.forms import GovukForm, UploadField

from ..models.availability import ANSWERS
from ..setting_up.free_busy import MOST_BYTES

_CODES = {str(answer): str(answer)[0] for answer, _ in ANSWERS}  # y, i, n
_ANSWERS = {code: answer for answer, code in _CODES.items()}


class AvailabilityForm(GovukForm):
    """One answer for each half-day; a half-day left alone stays without one.

    `drawn` says which answers the form was drawn with, so that two people may fill it in at once.
    """

    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, half_days, answers, begin=None):
        """`answers` are those there are, by id of the half-day; `begin` those to show at first."""
        self.half_days = list(half_days)
        shown = answers if begin is None else begin
        initial = {f"half_day_{pk}": answer for pk, answer in shown.items()}
        drawn = ",".join(
            f"{one.pk}{_CODES[answers[one.pk]]}" for one in self.half_days if one.pk in answers
        )
        super().__init__(data, initial=initial | {"drawn": drawn})
        for one in self.half_days:
            self.fields[f"half_day_{one.pk}"] = forms.ChoiceField(
                label=str(one),
                choices=ANSWERS,
                required=False,
                error_messages={"invalid_choice": f"{one}: choose yes, if need be or no"},
            )

    @property
    def lines(self):
        """(half-day, its field's name, the answer to tick, what is wrong)"""
        return [
            (one, field.html_name, str(field.value() or ""), field.errors)
            for one in self.half_days
            for field in [self[f"half_day_{one.pk}"]]
        ]

    def answers(self):
        """What was answered, by id of the half-day."""
        said = {one.pk: self.cleaned_data.get(f"half_day_{one.pk}") for one in self.half_days}
        return {pk: answer for pk, answer in said.items() if answer}

    def changed_in_words(self):
        """What was answered otherwise than it stands: Tuesday 9 March 2027, morning: no."""
        words, said = dict(ANSWERS), self.answers()
        return [
            f"{one}: {words[said[one.pk]].lower()}"
            for one in self.half_days
            if one.pk in said and said[one.pk] != self.initial.get(f"half_day_{one.pk}")
        ]

    def drawn_with(self):
        """What the page had shown, by id of the half-day."""
        parts = [part for part in self.cleaned_data["drawn"].split(",") if part]
        return {
            int(part[:-1]): _ANSWERS[part[-1]]
            for part in parts
            if part[:-1].isdecimal() and part[-1] in _ANSWERS
        }


class AttendeesForm(GovukForm):
    """Who comes for the agency."""

    users = forms.TypedMultipleChoiceField(
        label="Who comes for the agency?",
        coerce=int,
        help_text="The safeguarding lead or an approver is always among them.",
        error_messages={
            "required": "Name who comes: the safeguarding lead or an approver, and others if you like",
            "invalid_choice": "Somebody whom you ticked is no longer with the agency. Look again",
        },
    )

    def __init__(self, data, *, people, named):
        """`people` are (user, roles in words, whether one of them must come); `named` ids."""
        super().__init__(data, initial={"users": sorted(named)})
        self.must_come = {user.pk for user, _, must in people if must}
        self.fields["users"].widget = TicksWithHints(
            hints={user.pk: roles for user, roles, _ in people}
        )
        self.fields["users"].choices = [(user.pk, user.name) for user, _, _ in people]

    def clean_users(self):
        users = self.cleaned_data["users"]
        if not self.must_come.intersection(users):
            raise ValidationError("Name the safeguarding lead or an approver: one of them comes")
        return users


class CalendarUploadForm(GovukForm):
    file = UploadField(
        label="Calendar file",
        max_bytes=MOST_BYTES,
        kinds="The .ics file that your calendar exports. We look at when you are busy, and keep"
        " nothing of it",
        error_messages={"required": "Choose a calendar file"},
    )

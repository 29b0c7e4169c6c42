"""Forms for agreed actions: updates with proof, verifying, another due date, which to show."""

import uuid
from datetime import date

from django import forms
from django.utils import timezone

from section11.web.forms import DateField, GovukForm, LongTextField, RadiosWithHints

from ..models import AgreedAction
from .guarded import LONGEST, GuardedForm, ProofField


class UpdateForm(GuardedForm):
    """How far an agreed action is, with proof; and whether it is done."""

    text = LongTextField(
        label="What has happened?",
        max_length=LONGEST,
        required=False,
        help_text="Never write about a child or a family.",
    )
    file = ProofField(label="Proof (optional)")
    done = forms.BooleanField(
        label="This action is done: somebody else may verify it", required=False
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, initial={"token": uuid.uuid4()}, **kwargs)
        if action.is_done:
            del self.fields["done"]

    def clean_token(self):
        return self.cleaned_data["token"] or uuid.uuid4()

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and not cleaned.get("file"):
            self.add_error(
                "text",
                "Say what was done"
                if cleaned.get("done")
                else "Say what has happened, or add proof",
            )
        return cleaned

    def values(self):
        """Keyword arguments for action_updates.update."""
        wanted = ("text", "file", "token")
        return {name: self.cleaned_data[name] for name in wanted} | {
            "done": self.cleaned_data.get("done", False)
        }


class VerifyForm(GuardedForm):
    """Close an action, or send it back."""

    verdict = forms.ChoiceField(
        label="Is it done?",
        widget=RadiosWithHints(
            hints={
                "verified": "It is closed, and nothing about it changes any more.",
                "sent_back": "The agency gets it back with your reason.",
            },
        ),
        choices=[
            (AgreedAction.Status.VERIFIED, "Yes, I have seen proof that it is done"),
            (AgreedAction.Status.SENT_BACK, "No, send it back"),
        ],
        error_messages={"required": "Choose whether it is done"},
    )
    reason = LongTextField(
        label="What did you see, or what is missing?", max_length=LONGEST, required=False
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == AgreedAction.Status.SENT_BACK and not cleaned.get("reason"):
            self.add_error("reason", "Say what is missing: the agency will read it")
        return cleaned


class ActionChangeForm(GuardedForm):
    """Another lead or due date, with the reason."""

    lead = forms.CharField(label="Who leads it?", max_length=150, help_text="A name or a post")
    due_on = DateField(label="Due date")
    reason = LongTextField(
        label="Why?",
        max_length=2000,
        error_messages={"required": "Say why: the agency will read it"},
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, initial={"lead": action.lead, "due_on": action.due_on}, **kwargs)
        self.was_due: date = action.due_on

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on != self.was_due and due_on < timezone.localdate():
            raise forms.ValidationError("Enter a due date that is not past")
        return due_on


class ActionFilterForm(GovukForm):
    """Which actions to show. Sent by GET, so it stays in the address."""

    SHOWS = [
        ("", "All that are not closed"),
        ("overdue", "Overdue"),
        ("done", "Waiting to be verified"),
        ("sent_back", "Sent back"),
        ("verified", "Verified and closed"),
        ("all", "All, closed ones too"),
    ]

    show = forms.ChoiceField(label="Show", required=False, choices=SHOWS)
    agency = forms.ChoiceField(label="Agency", required=False)
    standard = forms.ChoiceField(label="Standard", required=False)
    cycle = forms.ChoiceField(label="Cycle", required=False)

    def __init__(self, data, *, lines):
        super().__init__(data)
        challenged = [line.action.challenged_agency for line in lines]
        self._offer("agency", "All agencies", {(c.agency_id, c.agency.name) for c in challenged})
        self._offer(
            "standard", "All standards", {(one.action.standard.title,) * 2 for one in lines}
        )
        cycles = {(c.challenge.cycle_id, c.challenge.cycle.name) for c in challenged}
        self._offer("cycle", "All cycles", cycles)

    def _offer(self, name, everything, options):
        found = sorted(((str(value), label) for value, label in options), key=lambda one: one[1])
        self.fields[name].choices = [("", everything), *found]
        if len(found) < 2:
            del self.fields[name]

    def chosen(self, lines):
        """The lines that were asked for; what makes no sense is left out, and said."""
        self.is_valid()
        given = self.cleaned_data.get
        return [line for line in lines if self._holds(line, given)]

    def _holds(self, line, given):
        action, challenged = line.action, line.action.challenged_agency
        show = given("show") or ""
        shown = {
            "": not action.is_verified,
            "overdue": action.is_overdue,
            "all": True,
        }.get(show, action.status == show)
        return (
            shown
            and given("agency") in ("", None, str(challenged.agency_id))
            and given("standard") in ("", None, action.standard.title)
            and given("cycle") in ("", None, str(challenged.challenge.cycle_id))
        )

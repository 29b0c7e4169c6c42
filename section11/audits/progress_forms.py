"""The forms by which a coordinator finds, reminds and escalates."""

from django import forms
from django.utils import timezone

from section11.people.models import Sector
from section11.web.forms import GovukForm, LongTextField, RadiosWithHints

from .progress_lines import Order, Show


class ProgressForm(GovukForm):
    """Which agencies to show, and in what order. Sent by GET, so it stays in the address."""

    show = forms.ChoiceField(label="Show", required=False)
    sector = forms.ChoiceField(label="Sector", required=False)
    order = forms.ChoiceField(
        label="Order", required=False, choices=[(one, one.label) for one in Order]
    )

    def __init__(self, data, *, lines):
        super().__init__(data)
        used = {line.self_audit.sector for line in lines}
        shows = [(show, show.label) for show in Show]
        sectors = [(value, label) for value, label in Sector.choices if value in used]
        self.fields["show"].choices = [("", "All agencies"), *shows]
        self.fields["sector"].choices = [("", "All sectors"), *sectors]

    @property
    def choice(self):
        """Keyword arguments for progress_lines.chosen; what makes no sense is said beside its field."""
        self.is_valid()
        show, order = self.cleaned_data.get("show"), self.cleaned_data.get("order")
        return {
            "show": Show(show) if show else None,
            "sector": self.cleaned_data.get("sector", ""),
            "order": Order(order) if order else Order.DUE,
        }


class RemindForm(GovukForm):
    """A note of the coordinator's own, and when the form was drawn: whoever was reminded since is
    not reminded by it.
    """

    note = LongTextField(
        label="Your own words (optional)",
        max_length=2000,
        required=False,
        help_text="They stand in the mail, under your name. Never write about a child or a family.",
    )
    drawn_at = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["drawn_at"].initial = lambda: timezone.now().isoformat()
        self.fields["drawn_at"].error_messages = dict.fromkeys(
            ("required", "invalid"),
            "This form did not come back whole. Go back and choose the agencies again",
        )


class EscalationForm(GovukForm):
    """The step to take, out of those that can be taken now."""

    step = forms.ChoiceField(
        label="Whom to write to",
        error_messages={"required": "Choose whom to write to"},
    )
    note = LongTextField(
        label="Your note",
        max_length=2000,
        required=False,
        help_text="It stands in the mail and is kept with the step. Never write about a child or a"
        " family.",
    )
    # How many steps had been taken when the form was drawn.
    taken = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, ladder, **kwargs):
        super().__init__(*args, initial={"taken": ladder.count}, **kwargs)
        open_rungs = [rung for rung in ladder.rungs if rung.is_open]
        field = self.fields["step"]
        field.choices = [(rung.step, rung.choice) for rung in open_rungs]
        field.widget = RadiosWithHints(
            choices=field.choices, hints={rung.step: rung.people_in_words for rung in open_rungs}
        )
        if ladder.next:
            field.initial = ladder.next.step

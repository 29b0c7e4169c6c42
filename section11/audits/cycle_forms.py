"""The forms by which a coordinator plans, changes and pauses a cycle."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from section11.standards.models import StandardSet
from section11.web.forms import DateField, GovukForm, LongTextField, RadiosWithHints

from .merging import digest
from .models import Cycle
from .operations.cycles import SAFE
from .roll_up import RollUp

KINDS = {
    Cycle.Kind.FULL: "Every agency, all standards.",
    Cycle.Kind.INTERIM: "A lighter round between two full ones.",
    Cycle.Kind.THEMED: (
        "One subject. A cycle asks every question of its standard set, so a themed cycle needs a"
        " standard set of its own."
    ),
}
LONGEST_REMINDER = 365


class StandardSetField(forms.ModelChoiceField):
    def label_from_instance(self, standard_set):
        return f"{standard_set} ({standard_set.partnership or 'comes with the service'})"


class DaysField(forms.CharField):
    """Numbers of days, typed as `30, 7, 1`; cleaned, they are a list of whole numbers."""

    def __init__(self, *, least, **kwargs):
        super().__init__(
            required=False,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            **kwargs,
        )
        self.least = least

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value):
        parts = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        if not all(part.isdecimal() and len(part) <= 3 for part in parts):
            raise ValidationError(f"“{self.label}”: enter numbers of days such as 30, 7, 1")
        days = sorted({int(part) for part in parts}, reverse=True)
        if days and not self.least <= days[-1] <= days[0] <= LONGEST_REMINDER:
            raise ValidationError(
                f"“{self.label}”: each number is from {self.least} to {LONGEST_REMINDER}"
            )
        return days


class CycleForm(GovukForm):
    """A cycle's plan; once it is launched only what may still be changed.

    `base` is the digest of the cycle as the form was drawn with.
    """

    name = forms.CharField(
        label="Name", max_length=100, help_text="For example, Section 11 self-audit 2027"
    )
    year = forms.IntegerField(
        label="Year",
        min_value=2000,
        max_value=2199,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Enter the year, such as 2027"
        ),
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=Cycle.Kind,
        widget=RadiosWithHints(hints=KINDS),
        error_messages={"required": "Choose the kind of cycle"},
    )
    standard_set = StandardSetField(
        label="Standard set",
        queryset=StandardSet.objects.none(),
        empty_label="Choose a standard set",
        help_text="Published sets only. What agencies are asked does not change after launch.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a standard set"),
    )
    roll_up = forms.ChoiceField(
        label="How the questions of a standard make one rating",
        choices=RollUp,
        widget=RadiosWithHints(hints={rule.value: rule.rule for rule in RollUp}),
        error_messages={"required": "Choose how questions make one rating"},
    )
    opens_on = DateField(
        label="Opens on", help_text="You launch it yourself. For example, 11/1/2027"
    )
    due_on = DateField(
        label="Due by",
        help_text="For every agency that has no date of its own. For example, 27/3/2027",
    )
    compared_with = forms.ModelChoiceField(
        label="Compared with",
        queryset=Cycle.objects.none(),
        required=False,
        empty_label="No earlier cycle",
        help_text="Direction of travel is measured from this cycle.",
    )
    days_before = DaysField(
        label="Reminders before the due date",
        least=0,
        help_text="Days before, such as 30, 7, 1. Leads are reminded by e-mail, once each.",
    )
    days_after = DaysField(
        label="Reminders after the due date",
        least=1,
        help_text="Days after, such as 1, 7, 30. Only while the self-audit is not submitted.",
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, partnership, cycle=None, **kwargs):
        self.partnership, self.cycle = partnership, cycle
        others = Cycle.objects.filter(partnership=partnership)
        others = others.exclude(pk=cycle.pk if cycle else None).exclude(status="planned")
        initial = _values_of(cycle) if cycle else _usual(others)
        self.drawn_with = digest(str(sorted(initial.items()))) if cycle else ""
        super().__init__(*args, initial=initial | {"base": self.drawn_with}, **kwargs)
        self.fields["compared_with"].queryset = others
        self.fields["standard_set"].queryset = StandardSet.objects.filter(
            Q(partnership=None) | Q(partnership=partnership), status="published"
        ).select_related("partnership")
        if cycle and not cycle.is_planned:
            for name in set(self.fields) - SAFE - {"days_before", "days_after", "base"}:
                del self.fields[name]

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = Cycle.objects.filter(partnership=self.partnership, name__iexact=name)
        if others.exclude(pk=self.cycle.pk if self.cycle else None).exists():
            raise ValidationError(f"There is a cycle called {name} already: give it another name")
        return name

    def clean(self):
        opens_on = self.cleaned_data.get("opens_on") or (self.cycle and self.cycle.opens_on)
        due_on = self.cleaned_data.get("due_on")
        if opens_on and due_on and due_on < opens_on:
            self.add_error("due_on", "The due date is before the day on which the cycle opens")

    @property
    def was_overtaken(self):
        """Whether someone changed the cycle while this form was being filled in."""
        return self.is_bound and self.data.get("base", "") != self.drawn_with

    def values(self):
        """Keyword arguments for the operation."""
        values = {name: self.cleaned_data[name] for name in self.cleaned_data if name != "base"}
        before, after = values.pop("days_before"), values.pop("days_after")
        return values | {"reminder_days": [*before, *(-day for day in sorted(after))]}


class PauseForm(GovukForm):
    reason = LongTextField(
        label="Why?",
        max_length=2000,
        help_text="It stands under your name in the e-mail to the leads, on their self-audits until"
        " it goes on, and in the record. Never write about a child or a family.",
        error_messages={"required": "Say why: the leads will read it"},
    )


def _values_of(cycle):
    names = ("name", "year", "kind", "roll_up", "opens_on", "due_on", "days_before", "days_after")
    return {name: getattr(cycle, name) for name in names} | {
        "standard_set": cycle.standard_set_id,
        "compared_with": cycle.compared_with_id,
    }


def _usual(others):
    last, usual = others.first(), Cycle()
    return {
        "year": timezone.localdate().year,
        "kind": Cycle.Kind.FULL,
        "roll_up": last.roll_up if last else RollUp.WORST,
        "compared_with": last.pk if last else None,
        "days_before": usual.days_before,
        "days_after": usual.days_after,
    }

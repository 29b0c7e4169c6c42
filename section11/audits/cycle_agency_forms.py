"""The forms by which a coordinator says which agencies take part in a cycle, and by when."""

from datetime import timedelta
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from section11.people.models import PartnershipAgency, Sector
from section11.web.forms import DateField, GovukForm, LongTextField

from . import taking_part


class TicksWithHints(forms.CheckboxSelectMultiple):
    """Tick boxes with a line beneath each; those in `locked` cannot be changed."""

    def __init__(self, *, hints, locked=()):
        super().__init__()
        self.hints, self.locked = hints, locked

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.locked:
            option["attrs"]["disabled"] = True
            option["selected"] = True
        return {**option, "hint": self.hints.get(value, "")}


class ShownForm(GovukForm):
    """Which agencies to show. Sent by GET, so it stays in the address."""

    sector = forms.ChoiceField(label="Sector", required=False)
    basis = forms.ChoiceField(label="Takes part as", required=False)

    def __init__(self, data, *, candidates):
        super().__init__(data)
        sectors = {one.agency.sector for one in candidates}
        bases = {one.basis for one in candidates}
        self.fields["sector"].choices = _offered("All sectors", Sector, sectors)
        self.fields["basis"].choices = _offered(
            "Any basis", PartnershipAgency.ParticipationBasis, bases
        )
        self.candidates = candidates

    def shown(self):
        """The candidates that were asked for; what makes no sense is said beside its field."""
        self.is_valid()
        return taking_part.chosen(self.candidates, **self.cleaned_data)


def _offered(everything, choices, used):
    return [("", everything), *((v, label) for v, label in choices.choices if v in used)]


def _by_sector(candidates):
    return [
        (sector, [(one.agency.pk, one.agency.name) for one in group])
        for sector, group in groupby(candidates, key=lambda one: one.agency.get_sector_display())
    ]


class AgenciesForm(GovukForm):
    """Which of the agencies shown take part. `drawn` holds who did when the form was drawn, so that
    a change that someone else made meanwhile stays.
    """

    agencies = forms.TypedMultipleChoiceField(
        label="Agencies that take part",
        coerce=int,
        required=False,
        error_messages={
            "invalid_choice": "An agency that you ticked has left. Look through the list again"
        },
    )
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, candidates, ticked):
        """`ticked` are the ids of those to tick at first."""
        free = [one for one in candidates if not one.is_started]
        present = [one.agency.pk for one in free if one.is_in]
        initial = {"agencies": ticked, "drawn": ",".join(map(str, present))}
        super().__init__(data, initial=initial)
        self.fields["agencies"].widget = TicksWithHints(
            hints={one.agency.pk: _hint(one) for one in candidates},
            locked={one.agency.pk for one in candidates if one.is_started},
        )
        self.fields["agencies"].choices = _by_sector(candidates)

    def changes(self):
        """Who comes in and who goes out, by id."""
        ticked = set(self.cleaned_data["agencies"])
        drawn = {int(pk) for pk in self.cleaned_data["drawn"].split(",") if pk.isdecimal()}
        return {"bring_in": ticked - drawn, "leave_out": drawn - ticked}


def _hint(one):
    return (
        f"{one.basis_in_words}. Started, so it stays in." if one.is_started else one.basis_in_words
    )


class DueDateForm(GovukForm):
    """One due date for several agencies."""

    agencies = forms.TypedMultipleChoiceField(
        label="For which agencies?",
        coerce=int,
        error_messages={
            "required": "Choose at least one agency",
            "invalid_choice": "An agency that you ticked has submitted or is out. Look again",
        },
    )
    due_on = DateField(label="Due by")

    def __init__(self, data, *, cycle, candidates, ticked):
        super().__init__(data, initial={"agencies": ticked})
        self.earliest = max(cycle.opens_on, timezone.localdate())
        self.fields["agencies"].widget = TicksWithHints(
            hints={
                one.agency.pk: f"Due by {one.self_audit.due_on:%-d %B %Y}. {one.basis_in_words}"
                for one in candidates
            }
        )
        self.fields["agencies"].choices = _by_sector(candidates)

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on < self.earliest:
            raise ValidationError(f"Choose {self.earliest:%-d %B %Y} or a later date")
        return due_on


class ExtendForm(GovukForm):
    due_on = DateField(label="New due date")
    reason = LongTextField(
        label="Why?",
        max_length=2000,
        help_text="The people of the agency read it. Never write about a child or a family.",
        error_messages={"required": "Say why: the people of the agency will read it"},
    )

    def __init__(self, *args, self_audit, **kwargs):
        super().__init__(*args, **kwargs)
        self.latest = max(self_audit.due_on, timezone.localdate() - timedelta(days=1))

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on <= self.latest:
            raise ValidationError(f"Choose a date after {self.latest:%-d %B %Y}")
        return due_on

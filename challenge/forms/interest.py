"""The forms by which interests are declared, members recused, and ties between agencies noted."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from section11.people.models import Agency
from section11.web.forms import GovukForm, LongTextField

from ..models import AgencyTie

REASON = 500
TOO_LONG = (
    "Say what your interest in {} is in at most %(limit_value)d characters: you have %(show_value)d"
)


class DeclarationForm(GovukForm):
    """A tick and a reason for each agency, or that there is none to declare.

    `drawn` is when the member had declared as the form was drawn, so that nobody undoes unseen what
    somebody else declared for them meanwhile.
    """

    none = forms.BooleanField(label="I have none to declare", required=False)
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, known):
        """`known` is an OfMember."""
        declared_at = known.member.declared_at
        initial = {
            "drawn": declared_at.isoformat() if declared_at else "",
            "none": bool(declared_at) and not known.declared,
        }
        for agency, interest in known.declared.items():
            initial |= {f"agency_{agency}": True, f"reason_{agency}": interest.reason}
        super().__init__(data, initial=initial)
        self.agencies = {agency.pk: agency for agency in known.offered}
        self.since = known.since
        for pk, agency in self.agencies.items():
            self.fields[f"agency_{pk}"] = forms.BooleanField(label=agency.name, required=False)
            self.fields[f"reason_{pk}"] = forms.CharField(
                label=f"Your interest in {agency.name}",
                required=False,
                max_length=REASON,
                error_messages={"max_length": TOO_LONG.format(agency.name.replace("%", "%%"))},
            )

    @property
    def lines(self):
        """(tick, reason, whether it was chosen after the member declared) for each agency."""
        return [
            (self[f"agency_{pk}"], self[f"reason_{pk}"], pk in self.since) for pk in self.agencies
        ]

    @property
    def shown_again(self):
        """The same values, to be looked through anew: whoever saves them has seen the page as it is."""
        data = self.data.copy()
        data[self.add_prefix("drawn")] = self.initial["drawn"]
        return data

    def clean_drawn(self):
        try:
            return parse_datetime(self.cleaned_data["drawn"])
        except ValueError:
            return None

    def clean(self):
        cleaned = super().clean()
        for pk, agency in self.agencies.items():
            ticked = cleaned.get(f"agency_{pk}")
            reason = cleaned.get(f"reason_{pk}")
            if ticked and reason == "":
                self.add_error(f"reason_{pk}", f"Say what your interest in {agency} is")
            if reason and not ticked:
                self.add_error(
                    f"agency_{pk}", f"Tick {agency}, or take out what you wrote about it"
                )
        any_ticked = any(cleaned.get(f"agency_{pk}") for pk in self.agencies)
        if any_ticked and cleaned.get("none"):
            self.add_error("none", "You ticked an agency, so untick “I have none to declare”")
        if not any_ticked and not cleaned.get("none") and not self.errors:
            self.add_error("none", "Tick the agencies in which you have an interest, or this box")
        return cleaned

    def reasons(self):
        """{agency id: reason}"""
        return {
            pk: self.cleaned_data[f"reason_{pk}"]
            for pk in self.agencies
            if self.cleaned_data[f"agency_{pk}"]
        }


class RecuseForm(GovukForm):
    agency = forms.ModelChoiceField(
        label="From which agency?",
        queryset=Agency.objects.none(),
        empty_label="Choose an agency",
        error_messages={
            "required": "Choose an agency",
            "invalid_choice": "This agency is not part of the challenge any more. Choose another",
        },
    )
    reason = LongTextField(
        label="Why?",
        rows=3,
        max_length=REASON,
        help_text="The panel member reads it.",
        error_messages={"required": "Say why: the panel member will read it"},
    )

    def __init__(self, data=None, *, challenge):
        super().__init__(data)
        asked = challenge.agencies.current().values("agency")
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=asked)


class TieForm(GovukForm):
    """`agency` does something to `other`: both are chosen from those of the partnership."""

    agency = forms.ModelChoiceField(
        label="Which agency?",
        queryset=Agency.objects.none(),
        empty_label="Choose an agency",
        error_messages={"required": "Choose the agency that commissions or inspects"},
    )
    kind = forms.ChoiceField(
        label="What does it do?", widget=forms.RadioSelect, choices=AgencyTie.Kind.choices
    )
    other = forms.ModelChoiceField(
        label="Which other agency?",
        queryset=Agency.objects.none(),
        empty_label="Choose an agency",
        error_messages={"required": "Choose the other agency"},
    )

    def __init__(self, data=None, *, partnership):
        super().__init__(data)
        places = partnership.agency_places.current().values("agency")
        for name in ("agency", "other"):
            self.fields[name].queryset = Agency.objects.filter(pk__in=places)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("agency") and cleaned.get("agency") == cleaned.get("other"):
            raise ValidationError({"other": "Choose two different agencies"})
        return cleaned

from django import forms

from section11.web.forms import DateField, GovukForm, LongTextField

from .forms import AgencyForm
from .models import Agency, PartnershipAgency, Sector

NAME = Agency._meta.get_field("name").max_length
# In a partnership of one's own or in another: the sentence does not tell which.
TAKEN = "This name cannot be used. Add what tells the agency from others, such as its place"
SHORT_NAME = Agency._meta.get_field("short_name").max_length


class LineField(forms.CharField):
    """A name: white space inside it counts as one blank."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class BasisField(forms.ChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            choices=PartnershipAgency.ParticipationBasis,
            label="Takes part as",
            widget=forms.RadioSelect,
            error_messages={"required": "Choose why the agency takes part"},
            **kwargs,
        )


class AgencyDetailsForm(AgencyForm):
    """All that is known of an agency itself, for a coordinator."""

    name = LineField(max_length=NAME, label="Name")
    short_name = LineField(
        max_length=SHORT_NAME,
        label="Short name",
        help_text=f"For tables and the heatmap, up to {SHORT_NAME} characters",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    statutory_partner = forms.ChoiceField(
        required=False,
        choices=[("", "None of them"), *Agency.StatutoryPartner.choices],
        label="Statutory safeguarding partner",
        help_text="If the agency is one of the three with equal duty",
    )
    field_order = ["name", "short_name", "sector", "size", "statutory_partner"]

    def __init__(self, *args, agency=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.agency and Agency.objects.exclude(pk=self.agency.pk).named(name):
            raise forms.ValidationError(TAKEN)
        return name


class AgencyNewForm(AgencyDetailsForm):
    """An agency for one of `partnerships`."""

    partnership = forms.ModelChoiceField(queryset=None, label="Partnership", empty_label=None)
    basis = BasisField()
    joined_on = DateField(label="Takes part since")
    field_order = ["partnership", *AgencyDetailsForm.field_order, "basis", "joined_on"]

    def __init__(self, *args, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        # Nobody's sector is the first of the list by oversight.
        self.fields["sector"].choices = [("", "Choose a sector"), *Sector.choices]
        self.fields["sector"].error_messages["required"] = "Choose a sector"
        ask_where(self.fields["partnership"], partnerships)

    def clean(self):
        data = super().clean()
        if data.get("partnership") and data.get("name"):
            agency = Agency.objects.named(data["name"])
            here = data["partnership"].agency_places.filter(agency=agency, left_on=None)
            if agency and here.exists():
                self.add_error("name", f"{agency} is in {data['partnership']} already")
        return data


class PlaceForm(GovukForm):
    """Why, and since when, an agency takes part in a partnership."""

    basis = BasisField()
    joined_on = DateField(label="Takes part since")

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place

    def clean_joined_on(self):
        joined_on, left_on = self.cleaned_data["joined_on"], self.place.left_on
        if left_on and joined_on > left_on:
            raise forms.ValidationError(f"Its part ends on {left_on:%-d %B %Y}, before that day")
        return joined_on


class PlaceEndForm(GovukForm):
    left_on = DateField(label="Last day in the partnership")
    reason = LongTextField(
        rows=3, max_length=1_000, label="Reason", help_text="Kept in the record of who did what"
    )

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place

    def clean_left_on(self):
        left_on, joined_on = self.cleaned_data["left_on"], self.place.joined_on
        if left_on < joined_on:
            raise forms.ValidationError(f"It joined on {joined_on:%-d %B %Y}, after that day")
        return left_on


def ask_where(field, partnerships):
    """Offer the partnerships; a choice of one is made already, so the page does not ask."""
    field.queryset = partnerships
    only = list(partnerships[:2])
    if len(only) == 1:
        field.widget = forms.HiddenInput()
        field.initial = only[0].pk

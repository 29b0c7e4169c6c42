"""Forms of whoever runs the service."""

from django import forms
from django.utils import timezone

from section11.web.forms import DateField, GovukForm, LongTextField

from .agency_forms import LineField
from .models import Membership, Partnership, Role, User
from .operations.grants import LONGEST

NAME = Partnership._meta.get_field("name").max_length
SHORT_NAME = Partnership._meta.get_field("short_name").max_length
TAKEN = "There is a partnership of this name already"


class CoordinatorForm(GovukForm):
    """Who is invited to coordinate a partnership."""

    name = LineField(
        max_length=User._meta.get_field("name").max_length, label="Name of the coordinator"
    )
    email = forms.EmailField(
        label="E-mail address of the coordinator",
        error_messages={"invalid": "Enter an e-mail address such as name@example.org"},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    post = LineField(
        max_length=User._meta.get_field("post").max_length,
        required=False,
        label="Job title (optional)",
    )

    def __init__(self, *args, partnership=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.into = partnership

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        held = Membership.objects.current().filter(
            role=Role.COORDINATOR, partnership=self.into, user__email=email
        )
        if self.into and held.exists():
            raise forms.ValidationError(f"{held[0].person_name} coordinates {self.into} already")
        return email


class PartnershipForm(CoordinatorForm):
    """A new partnership, and its first coordinator."""

    partnership = LineField(max_length=NAME, label="Name of the partnership")
    short_name = LineField(
        max_length=SHORT_NAME,
        label="Short name of the partnership",
        help_text="For lists: the place it covers",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    field_order = ["partnership", "short_name", "name", "email", "post"]

    def clean_partnership(self):
        return self._not_taken("partnership", "name")

    def clean_short_name(self):
        return self._not_taken("short_name", "short_name")

    def _not_taken(self, field, column):
        value = self.cleaned_data[field]
        if Partnership.objects.filter(**{f"{column}__iexact": value}).exists():
            raise forms.ValidationError(TAKEN)
        return value

    def founding(self):
        """What the operation needs of a valid form."""
        given = self.cleaned_data
        return {
            "name": given["partnership"],
            "short_name": given["short_name"],
            "coordinator": given["name"],
            "email": given["email"],
            "post": given["post"],
        }


class GrantForm(GovukForm):
    reason = LongTextField(
        rows=4,
        max_length=1_000,
        label="Why do you need to read it?",
        help_text="The partnership's coordinators see this. It stays in the record.",
    )
    ends_on = DateField(
        label="Last day",
        help_text=f"At most {LONGEST.days} days from today. For example, 27/3/2027",
    )

    def clean_ends_on(self):
        ends_on, today = self.cleaned_data["ends_on"], timezone.localdate()
        if not today <= ends_on <= today + LONGEST:
            raise forms.ValidationError(
                f"Choose a last day from {today:%-d %B %Y} to {today + LONGEST:%-d %B %Y}"
            )
        return ends_on

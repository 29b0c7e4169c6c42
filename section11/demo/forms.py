from django import forms

from section11.people.models import User
from section11.web.forms import GovukForm


class _People(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name}, {person.email}"


class MailFilterForm(GovukForm):
    to = _People(
        User.objects.none(),
        label="Written to",
        required=False,
        empty_label="Everybody",
        error_messages={"invalid_choice": "Choose somebody from the list"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        written_to = User.objects.filter(emails__isnull=False).distinct()
        self.fields["to"].queryset = written_to.order_by("name", "pk")

    @property
    def person(self):
        """Whose mail is asked for; None for everybody's."""
        return self.cleaned_data.get("to") if self.is_valid() else None

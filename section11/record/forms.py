from django import forms

from section11.web.forms import DateField, GovukForm

from .models import Event


class RecordFilterForm(GovukForm):
    person = forms.CharField(
        required=False,
        max_length=150,
        label="Who did it",
        help_text="A name, or part of one",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    kind = forms.ChoiceField(required=False, label="What")
    since = DateField(required=False, label="From")
    until = DateField(required=False, label="To")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = sorted((kind.label.capitalize(), kind.value) for kind in Event.Kind)
        self.fields["kind"].choices = [("", "Everything"), *((v, label) for label, v in kinds)]

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "“To” must be the same day as “From”, or later")
        return data

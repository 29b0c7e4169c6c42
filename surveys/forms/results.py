from django import forms

from section11.people.models import Sector
from section11.web.forms import GovukForm


class SectorForm(GovukForm):
    """Of which agencies. It changes nothing, so it is sent by GET and stays in the address."""

    sector = forms.ChoiceField(label="Sector", required=False)

    def __init__(self, data, *, sectors):
        super().__init__(data)
        used = [(value, label) for value, label in Sector.choices if value in sectors]
        self.fields["sector"].choices = [("", "All sectors"), *used]

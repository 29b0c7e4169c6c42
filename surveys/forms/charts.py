from django import forms

from section11.web.forms import GovukForm


class ChartForm(GovukForm):
    """Whose answers to see, and to which questions. It changes nothing, so it is sent by GET."""

    agency = forms.ChoiceField(label="Agency", required=False)
    standard = forms.ChoiceField(label="Questions", required=False)

    def __init__(self, data, *, lines, standards, own=False):
        """`lines` are the agencies there are to choose from; `own`: they are the person's own, and
        the first of them is shown unless another is chosen.
        """
        self.lines = {str(line.id): line for line in lines}
        self.standards = {str(one.pk): one for one in standards}
        if own and "agency" not in data:
            data = {**data.dict(), "agency": next(iter(self.lines), "")}
        super().__init__(data)
        names = [(pk, line.name) for pk, line in self.lines.items()]
        self.fields["agency"].choices = [("", "All agencies together"), *names]
        tested = [(pk, f"Those that test {one.title}") for pk, one in self.standards.items()]
        self.fields["standard"].choices = [("", "All questions"), *tested]

    @property
    def chosen(self):
        """{"agency": its line or None, "standard": … or None}; what makes no sense is said beside
        its field.
        """
        self.is_valid()
        return {
            "agency": self.lines.get(self.cleaned_data.get("agency")),
            "standard": self.standards.get(self.cleaned_data.get("standard")),
        }

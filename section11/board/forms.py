from django import forms

from section11.people.models import PartnershipAgency, Sector
from section11.web.forms import GovukForm

from . import layers
from .heatmap import Order
from .selection import Choice


class HeatmapForm(GovukForm):
    """What to show, and of whom. It changes nothing, so it is sent by GET and stays in the address."""

    layer = forms.ChoiceField(label="Show", required=False)
    against = forms.ChoiceField(label="Compared with", required=False)
    sector = forms.ChoiceField(label="Sector", required=False)
    basis = forms.ChoiceField(label="Basis", required=False)
    standard = forms.ChoiceField(label="Standard", required=False)
    priority = forms.ChoiceField(label="Priority", required=False)
    order = forms.ChoiceField(label="Order", required=False)

    def __init__(self, data, *, results, user, standard_of_years=None):
        self.years = standard_of_years is not None
        if self.years and not data.get("standard"):
            data = {**data.dict(), "standard": str(standard_of_years.pk)}
        super().__init__(data)
        self.layers = {layer.key: layer for layer in layers.of(results.cycle, user)}
        offered = [] if self.years else [(one.key, one.label) for one in self.layers.values()]
        self._offer("layer", "", offered)
        self._offer("against", "Nothing", offered)
        self._offer("sector", "All sectors", _used(Sector, {row.sector for row in results.rows}))
        bases = {row.basis for row in results.rows}
        self._offer("basis", "Every basis", _used(PartnershipAgency.ParticipationBasis, bases))
        standards = [(str(one.pk), str(one)) for one in results.standards]
        self._offer("standard", "" if self.years else "All standards", standards)
        priorities = [(str(one.pk), one.title) for one in results.priorities]
        self._offer("priority", "All questions", priorities, at_least=1)
        worst = results.levels[0].label.lower()
        self._offer("order", "", [(Order.NAME, "Name"), (Order.WORST, f"Most {worst} first")])

    def _offer(self, name, everything, options, *, at_least=2):
        """Fill a field, `everything` being its empty choice; leave it out with nothing to choose."""
        if len(options) < at_least:
            del self.fields[name]
        else:
            self.fields[name].choices = [("", everything), *options] if everything else options

    @property
    def choice(self):
        """What was chosen; what makes no sense is left out, and said beside its field."""
        self.is_valid()
        given = self.cleaned_data.get
        layer = self.layers.get(given("layer"), self.layers[layers.DEFAULT])
        against = self.layers.get(given("against"))
        return Choice(
            layer=layer,
            against=against if against is not layer else None,
            sector=given("sector") or "",
            basis=given("basis") or "",
            standard=int(given("standard")) if given("standard") else None,
            priority=int(given("priority")) if given("priority") else None,
            order=Order(given("order") or Order.NAME),
            years=self.years,
        )


def _used(labels, used):
    return [(value, label) for value, label in labels.choices if value in used]


class FocusForm(GovukForm):
    """The standards to see in detail on the Board page."""

    focus = forms.MultipleChoiceField(
        label="Standards to see in detail", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, *, results):
        super().__init__(data)
        self.fields["focus"].choices = [(str(one.pk), str(one)) for one in results.standards]

    @property
    def chosen(self):
        self.is_valid()
        return {int(pk) for pk in self.cleaned_data.get("focus", [])}

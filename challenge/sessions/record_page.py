"""The page on which the panel records one standard, as one form made of smaller ones."""

from ..forms.session import (
    ActionForm,
    FindingForm,
    ModerationForm,
    NewActionForm,
    NewFindingForm,
    removed_meanwhile,
)
from ..models import AgreedAction, Finding
from ..operations.moderations import Entry


class RecordPage:
    """`levels` are those that may be chosen; `data` is what was sent, or nothing."""

    def __init__(self, challenged, standard, levels, data=None):
        self.challenged, self.standard, self.levels = challenged, standard, levels
        row = challenged.moderations.filter(standard=standard).select_related("level").first()
        self.moderation = ModerationForm(data, prefix="moderation", row=row, levels=levels)
        self.findings = self._forms(FindingForm, Finding, "finding", data)
        self.actions = self._forms(ActionForm, AgreedAction, "action", data)
        self.new_finding = self._new(NewFindingForm, "new_finding", data)
        self.new_action = self._new(NewActionForm, "new_action", data)
        self.gone = []
        if data:
            self.gone = removed_meanwhile(
                data, "finding", {form.row.pk for form in self.findings}, "text"
            ) + removed_meanwhile(data, "action", {form.row.pk for form in self.actions}, "what")

    def _forms(self, form, model, prefix, data):
        kept = model.objects.kept().filter(
            challenged_agency=self.challenged, standard=self.standard
        )
        return [
            form(_its(data, f"{prefix}-{row.pk}"), prefix=f"{prefix}-{row.pk}", row=row)
            for row in kept
        ]

    def _new(self, form, prefix, data):
        """Drawn afresh where nothing was typed, so that it brings no errors and its own token."""
        filled = data is not None and form.is_filled_in(data, {}, prefix)
        return form(data if filled else None, prefix=prefix)

    @property
    def existing(self):
        """Those over rows, by the name under which their clashes come back."""
        return {form.prefix: form for form in [self.moderation, *self.findings, *self.actions]}

    @property
    def forms(self):
        return [*self.existing.values(), self.new_finding, self.new_action]

    def is_valid(self):
        return all(form.is_valid() for form in self.forms if form.is_bound)

    def entry(self):
        """What of it can be saved."""
        return Entry(
            moderation=self.moderation.typed(),
            findings={form.row.pk: form.typed() for form in self.findings if form.is_bound},
            actions={form.row.pk: form.typed() for form in self.actions if form.is_bound},
            new_findings=_items(self.new_finding),
            new_actions=_items(self.new_action),
        )

    def again(self, clashes):
        """The page anew after a save: with what is stored, and beside it what was refused."""
        fresh = RecordPage(self.challenged, self.standard, self.levels)
        data = {}
        for name, form in fresh.existing.items():
            before = self.existing.get(name)
            if before is not None and before.is_bound:
                data |= before.again(form.row, clashes.get(name, ()))
            else:
                data |= form.again(form.row)
        for form in (self.new_finding, self.new_action):
            if form.is_bound and not form.is_valid():
                data |= {form.add_prefix(name): self._sent(form, name) for name in form.fields}
        page = RecordPage(self.challenged, self.standard, self.levels, data)
        page.gone = self.gone
        for name, found in clashes.items():
            page.existing[name].clashes = found
        return page

    @staticmethod
    def _sent(form, name):
        return form.data.get(form.add_prefix(name), "")


def _its(data, prefix):
    """The data where it speaks of this row at all: it may have come since the form was drawn."""
    return data if data is not None and f"{prefix}-base" in data else None


def _items(form):
    return [form.cleaned_data] if form.is_bound and form.is_valid() else []

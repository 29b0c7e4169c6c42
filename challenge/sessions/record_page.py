"""The pages on which the panel records one standard, or what it found of the agency as a whole: each
one form made of smaller ones.
"""

from dataclasses import replace

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


class AgencyPage:
    """Findings about the agency as a whole; `data` is what was sent, or nothing."""

    standard = None

    def __init__(self, challenged, data=None):
        self.challenged = challenged
        self.findings = self._forms(FindingForm, Finding, "finding", data)
        self.new_finding = self._new(NewFindingForm, "new_finding", data)
        self.gone = _gone(data, "finding", self.findings, "text")

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
        return {form.prefix: form for form in self.findings}

    @property
    def new(self):
        return [self.new_finding]

    @property
    def forms(self):
        return [*self.existing.values(), *self.new]

    def is_valid(self):
        return all(form.is_valid() for form in self.forms if form.is_bound)

    def entry(self):
        """What of it can be saved."""
        return Entry(findings=_typed(self.findings), new_findings=_items(self.new_finding))

    def again(self, clashes):
        """The page anew after a save: with what is stored, and beside it what was refused."""
        fresh = self._drawn()
        data = {}
        for name, form in fresh.existing.items():
            before = self.existing.get(name)
            if before is not None and before.is_bound:
                data |= before.again(form.row, clashes.get(name, ()))
            else:
                data |= form.again(form.row)
        for form in self.new:
            if form.is_bound and not form.is_valid():
                data |= {form.add_prefix(name): self._sent(form, name) for name in form.fields}
        page = self._drawn(data)
        page.gone = self.gone
        for name, found in clashes.items():
            page.existing[name].clashes = found
        return page

    def _drawn(self, data=None):
        return AgencyPage(self.challenged, data)

    @staticmethod
    def _sent(form, name):
        return form.data.get(form.add_prefix(name), "")


class RecordPage(AgencyPage):
    """One standard: besides its findings what was said and agreed. `levels` may be chosen."""

    def __init__(self, challenged, standard, levels, data=None):
        self.standard, self.levels = standard, levels
        super().__init__(challenged, data)
        row = challenged.moderations.filter(standard=standard).select_related("level").first()
        self.moderation = ModerationForm(data, prefix="moderation", row=row, levels=levels)
        self.actions = self._forms(ActionForm, AgreedAction, "action", data)
        self.new_action = self._new(NewActionForm, "new_action", data)
        self.gone += _gone(data, "action", self.actions, "what")

    @property
    def existing(self):
        return {form.prefix: form for form in [self.moderation, *self.findings, *self.actions]}

    @property
    def new(self):
        return [self.new_finding, self.new_action]

    def entry(self):
        return replace(
            super().entry(),
            moderation=self.moderation.typed(),
            actions=_typed(self.actions),
            new_actions=_items(self.new_action),
        )

    def _drawn(self, data=None):
        return RecordPage(self.challenged, self.standard, self.levels, data)


def _its(data, prefix):
    """The data where it speaks of this row at all: it may have come since the form was drawn."""
    return data if data is not None and f"{prefix}-base" in data else None


def _items(form):
    return [form.cleaned_data] if form.is_bound and form.is_valid() else []


def _typed(forms):
    return {form.row.pk: form.typed() for form in forms if form.is_bound}


def _gone(data, kind, forms, name):
    """What was typed into items that are not there any more."""
    return removed_meanwhile(data or {}, kind, {form.row.pk for form in forms}, name)

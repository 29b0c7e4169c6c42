"""The page of one standard as one form, made of the smaller forms of its questions."""

from django import forms
from django.utils.functional import SimpleLazyObject, cached_property

from .forms import AnswerForm, NewActionForm, NewEvidenceForm
from .operations.answers import Entry


class QuestionPart:
    """One question on the page of its standard: what is known of it, and its three forms."""

    TO_ADD = {"evidence": NewEvidenceForm, "action": NewActionForm}

    def __init__(self, question, sheet, *, data=None, files=None):
        prefix = f"q{question.pk}"
        self.question = question
        self.sheet = sheet
        hints = SimpleLazyObject(self._hints)
        self.form = AnswerForm(data, prefix=prefix, levels=sheet.levels, hints=hints)
        # The forms to add something in which something was typed.
        self.adding = {
            name: form(data, files, prefix=f"{prefix}-{name}")
            for name, form in self.TO_ADD.items()
            if form.is_filled_in(data, files, f"{prefix}-{name}")
        }

    def _hints(self):
        told = self.sheet.descriptors[self.question.pk]
        return {level.code: told.get(level.pk) or level.meaning for level in self.sheet.levels}

    @cached_property
    def new_evidence(self):
        return self._to_add("evidence")

    @cached_property
    def new_action(self):
        return self._to_add("action")

    def _to_add(self, name):
        """Drawn afresh where nothing was typed, so that it brings no errors and its own token."""
        return self.adding.get(name) or self.TO_ADD[name](prefix=f"{self.form.prefix}-{name}")

    @property
    def forms(self):
        return [self.form, self.new_evidence, self.new_action]

    @property
    def answer(self):
        return self.sheet.answers.get(self.question.pk)

    def is_valid(self):
        return all(form.is_valid() for form in [self.form, *self.adding.values()])

    def entry(self):
        """What of it can be saved, valid or not as a whole."""
        self.form.errors  # noqa: B018 - cleans the form
        return Entry(
            question=self.question,
            values=self.form.entry_values(),
            base=self.form.entry_base(),
            evidence=self._items("evidence"),
            actions=self._items("action"),
        )

    def _items(self, name):
        form = self.adding.get(name)
        return form.items() if form and form.is_valid() else []

    @property
    def wording(self):
        return self.question.wording(self.sheet.self_audit.size)

    @property
    def anchor(self):
        return f"question-{self.question.pk}"

    @property
    def evidence_key(self):
        return f"add-evidence-{self.question.pk}"

    @property
    def action_key(self):
        return f"add-action-{self.question.pk}"

    @property
    def evidence(self):
        return self.sheet.evidence[self.question.pk]

    @property
    def actions(self):
        return self.sheet.actions[self.question.pk]

    @property
    def clashes(self):
        return self.sheet.clashes[self.question.pk]

    @property
    def warnings(self):
        return self.sheet.warnings[self.question.pk]

    @property
    def beside(self):
        return self.sheet.beside.of_question.get(self.question.pk, [])

    @property
    def previous(self):
        return self.sheet.previous.get(self.question.lineage)


class StandardForm(forms.Form):
    """One step: every question of a standard that the agency is asked. Made of smaller forms."""

    def __init__(self, data=None, files=None, *, sheet, prefix=None, initial=None):
        super().__init__(data, files, prefix=prefix)
        self.sheet = sheet
        self.parts = [
            QuestionPart(question, sheet, data=data, files=files) for question in sheet.questions
        ]

    @property
    def forms(self):
        return [form for part in self.parts for form in part.forms]

    def is_valid(self):
        return self.is_bound and all(part.is_valid() for part in self.parts)

    def entries(self):
        return [part.entry() for part in self.parts]

    def only_what_failed(self):
        """The data and files again, less the items that were saved, with digests of what is stored.

        For drawing the page anew after a save in which something was refused.
        """
        data, files = self.data.copy(), self.files.copy()
        for part in self.parts:
            stored = AnswerForm.data_of(self.sheet.answers.get(part.question.pk))
            data[part.form.add_prefix("base")] = stored["base"]
            for form in part.adding.values():
                if form.is_valid():
                    for name in form.fields:
                        data.pop(form.add_prefix(name), None)
                        files.pop(form.add_prefix(name), None)
        return {"data": data, "files": files}

"""A page of a survey as its respondent fills it in. Every question may be left out."""

import unicodedata

from django import forms
from django.utils.functional import cached_property

from section11.audits import personal_data
from section11.audits.merging import digest
from section11.web.forms import GovukForm, LongTextField, name_in_messages

from .. import agreement
from ..answering.asked import TEXT_LIMIT

ROLE_GROUP, RATHER_NOT = "role_group", "rather_not_say"
NOT_OFFERED = "“%s”: choose from the answers on this page"


class ShortTextField(LongTextField):
    """Without control characters: they mean nothing, and take more room than what can be seen."""

    def to_python(self, value):
        return "".join(c for c in super().to_python(value) if c == "\n" or not _is_control(c))


def _is_control(character):
    return unicodedata.category(character) == "Cc"


class PageForm(GovukForm):
    # What of the texts was pointed out before and stands as it is: a digest of it.
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, page, role_groups=(), answered=(), **kwargs):
        """`answered` are the lineages that have an answer: one by radios could not be taken back."""
        self.questions = {name_of(question): question for question in page.questions}
        self.role_groups = () if page.questions else role_groups
        self.answered = answered
        super().__init__(*args, **kwargs)
        # Put in afterwards, so that they are not copied: no form changes a field.
        self.fields = dict(self._fields()) | self.fields

    @classmethod
    def data_of(cls, prefix, page, answers):
        """The answers of a draft as this form would send them: a list for each field."""
        if not page.questions:
            return {f"{prefix}-{ROLE_GROUP}": [answers["role_group"]]}
        given = {name_of(one): answers["answers"].get(one.lineage) for one in page.questions}
        return {
            f"{prefix}-{name}": value if isinstance(value, list) else [value]
            for name, value in given.items()
            if value is not None
        }

    def _fields(self):
        if self.role_groups:
            yield ROLE_GROUP, _role_group(self.role_groups)
        for name, question in self.questions.items():
            yield name, _kept_field(question, question.lineage in self.answered)

    def role_group(self):
        """The group that was chosen; nothing for none, None where it stays as it was."""
        chosen = self.cleaned_data.get(ROLE_GROUP)
        return "" if chosen == RATHER_NOT else chosen

    def answers(self):
        """What can be kept, valid or not as a whole, by lineage; None for what was left out."""
        return {
            question.lineage: self.cleaned_data[name] or None
            for name, question in self.questions.items()
            if name in self.cleaned_data
        }

    @cached_property
    def warnings(self):
        """Sentences on what looks like somebody's data in the texts."""
        return [
            finding.sentence for text in self._texts for finding in personal_data.findings(text)
        ]

    @property
    def was_looked_at(self):
        return self.cleaned_data.get("looked_at") == self.to_look_at

    @property
    def to_look_at(self):
        return digest("\n".join(self._texts))

    def point_out(self):
        """Have the page send with the same texts that they were looked at."""
        self.data = self.data.copy()
        self.data[self.add_prefix("looked_at")] = self.to_look_at

    @property
    def _texts(self):
        texts = [name for name, question in self.questions.items() if question.kind == "text"]
        return [self.cleaned_data[name] for name in texts if self.cleaned_data.get(name)]


def name_of(question):
    return f"q-{question.code}"


def _role_group(groups):
    return forms.ChoiceField(
        label="Which of these is nearest to your work?",
        help_text="Shown only for groups that are large enough.",
        choices=[*((group, group) for group in groups), (RATHER_NOT, "I would rather not say")],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose from the groups on this page"},
    )


def _kept_field(question, is_answered):
    """Made once and kept with its question, which a process keeps as long as its set (asked.py)."""
    fields = vars(question).setdefault("_fields", {})
    if is_answered not in fields:
        fields[is_answered] = _field_of(question, is_answered)
    return fields[is_answered]


def _field_of(question, is_answered):
    shared = {"label": question.text, "help_text": question.hint, "required": False}
    if question.kind == "text":
        field = ShortTextField(max_length=TEXT_LIMIT, rows=4, **shared)
        name_in_messages(field, question.text)
        return field
    several = question.kind == "choices"
    not_offered = NOT_OFFERED % question.text.replace("%", "%%")
    offered = [(value, agreement.label(question, value)) for value in agreement.values(question)]
    if is_answered and not several:
        offered.append(("", "Leave this question out"))
    return (forms.MultipleChoiceField if several else forms.ChoiceField)(
        choices=offered,
        widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
        error_messages={"invalid_choice": not_offered, "invalid_list": not_offered},
        **shared,
    )

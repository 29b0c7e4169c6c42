"""Forms whose texts and files are looked through for a child's data before anything is saved."""

from django import forms
from django.core.exceptions import ValidationError

from section11.audits import file_kinds, personal_data
from section11.audits.merging import digest
from section11.web.forms import GovukForm, UploadField

CONFIRM = "no_child"
LONGEST = 10_000  # characters of a text


class ProofField(UploadField):
    """One file, of the kinds and the size that evidence may have."""

    def __init__(self, **kwargs):
        super().__init__(
            max_bytes=file_kinds.MAX_BYTES,
            kinds=file_kinds.ALLOWED_IN_WORDS,
            required=False,
            **kwargs,
        )

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file:
            try:
                file_kinds.check(file, file.name)
            except file_kinds.FileRefused as refused:
                raise ValidationError(refused.sentence) from refused
        return file


class GuardedForm(GovukForm):
    """What looks like a child's data is said beside its field, and is taken only once the person
    has corrected it, or ticked that it is none. A tick holds for what it was given for.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.looked_like = ""
        self.confirmed: list[tuple[str, str]] = []  # field and kind of what is said to be none

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        found = {
            name: findings
            for name, text in self._texts(cleaned)
            if (findings := personal_data.findings(text))
        }
        self.looked_like = digest(
            "\n".join(f"{name} {one.masked}" for name, all_ in found.items() for one in all_)
        )
        if found and self.data.get(self.add_prefix(CONFIRM)) != self.looked_like:
            for name, findings in found.items():
                sentences = " ".join(one.sentence for one in findings)
                self.add_error(
                    name,
                    f"{sentences} Correct it; or, if it is no child's data, tick the box at the end"
                    " of the form.",
                )
            self._ask()
        else:
            self.confirmed = [(name, one.kind) for name, all_ in found.items() for one in all_]
        return cleaned

    @property
    def lost_files(self):
        """Names of files that came with a form that is drawn again: a page cannot hold them."""
        if not self.is_bound or self.is_valid():
            return []
        return [file.name for file in self.files.values()]

    def _texts(self, cleaned):
        for name, field in self.fields.items():
            value = cleaned.get(name)
            if isinstance(field, forms.FileField):
                yield name, value.name if value else ""
            elif isinstance(value, str) and not isinstance(field, forms.ChoiceField):
                yield name, value

    def _ask(self):
        self.fields[CONFIRM] = forms.BooleanField(
            label="I have looked again: none of this is a child's data",
            required=False,
            widget=forms.CheckboxInput(attrs={"value": self.looked_like}),
        )

"""Forms of any kind of versioned set of questions: a file uploaded, a version begun.

Each kind of set has forms of its own, which name its `model` and read the head of its files.
"""

from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from section11.people.agency_forms import ask_where
from section11.tables.exceptions import TableRefused
from section11.tables.limits import MB, Limits
from section11.tables.reading import read
from section11.web.forms import GovukForm, UploadField

from . import columns

LIMITS = Limits(bytes=5 * MB, documents=5 * MB, unzipped=50 * MB, rows=1_000)
TAKEN = "There is a set with the code {} already. Choose another"
FORMATS = {"xlsx": "XLSX", "ods": "ODS", "csv": "CSV", "json": "JSON", "yaml": "YAML"}


class ParsedField(forms.CharField):
    """A text read as one in a file is, so that what is typed can be exported and come back."""

    def __init__(self, *, parse, **kwargs):
        super().__init__(**kwargs)
        self.parse = parse

    def clean(self, value):
        value = super().clean(value)
        try:
            return self.parse(value) if value else value
        except ValueError as error:
            raise ValidationError(str(error)) from None


class TitleField(ParsedField):
    def __init__(self, **kwargs):
        super().__init__(parse=partial(columns.line, longest=columns.LONGEST_TITLE), **kwargs)


class CodeField(ParsedField):
    """The code of a set."""

    def __init__(self, **kwargs):
        super().__init__(
            parse=partial(columns.slug, longest=60),
            required=False,
            label="Code (optional)",
            help_text="Names the set in files: small letters, numbers and hyphens. Made from the"
            " title if left blank.",
            **kwargs,
        )


class UploadForm(GovukForm):
    """A file of questions; once valid, `table` and `header` are what it holds."""

    file = UploadField(
        label="File of questions",
        max_bytes=LIMITS.bytes,
        kinds=f"CSV, XLSX, ODS, JSON or YAML, up to {LIMITS.rows:,} questions",
    )

    table = None
    header = None

    def read_header(self, mapping):
        """What the file says of itself beside its rows, and all that is wrong with it."""
        raise NotImplementedError

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.table = read(file, file.name, limits=LIMITS)
        except TableRefused as refused:
            raise ValidationError(refused.sentence) from None
        if self.table.header_key == "scale":
            raise ValidationError("This file holds a rating scale, not a set of questions.")
        self.header, problems = self.read_header(self.table.header)
        if problems:
            raise ValidationError([str(problem) for problem in problems])
        return file

    def upload(self):
        """What the operation needs of a valid form."""
        return {"table": self.table, "file_name": self.cleaned_data["file"].name}


class UploadNewForm(UploadForm):
    """A file for a new set. What is typed counts before what the file says of itself."""

    model = None

    partnership = forms.ModelChoiceField(queryset=None, label="Partnership", empty_label=None)
    title = TitleField(required=False, label="Title", help_text="Leave blank if the file says it.")
    code = CodeField()
    based_on = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label="Based on (optional)",
        help_text="The published set it is a new version of",
        empty_label="As the file says, or none",
    )

    def __init__(self, *args, user, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        ask_where(self.fields["partnership"], partnerships)
        self.fields["based_on"].queryset = (
            self.model.objects.visible_to(user)
            .filter(status=self.model.Status.PUBLISHED)
            .filter(Q(partnership=None) | Q(partnership__in=partnerships))
        )

    @property
    def is_readable(self):
        """Whether there is a file to take from what is not typed."""
        return self.header is not None

    def clean(self):
        data = super().clean()
        if self.is_readable:
            self._title_and_code(data)
            data["based_on"] = self._based_on(data)
        return data

    def _title_and_code(self, data):
        title = data["title"] = data.get("title") or self.header.title
        code = data["code"] = data.get("code") or self.header.code or _code_from(title)
        if not title:
            self.add_error("title", "Enter a title: the file does not say one")
        elif not code:
            self.add_error("code", "Enter a code: none can be made from the title")
        elif _taken(self.model, data.get("partnership"), code):
            self.add_error("code", TAKEN.format(code))

    def _based_on(self, data):
        chosen, code = data.get("based_on"), self.header.based_on
        if chosen is None and code:
            named = self.fields["based_on"].queryset.filter(code=code)
            # A set of the partnership's own goes before one that comes with the product.
            chosen = (
                named.filter(partnership=data.get("partnership")).first()
                or named.filter(partnership=None).first()
            )
            if chosen is None:
                self.add_error(
                    "based_on",
                    f"The file says it is based on {code}, which is not a published set here."
                    " Choose the set that it is based on, or take that line out of the file",
                )
        if chosen and chosen.partnership not in (None, data.get("partnership")):
            self.add_error("based_on", "Choose a set of the same partnership")
        return chosen

    def upload(self):
        names = [name for name in self.fields if name != "file"]
        return {**super().upload(), **{name: self.cleaned_data[name] for name in names}}


class NewVersionForm(GovukForm):
    model = None

    partnership = forms.ModelChoiceField(queryset=None, label="Partnership", empty_label=None)
    title = TitleField(label="Title of the new version")
    code = CodeField()

    def __init__(self, *args, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        ask_where(self.fields["partnership"], partnerships)

    def clean(self):
        data = super().clean()
        code = data["code"] = data.get("code") or _code_from(data.get("title", ""))
        if data.get("title") and not code:
            self.add_error("code", "Enter a code: none can be made from the title")
        elif _taken(self.model, data.get("partnership"), code):
            self.add_error("code", TAKEN.format(code))
        return data


class ApplyForm(forms.Form):
    """Which contents of the draft the person saw."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


def _code_from(title):
    return slugify(title)[:60].strip("-_").replace("_", "-")


def _taken(model, partnership, code):
    return model.objects.filter(partnership=partnership, code=code).exists()

from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from section11.people.models import Sector, Size
from section11.tables.exceptions import TableRefused
from section11.tables.limits import MB, Limits
from section11.tables.reading import read
from section11.web.forms import GovukForm, LongTextField, UploadField

from . import columns, headers
from .models import RatingScale, StandardSet

LIMITS = Limits(bytes=5 * MB, documents=5 * MB, unzipped=50 * MB, rows=1_000)
TAKEN = "There is a set with the code {} already. Choose another"
FORMATS = {"xlsx": "XLSX", "ods": "ODS", "csv": "CSV", "json": "JSON", "yaml": "YAML"}


class ScopeForm(GovukForm):
    """Which agency to see the questions as."""

    sector = forms.ChoiceField(
        required=False, choices=[("", "Every sector"), *Sector.choices], label="Sector"
    )
    size = forms.ChoiceField(
        required=False, choices=[("", "Any size"), *Size.choices], label="Size"
    )


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
    header = headers.SetHeader()

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.table = read(file, file.name, limits=LIMITS)
        except TableRefused as refused:
            raise ValidationError(refused.sentence) from None
        if self.table.header_key == "scale":
            raise ValidationError("This file holds a rating scale, not a set of questions.")
        self.header, problems = headers.of_set(self.table.header)
        if problems:
            raise ValidationError([str(problem) for problem in problems])
        return file

    def upload(self):
        """What the operation needs of a valid form."""
        return {
            "table": self.table,
            "file_name": self.cleaned_data["file"].name,
            "priorities": self.header.priorities,
        }


class UploadIntoForm(UploadForm):
    """A file for a draft, which keeps its title, code and rating scale."""

    def __init__(self, *args, standard_set, **kwargs):
        super().__init__(*args, **kwargs)
        self.standard_set = standard_set

    def clean_file(self):
        file = super().clean_file()
        scale = self.standard_set.scale
        if self.header.scale and self.header.scale != scale.code:
            raise ValidationError(
                f"This file is for the rating scale {self.header.scale}; the draft uses {scale.code}."
            )
        return file


class UploadNewForm(UploadForm):
    """A file for a new set. What is typed counts before what the file says of itself."""

    partnership = forms.ModelChoiceField(queryset=None, label="Partnership", empty_label=None)
    title = ParsedField(
        parse=partial(columns.line, longest=columns.LONGEST_TITLE),
        required=False,
        label="Title",
        help_text="Leave blank if the file says it. For example, Section 11 standards 2027",
    )
    code = CodeField()
    scale = forms.ModelChoiceField(
        queryset=RatingScale.objects.all(),
        required=False,
        label="Rating scale",
        empty_label="As the file says",
    )
    based_on = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label="Based on (optional)",
        help_text="The published set it is a new version of",
        empty_label="As the file says, or none",
    )
    priorities = LongTextField(
        required=False,
        rows=4,
        max_length=5_000,
        label="Priorities (optional)",
        help_text="One a line: its code, a colon, its title. For example, neglect: Neglect",
    )

    def __init__(self, *args, user, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partnership"].queryset = partnerships
        self.fields["based_on"].queryset = (
            StandardSet.objects.visible_to(user)
            .filter(status=StandardSet.Status.PUBLISHED)
            .filter(Q(partnership=None) | Q(partnership__in=partnerships))
        )
        _only_if_several(self.fields, "partnership", partnerships)

    def clean(self):
        data = super().clean()
        if self.table is not None and self.is_bound:
            self._title_and_code(data)
            data["scale"] = data.get("scale") or self._scale()
            data["based_on"] = self._based_on(data)
            self._priorities(data)
        return data

    def _title_and_code(self, data):
        title = data["title"] = data.get("title") or self.header.title
        code = data["code"] = data.get("code") or self.header.code or _code_from(title)
        if not title:
            self.add_error("title", "Enter a title: the file does not say one")
        elif not code:
            self.add_error("code", "Enter a code: none can be made from the title")
        elif _taken(data.get("partnership"), code):
            self.add_error("code", TAKEN.format(code))

    def _scale(self):
        code = self.header.scale
        scale = self.fields["scale"].queryset.filter(code=code).first()
        if scale is None:
            why = (
                f"there is none with the file's code {code}"
                if code
                else "the file does not say one"
            )
            self.add_error("scale", f"Choose a rating scale: {why}")
        return scale

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

    def _priorities(self, data):
        typed = [
            line.partition(":") for line in data.get("priorities", "").split("\n") if line.strip()
        ]
        if typed:
            data["priorities"], problems = headers.priorities(
                [(code.strip(), title.strip() or code.strip()) for code, _, title in typed]
            )
            for problem in problems:
                self.add_error("priorities", problem.sentence)
        elif self.header.priorities is not None or not self.table.header:
            data["priorities"] = self.header.priorities
        else:
            data["priorities"] = []

    def upload(self):
        names = ("partnership", "title", "code", "scale", "based_on", "priorities")
        return {**super().upload(), **{name: self.cleaned_data[name] for name in names}}


class NewVersionForm(GovukForm):
    partnership = forms.ModelChoiceField(queryset=None, label="Partnership", empty_label=None)
    title = ParsedField(
        parse=partial(columns.line, longest=columns.LONGEST_TITLE), label="Title of the new version"
    )
    code = CodeField()

    def __init__(self, *args, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partnership"].queryset = partnerships
        _only_if_several(self.fields, "partnership", partnerships)

    def clean(self):
        data = super().clean()
        code = data["code"] = data.get("code") or _code_from(data.get("title", ""))
        if data.get("title") and not code:
            self.add_error("code", "Enter a code: none can be made from the title")
        elif _taken(data.get("partnership"), code):
            self.add_error("code", TAKEN.format(code))
        return data


class ApplyForm(forms.Form):
    """Which contents of the draft the person saw."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


def _code_from(title):
    return slugify(title)[:60].strip("-_").replace("_", "-")


def _taken(partnership, code):
    return StandardSet.objects.filter(partnership=partnership, code=code).exists()


def _only_if_several(fields, name, queryset):
    """A choice of one is made already: the page does not ask."""
    only = list(queryset[:2])
    if len(only) == 1:
        fields[name].widget = forms.HiddenInput()
        fields[name].initial = only[0].pk

import uuid

from django import forms
from django.core.exceptions import ValidationError

from section11.web.forms import (
    DateField,
    GovukForm,
    LongTextField,
    RadiosWithHints,
    UploadField,
)

from . import checks, file_kinds
from .merging import digest
from .models import Clash
from .operations.answers import FIELDS, as_text
from .operations.clashes import Stands

# More than this cannot be stored at one go; over checks.TEXT_LIMIT it is stored but not submitted.
_MOST = 200_000


class TypedTextField(LongTextField):
    """A text whose length the page counts against what can be submitted, and which saves anyway."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.max_length = checks.TEXT_LIMIT

    def to_python(self, value):
        # PostgreSQL has no place for NUL.
        return super().to_python(value).replace("\x00", "")

    def run_validators(self, value):
        if len(value) > _MOST:
            raise ValidationError(
                f"This text is {len(value):,} characters long. Shorten it to {_MOST:,} to save it."
            )


class AnswerForm(GovukForm):
    """Rating, narrative, impact and reason for one question. Nothing is compulsory: half an answer
    saves; what is missing is said on the task list.
    """

    level = forms.ChoiceField(label="How do you rate yourselves?", required=False)
    narrative = TypedTextField(label="What do you do now?", rows=6)
    impact = TypedTextField(label="What difference does it make for children?", rows=4)
    na_reason = TypedTextField(label="Why does this not apply to you?", rows=3)
    # Digests of the values that the form was drawn with, in the order of FIELDS.
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, levels, hints, **kwargs):
        """`hints` says what each level means here, by code. Only drawing the form asks for it."""
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        field.choices = [(level.code, level.label) for level in levels]
        field.widget = RadiosWithHints(choices=field.choices, hints=hints)
        self._levels = {level.code: level for level in levels}
        # `levels` come with the set; the reason is asked only where some level needs one.
        if not any(level.needs_reason for level in levels):
            del self.fields["na_reason"]
        else:
            self.fields["na_reason"].help_text = "Only if you chose {}.".format(
                " or ".join(level.label for level in levels if level.needs_reason)
            )

    @staticmethod
    def data_of(answer):
        """The form's data as the stored answer would give it; `answer` may be None."""
        values = {name: getattr(answer, name, "") or "" for name in FIELDS}
        texts = [as_text(answer, name) if answer else "" for name in FIELDS]
        return values | {
            "level": values["level"].code if values["level"] else "",
            "base": ".".join(digest(text) for text in texts),
        }

    def entry_values(self):
        """Each field that is valid, as the operation takes it."""
        values = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        if "level" in values:
            values["level"] = self._levels.get(values["level"])
        return values

    def entry_base(self):
        """The digest of each field as drawn. A forged or broken one matches nothing: it clashes."""
        parts = self.cleaned_data.get("base", "").split(".")
        parts += [""] * (len(FIELDS) - len(parts))
        return dict(zip(FIELDS, parts, strict=False))


class TokenForm(GovukForm):
    """A form to add something: drawn with a token, so that posting it twice adds it once."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4()

    @classmethod
    def is_filled_in(cls, data, files, prefix):
        """Whether anything was typed or chosen: an untouched form adds nothing and has no errors."""
        return any(
            ((files if isinstance(field, forms.FileField) else data) or {}).get(f"{prefix}-{name}")
            for name, field in cls.base_fields.items()
            if name != "token"
        )

    def clean_token(self):
        return self.cleaned_data["token"] or uuid.uuid4()


class NewEvidenceForm(TokenForm):
    """One item of evidence: what is filled in says whether it is a file, a link or a reference."""

    title = forms.CharField(
        label="What is it?",
        max_length=200,
        required=False,
        help_text="For example, Supervision policy 2026",
    )
    file = UploadField(
        label="Upload a file",
        max_bytes=file_kinds.MAX_BYTES,
        kinds=file_kinds.ALLOWED_IN_WORDS,
        required=False,
    )
    url = forms.URLField(
        label="Or give a link",
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text="For example, https://www.example.org/policy",
        error_messages={"invalid": "Enter a link that begins with https://"},
    )
    reference = forms.CharField(
        label="Or say where it is held",
        max_length=300,
        required=False,
        help_text="For example, “Held by us: HR system, training report of June 2026”",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            try:
                file_kinds.clean_name(file.name)
                file_kinds.check(file, file.name)
            except file_kinds.FileRefused as refused:
                raise ValidationError(str(refused)) from refused
        return file

    def clean(self):
        if not self.errors and not self._given():
            self.add_error("file", "Upload a file, give a link, or say where the evidence is held")

    def _given(self):
        return [name for name in ("file", "url", "reference") if self.cleaned_data.get(name)]

    def items(self):
        """Keyword arguments for evidence.add: an item for each of file, link and reference given."""
        kinds = {"file": "file", "url": "link", "reference": "held"}
        token = self.cleaned_data["token"]
        return [
            {
                "kind": kinds[name],
                "title": self.cleaned_data["title"],
                name: self.cleaned_data[name],
                "token": uuid.uuid5(token, name),
            }
            for name in self._given()
        ]


class ActionFields(GovukForm):
    what = TypedTextField(label="What will improve?", rows=3)
    lead = forms.CharField(
        label="Who leads it?",
        max_length=150,
        required=False,
        help_text="A name or a post",
    )
    due_on = DateField(label="Due date", required=False)
    intended_impact = TypedTextField(label="What will be better for children?", rows=2)

    def clean(self):
        if not self.errors and not self.cleaned_data.get("what"):
            self.add_error("what", "Say what will improve")


class NewActionForm(ActionFields, TokenForm):
    def items(self):
        """Keyword arguments for actions.add."""
        return [self.cleaned_data]


class ActionForm(ActionFields):
    """Change an action. `base` is the digest of the action as the form was drawn with."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, action, **kwargs):
        names = ("what", "lead", "due_on", "intended_impact")
        self.drawn_with = digest("\n".join(str(getattr(action, name)) for name in names))
        initial = {name: getattr(action, name) for name in names} | {"base": self.drawn_with}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def was_overtaken(self):
        """Whether someone changed the action while this form was being filled in."""
        return self.is_bound and self.data.get("base") != self.drawn_with


class EvidenceForm(GovukForm):
    """Change how an item of evidence is described, or where it is."""

    title = forms.CharField(label="What is it?", max_length=200)
    url = NewEvidenceForm.base_fields["url"]
    reference = NewEvidenceForm.base_fields["reference"]

    def __init__(self, *args, evidence, **kwargs):
        names = ("title", "url", "reference")
        super().__init__(*args, initial={n: getattr(evidence, n) for n in names}, **kwargs)
        wanted = {"file": [], "link": ["url"], "held": ["reference"]}[evidence.kind]
        for name in ("url", "reference"):
            if name in wanted:
                self.fields[name].required = True
                self.fields[name].label = {"url": "Link", "reference": "Where it is held"}[name]
            else:
                del self.fields[name]


class SettleForm(GovukForm):
    """Which of two texts stands."""

    stands = forms.ChoiceField(label="Which text stands?", widget=forms.RadioSelect)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, clash, **kwargs):
        seen = digest(as_text(clash.answer, clash.field))
        super().__init__(*args, initial={"seen": seen}, **kwargs)
        choices = [
            (Stands.STORED, f"What {clash.other_by} saved"),
            (Stands.TYPED, f"What {clash.by} saved later"),
        ]
        if clash.field != Clash.Field.LEVEL:
            choices.append((Stands.BOTH, "Both, one under the other: I will tidy them up"))
        self.fields["stands"].choices = choices


class ReasonForm(GovukForm):
    reason = LongTextField(
        label="Why?",
        max_length=2000,
        error_messages={"required": "Say why: the people of the agency will read it"},
    )


class SignOffForm(GovukForm):
    """The approver's declaration, by name, post and date (the date is today's)."""

    name = forms.CharField(label="Your full name", max_length=150)
    post = forms.CharField(label="Your post", max_length=150)
    declared = forms.BooleanField(
        label="I make this declaration",
        error_messages={"required": "Tick the box to make the declaration"},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, initial={"name": user.name, "post": user.post}, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["post"].widget.attrs["autocomplete"] = "organization-title"


class SignOffLinkForm(GovukForm):
    """Which of the agency's approvers gets a link."""

    approver = forms.TypedChoiceField(
        label="Who signs it off?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who signs it off"},
    )

    def __init__(self, *args, approvers, **kwargs):
        """`approvers` are the roles of those who may: each is called as they are known there."""
        super().__init__(*args, **kwargs)
        field = self.fields["approver"]
        people = {str(held.user_id): held.user for held in approvers}
        field.choices = [
            (str(held.user_id), f"{held.person_name}, {held.user.email}") for held in approvers
        ]
        field.coerce = people.get
        if len(people) == 1:
            field.initial = field.choices[0][0]

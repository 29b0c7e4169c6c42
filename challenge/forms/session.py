"""The forms of a session. Those that several people fill in at once carry what they were drawn with."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from section11.audits.forms import TokenForm, TypedTextField
from section11.audits.merging import digest
from section11.web.forms import DateField, GovukForm, RadiosWithHints

from ..models import Finding
from ..operations import member_ratings, moderations
from ..sessions.typed import Typed, base_of, parted

DAY = "%d/%m/%Y"


class CloseForm(GovukForm):
    asks_for_feedback = forms.BooleanField(
        label="Ask whoever took part what they made of it",
        help_text=(
            "Whoever took part is sent a link to a few questions, and answers without a name. The"
            " Board reads the sum over all sessions. Without the tick nobody is asked, now or later."
        ),
        required=False,
        initial=True,
    )


class ShortTextField(TypedTextField):
    """A text of a sentence or two: long ones are taken, and nothing is counted."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.max_length = None


class MergedForm(GovukForm):
    """A form over the fields NAMES of one row, or of one that is not there yet."""

    NAMES = ()
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, initial=self.data_of(row), **kwargs)
        self.row = row
        self.clashes = []

    @classmethod
    def data_of(cls, row):
        """The form's data as the row would give it."""
        values = {name: _shown(getattr(row, name, None)) for name in cls.NAMES}
        return values | {"base": base_of(row, cls.NAMES)}

    def typed(self):
        """What of it can be saved, valid or not as a whole."""
        self.errors  # noqa: B018 - cleans the form
        values = {name: self.cleaned_data[name] for name in self.NAMES if name in self.cleaned_data}
        return Typed(values, parted(self.cleaned_data.get("base", ""), self.NAMES))

    def again(self, row, clashes=()):
        """Data to draw it with after a save: what is stored now, but for what was typed and refused,
        or clashes. Saved again as it stands, it replaces what clashed.
        """
        kept = {clash.field for clash in clashes} | set(self.errors)
        data = self.data_of(row)
        for name in kept & set(self.NAMES):
            data[name] = self.data.get(self.add_prefix(name), "")
        return {self.add_prefix(name): value for name, value in data.items()}


def _shown(value):
    """A value as a form would send it."""
    if value is None:
        return ""
    if hasattr(value, "code"):
        return value.code
    return value.strftime(DAY) if hasattr(value, "strftime") else str(value)


class LevelField(forms.TypedChoiceField):
    """One of the scale's levels, or none."""

    def __init__(self, *, none, **kwargs):
        super().__init__(required=False, empty_value=None, widget=forms.RadioSelect, **kwargs)
        self.none = none

    def offer(self, levels, *, explained=True):
        """`explained` says beneath each what it means."""
        self.coerce = {level.code: level for level in levels}.__getitem__
        self.choices = [(level.code, level.label) for level in levels] + [("", self.none)]
        hints = {level.code: level.meaning for level in levels} if explained else {}
        self.widget = RadiosWithHints(choices=self.choices, hints=hints)


class MemberRatingForm(MergedForm):
    """What one member thinks of one standard. The page explains the levels once, for all."""

    NAMES = member_ratings.FIELDS
    level = LevelField(label="What would you rate it?", none="I cannot say yet")
    notes = ShortTextField(label="Your notes", rows=3)

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].offer(levels, explained=False)


class ModerationForm(MergedForm):
    """What the panel makes of one standard."""

    NAMES = moderations.FIELDS
    discussion = TypedTextField(label="What was said", rows=8)
    level = LevelField(
        label="Moderated rating", none="None: the agency’s own rating was not discussed"
    )
    reason = TypedTextField(
        label="Why",
        rows=3,
        help_text="Needed where the panel’s rating differs from the agency’s own. The agency reads it.",
    )

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].offer(levels)


class _FindingFields(GovukForm):
    kind = forms.ChoiceField(
        label="What is it?", choices=Finding.Kind, widget=forms.RadioSelect, required=False
    )
    text = ShortTextField(label="What the agency is told", rows=3)

    def clean(self):
        if not self.cleaned_data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Choose what kind of finding it is")
        if not self.cleaned_data.get("text") and "text" not in self.errors:
            self.add_error("text", "Say what was found")


class FindingForm(_FindingFields, MergedForm):
    NAMES = moderations.FINDING_FIELDS


class NewFindingForm(_FindingFields, TokenForm):
    pass


class _ActionFields(GovukForm):
    what = ShortTextField(label="What will be done?", rows=3)
    lead = forms.CharField(
        label="Who leads it?", max_length=150, required=False, help_text="A name or a post"
    )
    due_on = DateField(label="By when?", required=False)

    def clean(self):
        for name, message in (
            ("what", "Say what will be done"),
            ("lead", "Say who leads it"),
            ("due_on", "Enter the day by which it is done"),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, message)


class ActionForm(_ActionFields, MergedForm):
    NAMES = moderations.ACTION_FIELDS


class NewActionForm(_ActionFields, TokenForm):
    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise ValidationError("That day has passed: enter one that is still to come")
        return day


class EnquiryForm(MergedForm):
    NAMES = ("text",)
    text = ShortTextField(label="Line of enquiry", rows=3)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError("A line cannot be empty: remove it instead")
        return text


class NewEnquiryForm(TokenForm):
    standard = forms.ChoiceField(label="Which standard?", required=False)
    text = ShortTextField(label="What do you want to ask?", rows=3)

    def __init__(self, *args, standards, **kwargs):
        super().__init__(*args, **kwargs)
        self._standards = {str(one.pk): one for one in standards}
        choices = [(str(one.pk), str(one)) for one in standards]
        self.fields["standard"].choices = [("", "Choose a standard"), *choices]

    def clean(self):
        if not self.cleaned_data.get("standard") and "standard" not in self.errors:
            self.add_error("standard", "Choose the standard that it is about")
        if not self.cleaned_data.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", "Say what you want to ask")

    def item(self):
        """Keyword arguments for enquiries.add."""
        return self.cleaned_data | {"standard": self._standards[self.cleaned_data["standard"]]}


class _TickedForm(GovukForm):
    """Who came: carries whom it was drawn with as ticked, so that only what changed is taken."""

    people = forms.MultipleChoiceField(
        label="Who came?", required=False, widget=forms.CheckboxSelectMultiple
    )
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, choices, ticked, **kwargs):
        super().__init__(*args, initial={"people": ticked, "drawn": ",".join(ticked)}, **kwargs)
        self.fields["people"].choices = choices

    @property
    def ticked(self):
        return set(self.cleaned_data["people"])

    @property
    def ticked_when_drawn(self):
        return set(self.cleaned_data["drawn"].split(","))


class PanelAttendanceForm(_TickedForm):
    """Which panel members came."""

    def __init__(self, *args, seats, **kwargs):
        super().__init__(
            *args,
            choices=[(str(one.pk), str(one.panel_member)) for one in seats],
            ticked=[str(one.pk) for one in seats if one.attended],
            **kwargs,
        )

    def values(self):
        """Keyword arguments for sessions.note_who_sat."""
        drawn = {int(one) for one in self.ticked_when_drawn if one.isdecimal()}
        return {"came": set(map(int, self.ticked)), "drawn": drawn}


class AttendanceForm(_TickedForm):
    """Who came for the agency: of those expected, of those noted already, and others by name."""

    others = forms.CharField(
        label="Who else came?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One name on each line",
    )

    def __init__(self, *args, expected, noted, **kwargs):
        self._people = {f"user-{one.pk}": one for one in expected}
        self._rows = {
            f"user-{one.user_id}" if one.user_id else f"row-{one.pk}": one for one in noted
        }
        names = {value: str(one) for value, one in self._people.items()} | {
            value: one.name for value, one in self._rows.items()
        }
        super().__init__(*args, choices=list(names.items()), ticked=list(self._rows), **kwargs)

    def clean_others(self):
        names = [" ".join(line.split()) for line in self.cleaned_data["others"].splitlines()]
        if any(len(name) > 150 for name in names):  # noqa: PLR2004 - as long as a name can be
            raise ValidationError("One of the names is longer than 150 characters: shorten it")
        return [name for name in names if name]

    def values(self):
        """Keyword arguments for attendance.note."""
        new = self.ticked - self.ticked_when_drawn
        off = self.ticked_when_drawn - self.ticked
        return {
            "came": [self._people[one] for one in sorted(new) if one in self._people],
            "gone": {self._rows[one].pk for one in off if one in self._rows},
            "names": self.cleaned_data["others"],
        }


def removed_meanwhile(data, kind, kept, name):
    """(label, text) of items that somebody took off while their text was changed in this form."""
    found = []
    for key, text in data.items():
        prefix, _, field = key.rpartition("-")
        its, _, pk = prefix.partition("-")
        if its != kind or field != name or not pk.isdecimal() or int(pk) in kept:
            continue
        drawn = data.get(f"{prefix}-base", "").split(".")
        if digest(text) not in drawn:
            found.append((f"{kind.capitalize()} that somebody removed meanwhile", text))
    return found

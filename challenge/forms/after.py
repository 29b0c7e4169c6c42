"""Forms for what follows a challenge: release, replies, letters."""

from django import forms

from section11.web.forms import GovukForm, LongTextField

from ..after.letter_drafts import NAMES
from ..models import Reply
from ..operations.replies import version_of
from ..sessions.typed import Typed, base_of, parted
from .guarded import LONGEST, GuardedForm, ProofField


class WithoutForm(GovukForm):
    """Which agencies are left out knowingly: a tick for each of those that were shown."""

    without = forms.TypedMultipleChoiceField(
        label="Go on without",
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        required=False,
    )

    def __init__(self, *args, agencies, label, missing, **kwargs):
        """`missing` is said where not all are ticked."""
        super().__init__(*args, **kwargs)
        self.agencies, self.missing = agencies, missing
        field = self.fields["without"]
        field.label = label
        field.choices = [(one.pk, str(one.agency)) for one in agencies]
        if not agencies:
            del self.fields["without"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if len(cleaned.get("without", [])) < len(self.agencies):
            self.add_error("without", self.missing)
        return cleaned

    @property
    def confirmed(self):
        return self.cleaned_data.get("without", [])


class ReplyForm(GuardedForm):
    """Accept a moderated rating, or ask the panel to look again."""

    stance = forms.ChoiceField(
        label="What does your agency say to this rating?",
        widget=forms.RadioSelect,
        choices=[
            (Reply.Stance.ACCEPTED, "We accept it"),
            (Reply.Stance.DISPUTED, "We ask the panel to look again"),
        ],
        error_messages={"required": "Choose what your agency says to this rating"},
    )
    text = LongTextField(
        label="Your reply",
        max_length=LONGEST,
        required=False,
        help_text="If you ask the panel to look again, say why. Never write about a child or a family.",
    )
    file = ProofField(label="New evidence (optional)")
    # Which version of the reply the form was drawn with.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, files=None, *, reply):
        self.reply, self.drawn_with = reply, version_of(reply)
        initial = {"seen": self.drawn_with}
        if reply:
            initial |= {"stance": reply.stance, "text": reply.text}
        super().__init__(data, files, initial=initial)

    def clean(self):
        cleaned = super().clean()
        disputed = cleaned.get("stance") == Reply.Stance.DISPUTED
        if disputed and not (cleaned.get("text") or "text" in self.errors):
            self.add_error("text", "Say why the panel should look again")
        return cleaned

    @property
    def was_overtaken(self):
        """Whether somebody else replied while this form was being filled in."""
        return self.is_bound and self.data.get("seen", "") != self.drawn_with

    def as_drawn_again(self):
        """The same texts, drawn on what is stored by now: saving it then replaces that."""
        data = self.data.copy()
        data["seen"] = self.drawn_with
        return ReplyForm(data, reply=self.reply)

    def values(self):
        """Keyword arguments for replies.give."""
        return {name: self.cleaned_data[name] for name in ("stance", "text", "file", "seen")}


class DecisionForm(GuardedForm):
    """What the panel makes of a disputed rating."""

    decision = forms.ChoiceField(
        label="What does the panel decide?",
        widget=forms.RadioSelect,
        choices=[
            (Reply.Decision.CONFIRMED, "The moderated rating stands"),
            (Reply.Decision.CHANGED, "The moderated rating is changed"),
        ],
        error_messages={"required": "Choose what the panel decides"},
    )
    level = forms.ChoiceField(
        label="The new rating", required=False, help_text="Only if you change it."
    )
    decision_reason = LongTextField(
        label="Why?",
        max_length=LONGEST,
        error_messages={"required": "Say why: the agency will read it"},
    )

    def __init__(self, *args, levels, current, **kwargs):
        super().__init__(*args, **kwargs)
        self.levels = {str(level.pk): level for level in levels if level != current}
        choices = [(pk, level.label) for pk, level in self.levels.items()]
        self.fields["level"].choices = [("", "Choose a rating"), *choices]

    def clean(self):
        cleaned = super().clean()
        changed = cleaned.get("decision") == Reply.Decision.CHANGED
        if changed and not cleaned.get("level") and "level" not in self.errors:
            self.add_error("level", "Choose the new rating")
        return cleaned

    def values(self):
        """Keyword arguments for replies.decide."""
        changed = self.cleaned_data["decision"] == Reply.Decision.CHANGED
        return {
            "decision": self.cleaned_data["decision"],
            "reason": self.cleaned_data["decision_reason"],
            "level": self.levels[self.cleaned_data["level"]] if changed else None,
        }


class LetterForm(GuardedForm):
    """Every section of a letter: a heading and a text each, with a digest of what was drawn."""

    PARTS = ("heading", "text")

    def __init__(self, *args, sections, **kwargs):
        """`sections` are rows with a key, a heading and a text."""
        super().__init__(*args, **kwargs)
        self.sections = sections
        for one in sections:
            name = one.heading or NAMES.get(one.key, "Section without a heading")
            self.fields[f"{one.key}-heading"] = forms.CharField(
                label=f"{name}: heading",
                max_length=150,
                required=False,
                initial=one.heading,
            )
            self.fields[f"{one.key}-text"] = LongTextField(
                label=f"{name}: text",
                max_length=LONGEST,
                required=False,
                initial=one.text,
                rows=6,
            )
            self.fields[f"{one.key}-base"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=base_of(one, self.PARTS)
            )

    @property
    def groups(self):
        """(section, its heading, its text, its digests) as fields to draw."""
        return [
            (one, *(self[f"{one.key}-{part}"] for part in (*self.PARTS, "base")))
            for one in self.sections
        ]

    def as_drawn_again(self, sections, clashes):
        """The form drawn on what is stored by now, with one's own text where it clashed: saving it
        then replaces the other's.
        """
        data = self.data.copy()
        for one in sections:
            data[f"{one.key}-base"] = base_of(one, self.PARTS)
            own = {clash.field for clash in clashes.get(one.key, [])}
            for part in set(self.PARTS) - own:
                data[f"{one.key}-{part}"] = getattr(one, part)
        return LetterForm(data, sections=sections)

    def typed(self):
        """What was typed of each section, for letters.change."""
        return {
            one.key: Typed(
                {part: self.cleaned_data[f"{one.key}-{part}"] for part in self.PARTS},
                parted(self.cleaned_data[f"{one.key}-base"], self.PARTS),
            )
            for one in self.sections
        }

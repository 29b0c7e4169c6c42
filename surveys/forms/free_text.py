"""One text of a practitioner, as the coordinator lets it be shown."""

from django import forms

from section11.audits import personal_data
from section11.audits.merging import digest
from section11.web.forms import GovukForm, LongTextField

CONFIRM = "nobodys"
ROOM = 100  # for "[name taken out]" and the like


class FreeTextForm(GovukForm):
    """What looks like somebody's data is said beside the text. It is released only once it is taken
    out, or ticked to be nobody's; the tick holds for what it was given for.
    """

    decision = forms.ChoiceField(
        choices=[("release", "Release"), ("hold_back", "Hold back")], widget=forms.HiddenInput
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, text, seen, **kwargs):
        super().__init__(*args, initial={"shown": text.shown, "seen": seen}, **kwargs)
        most = len(text.text) + ROOM
        shown = LongTextField(
            label="What is shown",
            help_text="Take out what tells of whom it is, or who wrote it. Add nothing else.",
            rows=10,
            max_length=most,
            error_messages={
                "required": "“What is shown” is empty: hold the text back instead",
                "max_length": f"“What is shown” can have at most {most} characters, for you only"
                " take out: you have %(show_value)d",
            },
        )
        self.fields = {"shown": shown, **self.fields}
        self.fields["decision"].error_messages["required"] = "Choose: release it, or hold it back"

    @property
    def releases(self):
        return self.cleaned_data["decision"] == "release"

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        found = personal_data.findings(cleaned.get("shown", ""))
        if found and cleaned.get("decision") == "release":
            self._must_be_confirmed(found)
        return cleaned

    def _must_be_confirmed(self, found):
        looked_like = digest("\n".join(one.masked for one in found))
        self.fields[CONFIRM] = forms.BooleanField(
            label="I have looked again: none of this is a person’s or a child’s data",
            required=False,
            widget=forms.CheckboxInput(attrs={"value": looked_like}),
        )
        if self.data.get(CONFIRM) != looked_like:
            sentences = " ".join(one.sentence for one in found)
            self.add_error(
                "shown",
                f"{sentences} Take it out; or, if it is nobody’s data, tick the box at the end.",
            )

"""The forms of an open survey: headcounts, reminders, addresses, and what is confirmed first."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from section11.tables.exceptions import TableRefused
from section11.tables.reading import read
from section11.web.forms import GovukForm, LongTextField, UploadField

from ..running import address_files
from .fields import number

HEADCOUNT_MOST = 100_000
NOT_WHOLE = "This form did not come back whole. Open the page again"


class HeadcountsForm(GovukForm):
    """The numbers of staff of some agencies. `drawn` holds what stood there when it was drawn."""

    drawn = forms.JSONField(
        widget=forms.HiddenInput, required=False, error_messages={"invalid": NOT_WHOLE}
    )

    def __init__(self, *args, surveyed, label="", **kwargs):
        """`label` stands at each number in place of its agency."""
        self.surveyed = list(surveyed)
        there = {str(one.pk): one.headcount for one in self.surveyed}
        initial = {f"headcount_{pk}": n for pk, n in there.items()} | {"drawn": there}
        super().__init__(*args, initial=initial, **kwargs)
        for one in self.surveyed:
            self.fields[f"headcount_{one.pk}"] = number(
                label or str(one.agency), least=1, most=HEADCOUNT_MOST, required=False
            )

    @property
    def rows(self):
        """(surveyed agency, its field)"""
        return [(one, self[f"headcount_{one.pk}"]) for one in self.surveyed]

    def clean_drawn(self):
        drawn = self.cleaned_data["drawn"]
        if not isinstance(drawn, dict):
            raise ValidationError(NOT_WHOLE)
        return drawn

    def values(self):
        """Keyword arguments for the operation."""
        drawn = self.cleaned_data["drawn"]
        ids = [one.pk for one in self.surveyed]
        return {
            "headcounts": {pk: self.cleaned_data[f"headcount_{pk}"] for pk in ids},
            "drawn": {pk: drawn.get(str(pk)) for pk in ids},
        }


class RemindForm(GovukForm):
    """Whom to remind, in whose words, and when the form was drawn."""

    chosen = forms.TypedMultipleChoiceField(
        label="Who gets it",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick the agencies that you want to remind",
            "invalid_choice": "An agency that you ticked has left the survey. Look again",
        },
    )
    note = LongTextField(
        label="Your own words (optional)",
        max_length=2000,
        required=False,
        help_text="They stand in the mail, under your name. Never write about a child or a family.",
    )
    drawn_at = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args, choices, ticked, **kwargs):
        initial = {"chosen": ticked, "drawn_at": timezone.now().isoformat()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["chosen"].choices = choices
        self.fields["drawn_at"].error_messages = dict.fromkeys(("required", "invalid"), NOT_WHOLE)


class RenewForm(GovukForm):
    """Confirms that the link is renewed; `version` is of the link that the page spoke of."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LostLinkForm(GovukForm):
    """The address whose personal link is lost: one that was sent a link."""

    address = forms.EmailField(
        label="E-mail address",
        help_text="The one to which the link was sent.",
        error_messages={
            "required": "Type the address to which the link was sent",
            "invalid": "Enter a whole e-mail address, such as name@example.org",
        },
    )

    def __init__(self, *args, surveyed, **kwargs):
        super().__init__(*args, **kwargs)
        self.surveyed = surveyed

    def clean_address(self):
        address = self.cleaned_data["address"].lower()
        if not self.surveyed.tokens.filter(address=address).exists():
            raise ValidationError(
                f"No link has been sent to {address}. Look for a slip in it, or send a first link"
            )
        return address


class AddressesForm(GovukForm):
    """Addresses typed in, or a file of them; once valid, `addresses` are those."""

    typed = LongTextField(
        label="E-mail addresses",
        rows=8,
        max_length=100_000,
        required=False,
        help_text="One on a line.",
    )
    file = UploadField(
        label="Or a file of them",
        max_bytes=address_files.LIMITS.bytes,
        required=False,
        kinds=f"CSV, XLSX or ODS with a column “email”, up to {address_files.LIMITS.rows:,} rows",
    )

    addresses = wrong = ()

    def clean(self):
        if self.errors:
            return
        typed, file = self.cleaned_data["typed"], self.cleaned_data["file"]
        if bool(typed.strip()) == bool(file):
            self.add_error("typed", "Type the addresses or choose a file: one of the two")
            return
        self.addresses, self.wrong = self._read(typed, file)
        if self.wrong:
            self.add_error("file" if file else "typed", self._nothing_sent())

    def _nothing_sent(self):
        [first, *more] = self.wrong
        if first.row is None and not more:
            return f"Nothing was sent. {first.sentence}"
        return "Nothing was sent: some lines are not e-mail addresses. They are listed below"

    def _read(self, typed, file):
        if not file:
            return address_files.of_text(typed)
        try:
            return address_files.of_table(read(file, file.name, limits=address_files.LIMITS))
        except TableRefused as refused:
            self.add_error("file", refused.sentence)
            return [], []

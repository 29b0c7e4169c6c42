"""The forms by which a coordinator says which agencies are challenged."""

from dataclasses import fields

from django import forms

from section11.web.forms import GovukForm

from ..setting_up.choosing import Rules
from .setting import number

HOW = [
    ("", "Those chosen now"),
    ("proposed", "Those whose results call for it"),
    ("all", "All agencies of the cycle"),
    ("sample", "A sample: those not challenged for longest, by lot among equals"),
]


class ProposeForm(GovukForm):
    """What to tick to begin with, and by which rules. Sent by GET, so it stays in the address."""

    how = forms.ChoiceField(
        label="Begin with", choices=HOW, required=False, widget=forms.RadioSelect
    )
    size = number("Agencies in the sample", most=1000, required=False)
    worst = number("Standards on the worst level, from", least=1, most=100, required=False)
    fell = number("Standards worse than last time, from", least=1, most=100, required=False)
    without_evidence = number(
        "Ratings without the evidence needed, from", least=1, most=1000, required=False
    )
    years = number("Years since the last challenge, from", least=1, most=20, required=False)
    long = number("Long slot from so many standards", least=1, most=100, required=False)

    def __init__(self, data):
        usual = {one.name: one.default for one in fields(Rules)}
        if "how" in data:
            super().__init__(data)
        else:
            super().__init__({"how": "", "size": 8} | usual)

    @property
    def rules(self):
        """Those asked for; a number left empty leaves its rule out."""
        self.is_valid()
        return Rules(**{one.name: self.cleaned_data.get(one.name) for one in fields(Rules)})

    @property
    def how_chosen(self):
        self.is_valid()
        return self.cleaned_data.get("how", "")

    @property
    def sample_size(self):
        self.is_valid()
        return self.cleaned_data.get("size") or 0


class ChosenForm(GovukForm):
    """Which agencies are challenged, and which have a long slot. `drawn` says who was in, and who
    had a long slot, when the form was drawn, so that what somebody else changed meanwhile stays.
    """

    agencies = forms.TypedMultipleChoiceField(coerce=int, required=False)
    long = forms.TypedMultipleChoiceField(coerce=int, required=False)
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)
    drawn_long = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, candidates, ticked, long):
        """`ticked` and `long` are the ids to tick at first."""
        present = [one.agency.pk for one in candidates if one.chosen]
        present_long = [one.agency.pk for one in candidates if one.chosen and one.chosen.is_long]
        super().__init__(
            data,
            initial={
                "agencies": sorted(ticked),
                "long": sorted(long),
                "drawn": ",".join(map(str, present)),
                "drawn_long": ",".join(map(str, present_long)),
            },
        )
        self.candidates = candidates
        for name in ("agencies", "long"):
            self.fields[name].choices = [(one.agency.pk, str(one.agency)) for one in candidates]
            self.fields[name].error_messages["invalid_choice"] = (
                "An agency that you ticked has left the cycle. Look through the list again"
            )

    @property
    def lines(self):
        """(candidate, whether it is ticked, whether for a long slot)"""
        ticked, long = (
            {int(pk) for pk in self[name].value() or [] if str(pk).isdecimal()}
            for name in ("agencies", "long")
        )
        return [(one, one.agency.pk in ticked, one.agency.pk in long) for one in self.candidates]

    def changes(self):
        """Keyword arguments for the operation."""
        ticked = set(self.cleaned_data["agencies"])
        long = set(self.cleaned_data["long"]) & ticked
        drawn, drawn_long = _ids(self.cleaned_data["drawn"]), _ids(self.cleaned_data["drawn_long"])
        reasons = {one.agency.pk: one.reasons for one in self.candidates}
        return {
            "bring_in": {pk: reasons[pk] for pk in sorted(ticked - drawn)},
            "take_out": drawn - ticked,
            "long": long - drawn_long,
            "short": drawn_long - long,
        }


def _ids(text):
    return {int(pk) for pk in text.split(",") if pk.isdecimal()}

"""The form by which a coordinator says on which half-days sessions may be held."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from section11.web.forms import GovukForm, LongTextField

from ..setting_up import half_day_plan


class HalfDaysForm(GovukForm):
    """Which half-days are asked about. `drawn` are those that were open when the form was drawn."""

    days_off = LongTextField(
        label="Days off and school holidays",
        required=False,
        max_length=5000,
        rows=4,
        help_text=(
            "Dates, or ranges such as 29/3/2027 to 9/4/2027, one a line. Their half-days are taken"
            " out when you save."
        ),
    )
    half_days = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "A half-day is no longer there. Look through them again"},
    )
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, half_days):
        self.shown = list(half_days)
        present = [one.pk for one in self.shown if not one.is_shut]
        super().__init__(data, initial={"half_days": present, "drawn": ",".join(map(str, present))})
        self.fields["half_days"].choices = [(one.pk, str(one)) for one in self.shown]

    @cached_property
    def ticked(self):
        """The ids to tick."""
        return {int(pk) for pk in self["half_days"].value() or [] if str(pk).isdecimal()}

    def clean_days_off(self):
        try:
            return half_day_plan.days_off(self.cleaned_data["days_off"])
        except half_day_plan.NotADay as wrong:
            raise ValidationError(str(wrong)) from None

    def changes(self):
        """What is opened and what is shut, by id; a day off wins over its tick."""
        off = {one.pk for one in self.shown if one.on in self.cleaned_data["days_off"]}
        ticked = set(self.cleaned_data["half_days"]) - off
        drawn = {int(pk) for pk in self.cleaned_data["drawn"].split(",") if pk.isdecimal()}
        return {"opened": ticked - drawn, "shut": (drawn - ticked) | off}

"""The forms by which a coordinator sets up a survey, changes it, and gives it more time."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from section11.audits.cycle_agency_forms import TicksWithHints
from section11.audits.merging import digest
from section11.web.forms import DateField, GovukForm, LongTextField, RadiosWithHints

from ..models import FEWEST_SHOWN, Survey, SurveySet
from ..running.survey_rules import GROUPS_MOST, THRESHOLD_MOST, problems
from .fields import number

ACCESS = {
    Survey.Access.LINK: (
        "Easy to hand out: on a poster, in a mail, at a team meeting. A device answers once; whoever"
        " means to can answer again from another device, or pass the link on."
    ),
    Survey.Access.TOKENS: (
        "Each person answers once. You or the agencies upload e-mail addresses; we note which link"
        " has been used and can never tell what was answered by it. People who are sent one may"
        " trust it less, and staff without an e-mail address cannot answer."
    ),
}


class SetField(forms.ModelChoiceField):
    def label_from_instance(self, survey_set):
        return f"{survey_set} ({survey_set.partnership or 'comes with the product'})"


class SurveyForm(GovukForm):
    """The settings of a survey. `base` is the digest of those that the form was drawn with."""

    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="Practitioners read it too. For example, Safeguarding at work 2027",
    )
    survey_set = SetField(
        label="Survey set",
        queryset=SurveySet.objects.none(),
        empty_label="Choose a survey set",
        help_text="Published sets only. Questions do not change once the survey is open.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a survey set"),
    )
    opens_on = DateField(label="First day", help_text="For example, 11/1/2027")
    closes_on = DateField(
        label="Last day",
        help_text="It closes by itself after this day, and answers are counted then. You can give it"
        " more time while it is open.",
    )
    access = forms.ChoiceField(
        label="How practitioners come to it",
        choices=Survey.Access,
        widget=RadiosWithHints(hints=ACCESS),
        error_messages={"required": "Choose how practitioners come to it"},
    )
    role_groups = LongTextField(
        label="Groups of staff",
        rows=4,
        required=False,
        max_length=500,
        help_text=f"One on a line, two to {GROUPS_MOST}, the same for every agency. Each person says"
        " which is theirs, and nothing else about themselves. Keep them coarse: small groups are not"
        " shown. Leave it empty and nobody is asked.",
    )
    threshold = number(
        "Fewest answers shown",
        least=FEWEST_SHOWN,
        most=THRESHOLD_MOST,
        help_text="Of fewer people than this nothing is shown, to anybody. 10 is usual.",
    )
    green_from = number(
        "Practitioners say green from",
        least=1,
        most=100,
        help_text="Per cent who agree. It colours the heatmap beside the self-ratings.",
    )
    amber_from = number("Practitioners say amber from", least=1, most=100, help_text="Per cent.")
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, survey, **kwargs):
        """`survey` holds the values to begin with; it is saved only where one is changed."""
        self.survey = survey
        initial = _values_of(survey)
        self.drawn_with = digest(str(sorted(initial.items(), key=str))) if survey.pk else ""
        super().__init__(*args, initial=initial | {"base": self.drawn_with}, **kwargs)
        partnership = survey.cycle.partnership_id
        self.fields["survey_set"].queryset = SurveySet.objects.filter(
            Q(partnership=None) | Q(partnership=partnership),
            status=SurveySet.Status.PUBLISHED,
            purpose=SurveySet.Purpose.PRACTITIONERS,
        ).select_related("partnership")

    @property
    def was_overtaken(self):
        """Whether someone changed the survey while this form was being filled in."""
        return self.is_bound and self.data.get("base", "") != self.drawn_with

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = Survey.objects.filter(cycle=self.survey.cycle, name__iexact=name)
        if others.exclude(pk=self.survey.pk).exists():
            raise ValidationError(f"There is a survey called {name} already: give it another name")
        return name

    def clean_role_groups(self):
        lines = (" ".join(line.split()) for line in self.cleaned_data["role_groups"].split("\n"))
        return [line for line in lines if line]

    def clean(self):
        if self.errors:
            return
        wanted = Survey(**self.values())
        for name, sentence in problems(wanted, today=timezone.localdate()):
            self.add_error(name, sentence)

    def values(self):
        """Keyword arguments for the operation."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "base"}


class ExtendForm(GovukForm):
    closes_on = DateField(label="New last day")

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey = survey

    def clean_closes_on(self):
        closes_on = self.cleaned_data["closes_on"]
        today = timezone.localdate()
        if closes_on <= self.survey.closes_on or closes_on < today:
            raise ValidationError(
                f"It is open until {self.survey.closes_on:%-d %B %Y}: choose a later day"
            )
        for name, sentence in problems(_with(self.survey, closes_on), today=today):
            if name == "closes_on":
                raise ValidationError(sentence)
        return closes_on


class SurveyAgenciesForm(GovukForm):
    """Which agencies' staff are asked. `drawn` holds who were when the form was drawn, so that a
    change that someone else made meanwhile stays.
    """

    agencies = forms.TypedMultipleChoiceField(
        label="Agencies whose staff are asked",
        coerce=int,
        required=False,
        error_messages={
            "invalid_choice": "An agency that you ticked has left. Look through the list again"
        },
    )
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, offered, there, locked=()):
        """`offered` are (agency, hint); `there` and `locked` the ids of those in, and to stay in."""
        initial = {"agencies": sorted(there), "drawn": ",".join(map(str, sorted(there)))}
        super().__init__(data, initial=initial)
        self.there, self.locked = set(there), set(locked)
        self.fields["agencies"].widget = TicksWithHints(
            hints={agency.pk: hint for agency, hint in offered}, locked=self.locked
        )
        self.fields["agencies"].choices = _by_sector(offered)

    def wanted(self):
        """The ids of all that are to be asked."""
        ticked = {*self.cleaned_data["agencies"], *self.locked}
        drawn = {int(pk) for pk in self.cleaned_data["drawn"].split(",") if pk.isdecimal()}
        return (self.there - (drawn - ticked)) | (ticked - drawn)


def _by_sector(offered):
    groups = {}
    for agency, _ in offered:
        groups.setdefault(agency.get_sector_display(), []).append((agency.pk, agency.name))
    return list(groups.items())


def _with(survey, closes_on):
    values = _values_of(survey) | {"closes_on": closes_on, "role_groups": survey.role_groups}
    return Survey(**{name: values[name] for name in values if name != "survey_set"})


def _values_of(survey):
    names = ["name", "opens_on", "closes_on", "access", "threshold", "green_from", "amber_from"]
    return {name: getattr(survey, name) for name in names} | {
        "survey_set": survey.survey_set_id,
        "role_groups": "\n".join(survey.role_groups),
    }

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from section11.people import withheld
from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.stamps import both_or_neither, moment, person
from section11.web.exceptions import RuleBroken

# Of fewer answers nothing is shown. The GP Patient Survey hides results under 10 people
# (domain.md, 280); a partnership may ask for more, never for fewer than this.
FEWEST_SHOWN, USUALLY_SHOWN = 5, 10


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Surveys of the partnerships whose results the person reads; once it is asked, of an
        agency's own people.
        """
        served = user.partnership_ids(*roles_with(Permission.SURVEY_VIEW))
        asked = SurveyedAgency.objects.filter(agency__in=user.agency_ids())
        return self.filter(
            Q(cycle__partnership__in=served)
            | Q(pk__in=asked.values("survey")) & Q(opened_at__isnull=False)
        )

    def run_by(self, user):
        run = user.partnership_ids(*roles_with(Permission.SURVEY_MANAGE))
        return self.filter(cycle__partnership__in=run)

    def counted(self):
        return self.filter(counted_at__isnull=False)


class Survey(models.Model):
    """One survey of a cycle, from being planned to its results.

    Answers rest sealed until it has closed; then all are counted at once, and the answers
    themselves are destroyed (docs/survey-privacy.md). So results never change from one date to
    another, and `counted_at` is when they came about.
    """

    class Access(models.TextChoices):
        LINK = "link", "One link for each agency"
        TOKENS = "tokens", "A personal link for each address, to be used once"

    class Status(models.TextChoices):
        PLANNED = "planned", "Being planned"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed, being counted"
        COUNTED = "counted", "Counted"
        SHARED = "shared", "Results shared"

    # No field holds the status: it follows from the moments below.
    TRANSITIONS = {
        Status.PLANNED: [Status.OPEN],
        Status.OPEN: [Status.CLOSED],
        Status.CLOSED: [Status.COUNTED],
        Status.COUNTED: [Status.SHARED],
        Status.SHARED: [],
    }

    cycle = models.ForeignKey("audits.Cycle", on_delete=models.PROTECT, related_name="surveys")
    survey_set = models.ForeignKey(
        "surveys.SurveySet", on_delete=models.PROTECT, related_name="surveys"
    )
    name = models.CharField(max_length=100)
    access = models.CharField(max_length=10, choices=Access, default=Access.LINK)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="The last day on which it is answered")
    threshold = models.PositiveSmallIntegerField(
        default=USUALLY_SHOWN,
        validators=[MinValueValidator(FEWEST_SHOWN), MaxValueValidator(50)],
    )
    # Shares of agreement from which practitioners are taken to say green, and amber; a share in %.
    green_from = models.PositiveSmallIntegerField(default=75)
    amber_from = models.PositiveSmallIntegerField(default=50)
    # One coarse grouping is asked for and no more: role groups, the same for every agency.
    role_groups = models.JSONField(default=list, blank=True)
    # For a gathering, such as a challenge session, whose participants are asked for feedback.
    gathering = models.CharField(max_length=200, blank=True)
    gathering_key = models.CharField(max_length=60, blank=True)
    set_up_at = models.DateTimeField(default=timezone.now)
    set_up_by = person()
    opened_at = moment()
    opened_by = person()
    closed_at = moment()
    closed_by = person()  # nobody: by its date
    counted_at = moment()
    # Sealed answers that could not be opened when they were counted.
    spoilt = models.PositiveIntegerField(default=0)
    shared_at = moment()
    shared_by = person()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "name"], name="one_survey_per_name"),
            models.UniqueConstraint(
                fields=["gathering_key"],
                condition=~Q(gathering_key=""),
                name="one_feedback_survey_per_gathering",
            ),
            models.CheckConstraint(
                name="survey_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="survey_green_is_above_amber", condition=Q(green_from__gt=F("amber_from"))
            ),
            models.CheckConstraint(
                name="survey_hides_few_answers", condition=Q(threshold__gte=FEWEST_SHOWN)
            ),
            models.CheckConstraint(
                name="survey_is_counted_once_closed",
                condition=Q(counted_at=None) | Q(closed_at__isnull=False),
            ),
            both_or_neither("opened", "open_survey_says_when_and_by_whom"),
            # A survey whose last day is past is closed by nobody.
            models.CheckConstraint(
                name="survey_is_closed_at_some_time_by_whoever_closed_it",
                condition=Q(closed_by=None) | Q(closed_at__isnull=False),
            ),
            both_or_neither("shared", "shared_survey_says_when_and_by_whom"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("surveys:survey-detail", args=[self.pk])

    @property
    def status(self):
        if self.shared_at:
            return self.Status.SHARED
        if self.counted_at:
            return self.Status.COUNTED
        if self.closed_at:
            return self.Status.CLOSED
        return self.Status.OPEN if self.opened_at else self.Status.PLANNED

    @property
    def last_day(self) -> date:
        """The last day on which it is answered: the one it was closed on, if that came first."""
        if self.closed_at is None:
            return self.closes_on
        return min(self.closes_on, timezone.localdate(self.closed_at))

    def takes_answers_on(self, day: date) -> bool:
        is_open = self.opened_at is not None and self.closed_at is None
        return is_open and self.opens_on <= day <= self.closes_on

    def permissions_of(self, user):
        return permissions_for(user, partnership_ids=(self.cycle.partnership_id,))

    def must_be_planned(self):
        if self.opened_at:
            raise RuleBroken(
                f"{self} has been opened, so its questions and its threshold no longer change.",
                self,
            )

    def must_take_answers(self):
        if not self.takes_answers_on(timezone.localdate()):
            raise RuleBroken(f"{self} takes no answers today.", self)

    def must_be_counted(self):
        if not self.counted_at:
            raise RuleBroken(f"The answers to {self} are not counted yet.", self)

    def must_show_results(self, permissions):
        """Raise RuleBroken unless somebody with these permissions may read results by now: whoever
        runs the survey once they are counted, everybody else once they are shared.
        """
        self.must_be_counted()
        if not self.shared_at and Permission.SURVEY_MANAGE not in permissions:
            raise RuleBroken(f"The results of {self} are not shared yet.", self)


class SurveyedAgencyQuerySet(models.QuerySet):
    def with_results_for(self, user):
        """Those whose results the person reads, once there are any: of their own agencies, and of
        those that are not withheld from them in the partnerships whose results they read.
        """
        served = user.partnership_ids(*roles_with(Permission.SURVEY_VIEW))
        shown = withheld.shown_to(user, partnership="survey__cycle__partnership", agency="agency")
        return self.filter(
            Q(survey__cycle__partnership__in=served) & shown
            | Q(agency__in=user.agency_ids(), survey__opened_at__isnull=False)
        )

    def visible_to(self, user):
        """Those of the person's own agencies, once the survey is open; all for whoever runs it."""
        run = user.partnership_ids(*roles_with(Permission.SURVEY_MANAGE))
        return self.filter(
            Q(survey__cycle__partnership__in=run)
            | Q(agency__in=user.agency_ids(), survey__opened_at__isnull=False)
        )


class SurveyedAgency(models.Model):
    """An agency whose staff are asked. Its link is made from its number and `link_version`.

    Without an agency it is all who took part in a gathering: they are asked together, for few come
    from each agency.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(
        "people.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="surveyed"
    )
    headcount = models.PositiveIntegerField(
        null=True, blank=True, help_text="Staff who could answer; the response rate is against it"
    )
    headcount_at = moment()
    headcount_by = person()
    link_version = models.PositiveSmallIntegerField(default=1)
    # Set when counted: how many answered, and no more than that.
    answered = models.PositiveIntegerField(null=True, blank=True)
    reminded_at = moment()

    objects = SurveyedAgencyQuerySet.as_manager()

    class Meta:
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "agency"], name="one_agency_per_survey"),
            both_or_neither("headcount", "headcount_says_when_and_by_whom"),
        ]

    def __str__(self):
        return f"{self.agency or self.survey.gathering}, {self.survey}"

    def get_absolute_url(self):
        if self.agency_id is None:
            return self.survey.get_absolute_url()
        return reverse("surveys:surveyed-agency-detail", args=[self.pk])

    def permissions_of(self, user):
        return permissions_for(
            user,
            agency_id=self.agency_id,
            partnership_ids=(self.survey.cycle.partnership_id,),
        )

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from section11.web.exceptions import RuleBroken

from .membership import Role

KEPT_BY_ITS_LEAD = "This agency's own lead changes these."


class Sector(models.TextChoices):
    """What kind of body an agency is: decides which questions it is asked."""

    CHILDRENS_SOCIAL_CARE = "childrens_social_care", "Children's social care"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    EDUCATION = "education", "Education services"
    EARLY_YEARS = "early_years", "Early years"
    HOUSING = "housing", "Housing"
    PUBLIC_HEALTH = "public_health", "Public health"
    ADULT_SOCIAL_CARE = "adult_social_care", "Adult social care"
    COMMUNITY_SAFETY = "community_safety", "Community safety"
    POLICE = "police", "Police"
    ICB = "icb", "Integrated care board"
    ACUTE_TRUST = "acute_trust", "Acute hospital trust"
    COMMUNITY_HEALTH = "community_health", "Community health"
    MENTAL_HEALTH = "mental_health", "Mental health trust"
    AMBULANCE = "ambulance", "Ambulance service"
    PRIMARY_CARE = "primary_care", "Primary care"
    PROBATION = "probation", "Probation"
    SUBSTANCE_MISUSE = "substance_misuse", "Substance misuse service"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    FAITH = "faith", "Faith body"
    SCHOOL = "school", "School"
    COLLEGE = "college", "College"
    SPORT_LEISURE = "sport_leisure", "Sport and leisure"
    FIRE = "fire", "Fire and rescue"
    OTHER = "other", "Other"


class Size(models.TextChoices):
    SMALL = "small", "Small: fewer than 20 staff and volunteers"
    LARGE = "large", "20 or more staff and volunteers"


class AgencyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Agencies in which the person holds a role, and those of the partnerships they serve."""
        served = PartnershipAgency.objects.current().filter(partnership__in=user.partnership_ids())
        return self.filter(Q(pk__in=user.agency_ids()) | Q(pk__in=served.values("agency_id")))

    def named(self, name):
        """The agency of that name, capitals apart; or None."""
        return self.filter(name=name).first() or self.filter(name__iexact=name).first()


class Agency(models.Model):
    """A body that completes a self-audit; may sit in several partnerships."""

    class StatutoryPartner(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        HEALTH = "health", "Integrated care board"
        POLICE = "police", "Police"

    name = models.CharField(max_length=150, unique=True)
    short_name = models.CharField(max_length=24)
    sector = models.CharField(max_length=30, choices=Sector)
    size = models.CharField(max_length=10, choices=Size, default=Size.LARGE)
    statutory_partner = models.CharField(max_length=20, choices=StatutoryPartner, blank=True)
    demands_second_factor = models.BooleanField(
        default=False, help_text="Its own people sign in with a second factor too"
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:agency-edit", args=[self.pk])

    def people_who_are(self, role):
        """Users who hold `role` in this agency today, called what they are called here."""
        return [
            membership.person
            for membership in self.memberships.current()
            .filter(role=role, user__is_active=True)
            .select_related("user")
            .order_by("user__name")
        ]

    def is_elsewhere(self, partnerships):
        """Whether a partnership other than `partnerships` (ids) has it too."""
        return self.places.not_ended().exclude(partnership__in=partnerships).exists()

    def must_be_only_in(self, partnerships):
        """Raise RuleBroken if another partnership has it too: then its own lead looks after it."""
        if self.is_elsewhere(partnerships):
            raise RuleBroken(KEPT_BY_ITS_LEAD, self)

    @property
    def leads(self):
        return self.people_who_are(Role.LEAD)

    @property
    def approvers(self):
        return self.people_who_are(Role.APPROVER)


class PartnershipAgencyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Places of the agencies in which the person holds a role, and those of the partnerships
        they serve: whoever serves one partnership is not told in which others an agency sits.
        """
        return self.filter(
            Q(agency__in=user.agency_ids()) | Q(partnership__in=user.partnership_ids())
        )

    def current(self):
        today = timezone.localdate()
        return self.filter(joined_on__lte=today).filter(Q(left_on=None) | Q(left_on__gte=today))

    def not_ended(self):
        """Those that hold today or begin later."""
        return self.filter(Q(left_on=None) | Q(left_on__gte=timezone.localdate()))

    def keeping_people(self):
        """Those whose partnership looks after the agency's people: the first that had it.

        Another may bring the agency in by its name. If it gave roles in it too, whoever it chose
        would read what the agency does elsewhere; there the agency's own lead invites people.
        """
        earlier = PartnershipAgency.objects.not_ended().filter(
            agency=OuterRef("agency"), pk__lt=OuterRef("pk")
        )
        return self.filter(~Exists(earlier))

    def not_current(self):
        """Those that have ended or begin later."""
        today = timezone.localdate()
        return self.filter(Q(joined_on__gt=today) | Q(left_on__lt=today))


class PartnershipAgency(models.Model):
    """An agency's part in a partnership, and why it takes part."""

    class ParticipationBasis(models.TextChoices):
        SECTION_11 = "section_11", "Section 11 body"
        RELEVANT_AGENCY = "relevant_agency", "Relevant agency"
        SCHOOL_SETTING = "school_setting", "Section 175 or 157 setting"
        COMMISSIONED_SERVICE = "commissioned_service", "Commissioned service"
        VOLUNTARY = "voluntary", "Takes part by choice"

    partnership = models.ForeignKey(
        "people.Partnership", on_delete=models.PROTECT, related_name="agency_places"
    )
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="places")
    basis = models.CharField(max_length=30, choices=ParticipationBasis)
    joined_on = models.DateField(default=timezone.localdate)
    left_on = models.DateField(null=True, blank=True)

    objects = PartnershipAgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "agency"], name="one_place_per_agency_per_partnership"
            ),
            models.CheckConstraint(
                name="leaves_after_joining",
                condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on")),
            ),
        ]

    def __str__(self):
        return f"{self.agency} in {self.partnership}"

    def get_absolute_url(self):
        return reverse("people:place-edit", args=[self.pk])

    @property
    def has_ended(self):
        return self.left_on is not None and self.left_on < timezone.localdate()

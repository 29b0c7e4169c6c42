from django.db import models
from django.db.models import Q
from django.utils import timezone

from section11.people.permissions import Permission, roles_with
from section11.record.stamps import moment, person

from .possible_session import OfChallengeQuerySet


class AgencyTieQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the partnerships whose challenges the person runs."""
        return self.filter(
            partnership__in=user.partnership_ids(*roles_with(Permission.CHALLENGE_MANAGE))
        )


class AgencyTie(models.Model):
    """One agency commissions or inspects another: whoever works for either does not challenge the
    other. Known to the partnership, from cycle to cycle.
    """

    class Kind(models.TextChoices):
        COMMISSIONS = "commissions", "commissions"
        INSPECTS = "inspects", "inspects"
        SAME_BODY = "same_body", "is part of the same body as"

    partnership = models.ForeignKey(
        "people.Partnership", on_delete=models.CASCADE, related_name="agency_ties"
    )
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    other = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = person(null=False)

    objects = AgencyTieQuerySet.as_manager()

    class Meta:
        ordering = ["agency__name", "other__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "agency", "other", "kind"], name="one_tie_of_a_kind"
            ),
            models.CheckConstraint(name="no_tie_to_itself", condition=~Q(agency=models.F("other"))),
        ]

    def __str__(self):
        return f"{self.agency} {self.get_kind_display()} {self.other}"


class InterestQuerySet(OfChallengeQuerySet):
    def visible_to(self, user):
        """One's own, and those of the partnerships in which the person may recuse."""
        overseen = user.partnership_ids(*roles_with(Permission.CHALLENGE_RECUSE))
        return self.filter(
            Q(panel_member__user=user) | Q(challenge__cycle__partnership__in=overseen)
        )

    def standing(self):
        """Those that hold: neither withdrawn nor found to be gone."""
        return self.filter(ended_at=None)


class Interest(models.Model):
    """Why a panel member never sits on, sees or rates one agency in one challenge.

    Structural ones are found by the system (`noted_by` is nobody); the member declares others; the
    chair or the coordinator may recuse.
    """

    class Kind(models.TextChoices):
        OWN_AGENCY = "own_agency", "Works for the agency"
        TIED_AGENCY = "tied_agency", "Works for an agency tied to it"
        RECIPROCAL = "reciprocal", "The agency challenges theirs in this cycle"
        SAT_LAST_TIME = "sat_last_time", "Sat on its panel in the last cycle"
        DECLARED = "declared", "Declared"
        RECUSED = "recused", "Recused"

    # As the panel member themselves reads it.
    TO_MEMBER = {
        Kind.OWN_AGENCY: "You work for it",
        Kind.TIED_AGENCY: "You work for an agency tied to it",
        Kind.RECIPROCAL: "It challenges the agency you work for in this cycle",
        Kind.SAT_LAST_TIME: "You sat on its panel last time",
        Kind.DECLARED: "You declared it",
        Kind.RECUSED: "You were recused",
    }
    TO_OTHERS = {
        Kind.OWN_AGENCY: "Works for it",
        Kind.TIED_AGENCY: "Works for an agency tied to it",
        Kind.RECIPROCAL: "It challenges the agency they work for in this cycle",
        Kind.SAT_LAST_TIME: "Sat on its panel last time",
        Kind.DECLARED: "Declared",
        Kind.RECUSED: "Recused",
    }
    STRUCTURAL = [Kind.OWN_AGENCY, Kind.TIED_AGENCY, Kind.RECIPROCAL, Kind.SAT_LAST_TIME]

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="interests"
    )
    panel_member = models.ForeignKey(
        "challenge.PanelMember", on_delete=models.CASCADE, related_name="interests"
    )
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField(blank=True)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = person()
    ended_at = moment()
    ended_by = person()

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["panel_member", "agency__name", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel_member", "agency", "kind"],
                condition=Q(ended_at=None),
                name="one_standing_interest_of_a_kind",
            ),
            models.CheckConstraint(
                name="declared_interest_says_by_whom",
                condition=~Q(kind__in=["declared", "recused"]) | Q(noted_by__isnull=False),
            ),
            # By nobody where the reason went away by itself.
            models.CheckConstraint(
                name="interest_ended_by_somebody_has_ended",
                condition=Q(ended_by=None) | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.panel_member} and {self.agency}"

    @property
    def to_member(self):
        """What it is, for the panel member themselves."""
        return self.TO_MEMBER[self.kind]

    @property
    def to_others(self):
        """What it is, for the coordinator and the chair."""
        return self.TO_OTHERS[self.kind]

    @property
    def is_recusal(self):
        return self.kind == self.Kind.RECUSED

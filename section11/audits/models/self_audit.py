from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from section11.people import withheld
from section11.people.models import Role, Sector, Size
from section11.people.permissions import Permission, permissions_for, roles_with
from section11.standards import sets
from section11.web.exceptions import RuleBroken


class SelfAuditQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the person's own agencies, once their cycle is launched; for a coordinator all of
        the partnership's; for others who read results the submitted ones. What is withheld from the
        person is left out, but for the work of their own agencies.
        """
        board = set(roles_with(Permission.CYCLE_VIEW)) - {Role.COORDINATOR}
        readers = board.intersection(roles_with(Permission.SELF_AUDIT_VIEW))
        own = Q(agency_id__in=user.agency_ids()) & ~Q(cycle__status="planned")
        served = Q(pk__in=[])
        if coordinated := user.partnership_ids(Role.COORDINATOR):
            served |= Q(cycle__partnership_id__in=coordinated)
        if read := user.partnership_ids(*readers):
            served |= Q(cycle__partnership_id__in=read, status=SelfAudit.Status.SUBMITTED)
        shown = withheld.shown_to(user, partnership="cycle__partnership", agency="agency")
        return self.filter(own | served & shown)


class SelfAudit(models.Model):
    """One agency's answers in one cycle."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        WITH_APPROVER = "with_approver", "Waiting for sign-off"
        SUBMITTED = "submitted", "Submitted"

    TRANSITIONS = {
        Status.NOT_STARTED: [Status.IN_PROGRESS],
        Status.IN_PROGRESS: [Status.WITH_APPROVER],
        Status.WITH_APPROVER: [Status.IN_PROGRESS, Status.SUBMITTED],
        Status.SUBMITTED: [Status.IN_PROGRESS],
    }

    cycle = models.ForeignKey("audits.Cycle", on_delete=models.PROTECT, related_name="self_audits")
    agency = models.ForeignKey(
        "people.Agency", on_delete=models.PROTECT, related_name="self_audits"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.NOT_STARTED)
    # As the agency was while this self-audit was last open: a later change of the agency's sector
    # or size must not change what was submitted.
    sector = models.CharField(max_length=30, choices=Sector)
    size = models.CharField(max_length=10, choices=Size)
    due_on = models.DateField()
    started_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField(blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    extension_reason = models.TextField(blank=True)

    objects = SelfAuditQuerySet.as_manager()

    class Meta:
        verbose_name = "self-audit"
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "agency"], name="one_self_audit_per_agency_per_cycle"
            ),
            models.CheckConstraint(
                name="self_audit_with_approver_says_who_sent_it",
                condition=Q(
                    status__in=["with_approver", "submitted"],
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                )
                | Q(status__in=["not_started", "in_progress"], sent_at=None, sent_by=None),
            ),
            models.CheckConstraint(
                name="submitted_self_audit_says_who_signed_it_off",
                condition=Q(
                    status="submitted", submitted_at__isnull=False, submitted_by__isnull=False
                )
                | (~Q(status="submitted") & Q(submitted_at=None, submitted_by=None)),
            ),
            models.CheckConstraint(
                name="nobody_signs_off_what_they_sent",
                condition=Q(submitted_by=None) | ~Q(submitted_by=F("sent_by")),
            ),
            models.CheckConstraint(
                name="extended_self_audit_says_when_by_whom_and_why",
                condition=Q(extended_at=None, extended_by=None, extension_reason="")
                | (
                    Q(extended_at__isnull=False, extended_by__isnull=False)
                    & ~Q(extension_reason="")
                ),
            ),
            models.CheckConstraint(
                name="self_audit_return_says_when_and_by_whom",
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.agency}, {self.cycle}"

    def get_absolute_url(self):
        return reverse("audits:self-audit-detail", args=[self.pk])

    @property
    def is_open(self):
        """Whether answers may be typed: started or not, and with nobody else."""
        return self.status in (self.Status.NOT_STARTED, self.Status.IN_PROGRESS)

    @property
    def is_open_now(self):
        return self.is_open and self.cycle.is_open

    @property
    def is_submitted(self):
        return self.status == self.Status.SUBMITTED

    @property
    def is_with_approver(self):
        return self.status == self.Status.WITH_APPROVER

    @property
    def is_late(self):
        return not self.is_submitted and timezone.localdate() > self.due_on

    @property
    def approving(self):
        """The roles of the agency's approvers of today, without whoever sent it for sign-off."""
        held = self.agency.memberships.current().filter(role=Role.APPROVER, user__is_active=True)
        return held.exclude(user=self.sent_by_id).select_related("user").order_by("user__name")

    @property
    def may_sign_off(self):
        return [held.user for held in self.approving]

    def permissions_of(self, user):
        return permissions_for(
            user, agency_id=self.agency_id, partnership_ids=(self.cycle.partnership_id,)
        )

    @cached_property
    def _asks(self):
        return sets.read_one(self.cycle.standard_set)

    @cached_property
    def questions(self):
        """The questions this agency is asked, in the order of the set, standards loaded."""
        return [q for q in self._asks.questions if q.applies_to(self.sector, self.size)]

    def questions_under(self, standard_code):
        """Those of one standard, in order; none where the set has no such standard."""
        return [q for q in self.questions if q.standard.code == standard_code]

    @cached_property
    def standards(self):
        """The names, by code and in order, of the standards with a question that is asked."""
        return {q.standard.code: str(q.standard) for q in self.questions}

    @property
    def levels(self):
        """The levels of the cycle's rating scale, worst first."""
        return self._asks.levels

    def move_to(self, status):
        """Change status, or say why not. The caller saves."""
        if status not in self.TRANSITIONS[self.status]:
            raise RuleBroken(
                f"This self-audit is {self.get_status_display().lower()},"
                f" so it cannot become {self.Status(status).label.lower()}.",
                self,
            )
        self.status = status

    def must_be_open(self):
        """Raise RuleBroken, saying who has it, unless answers may be typed."""
        if self.is_submitted:
            raise RuleBroken(
                f"This self-audit was signed off by {self.submitted_by} on"
                f" {timezone.localtime(self.submitted_at):%-d %B %Y}, so it can no longer be changed."
                " Ask the coordinator if it must be reopened.",
                self,
            )
        if self.is_with_approver:
            raise RuleBroken(
                f"{self.sent_by} sent this self-audit for sign-off on"
                f" {timezone.localtime(self.sent_at):%-d %B %Y}, so it cannot be changed now."
                " Ask the approver to send it back.",
                self,
            )
        self._cycle_must_be_open()

    def _cycle_must_be_open(self):
        if not self.cycle.is_open:
            raise RuleBroken(self.cycle.why_shut, self)

    def must_wait_for_sign_off(self):
        """Raise RuleBroken, saying what became of it, unless it waits for sign-off."""
        if self.is_submitted:
            self.must_be_open()
        if not self.is_with_approver:
            raise RuleBroken(
                "This self-audit is not waiting for sign-off: the agency is still working on it.",
                self,
            )
        self._cycle_must_be_open()

    def must_have_a_date_to_change(self):
        """Raise RuleBroken unless a new due date would mean anything to the agency."""
        self.cycle.must_not_be_closed()
        if self.is_submitted:
            raise RuleBroken(
                f"{self.agency} has submitted its self-audit, so it needs no other due date.",
                self.cycle.manage_url,
            )

    def must_not_be_started(self):
        """Raise RuleBroken once the agency has typed anything: then it stays in the cycle."""
        if self.started_at:
            raise RuleBroken(
                f"{self.agency} has started its self-audit, so it stays in the cycle: what it typed"
                " is kept.",
                self.cycle.manage_url,
            )

    def must_be_late(self):
        """Raise RuleBroken unless it is overdue in an open cycle, so that it may be escalated."""
        if self.is_submitted:
            raise RuleBroken(
                f"{self.agency} has submitted its self-audit: there is nothing to escalate.", self
            )
        if not self.cycle.is_open:
            raise RuleBroken(
                f"{self.cycle} is {self.cycle.get_status_display().lower()},"
                " so nothing is escalated.",
                self,
            )
        if not self.is_late:
            raise RuleBroken(
                f"This self-audit is due by {self.due_on:%-d %B %Y}: only an overdue one can be"
                " escalated.",
                self,
            )

    def must_be_submitted(self):
        """Raise RuleBroken unless it is submitted."""
        if not self.is_submitted:
            raise RuleBroken(
                f"This self-audit is {self.get_status_display().lower()}: only a submitted one can"
                " be reopened.",
                self,
            )

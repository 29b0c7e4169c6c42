"""What leads, the coordinator and the calendar did while the open cycle ran, each on its day."""

from datetime import timedelta

from section11.audits.models import Cycle, SelfAudit
from section11.audits.operations import cycle_agencies, escalations, owners, reminders
from section11.people.models import Role

from . import dates
from .dating import Diary, date_back_running


def play(*, content, cast, cycle: Cycle, today) -> None:
    """Play the content's `running` over the self-audits as they stand."""
    found = cycle.self_audits.select_related("agency", "cycle__standard_set")
    stage = {self_audit.agency_id: self_audit for self_audit in found}
    diary = Diary()

    def of(row, hour):
        """The self-audit that the row is about; what comes now belongs to the row's day."""
        diary.note(dates.at(today - timedelta(days=row["days_ago"]), hour))
        return stage[cast.agencies[row["agency"]].pk]

    for row in content.running["owners"]:
        _give_owners(content, cast, row, of(row, 10))
    for row in content.running["extended"]:
        self_audit = of(row, 11)
        cycle_agencies.extend(
            self_audit=self_audit,
            due_on=self_audit.due_on + timedelta(weeks=row["weeks"]),
            reason=row["reason"],
            by=cast.coordinator,
        )
        self_audit.refresh_from_db()
    for self_audit in stage.values():
        _remind_by_calendar(self_audit, diary, today)
    for row in content.running["reminded"]:
        self_audit = of(row, 14)
        for lead in self_audit.agency.leads:
            reminders.remind(self_audit=self_audit, to=lead, by=cast.coordinator, note=row["note"])
    for row in content.running["escalated"]:
        self_audit = of(row, 15)
        escalations.escalate(
            self_audit=self_audit,
            step=row["step"],
            taken=0,
            note=row["note"],
            by=cast.coordinator,
        )
    if diary.acts:
        date_back_running(cycle, diary)


def _give_owners(content, cast, row, self_audit):
    standards = {content.theme(q.lineage): q.standard for q in self_audit.questions}
    owners.give(
        self_audit=self_audit,
        owners={
            standards[theme]: cast.people[row["agency"], role][0]
            for theme, role in row["standards"].items()
        },
        by=cast.people[row["agency"], Role.LEAD][0],
    )


def _remind_by_calendar(self_audit: SelfAudit, diary, today):
    """The last reminder whose day is past, as the worker would have sent it to each lead."""
    if self_audit.is_submitted or self_audit.extended_at:
        return
    cycle = self_audit.cycle
    due = [
        days
        for days in cycle.reminder_days
        if cycle.opens_on < self_audit.due_on - timedelta(days=days) < today
    ]
    if due:
        diary.note(dates.at(self_audit.due_on - timedelta(days=min(due)), 8))
        for lead in self_audit.agency.leads:
            reminders.remind(self_audit=self_audit, to=lead, days=min(due))

"""The coordinator's progress page, as a request through Django, at 60 and 600 agencies.

Every agency is in progress: 60 answers, evidence to half of them, actions, acts on record, a lead
with mail, a reminder. The floor counts the ratings and the evidence of each agency's standards in
one hand-written GROUP BY and joins the same HTML from rows that are already made.
`python -m tests.bench.progress_page`.
"""

import json
import re
import sys
from datetime import timedelta

import django
from django.utils import timezone

from tests.bench import environment  # noqa: F401 - the environment first
from tests.bench.heatmap_numbers import (
    in_turns,
    own_database,
    partnerships,
    queries_of,
    row,
    settle,
    standard_sets,
)
from tests.bench.heatmap_page import page

SIZES = (60, 600)

GROUP_BY = """
    SELECT a.self_audit_id, q.standard_id, count(*), count(a.level_id), max(length(a.narrative)),
           sum(CASE WHEN EXISTS (SELECT 1 FROM audits_evidence e WHERE e.answer_id = a.id)
               THEN 1 ELSE 0 END)
    FROM audits_answer a
    JOIN audits_selfaudit sa ON sa.id = a.self_audit_id
    JOIN standards_question q ON q.id = a.question_id
    WHERE sa.cycle_id = %s
    GROUP BY a.self_audit_id, q.standard_id
    """


def begun(partnership, people):
    """The partnership's cycle with every self-audit in progress, and all that the page tells."""
    from section11.audits.models import Action, Answer, Cycle, Evidence, SelfAudit  # noqa: PLC0415

    cycle = Cycle.objects.get(partnership=partnership)
    cycle.self_audits.update(
        status=SelfAudit.Status.IN_PROGRESS,
        sent_at=None,
        sent_by=None,
        submitted_at=None,
        submitted_by=None,
    )
    answers = list(Answer.objects.filter(self_audit__cycle=cycle).order_by("pk"))
    by = people[0]
    Evidence.objects.bulk_create(
        Evidence(answer=answer, kind="held", title="Policy", reference="Shared drive", added_by=by)
        for answer in answers[::2]
    )
    Action.objects.bulk_create(
        Action(answer=answer, what="Write it", lead="Head", due_on=cycle.due_on, added_by=by)
        for answer in answers[::3]
    )
    _people_and_acts(cycle, by)
    settle()
    return cycle


def _people_and_acts(cycle, by):
    from section11.audits.models import Reminder  # noqa: PLC0415
    from section11.people.models import Membership, Role, User  # noqa: PLC0415
    from section11.record.models import Email, Event  # noqa: PLC0415

    now, self_audits = timezone.now(), list(cycle.self_audits.select_related("agency"))
    leads = User.objects.bulk_create(
        User(email=f"lead{one.pk}@example.org", name=f"Lead {one.pk}") for one in self_audits
    )
    pairs = list(zip(self_audits, leads, strict=True))
    Membership.objects.bulk_create(
        Membership(user=lead, role=Role.LEAD, agency=one.agency, starts_on=cycle.opens_on)
        for one, lead in pairs
    )
    mails = Email.objects.bulk_create(
        Email(to=lead, template="reminder", subject="It is due", body="…", sent_at=now)
        for _, lead in pairs
        for _ in range(3)
    )
    Reminder.objects.bulk_create(
        Reminder(self_audit=one, to=lead, due_on=one.due_on, email=mail, sent_by=by)
        for (one, lead), mail in zip(pairs, mails[::3], strict=True)
    )
    Event.objects.bulk_create(
        Event(
            kind=Event.Kind.STANDARD_SAVED,
            by=lead,
            at=now - timedelta(hours=hour),
            subject_type="audits.selfaudit",
            subject_id=one.pk,
            about=str(one),
            agency_id=one.agency_id,
            partnership_id=cycle.partnership_id,
        )
        for one, lead in pairs
        for hour in range(20)
    )


def floor_of(text, cycle):
    """A function that counts in one query and joins the page's HTML from its rows."""
    from django.db import connection  # noqa: PLC0415

    start, body, end = re.fullmatch(r"(.*?<tbody[^>]*>)(.*)(</tbody>.*)", text, re.DOTALL).groups()
    rows = [re.split(r"(?=<td)", one) for one in re.split(r"(?<=</tr>)", body)]

    def count_and_join():
        with connection.cursor() as cursor:
            cursor.execute(GROUP_BY, [cycle.pk])
            cursor.fetchall()
        return start + "".join(["".join(cells) for cells in rows]) + end

    if count_and_join() != text:
        raise RuntimeError("The floor must make the same HTML.")
    return count_and_join


def measure(sizes=SIZES):
    """Rows of {"work", "floor", "product", "ratio", ...}; times in milliseconds."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from section11.people.models import Role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests.clients import SignedInClient  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    found = []
    with own_database():
        sets, people = standard_sets(), (factories.user(), factories.user())
        for size in sizes:
            partnership = partnerships(1, sets, people, agencies=size, cycles=1)
            cycle = begun(partnership, people)
            client = SignedInClient(HTTP_HOST="localhost")
            client.force_login(factories.member(Role.COORDINATOR, partnership=partnership))
            url = reverse("audits:cycle-progress", args=[cycle.pk])
            text = page(client, url)
            times = in_turns(
                floor=floor_of(text, cycle), product=lambda c=client, u=url: page(c, u)
            )
            made = row(
                f"progress page, {size} agencies, {connection.vendor}",
                times["floor"],
                times["product"],
            )
            made["queries"] = queries_of(lambda c=client, u=url: page(c, u))
            made["KiB of HTML"] = round(len(text.encode()) / 1024)
            made["ms for each agency"] = round(times["product"] / size, 3)
            found.append(made)
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(one) for one in measure()) + "\n")

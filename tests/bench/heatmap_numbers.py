"""The heatmap's numbers against hand-written GROUP BYs over the same answers.

60 agencies, 60 questions and 5 cycles of one partnership, first alone in the database, then among
153 partnerships (2.7 million answers). `python -m tests.bench.heatmap_numbers` makes its own
database, on SQLite in a temporary folder or on the server that DATABASE_URL names, and throws it
away. Product and floor are measured in turns.
"""

import gc
import json
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import django
from django.utils import timezone

from tests.bench import environment  # noqa: F401 - the environment first

PARTNERSHIPS = 153
AGENCIES, CYCLES, STANDARDS, QUESTIONS = 60, 5, 12, 60
ROUNDS = 21

# Of 97 answers so many are red, amber, green and not applicable; the other two have no rating.
SPREAD = {"red": 12, "amber": 30, "green": 48, "na": 5}


@contextmanager
def own_database():
    """A migrated, empty database of our own, gone afterwards: SQLite's file or PostgreSQL's name."""
    from django.db import connection  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="section11-bench-") as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def standard_sets():
    """Two versions of one set: the newer renames the questions of its last standard."""
    from section11.standards.models import Question, Standard  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    older = factories.standard_set(standards=0)
    newer = factories.standard_set(standards=0, based_on=older)
    for made in (older, newer):
        for s in range(1, STANDARDS + 1):
            standard = Standard.objects.create(
                standard_set=made, order=s, code=str(s), title=f"Standard {s}"
            )
            Question.objects.bulk_create(
                Question(
                    standard=standard,
                    order=q,
                    code=f"{s}.{q}",
                    text=f"Question {s}.{q}?",
                    essential=q < 3,
                    lineage=f"{'new-' if made is newer and s == STANDARDS else ''}l-{s}-{q}",
                )
                for q in range(1, QUESTIONS // STANDARDS + 1)
            )
    return older, newer


def partnerships(how_many, sets, people, *, agencies=AGENCIES, cycles=CYCLES):
    """That many partnerships of so many agencies and cycles, every self-audit submitted in full.

    The answers are made by one INSERT ... SELECT over self-audits and questions.
    """
    from section11.audits.models import Cycle, SelfAudit  # noqa: PLC0415
    from section11.people.models import Agency, PartnershipAgency  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    lead, approver = people
    now = timezone.now()
    first = None
    for _ in range(how_many):
        partnership = factories.partnership()
        first = first or partnership
        members = Agency.objects.bulk_create(
            Agency(name=f"{partnership.name} agency {n:02}", short_name=f"{n}", sector="police")
            for n in range(agencies)
        )
        PartnershipAgency.objects.bulk_create(
            PartnershipAgency(partnership=partnership, agency=agency, basis="section_11")
            for agency in members
        )
        before = None
        for n in range(cycles):
            before = Cycle.objects.create(
                partnership=partnership,
                name=f"{2022 + n}",
                year=2022 + n,
                status="open",
                standard_set=sets[n >= 3],
                compared_with=before,
                opens_on=date(2022 + n, 1, 1),
                due_on=date(2022 + n, 6, 1),
            )
            SelfAudit.objects.bulk_create(
                SelfAudit(
                    cycle=before,
                    agency=agency,
                    sector=agency.sector,
                    size=agency.size,
                    due_on=before.due_on,
                    status="submitted",
                    started_at=now,
                    sent_at=now,
                    sent_by=lead,
                    submitted_at=now,
                    submitted_by=approver,
                )
                for agency in members
            )
    answers(lead)
    return first


def answers(by):
    """An answer to every question of every self-audit that has none."""
    from django.db import connection, transaction  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415

    cases, so_far, levels = [], 0, []
    for code, count in SPREAD.items():
        so_far += count
        cases.append(f"WHEN place < {so_far} THEN %s")
        levels.append(factories.level(code).pk)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:  # the rows are right by construction: no checks of keys
                cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"""
            INSERT INTO audits_answer (self_audit_id, question_id, level_id, narrative, impact,
                                       na_reason, in_scope, updated_at, updated_by_id)
            SELECT self_audit, question, CASE {" ".join(cases)} END, %s, '', '', %s, %s, %s
            FROM (
                SELECT sa.id AS self_audit, q.id AS question,
                       (sa.id * 7919 + q.id * 104729 + sa.id * q.id * 31) %% 97 AS place
                FROM audits_selfaudit sa
                JOIN audits_cycle c ON c.id = sa.cycle_id
                JOIN standards_standard s ON s.standard_set_id = c.standard_set_id
                JOIN standards_question q ON q.standard_id = s.id
                WHERE NOT EXISTS (SELECT 1 FROM audits_answer a WHERE a.self_audit_id = sa.id)
                ORDER BY sa.id, q.id
            ) AS made
            """,
            [*levels, "What we do about it, told in a sentence or two. " * 4, True, timezone.now()]
            + [by.pk],
        )
    settle()


def settle():
    """What time does by itself to a database in use: statistics, and nothing left in a log."""
    from django.db import connection  # noqa: PLC0415

    statements = {
        "postgresql": ["VACUUM ANALYZE"],
        "sqlite": ["ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"],
    }
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def group_by(cycles):
    """The floor: how many answers of each level, by cycle, agency and standard."""
    return """
        SELECT sa.cycle_id, sa.agency_id, q.standard_id, a.level_id, count(*)
        FROM audits_answer a
        JOIN audits_selfaudit sa ON sa.id = a.self_audit_id
        JOIN standards_question q ON q.id = a.question_id
        WHERE sa.cycle_id IN ({}) AND sa.status = 'submitted' AND a.in_scope
        GROUP BY sa.cycle_id, sa.agency_id, q.standard_id, a.level_id
        """.format(", ".join(str(cycle.pk) for cycle in cycles))


def group_by_with_before(cycles):
    """The floor of travel: the same answers joined with those of the cycle before, by lineage."""
    return """
        SELECT sa.cycle_id, sa.agency_id, q.standard_id, a.level_id, b.level_id, count(*)
        FROM audits_answer a
        JOIN audits_selfaudit sa ON sa.id = a.self_audit_id
        JOIN audits_cycle c ON c.id = sa.cycle_id
        JOIN standards_question q ON q.id = a.question_id
        JOIN audits_cycle pc ON pc.id = c.compared_with_id
        JOIN audits_selfaudit ps ON ps.cycle_id = pc.id AND ps.agency_id = sa.agency_id
            AND ps.status = 'submitted'
        JOIN standards_standard pst ON pst.standard_set_id = pc.standard_set_id
        JOIN standards_question pq ON pq.standard_id = pst.id AND pq.lineage = q.lineage
        JOIN audits_answer b ON b.self_audit_id = ps.id AND b.question_id = pq.id AND b.in_scope
        WHERE sa.cycle_id IN ({}) AND sa.status = 'submitted' AND a.in_scope
        GROUP BY sa.cycle_id, sa.agency_id, q.standard_id, a.level_id, b.level_id
        """.format(", ".join(str(cycle.pk) for cycle in cycles))


def run(*statements):
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def cells(cycles, *, travel):
    """Every cell of every cycle, rolled up; with each one's direction since the cycle before.

    As in a process that has met the standard sets before, but none of these ratings.
    """
    from section11.board import heatmap, numbers, tallies  # noqa: PLC0415

    for cache in (tallies.tally, tallies._travel, heatmap._cell):
        cache.cache_clear()
    results = numbers.read(cycles, user=None)
    made = {}
    for cycle in cycles:
        now, then = results[cycle.pk], results.get(cycle.compared_with_id)
        travels = tallies.travels(now, then, cycle.roll_up) if travel and then else None
        made[cycle.pk] = heatmap.lines(now, tallies.of(now), cycle.roll_up, travels)
    return made


def cycles_of(partnership):
    from section11.audits.models import Cycle  # noqa: PLC0415

    return list(
        Cycle.objects.filter(partnership=partnership)
        .select_related("standard_set")
        .order_by("year")
    )


def in_turns(**works):
    """The median time of each, in milliseconds, after one turn to warm up."""
    times = {name: [] for name in works}
    gc.collect()
    for turn in range(ROUNDS + 1):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if turn:
                times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(of) for name, of in times.items()}


def queries_of(work):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def compare(partnership, where):
    cycles = cycles_of(partnership)
    found = in_turns(
        floor=lambda: run(group_by(cycles)),
        product=lambda: cells(cycles, travel=False),
        travel_floor=lambda: run(group_by(cycles), group_by_with_before(cycles)),
        travel=lambda: cells(cycles, travel=True),
    )
    rows = [
        row(f"heatmap numbers, 60 x 60 x 5, {where}", found["floor"], found["product"]),
        row(f"the same with direction of travel, {where}", found["travel_floor"], found["travel"]),
    ]
    one, five = (
        queries_of(lambda: cells(cycles[-1:], travel=False)),
        queries_of(lambda: cells(cycles, travel=True)),
    )
    return [made | {"queries for 1 and 5 cycles": f"{one}, {five}"} for made in rows]


def row(work, floor, product):
    return {
        "work": work,
        "floor": round(floor, 2),
        "product": round(product, 2),
        "ratio": round(product / floor, 2),
    }


def measure():
    """Rows of {"work", "floor", "product", "ratio", ...}; times in milliseconds."""
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415

    with own_database():
        sets = standard_sets()
        people = factories.user(), factories.user()
        ours = partnerships(1, sets, people)
        alone = compare(ours, f"{connection.vendor}, 1 partnership")
        partnerships(PARTNERSHIPS - 1, sets, people)
        among = compare(ours, f"{connection.vendor}, {PARTNERSHIPS} partnerships")
        for before, after in zip(alone, among, strict=True):
            after["against 1 partnership"] = round(after["product"] / before["product"], 2)
        return alone + among


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(found) for found in measure()) + "\n")

from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import ProjectState

from section11.record import append_only, events
from section11.record.models import Event
from tests import factories

pytestmark = pytest.mark.database


@pytest.fixture
def event(db):
    return events.record(Event.Kind.SIGNED_IN, factories.user(), by=None)


def refused(act):
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record_event SET about = 'nothing'",
        "UPDATE record_event SET at = at",
        "DELETE FROM record_event WHERE id IN (SELECT max(id) FROM record_event)",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_event(event, sql):
    refused(lambda: connection.cursor().execute(sql))

    assert Event.objects.get().about == event.about


def test_it_refuses_our_own_code_too(event):
    event.about = "nothing"

    refused(event.save)
    refused(event.delete)
    refused(Event.objects.all().delete)
    refused(lambda: Event.objects.update(about="nothing"))
    refused(lambda: Event.objects.bulk_update([event], ["about"]))

    assert Event.objects.get().about != "nothing"


def test_an_event_is_not_written_over_by_another(event):
    sql = "INSERT OR REPLACE INTO record_event SELECT * FROM record_event"
    if connection.vendor == "postgresql":
        sql = (
            "INSERT INTO record_event SELECT * FROM record_event"
            " ON CONFLICT (id) DO UPDATE SET about = 'nothing'"
        )

    refused(lambda: connection.cursor().execute(sql))


def test_the_table_is_not_emptied_at_one_stroke(event):
    sql = "DELETE FROM record_event"
    if connection.vendor == "postgresql":
        sql = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE record_event CASCADE"

    refused(lambda: connection.cursor().execute(sql))

    assert Event.objects.exists()


def test_events_are_still_added(event):
    events.record(Event.Kind.SIGNED_OUT, "somebody", by=None)

    assert Event.objects.count() == 2


def test_where_the_refusal_is_lifted_it_comes_back(event):
    with append_only.lifted():
        Event.objects.update(about="dated back")

    refused(Event.objects.all().delete)
    assert Event.objects.get().about == "dated back"


def test_it_comes_back_after_an_error_too(event):
    with pytest.raises(RuntimeError), append_only.lifted():
        raise RuntimeError

    refused(Event.objects.all().delete)


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth():
    name = "section11.record.migrations.0007_record_is_append_only"
    [step] = import_module(name).Migration.operations
    state = ProjectState()

    with connection.schema_editor() as editor:
        step.database_backwards("record", editor, state, state)
    with transaction.atomic():
        events.record(Event.Kind.SIGNED_OUT, "somebody", by=None)
        Event.objects.all().delete()
    with connection.schema_editor() as editor:
        step.database_forwards("record", editor, state, state)

    event = events.record(Event.Kind.SIGNED_OUT, "somebody", by=None)
    refused(event.delete)

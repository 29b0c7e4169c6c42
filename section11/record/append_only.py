"""The record is only ever added to: the database itself refuses to change or delete an event.

By triggers, on SQLite and PostgreSQL alike, so that neither a mistake of ours nor SQL by hand
rewrites what happened. Whoever owns the database can lift them, as they could restore a backup.
"""

from contextlib import contextmanager

from django.db import connection as default_connection
from django.db import transaction

REFUSAL = "The record is only added to: an event is never changed or deleted"
TABLE = "record_event"

# The last: to replace a row is neither to update nor to delete it, as SQLite sees it.
_SQLITE = {
    "record_event_is_not_changed": f"BEFORE UPDATE ON {TABLE}",
    "record_event_is_not_deleted": f"BEFORE DELETE ON {TABLE}",
    "record_event_is_not_replaced": "BEFORE INSERT ON record_event"
    " WHEN EXISTS (SELECT 1 FROM record_event WHERE id = NEW.id)",
}
_POSTGRESQL = f"""
    CREATE FUNCTION refuse_to_change_the_record() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
    CREATE TRIGGER record_event_is_not_changed BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_record();
    CREATE TRIGGER record_event_is_not_emptied BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_record();
"""
_POSTGRESQL_AWAY = f"""
    DROP TRIGGER record_event_is_not_changed ON {TABLE};
    DROP TRIGGER record_event_is_not_emptied ON {TABLE};
    DROP FUNCTION refuse_to_change_the_record();
"""


def install(connection):
    """Have the database refuse. `connection` is of SQLite or PostgreSQL."""
    if connection.vendor == "postgresql":
        return _run(connection, [_POSTGRESQL])
    return _run(
        connection,
        [
            f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for name, when in _SQLITE.items()
        ],
    )


def remove(connection):
    """Have the database allow it again."""
    if connection.vendor == "postgresql":
        return _run(connection, [_POSTGRESQL_AWAY])
    return _run(connection, [f"DROP TRIGGER {name}" for name in _SQLITE])


@contextmanager
def lifted(connection=default_connection):
    """Inside, and in one transaction, events may be changed: for a demo's invented past, for tests.

    Nothing of the service itself uses it.
    """
    with transaction.atomic(using=connection.alias):
        if connection.vendor == "postgresql":
            # Checks of foreign keys that wait for the commit would keep the triggers from going.
            _run(connection, ["SET CONSTRAINTS ALL IMMEDIATE"])
        remove(connection)
        yield
        install(connection)
        if connection.vendor == "postgresql":
            _run(connection, ["SET CONSTRAINTS ALL DEFERRED"])


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

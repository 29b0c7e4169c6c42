from django.db import migrations

from section11.record import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """On SQLite a migration that rebuilds the table of events loses the triggers: install again."""

    dependencies = [("record", "0006_find_events_by_person_and_kind")]

    operations = [migrations.RunPython(install, remove)]

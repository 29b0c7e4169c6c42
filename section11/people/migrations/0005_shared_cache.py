from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """The table that rate limits are counted in, as settings.CACHES names it."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_roles_taken_away")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]

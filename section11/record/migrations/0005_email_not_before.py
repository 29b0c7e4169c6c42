from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("record", "0004_address_bounce_and_kinds"),
    ]

    operations = [
        migrations.RenameField(model_name="email", old_name="taken_at", new_name="not_before"),
    ]

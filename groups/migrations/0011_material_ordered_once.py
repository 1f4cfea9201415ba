"""The number of the form that an order of material came by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0005_groups_meetings_material")]

    operations = [
        migrations.AddField(
            model_name="materialorder",
            name="submission_id",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
    ]

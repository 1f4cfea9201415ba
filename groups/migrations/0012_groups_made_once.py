"""The number of the form a group was made with, by which a second sending is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0011_material_ordered_once")]

    operations = [
        migrations.AddField(
            model_name="selfhelpgroup",
            name="submission_id",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
    ]

"""When who helps a group heard that the answers are in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0012_groups_made_once")]

    operations = [
        migrations.AddField(
            model_name="selfhelpgroup",
            name="answers_told_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]

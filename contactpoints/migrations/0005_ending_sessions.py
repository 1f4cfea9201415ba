from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contactpoints", "0004_working_days_absences_onboarding_invitations"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]

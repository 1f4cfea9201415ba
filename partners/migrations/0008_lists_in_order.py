import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0007_expenses_by_day"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="expense",
            index=models.Index(fields=["voucher", "-id"], name="expense_by_voucher"),
        ),
        migrations.AddIndex(
            model_name="partnershipproject",
            index=models.Index(
                django.db.models.functions.comparison.Collate(
                    models.Func("name", function="norwegian_order", output_field=models.CharField()), "C"
                ),
                models.F("id"),
                name="project_in_order",
            ),
        ),
    ]

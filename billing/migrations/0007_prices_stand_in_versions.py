from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns stay for whoever still runs the code of before; the next release may drop them."""

    dependencies = [("billing", "0006_first_versions")]
    operations = [
        migrations.AlterField("plan", "won_per_year", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AlterField("plan", "limits", models.JSONField(db_default={}, default=dict)),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("plan", "limits"),
                migrations.RemoveField("plan", "won_per_year"),
            ]
        ),
    ]

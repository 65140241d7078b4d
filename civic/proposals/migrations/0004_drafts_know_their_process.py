"""A draft keeps which process it is meant for, and which proposal it proposes again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0006_editions_of_drafts_and_items_brought_along"),
        ("proposals", "0003_stages_by_key_and_more_counters"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposaldraft",
            name="process",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="processes.process",
            ),
        ),
        migrations.AddField(
            model_name="proposaldraft",
            name="repeats",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="proposals.proposal",
            ),
        ),
    ]

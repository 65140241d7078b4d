import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("debates", "0002_count_opinions_without_their_words")]

    operations = [
        migrations.CreateModel(
            name="Grouping",
            fields=[
                (
                    "debate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="grouping",
                        serialize=False,
                        to="debates.debate",
                    ),
                ),
                ("groups", models.JSONField(default=list)),
                ("members", models.JSONField(default=list)),
                ("counted_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
    ]

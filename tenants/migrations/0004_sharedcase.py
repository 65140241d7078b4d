import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0003_spareschema"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chapter", models.CharField(max_length=40)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("numbers", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Waiting for the operator"),
                            ("approved", "In the library"),
                            ("declined", "Not taken in"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_because", models.TextField(blank=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_cases",
                        to="tenants.institution",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["state", "-id"], name="shared_cases_by_state")],
            },
        ),
    ]

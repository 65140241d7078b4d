import django.db.models.deletion
from django.db import migrations, models

STATES = [
    ("offered", "Waiting for the operator"),
    ("approved", "In the library"),
    ("declined", "Not taken in"),
    ("withdrawn", "Withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0009_openings_and_trials"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("rules", "Rules"), ("theme", "Theme")], max_length=10)),
                ("name", models.TextField()),
                ("about", models.TextField(blank=True)),
                ("file", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(choices=STATES, default="offered", max_length=10)),
                ("offered_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_because", models.TextField(blank=True)),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_files",
                        to="tenants.institution",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["kind", "state", "-id"], name="shared_files_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["offered", "approved"])),
                        fields=("institution", "kind", "digest"),
                        name="a_file_is_offered_once",
                    )
                ],
            },
        ),
    ]

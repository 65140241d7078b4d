"""Who goes before the others, what is written down about each run and each schema of it, and what drifted."""

import django.db.models.deletion
from django.db import migrations, models

RINGS = [(0, "Template"), (1, "Volunteers"), (2, "All the others")]
OUTCOMES = [
    ("running", "Running"),
    ("done", "Done"),
    ("stopped", "Stopped at a failure"),
    ("cut_short", "Cut short"),
]


class Migration(migrations.Migration):
    dependencies = [("tenants", "0007_read_only")]

    operations = [
        migrations.CreateModel(
            name="MigrationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(help_text="Digest of the head.", max_length=64)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(choices=OUTCOMES, default="running", max_length=10)),
                (
                    "ring",
                    models.PositiveSmallIntegerField(choices=RINGS, default=0, help_text="How far it came."),
                ),
                ("parallel", models.PositiveSmallIntegerField(default=1)),
                (
                    "volunteers",
                    models.PositiveIntegerField(default=0, help_text="How many were behind, in each ring."),
                ),
                ("rest", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
            ],
            options={"ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="MigrationVolunteer",
            fields=[
                (
                    "institution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="volunteering",
                        serialize=False,
                        to="tenants.institution",
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="SchemaDrift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                (
                    "is_surplus",
                    models.BooleanField(
                        help_text="There, and not in the template; otherwise the other way round."
                    ),
                ),
                ("line", models.TextField()),
                ("seen_at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drifts",
                        to="tenants.institution",
                    ),
                ),
            ],
            options={
                "ordering": ["institution", "kind", "line", "is_surplus"],
                "indexes": [models.Index(fields=["institution", "kind"], name="drift_by_institution")],
            },
        ),
        migrations.AddField(
            model_name="schemamigration",
            name="applied",
            field=models.JSONField(
                db_default=models.Value([], models.JSONField()),
                default=list,
                help_text="`app.name` of each migration it got.",
            ),
        ),
        migrations.AddField(
            model_name="schemamigration",
            name="ring",
            field=models.PositiveSmallIntegerField(choices=RINGS, db_default=2, default=2),
        ),
    ]

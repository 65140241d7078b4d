import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION refuse_change_of_looks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_LEVEL = 'ROW' AND OLD.at < now() - interval '730 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The log of who looked at whom never changes' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER looks_never_change BEFORE UPDATE OR DELETE ON privacy_look
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_looks();
CREATE TRIGGER looks_are_not_truncated BEFORE TRUNCATE ON privacy_look
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_looks();
"""
BACKWARD = """
DROP TRIGGER looks_are_not_truncated ON privacy_look;
DROP TRIGGER looks_never_change ON privacy_look;
DROP FUNCTION refuse_change_of_looks();
"""
PLACES = [
    ("counter", "Confirming who somebody is"),
    ("gathering", "The list of people of a gathering"),
    ("door", "The door of a gathering"),
    ("draw", "People drawn for a committee"),
    ("limits", "Limits for accounts that seem to be abused"),
    ("moderation", "Reports and decisions about texts"),
    ("sheet", "A sheet of paper"),
    ("scan", "The picture of a sheet of paper"),
    ("folding", "Two entries on paper compared"),
    ("kiosk", "Somebody who typed at a kiosk"),
    ("letter", "A letter with a code, printed"),
    ("letters", "The list of letters with codes"),
    ("request", "A request about somebody's data"),
    ("authors", "Names of people who wrote something"),
    ("everything", "A copy of everything the institution has"),
]
HOWS = [("seen", "Seen on a page"), ("taken", "Taken along as a file or on paper")]


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_what_was_destroyed_and_who_was_warned"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name="destruction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("accounts", "Accounts nobody has logged in to"),
                    ("letters", "Copies of letters to people"),
                    ("traces", "Traces that show mass voting"),
                    ("files", "Uploaded files that were never saved"),
                    ("looks", "The log of who looked at whom"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("place", models.CharField(choices=PLACES, max_length=20)),
                ("number", models.BigIntegerField(null=True)),
                ("how", models.CharField(choices=HOWS, max_length=10)),
                ("reason", models.TextField(blank=True)),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("others", models.PositiveIntegerField(default=0)),
                ("is_everybody", models.BooleanField(default=False)),
                ("visit", models.BigIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["at"], name="looks_of_a_month"),
                    django.contrib.postgres.indexes.GinIndex(fields=["people"], name="looks_at_a_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("at", models.DateTimeField()),
                ("signed_as", models.TextField()),
                ("words", models.TextField(blank=True)),
                ("looks", models.PositiveIntegerField()),
                ("taken", models.PositiveIntegerField()),
                ("last_look", models.BigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-month"]},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]

"""The head of the institution is a task of its own. What may be chosen changes; no row and no column does."""

from django.db import migrations, models

ROLES = [
    ("administrator", "Administrator"),
    ("moderator", "Moderator"),
    ("respondent", "Respondent"),
    ("head", "Head of the institution"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0005_what_a_code_tells")]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(choices=ROLES, max_length=20),
        ),
        migrations.AlterField(
            model_name="staffrole",
            name="role",
            field=models.CharField(choices=ROLES, max_length=20),
        ),
    ]

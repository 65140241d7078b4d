from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_guardians_and_text_messages")]
    operations = [
        migrations.AddField(
            "codebatch", "for_guardians", models.BooleanField(default=False, db_default=False)
        ),
        migrations.AddField("personkey", "answered_at", models.DateTimeField(null=True)),
    ]

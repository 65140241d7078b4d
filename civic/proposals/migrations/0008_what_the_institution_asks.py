from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0007_links_and_origins")]

    operations = [
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("origin", "institution")),
                fields=["-submitted_at", "-id"],
                name="proposals_asked",
            ),
        ),
    ]

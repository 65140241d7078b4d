from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("debates", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("standing", "open"), models.Q(("body", ""), _negated=True)),
                fields=["debate", "id"],
                name="opinions_with_words",
            ),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("is_offline", True)), fields=["debate", "id"], name="opinions_on_paper"
            ),
        ),
    ]

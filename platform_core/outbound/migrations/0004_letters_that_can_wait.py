from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbound", "0003_letters_that_came_back")]
    operations = [
        migrations.AddField(
            "outboundmail", "is_optional", models.BooleanField(default=False, db_default=False)
        ),
    ]

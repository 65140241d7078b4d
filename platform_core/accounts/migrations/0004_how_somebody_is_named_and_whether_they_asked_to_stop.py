from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_where_somebody_is_logged_in")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="age_band",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="stopped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

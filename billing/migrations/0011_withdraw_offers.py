from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0010_meters_that_are_counted")]
    operations = [
        migrations.AddField("planversion", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField("coupon", "withdrawn_at", models.DateTimeField(null=True)),
    ]

"""A certificate stands unsigned until nothing else names its institution; the key that signs is named whole."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("closing", "0001_site_and_erasure")]

    operations = [
        migrations.AlterField(
            model_name="erasurecertificate",
            name="key_id",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="erasurecertificate",
            name="signature",
            field=models.TextField(blank=True),
        ),
    ]

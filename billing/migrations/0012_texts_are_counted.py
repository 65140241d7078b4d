from django.db import migrations, models

# Words of a closed list: no column changes.
METERS = [
    ("staff", "Staff seats"),
    ("storage_mb", "Storage (MB)"),
    ("mails_per_month", "Letters sent"),
    ("messages_per_month", "Text messages sent"),
    ("api_calls", "API requests"),
    ("participants", "People who took part"),
]


class Migration(migrations.Migration):
    dependencies = [("billing", "0011_withdraw_offers")]
    operations = [
        migrations.AlterField("usageday", "meter", models.CharField(choices=METERS, max_length=20)),
        migrations.AlterField("usagewarning", "meter", models.CharField(choices=METERS, max_length=20)),
    ]

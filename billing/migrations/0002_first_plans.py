from django.db import migrations

PLANS = [
    ("trial", "체험", 0, {"staff": 5, "storage_mb": 1_000, "mails_per_month": 5_000}),
    ("county", "군·구", 4_800_000, {"staff": 50, "storage_mb": 50_000, "mails_per_month": 100_000}),
    ("city", "시", 12_000_000, {"staff": 300, "storage_mb": 200_000, "mails_per_month": 1_000_000}),
    ("metropolitan", "광역", 36_000_000, {"staff": 3_000, "storage_mb": 1_000_000, "mails_per_month": 10_000_000}),
]


def add_plans(apps, schema_editor):
    Plan = apps.get_model("billing", "Plan")
    for position, (code, name, price, limits) in enumerate(PLANS):
        Plan.objects.get_or_create(
            code=code, defaults={"name": name, "won_per_year": price, "limits": limits, "position": position}
        )


def remove_plans(apps, schema_editor):
    apps.get_model("billing", "Plan").objects.filter(subscriptions=None).delete()


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunPython(add_plans, remove_plans)]

from django.db import migrations
from django.utils import timezone

# What each of the first plans allows since versions exist; numbers stay as they were sold.
ROOMS = {"debates": True, "votes": True, "budgets": True, "own_domain": True}
MORE = {
    "trial": {"staff": 30, "languages": 2, "api_per_minute": 600, "support": "community"},
    "county": {"languages": 3, "api_per_minute": 600, "support": "weekday"},
    "city": {"languages": 5, "api_per_minute": 1_200, "support": "weekday"},
    "metropolitan": {"languages": None, "api_per_minute": 3_000, "support": "hour"},
}
SEAT = {"trial": 0, "county": 60_000, "city": 48_000, "metropolitan": 36_000}


def publish_versions(apps, schema_editor):
    Plan, Version = apps.get_model("billing", "Plan"), apps.get_model("billing", "PlanVersion")
    for plan in Plan.objects.filter(versions=None).order_by("pk"):
        Version.objects.create(
            plan=plan, number=1, price=plan.won_per_year, currency="KRW", period="year",
            seat_price=SEAT.get(plan.code, 0),
            entitlements={**plan.limits, **ROOMS, **MORE.get(plan.code, {})}, published_at=timezone.now(),
        )


def put_subscriptions_on_versions(apps, schema_editor):
    Version, Subscription = apps.get_model("billing", "PlanVersion"), apps.get_model("billing", "Subscription")
    for version in Version.objects.select_related("plan").filter(number=1).order_by("pk"):
        there = Subscription.objects.filter(plan=version.plan, version=None)
        # Paid plans of before had no term: it begins with the first bill.
        there.update(version=version, state="trial" if version.plan.code == "trial" else "active")


def take_versions_back(apps, schema_editor):
    apps.get_model("billing", "Subscription").objects.update(version=None, next_version=None)
    apps.get_model("billing", "PlanVersion").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_versions_invoices_usage")]
    operations = [
        migrations.RunPython(publish_versions, take_versions_back),
        migrations.RunPython(put_subscriptions_on_versions, migrations.RunPython.noop),
    ]

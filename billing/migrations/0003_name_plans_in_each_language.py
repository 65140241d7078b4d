from django.db import migrations, models

NAMES = {
    "trial": {"ko": "체험", "en": "Trial"},
    "county": {"ko": "군·구", "en": "County or district"},
    "city": {"ko": "시", "en": "City"},
    "metropolitan": {"ko": "광역", "en": "Metropolis or province"},
}


def name_first_plans(apps, schema_editor):
    Plan = apps.get_model("billing", "Plan")
    for code, names in NAMES.items():
        # A plan that was given another name since keeps it in every language.
        Plan.objects.filter(code=code, name=names["ko"]).update(names=names)


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_first_plans")]
    operations = [
        migrations.AddField(
            model_name="plan",
            name="names",
            field=models.JSONField(default=dict, help_text="Its name by language code, where it has one of its own."),
        ),
        migrations.RunPython(name_first_plans, migrations.RunPython.noop),
    ]

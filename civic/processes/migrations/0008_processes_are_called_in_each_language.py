from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('processes', '0007_rules_tried_on_past_items'),
    ]

    operations = [
        migrations.AddField(
            model_name='process',
            name='names',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name='process',
            name='summaries',
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('categories', '0002_texts_without_length'),
    ]

    operations = [
        migrations.AddField(
            model_name='category',
            name='names',
            field=models.JSONField(default=dict),
        ),
    ]

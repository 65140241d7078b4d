from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_texts_without_length'),
    ]

    operations = [
        # The key is given where the file is kept, as in other rooms: a default of Django's, none of the column's.
        migrations.AlterField(
            model_name='noticefile',
            name='key',
            field=models.UUIDField(unique=True),
        ),
    ]

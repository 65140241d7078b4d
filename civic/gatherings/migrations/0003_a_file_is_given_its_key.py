from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0002_texts_without_length'),
    ]

    operations = [
        # The key is given where the file is kept, as in other rooms: a default of Django's, none of the column's.
        migrations.AlterField(
            model_name='gatheringfile',
            name='key',
            field=models.UUIDField(unique=True),
        ),
    ]

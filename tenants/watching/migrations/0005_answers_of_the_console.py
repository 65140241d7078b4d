from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('watching', '0004_answers_and_bounces'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsoleHour',
            fields=[
                ('hour', models.DateTimeField(primary_key=True, serialize=False)),
                ('answers', models.PositiveIntegerField()),
                ('faults', models.PositiveIntegerField()),
            ],
        ),
    ]

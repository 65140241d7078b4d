import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('themes', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='theme',
            options={'ordering': ['-published_at', '-id']},
        ),
        migrations.AddField(
            model_name='theme',
            name='document',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='theme',
            name='name',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='theme',
            name='note',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='theme',
            name='scheduled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='theme',
            name='begun_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='theme',
            name='returns_to',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='themes.theme'),
        ),
        migrations.AddIndex(
            model_name='theme',
            index=models.Index(fields=['-published_at', '-id'], name='themes_by_their_moment'),
        ),
        migrations.CreateModel(
            name='ThemeDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('document', models.JSONField()),
                ('edition', models.PositiveIntegerField(default=1)),
                ('begun_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('begun_from', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='themes.theme')),
                ('changed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-changed_at', '-id'],
            },
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0001_what_people_come_in_with'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='provider',
            name='more',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AlterField(
            model_name='provider',
            name='kind',
            field=models.CharField(choices=[('oidc', 'OpenID Connect (Keycloak, mobile ID, Any-ID and others)'), ('kakao', 'Kakao'), ('naver', 'Naver'), ('google', 'Google'), ('portone', 'PortOne identity verification'), ('nhn', 'NHN Cloud text messages'), ('solapi', 'SOLAPI text messages'), ('texts', 'Another service for text messages (HTTP)')], max_length=10),
        ),
        migrations.AlterField(
            model_name='provider',
            name='purpose',
            field=models.CharField(choices=[('sign_in', 'Citizens sign in with it'), ('staff', 'Staff sign in with it'), ('identity', 'People show with it who they are'), ('text', 'Codes are sent with it to mobile phones')], max_length=10),
        ),
        migrations.CreateModel(
            name='Guardianship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail', models.TextField(blank=True)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('person_key', models.CharField(blank=True, max_length=64)),
                ('shown_with', models.TextField(blank=True)),
                ('versions', models.JSONField(default=dict)),
                ('consented_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('child', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='guardianship', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('consented_at', None), models.Q(('shown_with', ''), _negated=True), _connector='OR'), name='nobody_consents_unseen')],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbound", "0002_own_sender"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bounce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("code", models.CharField(blank=True, max_length=11)),
                ("is_final", models.BooleanField()),
                ("diagnostic", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(null=True)),
                (
                    "mail",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bounce",
                        to="outbound.outboundmail",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("cleared_at", None)), fields=["to"], name="addresses_aside"
                    )
                ]
            },
        ),
    ]

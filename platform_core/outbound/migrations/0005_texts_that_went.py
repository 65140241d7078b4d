from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbound", "0004_letters_that_can_wait")]
    operations = [
        migrations.CreateModel(
            name="SentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]

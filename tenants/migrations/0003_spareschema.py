import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_functions_over_schemas")]

    operations = [
        migrations.CreateModel(
            name="SpareSchema",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=63, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "blueprint",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="tenants.blueprint"),
                ),
            ],
        ),
    ]

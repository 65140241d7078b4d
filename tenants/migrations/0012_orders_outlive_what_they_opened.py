"""A key under which an institution was ordered stays used when the institution is gone. (Nothing changes in the database.)"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0011_programs_that_order")]

    operations = [
        migrations.AlterField(
            "programorder",
            "institution",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tenants.institution",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("debates", "0003_similar_opinions_grouped")]

    operations = [
        migrations.AddField(
            model_name="debate",
            name="video_captioned",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]

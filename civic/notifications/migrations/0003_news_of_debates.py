from django.db import migrations, models

KINDS = [
    ("threshold", "A proposal of mine, or one I support, reached a threshold"),
    ("assigned", "A department took it on, or its date changed"),
    ("answered", "It was answered"),
    ("progress", "Something happened while it is carried out"),
    ("closed", "It was closed"),
    ("commented", "Somebody commented on my proposal or replied to me"),
    ("moderated", "Something I wrote was hidden or shown again"),
    ("owed", "My department owes an answer"),
    ("debated", "A discussion of it opened, or was concluded"),
    ("gathering", "News of a gathering I signed up for"),
    ("result", "The result of a debate I took part in"),
]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_news_of_gatherings")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="kind",
            field=models.CharField(choices=KINDS, max_length=12),
        )
        for model in ("notification", "preference")
    ]

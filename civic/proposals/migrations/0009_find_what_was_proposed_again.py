from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0008_what_the_institution_asks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('repeats__isnull', False)), fields=['repeats'], name='proposals_proposed_again'),
        ),
    ]

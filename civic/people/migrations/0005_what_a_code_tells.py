from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_other_means'),
    ]

    operations = [
        migrations.AlterField(
            model_name='confirmation',
            name='kind',
            field=models.CharField(choices=[('identity', 'is one person, with a name'), ('age', 'age'), ('resides', 'lives here'), ('works', 'works here'), ('studies', 'studies here'), ('mail', 'reads letters at an e-mail address of their own'), ('phone', 'has a mobile phone of their own')], max_length=10),
        ),
        migrations.AlterField(
            model_name='confirmation',
            name='means',
            field=models.CharField(choices=[('in_person', 'At the counter, with a document shown'), ('by_letter', 'By a letter that was sent to the address and answered'), ('service', 'By an identity service'), ('code', 'By a code that the institution gave out'), ('answered', 'By a code that was sent there and came back')], max_length=10),
        ),
    ]

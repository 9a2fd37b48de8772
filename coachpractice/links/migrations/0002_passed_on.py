from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('links', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='link',
            name='passed_on',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0002_signal_violation'),
    ]

    operations = [
        migrations.AddField(
            model_name='term',
            name='profile',
            field=models.CharField(blank=True, help_text='version of the rules the matter keeps', max_length=120),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_succession_officers_delegation_acts")]

    operations = [
        migrations.AddField(
            "succession",
            "announced",
            models.BooleanField(default=False, help_text="other rooms were told, on the day it took effect"),
        ),
        migrations.RunSQL("update organisations_succession set announced = true", migrations.RunSQL.noop),
    ]

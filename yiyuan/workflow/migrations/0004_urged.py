import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0003_term_profile")]
    operations = [
        migrations.AddField(
            "term",
            "parties",
            django.contrib.postgres.fields.ArrayField(
                models.BigIntegerField(), default=list, help_text="organisations that have a part in it", size=None
            ),
        ),
        migrations.AddField(
            "term",
            "urged",
            models.PositiveIntegerField(default=0, help_text="how often people asked for it; the record says who"),
        ),
        migrations.AddField("term", "urged_on", models.DateField(help_text="legal date of the last time", null=True)),
        migrations.AddField(
            "term",
            "urged_by",
            models.CharField(blank=True, help_text="organisation that asked last", max_length=200),
        ),
        migrations.RunSQL(
            "UPDATE workflow_term SET parties = array_remove(ARRAY[filed_by, waits_for_id], NULL)",
            migrations.RunSQL.noop,
        ),
    ]

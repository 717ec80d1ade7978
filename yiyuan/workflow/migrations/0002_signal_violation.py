import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FILL = """
update workflow_signal s set title = t.title, href = t.href, law_on = t.law_on
from workflow_term t where t.id = s.term_id
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [
        migrations.AddField(
            "term",
            "violation",
            models.CharField(blank=True, help_text="rule key of what running out may be a sign of", max_length=80),
        ),
        migrations.AddField("signal", "title", models.CharField(default="", max_length=300), preserve_default=False),
        migrations.AddField("signal", "href", models.CharField(blank=True, max_length=300)),
        migrations.AddField(
            "signal",
            "violation",
            models.CharField(blank=True, help_text="rule key of the conduct listed by the law", max_length=80),
        ),
        migrations.AddField(
            "signal",
            "law_on",
            models.DateField(
                default=datetime.date(2020, 7, 22), help_text="the profile of this date judges the conduct"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "signal",
            "raised_by",
            models.CharField(blank=True, help_text="organisation and person; empty: the platform", max_length=300),
        ),
        migrations.AlterField(
            "signal",
            "evidence",
            models.JSONField(help_text="dates, ids, both rule keys with their articles, words of who raised it"),
        ),
        migrations.AlterField(
            "signal",
            "requirement_ids",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                help_text="of the conduct first, of the term behind it",
                size=None,
            ),
        ),
        migrations.AlterField(
            "signal",
            "term",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signal",
                to="workflow.term",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

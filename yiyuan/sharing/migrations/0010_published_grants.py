from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What the gateway knows of grants stands in one file, and the database has what it says."""

    dependencies = [("sharing", "0009_reports_from_outside"), ("organisations", "0001_initial")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What the gateway knows of open rechecks."""

    dependencies = [("disputes", "0002_corrections")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]

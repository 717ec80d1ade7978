from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What the gateway knows of the state of a pool: a batch that is taken back changes it too."""

    dependencies = [("pools", "0003_past")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]

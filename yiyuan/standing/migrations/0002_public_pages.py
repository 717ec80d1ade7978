"""What the public site of credit reads."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("standing", "0001_standing"), ("opening", "0001_opening")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]

"""Lists and spreadsheets are rooms of their own now. Their tables keep their names and rows: only who owns them moves."""

from django.db import migrations

MOVED = (
    "ReleaseLine Release CompilationPart Compilation Guide Duty Demand HandedList"
    " SheetRow SheetImport ColumnMapping WorkbookImport"
).split()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0009_sheet_parts")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name) for name in MOVED])
    ]

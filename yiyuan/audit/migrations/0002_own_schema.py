from django.db import migrations

TABLES = ("audit_entry", "audit_checkpoint", "audit_sealleaf")
MOVE = "\n".join(
    f"""
    ALTER TABLE {table} SET SCHEMA audit;
    REVOKE ALL ON audit.{table} FROM yiyuan_app;
    GRANT SELECT, INSERT ON audit.{table} TO yiyuan_app;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    """The record stands in a schema where the application may add and read, never change or delete."""

    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            MOVE + "GRANT INSERT ON audit.audit_entry TO yiyuan_gateway;"
            "GRANT SELECT (id) ON audit.audit_entry TO yiyuan_gateway;",
            migrations.RunSQL.noop,
        )
    ]

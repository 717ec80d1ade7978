from django.db import migrations

# Which batch last changed the rows of a published view: the gateway tells by it that pages are no longer of one state.
VIEW = """
CREATE VIEW published.loads AS
    SELECT v.name, t.last_batch_id AS batch_id
      FROM control.pools_publishedview v JOIN control.pools_pooltable t ON t.id = v.table_id;
GRANT SELECT ON published.loads TO yiyuan_gateway, yiyuan_app;
"""


class Migration(migrations.Migration):
    """The gateway reads which batch last changed a pool."""

    dependencies = [('pools', '0001_initial')]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW published.loads")]

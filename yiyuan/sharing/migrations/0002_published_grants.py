from django.db import migrations

VIEW = """
CREATE VIEW published.grants AS
    SELECT id, key_digest, number, state, resource_id, version_number, resource_name, region_code, law_on,
           provider_id, consumer_id, plan, methods, from_on, until_on
      FROM control.sharing_grant
     WHERE state IN ('open', 'in_use') AND key_digest <> '';
GRANT SELECT ON published.grants TO yiyuan_gateway, yiyuan_app;
"""


class Migration(migrations.Migration):
    """What the gateway reads of grants: live ones with a key, and nothing else of this room."""

    dependencies = [("sharing", "0001_initial")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW published.grants")]

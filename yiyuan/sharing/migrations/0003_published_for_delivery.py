from django.db import migrations

# Outer joins on a unique column: a statement that asks for no name does not pay for them.
VIEWS = """
CREATE OR REPLACE VIEW published.grants AS
    SELECT g.id, g.key_digest, g.number, g.state, g.resource_id, g.version_number, g.resource_name, g.region_code,
           g.law_on, g.provider_id, g.consumer_id, g.plan, g.methods, g.from_on, g.until_on,
           g.purpose, c.name AS consumer_name, c.region_id AS consumer_region
      FROM control.sharing_grant g
      LEFT JOIN control.organisations_organisation c ON c.id = g.consumer_id
     WHERE g.state IN ('open', 'in_use') AND g.key_digest <> '';

CREATE VIEW published.ended_grants AS
    SELECT g.id, g.number, g.state, g.resource_id, g.resource_name, g.region_code, g.law_on, g.provider_id,
           g.consumer_id, g.until_on, g.closed_on, g.closed_reason, c.name AS consumer_name,
           c.region_id AS consumer_region
      FROM control.sharing_grant g
      LEFT JOIN control.organisations_organisation c ON c.id = g.consumer_id
     WHERE g.state NOT IN ('open', 'in_use');
GRANT SELECT ON published.ended_grants TO yiyuan_gateway, yiyuan_app;
"""
BACK = """
DROP VIEW published.ended_grants;
DROP VIEW published.grants;
CREATE VIEW published.grants AS
    SELECT id, key_digest, number, state, resource_id, version_number, resource_name, region_code, law_on,
           provider_id, consumer_id, plan, methods, from_on, until_on
      FROM control.sharing_grant
     WHERE state IN ('open', 'in_use') AND key_digest <> '';
GRANT SELECT ON published.grants TO yiyuan_gateway, yiyuan_app;
"""


class Migration(migrations.Migration):
    """The gateway knows purpose and consumer of a live grant, and says of an ended one when and why it ended."""

    dependencies = [("sharing", "0002_published_grants"), ("organisations", "0001_initial")]
    operations = [migrations.RunSQL(VIEWS, BACK)]

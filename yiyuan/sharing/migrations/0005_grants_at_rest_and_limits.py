from django.db import migrations

VIEWS = """
DROP VIEW published.ended_grants;
DROP VIEW published.grants;
CREATE VIEW published.grants AS
    SELECT g.id, g.key_digest, g.number, g.state, g.resource_id, g.version_number, g.resource_name, g.region_code,
           g.law_on, g.provider_id, g.consumer_id, g.plan, g.methods, g.from_on, g.until_on,
           g.purpose, c.name AS consumer_name, c.region_id AS consumer_region,
           g.daily_calls, g.daily_rows, g.revision
      FROM control.sharing_grant g
      LEFT JOIN control.organisations_organisation c ON c.id = g.consumer_id
     WHERE g.state IN ('open', 'in_use', 'unused') AND g.key_digest <> '';

CREATE VIEW published.ended_grants AS
    SELECT g.id, g.key_digest, g.number, g.state, g.resource_id, g.resource_name, g.region_code, g.law_on,
           g.provider_id, g.consumer_id, g.until_on, coalesce(g.closed_on, g.suspended_on) AS closed_on,
           g.closed_reason, c.name AS consumer_name, c.region_id AS consumer_region
      FROM control.sharing_grant g
      LEFT JOIN control.organisations_organisation c ON c.id = g.consumer_id
     WHERE g.state NOT IN ('open', 'in_use', 'unused');
GRANT SELECT ON published.grants, published.ended_grants TO yiyuan_gateway, yiyuan_app;
"""
BACK = """
DROP VIEW published.ended_grants;
DROP VIEW published.grants;
CREATE VIEW published.grants AS
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
GRANT SELECT ON published.grants, published.ended_grants TO yiyuan_gateway, yiyuan_app;
"""


class Migration(migrations.Migration):
    """The gateway knows the daily limits and the revision of a grant, and says of one at rest why it rests."""

    dependencies = [("sharing", "0004_life_of_applications_and_grants"), ("organisations", "0001_initial")]
    operations = [migrations.RunSQL(VIEWS, BACK)]

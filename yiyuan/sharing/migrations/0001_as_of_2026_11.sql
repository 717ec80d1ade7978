-- Purpose: what the gateway may know of grants: those that may be used (the states of `LIVE`) and have a key, and of all
--          others when and why they ended. No other schema of the control plane is open to it.
-- Cost:    one row by the unique index on key_digest; the join is on a primary key, and outer, so that a statement that
--          asks for no name does not pay for it.
-- Run by the migration of the same name. A change is the next file with the next migration.
CREATE OR REPLACE VIEW published.grants AS
    SELECT g.id, g.key_digest, g.number, g.state, g.resource_id, g.version_number, g.resource_name, g.region_code,
           g.law_on, g.provider_id, g.consumer_id, g.plan, g.methods, g.from_on, g.until_on,
           g.purpose, c.name AS consumer_name, c.region_id AS consumer_region,
           g.daily_calls, g.daily_rows, g.revision
      FROM control.sharing_grant g
      LEFT JOIN control.organisations_organisation c ON c.id = g.consumer_id
     WHERE g.state IN ('open', 'in_use', 'unused') AND g.key_digest <> '';

CREATE OR REPLACE VIEW published.ended_grants AS
    SELECT g.id, g.key_digest, g.number, g.state, g.resource_id, g.resource_name, g.region_code, g.law_on,
           g.provider_id, g.consumer_id, g.until_on, coalesce(g.closed_on, g.suspended_on) AS closed_on,
           g.closed_reason, c.name AS consumer_name, c.region_id AS consumer_region
      FROM control.sharing_grant g
      LEFT JOIN control.organisations_organisation c ON c.id = g.consumer_id
     WHERE g.state NOT IN ('open', 'in_use', 'unused');
GRANT SELECT ON published.grants, published.ended_grants TO yiyuan_gateway, yiyuan_app;

-- Purpose: what the gateway may know of open rechecks, so that an answer says which of its data are in doubt; nothing of
--          what was said or who filed.
-- Cost:    the open rechecks of one resource by the index on resource and state.
-- Run by the migration of the same name. A change is the next file with the next migration.
CREATE OR REPLACE VIEW published.open_rechecks AS
    SELECT r.id, 'JH' || extract(year FROM r.received_on)::int || lpad(r.id::text, 6, '0') AS number,
           r.resource_id, r.items, r.received_on, r.record_hash, r.subjects, r.region_code,
           coalesce(r.law_on, r.received_on) AS law_on
      FROM control.disputes_recheck r
     WHERE r.state IN ('rechecking', 'extended');
GRANT SELECT ON published.open_rechecks TO yiyuan_gateway, yiyuan_app;

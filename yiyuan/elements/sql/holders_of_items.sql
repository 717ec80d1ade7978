-- Purpose: published resources of a region with an item of one of these names, and whose they are; the first 200.
-- Cost:    an index scan on the name of items.
SELECT r.id, r.name, o.id, o.name, i.name
  FROM catalog_item i
  JOIN catalog_resource r ON r.current_id = i.version_id
  JOIN organisations_organisation o ON o.id = r.provider_id
 WHERE r.listed_on IS NOT NULL AND r.region_code LIKE %s AND i.name = ANY(%s)
 ORDER BY o.name, r.name
 LIMIT 200

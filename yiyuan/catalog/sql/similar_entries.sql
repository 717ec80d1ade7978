-- Purpose: entries of other departments of a region that may describe the same thing: those that share a bigram or the
--          sound of the name, and those with enough items of the same names; with their item names in order.
-- Cost:    two index scans (name_search, name of items), each cut off at `most`; asked while somebody types.
WITH named AS (
    SELECT r.id
      FROM catalog_resource r
     WHERE %(query)s <> '' AND r.name_search @@ %(query)s::tsquery
     ORDER BY ts_rank(r.name_search, %(query)s::tsquery) DESC
     LIMIT %(most)s
), held AS (
    SELECT r.id
      FROM catalog_item i
      JOIN catalog_resource r ON r.current_id = i.version_id
     WHERE i.name = ANY(%(items)s) AND r.listed_on IS NOT NULL
     GROUP BY r.id
    HAVING count(*) >= %(enough)s
     ORDER BY count(*) DESC
     LIMIT %(most)s
)
SELECT r.id, r.name, o.name,
       array(SELECT i.name::text FROM catalog_item i WHERE i.version_id = r.current_id ORDER BY i.position)
  FROM catalog_resource r
  JOIN organisations_organisation o ON o.id = r.provider_id
 WHERE r.id IN (SELECT id FROM named UNION SELECT id FROM held)
   AND r.provider_id <> %(provider)s AND r.id <> %(besides)s AND r.region_code = %(region)s

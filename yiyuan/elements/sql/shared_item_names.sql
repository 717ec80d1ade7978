-- Purpose: item names that several departments of a region publish, with how many departments and resources.
-- Cost:    reads every item of the published entries of the region once; asked by whoever keeps the register.
SELECT i.name, count(DISTINCT r.provider_id) AS departments, count(DISTINCT r.id)
  FROM catalog_item i
  JOIN catalog_resource r ON r.current_id = i.version_id
 WHERE r.listed_on IS NOT NULL AND r.region_code LIKE %s
 GROUP BY i.name
HAVING count(DISTINCT r.provider_id) >= %s
 ORDER BY departments DESC, i.name

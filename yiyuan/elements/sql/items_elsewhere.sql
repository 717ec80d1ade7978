-- Purpose: which published resources of other providers of these regions hold an item of one of these names, and how
--          it is shared; items everybody refers to people and bodies by are left out; the first 200.
-- Cost:    an index scan on the name of items.
SELECT i.name, r.id, r.name, o.name, COALESCE(NULLIF(i.sharing, ''), v.sharing)
  FROM catalog_item i
  JOIN catalog_version v ON v.id = i.version_id
  JOIN catalog_resource r ON r.current_id = i.version_id
  JOIN organisations_organisation o ON o.id = r.provider_id
 WHERE r.listed_on IS NOT NULL AND r.region_code = ANY(%s) AND NOT r.provider_id = ANY(%s) AND i.name = ANY(%s)
   AND i.item_class NOT IN ('name', 'citizen_id', 'uscc')
 ORDER BY i.name, r.id
 LIMIT 200

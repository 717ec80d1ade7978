-- Purpose: an entry was opened from what a word found. Only a word that was searched counts: no address makes one up.
-- Cost:    two index look-ups, one row written.
INSERT INTO catalog_searchedword (text, resource_id, times, unfound, last_on, decision)
SELECT searched.text, %(resource)s, 1, 0, %(on)s, ''
  FROM catalog_searchedword searched
 WHERE searched.text = %(text)s AND searched.resource_id IS NULL
ON CONFLICT (text, resource_id) DO UPDATE
   SET times = catalog_searchedword.times + 1, last_on = EXCLUDED.last_on

-- Purpose: a word was searched once more; its row is made with the first.
-- Cost:    one index look-up, one row written.
INSERT INTO catalog_searchedword (text, resource_id, times, unfound, last_on, decision)
VALUES (%(text)s, NULL, 1, %(unfound)s, %(on)s, '')
ON CONFLICT (text, resource_id) DO UPDATE
   SET times = catalog_searchedword.times + 1,
       unfound = catalog_searchedword.unfound + EXCLUDED.unfound,
       last_on = EXCLUDED.last_on
RETURNING id

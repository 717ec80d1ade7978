from django.db import migrations

from yiyuan.catalog.api import tokens

READ = """
SELECT s.resource_id, array_agg(DISTINCT e.name), array_agg(DISTINCT named.synonym) FILTER (WHERE named.synonym <> '')
  FROM elements_elementsource s
  JOIN elements_dataelement e ON e.id = s.element_id
  LEFT JOIN LATERAL unnest(e.synonyms) AS named(synonym) ON true
  JOIN catalog_resource r ON r.id = s.resource_id AND r.search IS NOT NULL
 WHERE s.to_on IS NULL
 GROUP BY s.resource_id
"""
WRITE = """
UPDATE catalog_resource
   SET search = array_to_tsvector(ARRAY(SELECT DISTINCT unnest(tsvector_to_array(search) || %s))) WHERE id = %s
"""


def index_aliases(apps, schema_editor):
    """As catalog.search.index_resource writes it: entries are found by the elements they hold."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(READ)
        for number, names, synonyms in cursor.fetchall():
            cursor.execute(WRITE, [sorted(tokens(' '.join([*names, *(synonyms or [])]))), number])


class Migration(migrations.Migration):
    """Entries are found by the names and synonyms of their elements."""

    dependencies = [('elements', '0001_register'), ('catalog', '0014_thesaurus')]

    operations = [migrations.RunPython(index_aliases, migrations.RunPython.noop)]

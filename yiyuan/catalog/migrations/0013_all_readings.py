from django.db import migrations

from yiyuan.catalog.tokens import tokens

READ = """
SELECT r.id, r.code, v.name, v.summary, o.name, o.short_name,
       ARRAY(SELECT i.name FROM catalog_item i WHERE i.version_id = v.id)
  FROM catalog_resource r
  JOIN catalog_version v ON v.id = r.current_id AND v.state = 'published'
  JOIN organisations_organisation o ON o.id = r.provider_id
"""
WRITE = "UPDATE catalog_resource SET search = array_to_tsvector(%s), name_search = array_to_tsvector(%s) WHERE id = %s"


def index_anew(apps, schema_editor):
    """As search.index_resource writes it; by SQL, so that later columns do not matter."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(READ)
        for number, code, name, summary, provider, short_name, items in cursor.fetchall():
            named = tokens(f"{name} {code or ''}")
            more = tokens(f"{' '.join(items)} {provider} {short_name} {summary}")
            cursor.execute(WRITE, [sorted(named | more), sorted(named), number])


class Migration(migrations.Migration):
    """Published entries are found by every reading of their first characters."""

    dependencies = [('catalog', '0012_five_kinds_of_licences'), ('organisations', '0001_initial')]

    operations = [migrations.RunPython(index_anew, migrations.RunPython.noop)]

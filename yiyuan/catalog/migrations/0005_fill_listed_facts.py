"""Fill what lists filter by from the published versions. The order by name follows with the next publication."""

from django.db import migrations

FILL = """
UPDATE catalog_resource r
SET listed_on = v.published_on, name = v.name, sharing = v.sharing, format = v.format, cycle = v.cycle,
    held_by_provider = v.held_by_provider,
    item_count = (SELECT count(*) FROM catalog_item i WHERE i.version_id = v.id)
FROM catalog_version v
WHERE v.id = r.current_id AND v.state = 'published'
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_listed_facts")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

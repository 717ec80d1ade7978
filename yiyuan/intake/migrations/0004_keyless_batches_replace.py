from django.db import migrations


def say_so(apps, schema_editor):
    keyed = apps.get_model("catalog", "Item").objects.filter(key=True).values("version_id")
    apps.get_model("intake", "Batch").objects.exclude(version_id__in=keyed).update(way="replace")


class Migration(migrations.Migration):
    """Batches of resources without a key always replaced the pool."""

    dependencies = [("intake", "0003_batch_way"), ("catalog", "0015_learned_words")]

    operations = [migrations.RunPython(say_so, migrations.RunPython.noop)]

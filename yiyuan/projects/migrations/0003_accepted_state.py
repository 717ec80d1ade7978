from django.db import migrations


def accepted(apps, _schema):
    """What was accepted before there were states."""
    apps.get_model("projects", "Project").objects.exclude(accepted_on=None).update(state="accepted")


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_plans_and_declarations")]
    operations = [migrations.RunPython(accepted, migrations.RunPython.noop)]

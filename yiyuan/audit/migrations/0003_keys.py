from django.db import migrations, models

TABLE = "audit_keymark"


class Migration(migrations.Migration):
    """Fingerprints of the keys: added and read by the application, never changed."""

    dependencies = [("audit", "0002_own_schema")]
    operations = [
        migrations.CreateModel(
            name="KeyMark",
            fields=[
                (
                    "name",
                    models.CharField(
                        help_text="its file in the installation's folder",
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("noted_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} SET SCHEMA audit;"
            f"REVOKE ALL ON audit.{TABLE} FROM yiyuan_app;"
            f"GRANT SELECT, INSERT ON audit.{TABLE} TO yiyuan_app;",
            migrations.RunSQL.noop,
        ),
    ]

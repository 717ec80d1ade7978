import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.fields.json
from django.db import migrations, models


# The record stands in a schema where the application may add and read, never change or delete.
TABLES = ("audit_entry", "audit_checkpoint", "audit_sealleaf", "audit_keymark")
MOVE = "".join(
    f"""
    ALTER TABLE {table} SET SCHEMA audit;
    REVOKE ALL ON audit.{table} FROM yiyuan_app;
    GRANT SELECT, INSERT ON audit.{table} TO yiyuan_app;
    """
    for table in TABLES
) + "GRANT INSERT ON audit.audit_entry TO yiyuan_gateway; GRANT SELECT (id) ON audit.audit_entry TO yiyuan_gateway;"


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_own_schema'), ('audit', '0003_keys'), ('audit', '0004_numbers')]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tree_size', models.BigIntegerField(help_text='leaves covered', unique=True)),
                ('root', models.BinaryField(help_text='RFC 6962 root, SHA-256')),
                ('frontier', models.JSONField(help_text='hex roots of the full subtrees on the right edge, largest first')),
                ('key_id', models.CharField(max_length=64)),
                ('signature', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='KeyMark',
            fields=[
                ('name', models.CharField(help_text="its file in the installation's folder", max_length=40, primary_key=True, serialize=False)),
                ('fingerprint', models.CharField(max_length=64)),
                ('noted_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SealLeaf',
            fields=[
                ('leaf_index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry_id', models.BigIntegerField(unique=True)),
                ('leaf', models.BinaryField(help_text='SHA-256 leaf hash of the entry when it was sealed')),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(help_text='real time, not the legal clock of a demo')),
                ('legal_on', models.DateField(help_text='legal date in Beijing when the act was done')),
                ('actor_account_id', models.BigIntegerField(help_text='0 for the system itself')),
                ('actor_name', models.CharField(max_length=100)),
                ('actor_organisation_id', models.BigIntegerField()),
                ('actor_organisation', models.CharField(max_length=200)),
                ('region_code', models.CharField(help_text="region of the actor's organisation", max_length=6)),
                ('channel', models.CharField(max_length=10)),
                ('tag', models.CharField(help_text='room.noun.done', max_length=80)),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.CharField(max_length=80)),
                ('requirement_ids', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('facts', models.JSONField(default=dict, help_text='ids, counts and dates; never personal content')),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, help_text='keyed hashes of data subjects', size=None)),
                ('stamp', models.BinaryField(help_text='HMAC-SHA256 over the canonical form; shows that the platform wrote it')),
            ],
            options={
                'indexes': [models.Index(fields=['object_type', 'object_id', 'id'], name='audit_entry_object'), models.Index(fields=['tag', 'id'], name='audit_entry_tag'), models.Index(fields=['actor_organisation_id', 'id'], name='audit_entry_organisation'), django.contrib.postgres.indexes.GinIndex(fields=['subjects'], name='audit_entry_subjects'), models.Index(django.db.models.fields.json.KeyTextTransform('request', 'facts'), condition=models.Q(('facts__has_key', 'request')), name='audit_entry_request')],
            },
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


# Which batch last changed the rows of a published view: the gateway tells by it that pages are no longer of one state.
VIEW = """
CREATE VIEW published.loads AS
    SELECT v.name, t.last_batch_id AS batch_id
      FROM control.pools_publishedview v JOIN control.pools_pooltable t ON t.id = v.table_id;
GRANT SELECT ON published.loads TO yiyuan_gateway, yiyuan_app;
"""


class Migration(migrations.Migration):

    replaces = [('pools', '0001_initial'), ('pools', '0002_loads_are_published')]

    dependencies = [
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='PoolTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('generation', models.PositiveIntegerField(default=1)),
                ('schema', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=60)),
                ('key', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), help_text='columns of the primary key; none: full snapshots', size=None)),
                ('created_by_version', models.BigIntegerField(help_text='id of the catalog version it was made for')),
                ('rows', models.BigIntegerField(default=0, verbose_name='行数')),
                ('last_batch_id', models.BigIntegerField(null=True)),
                ('loaded_at', models.DateTimeField(null=True, verbose_name='最近入池')),
                ('loaded_on', models.DateField(help_text='legal date of the last load', null=True, verbose_name='最近入池日期')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['provider'], name='pool_provider')],
                'constraints': [models.UniqueConstraint(fields=('resource', 'generation'), name='pool_generation'), models.UniqueConstraint(fields=('schema', 'name'), name='pool_table_name')],
            },
        ),
        migrations.CreateModel(
            name='PoolColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.BigIntegerField(help_text='id of the item that first had this column')),
                ('name', models.CharField(max_length=60)),
                ('pg_type', models.CharField(max_length=40)),
                ('since_version', models.PositiveIntegerField(help_text='number of the version that brought it')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='pools.pooltable')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('table', 'name'), name='pool_column')],
            },
        ),
        migrations.CreateModel(
            name='Load',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch_id', models.BigIntegerField(unique=True)),
                ('inserted_rows', models.BigIntegerField(verbose_name='新增')),
                ('updated_rows', models.BigIntegerField(verbose_name='更新')),
                ('unchanged_rows', models.BigIntegerField(verbose_name='未变')),
                ('removed_rows', models.BigIntegerField(default=0, verbose_name='换下')),
                ('rows', models.BigIntegerField(verbose_name='入池后行数')),
                ('loaded_at', models.DateTimeField(verbose_name='入池时间')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.version')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loads', to='pools.pooltable')),
            ],
        ),
        migrations.CreateModel(
            name='PublishedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='views', to='pools.pooltable')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.version')),
            ],
        ),
        migrations.RunSQL(VIEW, "DROP VIEW published.loads"),
    ]

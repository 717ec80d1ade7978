import django.contrib.postgres.fields
import django.db.models.deletion
import yiyuan.elements.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('elements', '0001_register'), ('elements', '0002_found_by_aliases')]

    dependencies = [
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataElement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(help_text='the region whose departments keep to it', max_length=6)),
                ('name', models.CharField(max_length=100, verbose_name='数据元')),
                ('plain', models.CharField(help_text='the name without what only looks different', max_length=100)),
                ('synonyms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='同义名称')),
                ('definition', models.TextField(blank=True, verbose_name='定义')),
                ('standard', models.CharField(blank=True, max_length=200, verbose_name='依据的标准')),
                ('identifies', models.BooleanField(default=False, help_text='各资源都要引用它来认人、认单位，引用不算重复采集', verbose_name='用作标识')),
                ('registered_on', models.DateField(verbose_name='登记日期')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region_code', 'plain'), name='one_element_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='ElementSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_name', models.CharField(max_length=100, verbose_name='信息项')),
                ('kind', models.CharField(choices=[('authoritative', '权威来源'), ('verifying', '校核来源')], max_length=20, verbose_name='来源种类')),
                ('basis', models.TextField(blank=True, verbose_name='依据')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(help_text='最后一天，含当天', null=True, verbose_name='止')),
                ('ended_reason', models.TextField(blank=True, verbose_name='终止原因')),
                ('element', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='elements.dataelement')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', yiyuan.elements.types.SourceKind['AUTHORITATIVE']), ('to_on', None)), fields=('element',), name='one_authoritative_source'), models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('element', 'resource', 'item_name'), name='a_source_once')],
            },
        ),
    ]

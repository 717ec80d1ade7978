import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import yiyuan.spreadsheets.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('spreadsheets', '0001_tables_of_the_catalog'), ('spreadsheets', '0002_workbook_notes')]

    dependencies = [
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='SheetImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField()),
                ('person_name', models.CharField(max_length=60, verbose_name='导入人')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件')),
                ('digest', models.CharField(help_text='SHA-256 of the file, hex', max_length=64, verbose_name='摘要')),
                ('original', models.BinaryField(help_text='the file as received')),
                ('sheet', models.CharField(blank=True, max_length=100, verbose_name='工作表')),
                ('mapping', models.JSONField(help_text='see mapping.mapping.Mapping')),
                ('declined', models.CharField(blank=True, max_length=300, verbose_name='退回原因')),
                ('law_on', models.DateField(help_text='no rule of the law is asked; the workflow wants the field', null=True)),
                ('state', models.CharField(choices=[('mapping', '待对照列'), ('distributed', '已分发给各部门'), ('offered', '待部门导入'), ('declined', '部门已退回'), ('running', '正在导入'), ('done', '已导入'), ('cancelled', '已取消，其余的行未导入'), ('failed', '没有导入完')], default=yiyuan.spreadsheets.types.SheetState['MAPPING'], max_length=12, verbose_name='状态')),
                ('total', models.PositiveIntegerField(default=0, help_text='resources the file holds', verbose_name='资源')),
                ('taken', models.PositiveIntegerField(default=0, verbose_name='收下')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='没有变化')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='未收')),
                ('failure', models.CharField(blank=True, max_length=300)),
                ('received_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('parent', models.ForeignKey(help_text="the bureau's spreadsheet of which this is one department's part; the file is kept there", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='spreadsheets.sheetimport')),
            ],
            options={
                'db_table': 'catalog_sheetimport',
                'constraints': [models.CheckConstraint(condition=models.Q(('total__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('taken'), '+', models.F('unchanged')), '+', models.F('refused')))), name='sheet_counts_within_total')],
            },
        ),
        migrations.CreateModel(
            name='SheetRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('row', models.PositiveIntegerField(help_text='its first row in the file', verbose_name='行')),
                ('name', models.CharField(max_length=300, verbose_name='资源名称')),
                ('outcome', models.CharField(choices=[('taken', '收下'), ('unchanged', '没有变化'), ('refused', '未收')], max_length=12, verbose_name='结果')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('warnings', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text='fields the reasons speak of', size=None)),
                ('sheet_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='spreadsheets.sheetimport')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.version')),
            ],
            options={
                'db_table': 'catalog_sheetrow',
                'constraints': [models.UniqueConstraint(fields=('sheet_import', 'position'), name='sheet_row_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkbookImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField()),
                ('person_name', models.CharField(max_length=60, verbose_name='导入人')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件')),
                ('digest', models.CharField(help_text='SHA-256 of the file, hex', max_length=64, verbose_name='摘要')),
                ('original', models.BinaryField(help_text='the file as received')),
                ('returned', models.BinaryField(help_text='the same file with red cells; none when all went well', null=True)),
                ('read', models.PositiveIntegerField(help_text='resources; taken + unchanged + refused', verbose_name='读到')),
                ('taken', models.PositiveIntegerField(verbose_name='收下')),
                ('unchanged', models.PositiveIntegerField(verbose_name='没有变化')),
                ('refused', models.PositiveIntegerField(verbose_name='未收')),
                ('outcomes', models.JSONField(help_text='per resource: row, name, outcome, version id, reasons, warnings')),
                ('notes', models.JSONField(default=list, help_text='what was done to read it, in words without contents')),
                ('received_at', models.DateTimeField(auto_now_add=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'catalog_workbookimport',
                'constraints': [models.CheckConstraint(condition=models.Q(('read', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('taken'), '+', models.F('unchanged')), '+', models.F('refused')))), name='workbook_counts_add_up')],
            },
        ),
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(help_text='SHA-256 of the headings in order, hex', max_length=64)),
                ('mapping', models.JSONField(help_text='see mapping.mapping.Mapping')),
                ('saved_at', models.DateTimeField(auto_now=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'catalog_columnmapping',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'fingerprint'), name='one_mapping_of_headings')],
            },
        ),
    ]

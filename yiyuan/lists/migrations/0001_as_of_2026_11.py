import django.contrib.postgres.fields
import django.db.models.deletion
import yiyuan.lists.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('lists', '0001_tables_of_the_catalog')]

    dependencies = [
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Demand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(help_text="the consumer's region; gives the profile", max_length=6)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已提交，待审核'), ('assigned', '已列为提供部门的新责任'), ('matched', '已对应资源'), ('refused', '不予采纳'), ('withdrawn', '已撤回')], default=yiyuan.lists.types.DemandState['DRAFT'], max_length=20, verbose_name='状态')),
                ('law_on', models.DateField(help_text='the profile of this date judges the demand', null=True)),
                ('wanted', models.CharField(max_length=200, verbose_name='需要的资源')),
                ('items', models.TextField(blank=True, verbose_name='需要的信息项')),
                ('duty', models.CharField(max_length=300, verbose_name='履职依据')),
                ('use', models.TextField(blank=True, verbose_name='用途')),
                ('drafter_name', models.CharField(max_length=60, verbose_name='填报人')),
                ('submitted_on', models.DateField(null=True, verbose_name='提交日期')),
                ('answer', models.TextField(blank=True, verbose_name='审核意见')),
                ('answered_on', models.DateField(null=True, verbose_name='审核日期')),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'db_table': 'catalog_demand',
                'indexes': [models.Index(fields=['consumer', 'state'], name='demand_of_consumer')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('kind', models.CharField(choices=[('share', '提供共享'), ('collect', '采集')], max_length=20, verbose_name='责任')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('detail', models.CharField(blank=True, max_length=300, verbose_name='要求')),
                ('basis', models.TextField(blank=True, verbose_name='依据')),
                ('from_on', models.DateField(verbose_name='起')),
                ('ended_on', models.DateField(null=True, verbose_name='止')),
                ('demand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lists.demand')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.version')),
            ],
            options={
                'db_table': 'catalog_duty',
                'indexes': [models.Index(condition=models.Q(('ended_on', None)), fields=['provider'], name='open_duties')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('resource', 'kind'), name='one_open_duty')],
            },
        ),
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(help_text='binds this region and those within it', max_length=6)),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('text', models.TextField(verbose_name='编制要求')),
                ('notes', models.JSONField(default=dict, help_text='field of the entry -> what to write there')),
                ('required', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, help_text='elements asked beyond the regulation', size=None)),
                ('standard', models.CharField(blank=True, help_text='name and number', max_length=200, verbose_name='数据元标准')),
                ('elements', models.JSONField(default=list, help_text='data elements: name, data_type, length, codes')),
                ('published_by', models.CharField(max_length=60, verbose_name='发布人')),
                ('published_on', models.DateField(verbose_name='发布日期')),
            ],
            options={
                'db_table': 'catalog_guide',
                'constraints': [models.UniqueConstraint(fields=('region_code', 'number'), name='guide_number')],
            },
        ),
        migrations.CreateModel(
            name='Compilation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('title', models.CharField(max_length=200, verbose_name='任务')),
                ('due_on', models.DateField(verbose_name='完成日期')),
                ('opened_by', models.CharField(max_length=60, verbose_name='布置人')),
                ('opened_on', models.DateField(verbose_name='布置日期')),
                ('guide', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lists.guide')),
            ],
            options={
                'db_table': 'catalog_compilation',
            },
        ),
        migrations.CreateModel(
            name='HandedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('kind', models.CharField(choices=[('catalog', '目录清单'), ('demand', '需求清单'), ('duty', '责任清单'), ('negative', '负面清单'), ('summary', '本地汇总目录清单')], max_length=20, verbose_name='清单')),
                ('lines', models.JSONField(help_text='one object per line: id, name, department, state')),
                ('count', models.PositiveIntegerField(verbose_name='条数')),
                ('note', models.CharField(blank=True, help_text='why a list is empty', max_length=300, verbose_name='说明')),
                ('person_name', models.CharField(max_length=60, verbose_name='提交人')),
                ('handed_on', models.DateField(verbose_name='提交日期')),
                ('taken_on', models.DateField(help_text='when the bureau took it over', null=True, verbose_name='接收日期')),
                ('taken_by', models.CharField(blank=True, max_length=60, verbose_name='接收人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'catalog_handedlist',
                'indexes': [models.Index(fields=['organisation', 'kind', '-handed_on'], name='handed_lists')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('published_by', models.CharField(max_length=60, verbose_name='发布人')),
                ('published_on', models.DateField(verbose_name='发布日期')),
            ],
            options={
                'db_table': 'catalog_release',
                'constraints': [models.UniqueConstraint(fields=('region_code', 'number'), name='release_number')],
            },
        ),
        migrations.CreateModel(
            name='ReleaseLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('catalog', '目录清单'), ('demand', '需求清单'), ('duty', '责任清单'), ('negative', '负面清单'), ('summary', '本地汇总目录清单')], max_length=20, verbose_name='清单')),
                ('position', models.PositiveIntegerField(verbose_name='行号')),
                ('text', models.CharField(max_length=300, verbose_name='内容')),
                ('basis', models.TextField(blank=True, verbose_name='依据')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='lists.release')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.version')),
            ],
            options={
                'db_table': 'catalog_releaseline',
                'ordering': ['kind', 'position'],
                'constraints': [models.UniqueConstraint(fields=('release', 'kind', 'position'), name='release_line')],
            },
        ),
        migrations.CreateModel(
            name='CompilationPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('open', '未完成'), ('done', '已完成')], default=yiyuan.lists.types.PartState['OPEN'], max_length=20, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('done_on', models.DateField(null=True, verbose_name='完成日期')),
                ('compilation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='lists.compilation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'catalog_compilationpart',
                'constraints': [models.UniqueConstraint(fields=('compilation', 'organisation'), name='one_part')],
            },
        ),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
import yiyuan.collection.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('collection', '0001_plans'), ('collection', '0002_unified')]

    dependencies = [
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('duty', models.CharField(max_length=200, verbose_name='职责')),
                ('article', models.CharField(help_text='法律法规或三定规定的名称和条款', max_length=300, verbose_name='依据')),
                ('from_on', models.DateField(verbose_name='登记日期')),
                ('ended_on', models.DateField(null=True, verbose_name='终止日期')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('organisation', 'duty'), name='collection_mandate_once')],
            },
        ),
        migrations.CreateModel(
            name='Norm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('activities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None, verbose_name='规范哪些活动')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('dated_on', models.DateField(verbose_name='印发日期')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                ('latest', models.BooleanField(default=True)),
                ('file_name', models.CharField(max_length=200, verbose_name='文件')),
                ('media', models.CharField(max_length=100)),
                ('size_bytes', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('filed_by', models.CharField(max_length=60, verbose_name='登记人')),
                ('filed_on', models.DateField(verbose_name='登记日期')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'title', 'version'), name='collection_norm_version'), models.UniqueConstraint(condition=models.Q(('latest', True)), fields=('organisation', 'title'), name='collection_norm_latest')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('standing', '在采集'), ('ended', '已停止')], default=yiyuan.collection.types.PlanState['STANDING'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('place', models.CharField(choices=[('platform', '在平台上采集'), ('outside', '在平台以外的系统里采集（如实登记）')], max_length=10, verbose_name='在哪里采集')),
                ('resource_name', models.CharField(blank=True, max_length=200, verbose_name='目录')),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None, verbose_name='信息项')),
                ('personal', models.BooleanField(default=False, verbose_name='含个人信息')),
                ('mode', models.CharField(choices=[('direct', '直接采集'), ('third_party', '委托第三方采集'), ('purchase', '购买'), ('receive', '收受'), ('exchange', '交换')], max_length=12, verbose_name='取得方式')),
                ('duty', models.CharField(blank=True, max_length=200, verbose_name='法定职责')),
                ('article', models.CharField(blank=True, max_length=300, verbose_name='法律依据')),
                ('necessity', models.TextField(blank=True, verbose_name='必要性')),
                ('exception', models.CharField(blank=True, max_length=300, verbose_name='另行采集的法律法规')),
                ('different', models.TextField(blank=True, verbose_name='同名的区别')),
                ('flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[(yiyuan.collection.types.Flag['NO_DUTY'], '没有写明法定职责'), (yiyuan.collection.types.Flag['OUTSIDE_DUTIES'], '不在登记的职责内'), (yiyuan.collection.types.Flag['OUTSIDE_LIST'], '不在采集责任清单内'), (yiyuan.collection.types.Flag['OUTSIDE_CATALOG'], '不在目录内'), (yiyuan.collection.types.Flag['SECOND_SOURCE'], '已有别的来源'), (yiyuan.collection.types.Flag['SAME_NAME'], '与已有信息项同名，部门说明不是同一项'), (yiyuan.collection.types.Flag['LAW_CITED'], '依法律法规另行采集')], max_length=20), default=list, size=None)),
                ('sources', models.JSONField(default=list, help_text='other resources with its items when it was saved, `Elsewhere`')),
                ('saved_by', models.CharField(max_length=60, verbose_name='登记人')),
                ('saved_on', models.DateField(verbose_name='登记日期')),
                ('ended_on', models.DateField(null=True, verbose_name='停止日期')),
                ('ended_reason', models.TextField(blank=True, verbose_name='停止原因')),
                ('mandate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='collection.mandate')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['region_code', 'state'], name='collection_plan_region')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('open', '待处理'), ('closed', '已处理')], default=yiyuan.collection.types.ReportState['OPEN'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('asked_for', models.TextField(verbose_name='要求填报什么')),
                ('happened_on', models.DateField(verbose_name='收到日期')),
                ('reported_on', models.DateField(verbose_name='反映日期')),
                ('file_name', models.CharField(max_length=200, verbose_name='照片')),
                ('media', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('result', models.TextField(blank=True, verbose_name='处理结果')),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='任务')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('review', '待同级主管部门审核'), ('consent', '待市级主管部门同意'), ('approved', '已纳入，待开始'), ('running', '填报中'), ('closed', '已截止，数据入池中'), ('stuck', '已截止，数据没有入池'), ('done', '已完成'), ('refused', '不同意')], default=yiyuan.collection.types.TaskState['DRAFT'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('resource_name', models.CharField(max_length=200, verbose_name='入哪个资源')),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None, verbose_name='信息项')),
                ('unit_item', models.CharField(blank=True, max_length=100, verbose_name='单位名称在哪一项')),
                ('need', models.TextField(verbose_name='为什么需要基层填报')),
                ('frequency', models.CharField(choices=[('once', '一次'), ('yearly', '每年'), ('quarterly', '每季'), ('monthly', '每月')], max_length=10, verbose_name='频次')),
                ('unit_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='organisation ids', size=None, verbose_name='基层单位')),
                ('searched', models.CharField(blank=True, max_length=100, verbose_name='检索词')),
                ('search_result', models.JSONField(default=list, help_text='published resources found: name, provider, resource_id')),
                ('unfit', models.TextField(blank=True, verbose_name='为什么查到的不能用')),
                ('application_number', models.CharField(blank=True, max_length=30, verbose_name='被拒绝的共享申请')),
                ('exception', models.CharField(blank=True, max_length=300, verbose_name='另行采集的法律法规')),
                ('two_steps', models.BooleanField(default=False, help_text="the city's bureau consents after the review")),
                ('round', models.PositiveSmallIntegerField(default=0, verbose_name='轮次')),
                ('due_on', models.DateField(null=True, verbose_name='填报截止')),
                ('account_id', models.BigIntegerField(help_text="of who drafted it, later of who closed the round; the batch's")),
                ('drafter_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('approved_on', models.DateField(null=True, verbose_name='批准日期')),
                ('batch_id', models.BigIntegerField(help_text='of the last round', null=True, verbose_name='归集批次')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('consenter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='同意')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
                ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='审核')),
            ],
            options={
                'indexes': [models.Index(fields=['region_code', 'state'], name='collection_task_region')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('due', '待填报'), ('sent', '已上报'), ('taken', '已汇总'), ('missed', '截止时没有报')], default=yiyuan.collection.types.ReturnState['DUE'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('due_on', models.DateField(verbose_name='填报截止')),
                ('sealed', models.BinaryField(default=bytes, help_text='rows by item, sealed JSON')),
                ('row_count', models.PositiveIntegerField(default=0, verbose_name='行数')),
                ('known', models.PositiveIntegerField(default=0, help_text='rows filled in beforehand from the pool', verbose_name='已知行数')),
                ('sent_on', models.DateField(null=True, verbose_name='上报日期')),
                ('sent_by', models.CharField(blank=True, max_length=60, verbose_name='上报人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='collection.task')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'state'], name='collection_return_unit')],
                'constraints': [models.UniqueConstraint(fields=('task', 'round', 'unit'), name='collection_return_once')],
            },
        ),
    ]

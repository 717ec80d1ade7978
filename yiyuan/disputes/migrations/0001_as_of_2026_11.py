from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import yiyuan.disputes.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('disputes', '0001_initial'), ('disputes', '0002_corrections'), ('disputes', '0003_open_rechecks'), ('disputes', '0004_inconsistencies')]

    dependencies = [
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inconsistency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('negotiating', '两部门协商中'), ('coordinating', '主管部门组织甄别中'), ('settled', '已有结论，待在源头办理'), ('done', '已办结'), ('dropped', '不属于不一致')], default=yiyuan.disputes.types.InconsistencyState['NEGOTIATING'], max_length=14, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('region_code', models.CharField(help_text='of the first department; gives the profile', max_length=6)),
                ('item', models.CharField(max_length=200, verbose_name='信息项')),
                ('first_resource_name', models.CharField(max_length=200, verbose_name='甲方资源')),
                ('second_resource_name', models.CharField(max_length=200, verbose_name='乙方资源')),
                ('sealed', models.BinaryField(help_text='Differing: encrypted JSON', null=True)),
                ('detail', models.TextField(blank=True, help_text='how it came to light; names no person', verbose_name='情况')),
                ('raised_on', models.DateField(verbose_name='提出日期')),
                ('held', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='conflicts of a registry that wait for the conclusion', size=None)),
                ('held_sources', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='sources of that registry: of the first, of the second', size=None)),
                ('holds', models.CharField(blank=True, choices=[('first', '甲方'), ('second', '乙方')], max_length=6, verbose_name='以谁为准')),
                ('participants', models.TextField(blank=True, verbose_name='参加单位和人员')),
                ('conclusion', models.TextField(blank=True, verbose_name='结论')),
                ('minutes', models.CharField(blank=True, max_length=60, verbose_name='会议纪要文号')),
                ('settled_on', models.DateField(null=True, verbose_name='结论日期')),
                ('bureau', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('first_resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
                ('raised_by', models.ForeignKey(help_text='none: the platform', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('second_resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'verbose_name_plural': 'inconsistencies',
            },
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('unit', models.CharField(max_length=100, verbose_name='单位')),
                ('opinion', models.CharField(max_length=1000, verbose_name='意见')),
                ('heard_on', models.DateField()),
                ('inconsistency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='experts', to='disputes.inconsistency')),
            ],
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('rechecking', '校核中'), ('extended', '校核中（已延期）'), ('corrected', '已在源头更正'), ('confirmed', '确认无误'), ('undetermined', '无法核实'), ('withdrawn', '已撤回')], default=yiyuan.disputes.types.State['RECHECKING'], max_length=14, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('region_code', models.CharField(help_text="the provider's region; gives the profile", max_length=6)),
                ('resource_name', models.CharField(blank=True, max_length=200, verbose_name='资源')),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, help_text='names of the items in doubt', size=None)),
                ('doubt', models.CharField(choices=[('wrong', '内容有误'), ('missing', '缺记录或者缺内容'), ('outdated', '没有及时更新'), ('duplicate', '重复'), ('not_mine', '不是本人（本单位）的记录'), ('other', '其他疑义')], max_length=10, verbose_name='疑义')),
                ('sealed', models.BinaryField(help_text='record key, detail, what it should be, contact: encrypted JSON', null=True)),
                ('record_hash', models.CharField(blank=True, help_text='keyed digest of the record key', max_length=32)),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, help_text='keyed digests of whom the record is about', size=None)),
                ('filer_kind', models.CharField(choices=[('department', '使用部门'), ('company', '企业、组织'), ('citizen', '个人')], max_length=10, verbose_name='申请人')),
                ('channel', models.CharField(choices=[('provider', '直接向提供部门'), ('platform', '通过共享平台')], max_length=8, verbose_name='渠道')),
                ('code', models.CharField(blank=True, help_text='by which who filed outside reads the answer', max_length=16, verbose_name='查询码')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('extended_until_on', models.DateField(help_text='last day, inclusive', null=True, verbose_name='延长至')),
                ('answer', models.TextField(blank=True, verbose_name='校核结果')),
                ('batch_id', models.BigIntegerField(help_text='intake batch that brought the correction', null=True)),
                ('answered_on', models.DateField(null=True, verbose_name='答复日期')),
                ('filer', models.ForeignKey(help_text='none: a citizen or a company outside', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('operator', models.ForeignKey(help_text='who organises the recheck where the region says so', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(help_text='none: filed from outside in words, until the provider names it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['resource', 'state'], name='recheck_resource'), models.Index(fields=['provider', 'state'], name='recheck_provider')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='recheck_code')],
            },
        ),
        migrations.CreateModel(
            name='Organising',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', '待组织校核'), ('done', '已组织')], default='open', max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('note', models.TextField(blank=True, verbose_name='组织情况')),
                ('recheck', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='organising', to='disputes.recheck')),
            ],
        ),
        migrations.AddField(
            model_name='inconsistency',
            name='recheck',
            field=models.OneToOneField(help_text='by which it is acted upon', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inconsistency', to='disputes.recheck'),
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', '待同意'), ('approved', '已同意'), ('declined', '不同意'), ('lapsed', '已办结，不再需要')], default='asked', max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('days', models.PositiveSmallIntegerField(help_text='working days beyond the first date', verbose_name='延长')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('asked_by', models.CharField(max_length=60, verbose_name='请求人')),
                ('asked_on', models.DateField(verbose_name='请求日期')),
                ('decide_by_on', models.DateField(null=True, verbose_name='须在此日前同意')),
                ('decided_on', models.DateField(null=True, verbose_name='决定日期')),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('recheck', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='disputes.recheck')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'approved'])), fields=('recheck',), name='recheck_extended_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('media', models.CharField(max_length=40)),
                ('size_bytes', models.PositiveIntegerField(help_text='bytes', verbose_name='大小')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('handed_in_on', models.DateField(verbose_name='提交日期')),
                ('recheck', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='disputes.recheck')),
            ],
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('told', '待确认'), ('acknowledged', '已确认')], default=yiyuan.disputes.types.CorrectionState['TOLD'], max_length=14, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('grant_id', models.BigIntegerField(help_text='under which it was given data last')),
                ('received', models.CharField(choices=[('named', '查询过这条记录'), ('in_bulk', '整批取走，其中有这条记录'), ('perhaps', '整批取走，其中可能有这条记录')], max_length=10, verbose_name='怎样收到')),
                ('named', models.PositiveIntegerField(help_text='answers about the record', verbose_name='查询次数')),
                ('in_bulk', models.PositiveIntegerField(help_text='files and lists', verbose_name='整批次数')),
                ('first_at', models.DateTimeField(verbose_name='第一次取用')),
                ('last_at', models.DateTimeField(verbose_name='最后一次取用')),
                ('told_on', models.DateField(verbose_name='告知日期')),
                ('told_at', models.DateTimeField(auto_now_add=True, help_text='real time')),
                ('effect', models.CharField(blank=True, choices=[('replaced', '已改用更正后的数据'), ('rehandled', '已改用，并对用过旧数据的办件重新核对'), ('not_kept', '没有留存这条数据'), ('not_used', '没有用到更正的信息项')], max_length=10, verbose_name='处理')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('acknowledged_on', models.DateField(null=True, verbose_name='确认日期')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('recheck', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='disputes.recheck')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('recheck', 'receiver'), name='correction_told_once')],
            },
        ),
        migrations.CreateModel(
            name='View',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('first', '甲方'), ('second', '乙方')], max_length=6)),
                ('holds', models.CharField(choices=[('first', '甲方'), ('second', '乙方')], max_length=6, verbose_name='以谁为准')),
                ('words', models.CharField(max_length=500, verbose_name='理由')),
                ('stated_by', models.CharField(max_length=60)),
                ('stated_on', models.DateField()),
                ('inconsistency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='views', to='disputes.inconsistency')),
            ],
        ),
        migrations.AddIndex(
            model_name='inconsistency',
            index=django.contrib.postgres.indexes.GinIndex(fields=['held'], name='inconsistency_held'),
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop),
    ]

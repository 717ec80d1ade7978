import django.db.models.deletion
import yiyuan.supervision.types
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('supervision', '0001_initial'), ('supervision', '0002_indicators_as_data'), ('supervision', '0003_checks_reports_inspections'), ('supervision', '0004_board'), ('supervision', '0005_earlier_figures')]

    dependencies = [
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('opened_on', models.DateField(verbose_name='开始日期')),
                ('opened_by', models.CharField(max_length=60, verbose_name='开始人')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region_code', 'year'), name='assessed_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('open', '检查中'), ('published', '已公布')], default=yiyuan.supervision.types.InspectionState['OPEN'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('items', models.JSONField(help_text='what is looked at, a line each')),
                ('opened_by', models.CharField(max_length=60, verbose_name='发起人')),
                ('opened_on', models.DateField(verbose_name='发起日期')),
                ('summary', models.TextField(blank=True, verbose_name='检查情况')),
                ('published_by', models.CharField(blank=True, max_length=60, verbose_name='公布人')),
                ('published_on', models.DateField(null=True, verbose_name='公布日期')),
            ],
        ),
        migrations.CreateModel(
            name='JointCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('open', '评分中'), ('closed', '已汇总')], default=yiyuan.supervision.types.JointState['OPEN'], max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('subjects', models.JSONField(help_text='values of supervision.joint: what is scored')),
                ('due_on', models.DateField(verbose_name='评分截止')),
                ('opened_by', models.CharField(max_length=60, verbose_name='发起人')),
                ('opened_on', models.DateField(verbose_name='发起日期')),
                ('summary', models.TextField(blank=True, verbose_name='汇总说明')),
                ('closed_on', models.DateField(null=True, verbose_name='汇总日期')),
            ],
        ),
        migrations.CreateModel(
            name='BoardDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('on', models.DateField(help_text='legal day', verbose_name='日期')),
                ('taken_at', models.DateTimeField(verbose_name='统计时间')),
                ('content', models.JSONField(help_text='see supervision/board.py')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region_code', 'on'), name='one_board_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Circular',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='文号')),
                ('report', models.TextField(verbose_name='评估情况')),
                ('advice', models.TextField(blank=True, verbose_name='改进意见')),
                ('issued_by', models.CharField(max_length=60, verbose_name='签发经办人')),
                ('issued_on', models.DateField(verbose_name='发出日期')),
                ('assessment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='circular', to='supervision.assessment')),
            ],
        ),
        migrations.CreateModel(
            name='Inspected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('county', models.CharField(blank=True, help_text='its name; empty: a department', max_length=60, verbose_name='下级地区')),
                ('seen', models.TextField(blank=True, verbose_name='检查记录')),
                ('seen_by', models.CharField(blank=True, max_length=200, verbose_name='检查人')),
                ('seen_on', models.DateField(null=True, verbose_name='检查日期')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='supervision.inspection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('inspection', 'organisation'), name='inspected_once')],
            },
        ),
        migrations.CreateModel(
            name='InspectionFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', '待整改'), ('answered', '已整改，待核实'), ('closed', '已办结')], default=yiyuan.supervision.types.FindingState['OPEN'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('item', models.CharField(max_length=200, verbose_name='检查内容')),
                ('problem', models.TextField(verbose_name='问题和整改意见')),
                ('due_on', models.DateField(verbose_name='整改期限')),
                ('answer', models.TextField(blank=True, verbose_name='整改情况')),
                ('answered_on', models.DateField(null=True, verbose_name='答复日期')),
                ('verdict', models.TextField(blank=True, verbose_name='核实意见')),
                ('closed_on', models.DateField(null=True, verbose_name='办结日期')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='supervision.inspected')),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('awaited', '待签收'), ('received', '已签收')], default=yiyuan.supervision.types.ReceiptState['AWAITED'], max_length=10, verbose_name='签收')),
                ('law_on', models.DateField(null=True)),
                ('received_by', models.CharField(blank=True, max_length=60, verbose_name='签收人')),
                ('received_on', models.DateField(null=True, verbose_name='签收日期')),
                ('circular', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='supervision.circular')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('circular', 'organisation'), name='received_once')],
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('number', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('co_issuers', models.CharField(blank=True, max_length=300, verbose_name='联合制定单位')),
                ('paper', models.CharField(blank=True, help_text='title and number of the measure', max_length=200, verbose_name='文件')),
                ('equal_weights', models.BooleanField(default=True, help_text="nobody entered weights: equal, the platform's default")),
                ('made_by', models.CharField(max_length=60, verbose_name='制定人')),
                ('made_on', models.DateField(verbose_name='制定日期')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region_code', 'number'), name='scheme_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('measure', models.CharField(choices=[('published', '已发布的目录资源'), ('handed', '应归集的资源已经归集'), ('catalog_in_time', '目录事项按期办理'), ('duties', '责任清单落实'), ('below', '质量检查低于要求的资源'), ('corrected_in_time', '质量工单按期更正'), ('rechecked_in_time', '数据校核按期答复'), ('fresh', '按更新周期更新'), ('used', '获得的授权已经取用'), ('answered_in_time', '共享申请按期答复'), ('supplied_in_time', '同意后按期提供'), ('given', '授权其他部门使用'), ('declared', '项目和系统申报的资源已经共享'), ('opening_said', '开放类型写明'), ('openable', '可以开放的资源'), ('secured', '责任人员、机构和制度齐备'), ('findings', '已认定的情形')], max_length=20, verbose_name='指标')),
                ('aspect', models.CharField(blank=True, help_text='value of supervision.aspects', max_length=10, verbose_name='方面')),
                ('weight', models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name='权重')),
                ('better', models.CharField(choices=[('more', '越高越好'), ('less', '越低越好')], default=yiyuan.supervision.types.Better['MORE'], max_length=4, verbose_name='方向')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='supervision.scheme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scheme', 'measure'), name='indicator_once')],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='scheme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.scheme'),
        ),
        migrations.CreateModel(
            name='Scoring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('awaited', '待评分'), ('given', '已评分')], default=yiyuan.supervision.types.ScoringState['AWAITED'], max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('scored_by', models.CharField(blank=True, max_length=60, verbose_name='评分人')),
                ('scored_on', models.DateField(null=True, verbose_name='评分日期')),
                ('check_of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorings', to='supervision.jointcheck')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('check_of', 'organisation'), name='scored_once_by_each')],
            },
        ),
        migrations.CreateModel(
            name='JointScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=20, verbose_name='考核内容')),
                ('points', models.DecimalField(decimal_places=2, help_text='of a hundred', max_digits=5, verbose_name='得分')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('scoring', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='supervision.scoring')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scoring', 'organisation', 'subject'), name='joint_score_once'), models.CheckConstraint(condition=models.Q(('points__gte', Decimal('0')), ('points__lte', Decimal('100'))), name='joint_score_of_a_hundred')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('county', models.CharField(blank=True, help_text='its name; empty: of a department', max_length=60, verbose_name='下级地区')),
                ('state', models.CharField(choices=[('taken', '待部门核对'), ('stated', '部门已说明，待确认'), ('confirmed', '已确认')], default=yiyuan.supervision.types.State['TAKEN'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('taken_at', models.DateTimeField(verbose_name='取数时间')),
                ('statement', models.TextField(blank=True, verbose_name='部门说明')),
                ('stated_by', models.CharField(blank=True, max_length=60, verbose_name='说明人')),
                ('stated_on', models.DateField(null=True, verbose_name='说明日期')),
                ('reply', models.TextField(blank=True, verbose_name='主管部门意见')),
                ('earlier', models.JSONField(default=list, help_text='what was taken before: taken_at, score, statement, why it was taken anew, figures')),
                ('confirmed_on', models.DateField(null=True, verbose_name='确认日期')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='supervision.assessment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'organisation'), name='one_sheet_a_department')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('total', models.PositiveIntegerField(help_text='matters counted; of a count without a whole, the count', verbose_name='应计')),
                ('good', models.PositiveIntegerField(verbose_name='达到')),
                ('apart', models.PositiveIntegerField(default=0, help_text='late, not confirmed: counted neither way', verbose_name='另列')),
                ('records', models.JSONField(default=list, help_text='each matter: types.Record')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.indicator')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='supervision.sheet')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'indicator'), name='figure_once')],
            },
        ),
        migrations.CreateModel(
            name='YearReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('year', models.PositiveSmallIntegerField(help_text='reported on, the one before the due day', verbose_name='年度')),
                ('state', models.CharField(choices=[('awaited', '待报告'), ('submitted', '已报告')], default=yiyuan.supervision.types.ReportState['AWAITED'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('due_on', models.DateField(help_text='fixed: no holiday moves it', verbose_name='报告截止')),
                ('work', models.TextField(blank=True, verbose_name='共享工作情况')),
                ('problems', models.TextField(blank=True, verbose_name='问题和改进措施')),
                ('figures', models.JSONField(default=list, help_text='head, name and words of each figure as of the day it was sent')),
                ('submitted_by', models.CharField(blank=True, max_length=60, verbose_name='报告人')),
                ('submitted_on', models.DateField(null=True, verbose_name='报告日期')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'year'), name='reported_once_a_year')],
            },
        ),
    ]

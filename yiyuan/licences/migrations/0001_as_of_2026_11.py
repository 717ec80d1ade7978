import django.db.models.deletion
import yiyuan.licences.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('licences', '0001_initial'), ('licences', '0002_objections_from_outside'), ('licences', '0003_five_kinds_of_licences'), ('licences', '0004_making_notes')]

    dependencies = [
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='given when it is issued', max_length=100, null=True, unique=True, verbose_name='证照标识')),
                ('type_name', models.CharField(max_length=200, verbose_name='证照名称')),
                ('type_kind', models.CharField(choices=[('document', '证件'), ('certificate', '证明'), ('approval', '批文'), ('appraisal', '鉴定报告'), ('result', '办事结果')], max_length=20, verbose_name='证照类型')),
                ('template', models.CharField(max_length=200, verbose_name='证照模板')),
                ('issuer_name', models.CharField(max_length=200, verbose_name='颁证单位')),
                ('region_code', models.CharField(max_length=6)),
                ('holder_kind', models.CharField(choices=[('person', '自然人'), ('legal_person', '法人'), ('other', '其他组织')], max_length=20, verbose_name='持证主体种类')),
                ('holder_name', models.CharField(max_length=200, verbose_name='持证主体')),
                ('code_kind', models.CharField(choices=[('001', '统一社会信用代码'), ('099', '其他法人或其他组织有效证件代码'), ('111', '公民身份号码'), ('114', '解放军军官证'), ('115', '武警警官证'), ('118', '解放军士兵证'), ('119', '武警士兵证'), ('120', '解放军文职人员证'), ('122', '武警文职人员证'), ('411', '外交护照'), ('412', '公务护照'), ('413', '公务普通护照'), ('414', '普通护照'), ('511', '台湾居民来往大陆通行证'), ('516', '港澳居民来往内地通行证'), ('999', '其他自然人有效证件代码')], max_length=3, verbose_name='代码类型')),
                ('holder_code', models.CharField(max_length=40, verbose_name='持证主体代码')),
                ('licence_no', models.CharField(max_length=100, verbose_name='证照编号')),
                ('values', models.JSONField(default=dict, help_text='information item -> text', verbose_name='照面信息')),
                ('granted_on', models.DateField(verbose_name='颁发日期')),
                ('valid_from', models.DateField(verbose_name='有效期起')),
                ('valid_until', models.DateField(help_text='last day, inclusive; none: without end', null=True, verbose_name='有效期止')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                ('serial', models.PositiveBigIntegerField(help_text='the same in all versions', null=True, verbose_name='流水号')),
                ('state', models.CharField(choices=[('made', '已制证，待审核'), ('returned', '审核退回'), ('audited', '已审核，待签发'), ('issued', '已签发'), ('suspended', '已停用'), ('replaced', '已失效，有更新版本'), ('cancelled', '已注销'), ('expired', '已过期'), ('dropped', '未签发，已作废')], default=yiyuan.licences.types.State['MADE'], max_length=12, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('origin', models.CharField(choices=[('drafted', '逐件制证'), ('batch', '批量制证'), ('history', '历史补录'), ('update', '更新')], max_length=10, verbose_name='来历')),
                ('made_on', models.DateField(help_text='of a licence of the past, as its record says', verbose_name='制证日期')),
                ('rules', models.CharField(help_text='profile version of the day it was made', max_length=120, verbose_name='制证时的规则版本')),
                ('seal_holder', models.CharField(choices=[('issuer', '颁证单位'), ('certification_centre', '认证中心')], max_length=24, verbose_name='印章')),
                ('sealed_on', models.DateField(help_text='of a licence of the past, as its record says', null=True, verbose_name='加盖日期')),
                ('entered_on', models.DateField(verbose_name='录入日期')),
                ('maker_account_id', models.BigIntegerField()),
                ('maker_name', models.CharField(max_length=60, verbose_name='制证人')),
                ('auditor_name', models.CharField(blank=True, max_length=60, verbose_name='审核人')),
                ('issued_by', models.CharField(blank=True, max_length=60, verbose_name='签发人')),
                ('issued_on', models.DateField(null=True, verbose_name='签发日期')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='停用、注销、退回的原因')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('previous', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='licences.licence')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
        ),
        migrations.CreateModel(
            name='LicenceDoorTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(help_text='legal date', verbose_name='日期')),
                ('origin', models.CharField(help_text='keyed digest of address and day', max_length=64)),
                ('knocks', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('on', 'origin'), name='licence_door_tally')],
            },
        ),
        migrations.CreateModel(
            name='LicenceObjection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('applicant', models.CharField(choices=[('consumer', '用证单位'), ('holder', '持证主体'), ('social', '其他社会用证主体')], max_length=10, verbose_name='异议申请人')),
                ('code', models.CharField(help_text='by which somebody without a login reads the result', max_length=12, null=True, unique=True, verbose_name='查询码')),
                ('account_id', models.BigIntegerField(help_text="of the department's person who objected", null=True)),
                ('applicant_name', models.CharField(max_length=100, verbose_name='姓名或名称')),
                ('contact', models.CharField(blank=True, max_length=100, verbose_name='联系方式')),
                ('doubt', models.CharField(choices=[('accuracy', '准确性'), ('completeness', '完整性'), ('timeliness', '时效性')], max_length=14, verbose_name='异议')),
                ('text', models.TextField(verbose_name='说明')),
                ('filed_on', models.DateField(verbose_name='提出日期')),
                ('state', models.CharField(choices=[('open', '核查中'), ('decided', '已有结果，待告知'), ('closed', '已告知，办结')], default=yiyuan.licences.types.ObjectionState['OPEN'], max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('corrected', '更正（另行更新证照）'), ('kept', '维持'), ('cancelled', '注销（另行注销证照）')], max_length=10, verbose_name='结果')),
                ('result', models.TextField(blank=True, verbose_name='核查情况')),
                ('decided_on', models.DateField(null=True, verbose_name='核查日期')),
                ('told_on', models.DateField(null=True, verbose_name='告知日期')),
                ('told_how', models.CharField(blank=True, max_length=200, verbose_name='告知方式')),
                ('consumer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='licences.licence')),
            ],
        ),
        migrations.CreateModel(
            name='LicenceType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='18 of the body, 3 of the type', max_length=21, unique=True, verbose_name='证照类型代码')),
                ('last_serial', models.PositiveBigIntegerField(default=0)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
        ),
        migrations.AddField(
            model_name='licence',
            name='type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='licences.licencetype'),
        ),
        migrations.CreateModel(
            name='Making',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type_name', models.CharField(max_length=200, verbose_name='证照')),
                ('region_code', models.CharField(max_length=6)),
                ('person_name', models.CharField(max_length=60, verbose_name='制证人')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件')),
                ('history', models.BooleanField(default=False, verbose_name='历史补录')),
                ('made_on', models.DateField(verbose_name='制证日期')),
                ('read_rows', models.PositiveIntegerField(verbose_name='读到')),
                ('made_rows', models.PositiveIntegerField(verbose_name='制成')),
                ('refused_rows', models.PositiveIntegerField(verbose_name='未制')),
                ('notes', models.JSONField(default=list, help_text='what was done to read it, in words without contents', verbose_name='读法')),
                ('refusals', models.JSONField(default=list, help_text='row number and reasons, no values', verbose_name='未制的行')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
        ),
        migrations.AddField(
            model_name='licence',
            name='making',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='licences.making'),
        ),
        migrations.CreateModel(
            name='LicenceUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('use', '使用'), ('read', '查阅'), ('verify', '核验')], max_length=8, verbose_name='用证')),
                ('case', models.CharField(max_length=64, verbose_name='办件编号')),
                ('purpose', models.CharField(max_length=200, verbose_name='用途')),
                ('person_name', models.CharField(max_length=60, verbose_name='用证人')),
                ('at', models.DateTimeField(help_text='real time', verbose_name='时间')),
                ('legal_on', models.DateField(verbose_name='业务日期')),
                ('state', models.CharField(choices=[('made', '已制证，待审核'), ('returned', '审核退回'), ('audited', '已审核，待签发'), ('issued', '已签发'), ('suspended', '已停用'), ('replaced', '已失效，有更新版本'), ('cancelled', '已注销'), ('expired', '已过期'), ('dropped', '未签发，已作废')], max_length=12, verbose_name='当时状态')),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='licences.licence')),
            ],
            options={
                'indexes': [models.Index(fields=['consumer', '-id'], name='licence_use_consumer')],
            },
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['issuer', 'state'], name='licence_issuer'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['valid_until'], name='licence_valid_until'),
        ),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
import yiyuan.organisations.models
import yiyuan.organisations.types
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('organisations', '0001_initial'), ('organisations', '0002_succession_officers_delegation_acts'), ('organisations', '0003_succession_announced'), ('organisations', '0004_officer_filing_answered'), ('organisations', '0005_accounts'), ('organisations', '0006_second_factor'), ('organisations', '0007_logins'), ('organisations', '0008_grassroots')]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login', models.CharField(max_length=60, unique=True, verbose_name='登录名')),
                ('is_active', models.BooleanField(default=True, verbose_name='可登录')),
                ('must_change', models.BooleanField(default=False, help_text='an administrator chose the password', verbose_name='登录后改密码')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='办公电话')),
                ('post', models.CharField(blank=True, max_length=60, verbose_name='职务')),
            ],
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='Login',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('begun_at', models.DateTimeField(verbose_name='开始')),
                ('seen_at', models.DateTimeField(help_text='a minute or less behind', verbose_name='最近操作')),
                ('network', models.CharField(blank=True, help_text='/24 or /64', max_length=45, verbose_name='网段')),
                ('program', models.CharField(max_length=40, verbose_name='程序')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='logins', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LoginFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(help_text='address it came from; of IPv6 the /64', max_length=64)),
                ('at', models.DateTimeField(db_index=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='login_failures', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('short_name', models.CharField(max_length=40, verbose_name='简称')),
                ('uscc', models.CharField(max_length=18, unique=True, verbose_name='统一社会信用代码')),
                ('kind', models.CharField(choices=[('own', '本级部门'), ('vertical', '垂直管理'), ('dual_led', '双重管理'), ('by_reference', '参照执行'), ('utility', '公用事业单位'), ('grassroots', '基层单位（乡镇、街道、村社）')], default=yiyuan.organisations.types.Kind['OWN'], max_length=20, verbose_name='管理关系')),
                ('legal', models.CharField(blank=True, choices=[('government_department', '行政机关（政府部门）'), ('authorised_institution', '法律法规授权的事业单位'), ('authorised_social_organisation', '法律法规授权的社会组织'), ('authorised_organisation', '法律法规授权具有行政职能的组织'), ('public_management_organisation', '其他依法具有公共管理职能的组织')], default=yiyuan.organisations.types.Legal['GOVERNMENT'], help_text='空：尚未确定，不能登记为政务部门', max_length=32, verbose_name='机构性质')),
                ('office', models.CharField(choices=[('none', '部门'), ('bureau', '数据资源主管部门'), ('centre', '平台管理机构'), ('government', '人民政府'), ('leading_group', '领导小组'), ('audit', '监督检查机关')], default=yiyuan.organisations.types.Office['NONE'], max_length=20, verbose_name='承担职能')),
                ('unit', models.CharField(blank=True, help_text='承担数据工作的内设机构', max_length=100, verbose_name='实施机构')),
                ('established_on', models.DateField(blank=True, null=True, verbose_name='设立日期')),
                ('enrolled_on', models.DateField(blank=True, help_text='登记为政务部门、可以办理业务的日期', null=True, verbose_name='启用日期')),
                ('abolished_on', models.DateField(blank=True, help_text='撤销当天起不再办理', null=True, verbose_name='撤销日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subordinates', to='organisations.organisation', verbose_name='上级单位')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='承接单位')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='行政区划')),
            ],
        ),
        migrations.CreateModel(
            name='AccessToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('functions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), help_text="only these of the person's functions", size=None)),
                ('name', models.CharField(max_length=60, verbose_name='用途')),
                ('prefix', models.CharField(default=yiyuan.organisations.models.token_prefix, help_text='shown, to tell tokens apart', max_length=8)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(help_text='last day, inclusive', null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='PendingAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assign', '授予重要岗位'), ('abolish', '撤销、合并单位'), ('unlock', '解除账号锁定'), ('reset', '重置密码'), ('factor', '重置第二因素')], max_length=12, verbose_name='事项')),
                ('title', models.CharField(max_length=300, verbose_name='内容')),
                ('facts', models.JSONField(help_text='arguments of the service that does it')),
                ('region_code', models.CharField(max_length=6)),
                ('asked_on', models.DateField(verbose_name='提出日期')),
                ('state', models.CharField(choices=[('waiting', '待另一管理员确认'), ('done', '已确认执行'), ('refused', '未予确认')], default=yiyuan.organisations.types.ActState['WAITING'], max_length=12, verbose_name='状态')),
                ('decided_on', models.DateField(null=True, verbose_name='处理日期')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('function', models.CharField(choices=[('data_officer', '数据专员'), ('reviewer', '目录审核人'), ('secrecy', '保密审查人'), ('head', '负责人'), ('bureau', '数据主管经办人'), ('leading', '领导小组办公室'), ('operator', '平台运维'), ('auditor', '审计检查'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='岗位')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(help_text='最后一天，含当天', verbose_name='止')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_delegations', to='organisations.person')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_delegations', to='organisations.person')),
            ],
        ),
        migrations.AddField(
            model_name='account',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='organisations.person'),
        ),
        migrations.CreateModel(
            name='PolicyPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('plan', '共享工作方案'), ('rules', '管理制度')], max_length=12, verbose_name='种类')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('doc_no', models.CharField(blank=True, max_length=100, verbose_name='文号')),
                ('issued_on', models.DateField(verbose_name='印发日期')),
                ('goals', models.TextField(blank=True, verbose_name='目标和责任')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='SecondFactor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField(help_text='the shared secret, sealed')),
                ('last_step', models.BigIntegerField(help_text='of the last code that was accepted; no older one is any more')),
                ('set_at', models.DateTimeField()),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_factor', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(help_text='SHA-256 of the code, hex; it has 80 random bits', max_length=64)),
                ('used_at', models.DateTimeField(null=True)),
                ('factor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='organisations.secondfactor')),
            ],
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ending', models.CharField(choices=[('merged', '合并'), ('abolished', '撤销')], max_length=12, verbose_name='方式')),
                ('act', models.CharField(help_text='名称和文号', max_length=200, verbose_name='文件')),
                ('act_on', models.DateField(verbose_name='文件日期')),
                ('on', models.DateField(help_text='当天起由承接单位办理', verbose_name='生效日期')),
                ('announced', models.BooleanField(default=False, help_text='other rooms were told, on the day it took effect')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inherited', to='organisations.organisation')),
                ('old', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='succession', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='NamedOfficer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('first_responsible', '第一责任人（主要负责人）'), ('sharing', '共享工作专人'), ('opening', '开放工作专人'), ('security', '安全工作专人'), ('dedicated', '专职人员'), ('licence', '电子证照专人')], max_length=20, verbose_name='职责')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(help_text='最后一天，含当天', null=True, verbose_name='止')),
                ('filed_on', models.DateField(null=True, verbose_name='报备日期')),
                ('accepted', models.BooleanField(help_text='by the centre; none: not answered', null=True, verbose_name='接收')),
                ('answered_on', models.DateField(null=True, verbose_name='答复日期')),
                ('answer_note', models.CharField(blank=True, max_length=300, verbose_name='不接收的原因')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisations.person')),
                ('substitute', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('organisation', 'duty'), name='one_officer_of_a_duty')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('function', models.CharField(choices=[('data_officer', '数据专员'), ('reviewer', '目录审核人'), ('secrecy', '保密审查人'), ('head', '负责人'), ('bureau', '数据主管经办人'), ('leading', '领导小组办公室'), ('operator', '平台运维'), ('auditor', '审计检查'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='岗位')),
                ('from_on', models.DateField(verbose_name='任职起')),
                ('to_on', models.DateField(blank=True, help_text='最后一天，含当天', null=True, verbose_name='任职止')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisations.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('person', 'organisation', 'function'), name='one_open_assignment')],
            },
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='enrolled_on',
            field=models.DateField(blank=True, help_text='登记为政务部门、可以办理业务的日期', null=True, verbose_name='启用日期'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='unit',
            field=models.CharField(blank=True, help_text='承担数据工作的内设机构', max_length=100, verbose_name='实施机构'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='function',
            field=models.CharField(choices=[('data_officer', '数据专员'), ('reviewer', '目录审核人'), ('secrecy', '保密审查人'), ('head', '负责人'), ('bureau', '数据主管经办人'), ('leading', '领导小组办公室'), ('operator', '平台运维'), ('auditor', '审计检查'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='岗位'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='legal',
            field=models.CharField(blank=True, choices=[('government_department', '行政机关（政府部门）'), ('authorised_institution', '法律法规授权的事业单位'), ('authorised_social_organisation', '法律法规授权的社会组织'), ('authorised_organisation', '法律法规授权具有行政职能的组织'), ('public_management_organisation', '其他依法具有公共管理职能的组织')], default='government_department', help_text='空：尚未确定，不能登记为政务部门', max_length=32, verbose_name='机构性质'),
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('function', models.CharField(choices=[('data_officer', '数据专员'), ('reviewer', '目录审核人'), ('secrecy', '保密审查人'), ('head', '负责人'), ('bureau', '数据主管经办人'), ('leading', '领导小组办公室'), ('operator', '平台运维'), ('auditor', '审计检查'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='岗位')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(help_text='最后一天，含当天', verbose_name='止')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_delegations', to='organisations.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_delegations', to='organisations.person')),
            ],
        ),
        migrations.CreateModel(
            name='PendingAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assign', '授予重要岗位'), ('abolish', '撤销、合并单位'), ('unlock', '解除账号锁定')], max_length=12, verbose_name='事项')),
                ('title', models.CharField(max_length=300, verbose_name='内容')),
                ('facts', models.JSONField(help_text='arguments of the service that does it')),
                ('region_code', models.CharField(max_length=6)),
                ('asked_on', models.DateField(verbose_name='提出日期')),
                ('state', models.CharField(choices=[('waiting', '待另一管理员确认'), ('done', '已确认执行'), ('refused', '未予确认')], default='waiting', max_length=12, verbose_name='状态')),
                ('decided_on', models.DateField(null=True, verbose_name='处理日期')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
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
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ending', models.CharField(choices=[('merged', '合并'), ('abolished', '撤销')], max_length=12, verbose_name='方式')),
                ('act', models.CharField(help_text='名称和文号', max_length=200, verbose_name='文件')),
                ('act_on', models.DateField(verbose_name='文件日期')),
                ('on', models.DateField(help_text='当天起由承接单位办理', verbose_name='生效日期')),
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
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisations.person')),
                ('substitute', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('organisation', 'duty'), name='one_officer_of_a_duty')],
            },
        ),
        migrations.RunSQL(
            "update organisations_organisation set enrolled_on = coalesce(established_on, current_date)",
            migrations.RunSQL.noop,
        ),
    ]

import django.db.models.deletion
import yiyuan.consultations.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('consultations', '0001_initial'), ('consultations', '0002_states_in_a_table')]

    dependencies = [
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('notice', models.CharField(help_text='名称和文号', max_length=200, verbose_name='通知')),
                ('region_code', models.CharField(max_length=6)),
                ('due_on', models.DateField(help_text='最后一天，含当天', verbose_name='反馈截止')),
                ('silence_consents', models.BooleanField(default=False, help_text='只在通知写明时勾选', verbose_name='逾期不反馈视为无意见')),
                ('state', models.CharField(choices=[('draft', '起草中'), ('open', '征求意见中'), ('closed', '已归纳')], default=yiyuan.consultations.types.State['DRAFT'], max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('opened_on', models.DateField(null=True, verbose_name='发出日期')),
                ('closed_on', models.DateField(null=True, verbose_name='归纳日期')),
                ('summary', models.TextField(blank=True, verbose_name='归纳')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='DraftArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='条')),
                ('text', models.TextField(verbose_name='送审稿内容')),
                ('basis', models.TextField(blank=True, verbose_name='依据及参照')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='consultations.consultation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('consultation', 'number'), name='one_article_of_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('awaited', '未反馈'), ('answered', '已反馈'), ('silent', '到期未反馈')], default=yiyuan.consultations.types.Reply['AWAITED'], max_length=10, verbose_name='反馈')),
                ('law_on', models.DateField(null=True)),
                ('answered_on', models.DateField(null=True, verbose_name='反馈日期')),
                ('signed_by', models.CharField(blank=True, max_length=60, verbose_name='签字的主要负责人')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='consultations.consultation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('consultation', 'organisation'), name='asked_once')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(choices=[('change', '建议修改'), ('object', '不同意')], max_length=8, verbose_name='意见')),
                ('text', models.TextField(verbose_name='修改为')),
                ('reason', models.TextField(verbose_name='理由')),
                ('verdict', models.CharField(blank=True, choices=[('adopted', '采纳'), ('partly', '部分采纳'), ('not_adopted', '不采纳')], max_length=12, verbose_name='采纳情况')),
                ('answer', models.TextField(blank=True, verbose_name='说明')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='consultations.draftarticle')),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='consultations.invitation')),
            ],
        ),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
import yiyuan.notices.types
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notices', '0001_initial'), ('notices', '0002_kind_of_rechecks'), ('notices', '0003_of_a_matter'), ('notices', '0004_about'), ('notices', '0005_told_outside')]

    dependencies = [
        ('organisations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.CharField(help_text='disputes.recheck:12', max_length=80, unique=True, verbose_name='事项')),
                ('way', models.CharField(choices=[('mail', '电子邮件'), ('messenger', '政务即时通讯'), ('sms', '短信')], max_length=10, verbose_name='途径')),
                ('sealed', models.BinaryField(help_text='number or address, encrypted; none: deleted', null=True)),
                ('href', models.CharField(help_text='where the answer is read without a login', max_length=300)),
                ('region_code', models.CharField(help_text='whose operator hears where it cannot be sent', max_length=6)),
                ('ended_on', models.DateField(null=True, verbose_name='办结日期')),
            ],
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('simulated', models.TextField(blank=True, verbose_name='模拟发出的内容')),
                ('way', models.CharField(choices=[('mail', '电子邮件'), ('messenger', '政务即时通讯'), ('sms', '短信')], max_length=10, verbose_name='途径')),
                ('notice_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('state', models.CharField(choices=[('waiting', '待发送'), ('sent', '已发送'), ('failed', '发送失败')], default=yiyuan.notices.types.SendingState['WAITING'], max_length=8, verbose_name='状态')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='最近的错误')),
                ('not_before', models.DateTimeField(verbose_name='最早发送')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='发送时间')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outside', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.outsidecontact')),
            ],
        ),
        migrations.CreateModel(
            name='Wishes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pace', models.CharField(choices=[('at_once', '随到随发（免打扰时段除外）'), ('daily', '每天一封汇总'), ('never', '不发，只在平台内提示')], default=yiyuan.notices.types.Pace['NEVER'], max_length=8, verbose_name='发送方式')),
                ('mail', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('messenger', models.CharField(blank=True, max_length=60, verbose_name='即时通讯账号')),
                ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='免打扰起')),
                ('quiet_to', models.TimeField(blank=True, null=True, verbose_name='免打扰止')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('term', '待办'), ('reminder', '到期提醒'), ('late', '逾期'), ('moved', '期限变动'), ('progress', '办理结果'), ('urged', '催办'), ('signal', '线索'), ('organisation', '机构')], max_length=16, verbose_name='种类')),
                ('sentence', models.CharField(max_length=500, verbose_name='内容')),
                ('href', models.CharField(blank=True, max_length=300)),
                ('about', models.CharField(blank=True, help_text='title of the matter', max_length=300, verbose_name='事项')),
                ('matter', models.CharField(blank=True, help_text='sharing.grant:12; empty: of none', max_length=80)),
                ('over', models.BooleanField(default=False, help_text='the matter has moved on or ended', verbose_name='已了结')),
                ('due_on', models.DateField(null=True, verbose_name='期限')),
                ('made_on', models.DateField(help_text='legal date', verbose_name='日期')),
                ('read_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['account'], name='unread_notices'), models.Index(fields=['account', '-id'], name='notices_of_account'), models.Index(condition=models.Q(('over', False)), fields=['matter'], name='notices_of_matter')],
            },
        ),
    ]

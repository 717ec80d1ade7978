import django.db.models.deletion
import yiyuan.connectors.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('connectors', '0001_connectors'), ('connectors', '0002_interfaces'), ('connectors', '0003_drops')]

    dependencies = [
        ('catalog', '0002_systems_deployed'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Connector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('draft', '待负责人启用'), ('active', '已启用'), ('paused', '已停用')], default=yiyuan.connectors.types.State['DRAFT'], max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('kind', models.CharField(choices=[('postgresql', 'PostgreSQL，或按它的协议连接的库'), ('mysql', 'MySQL、MariaDB'), ('rest', 'JSON 接口（REST）'), ('folder', '本机目录，文件放进去就收'), ('sftp', 'SFTP 目录，文件放进去就收')], max_length=12, verbose_name='种类')),
                ('host', models.CharField(blank=True, max_length=200, verbose_name='主机')),
                ('port', models.PositiveIntegerField(default=0, verbose_name='端口')),
                ('database', models.CharField(blank=True, max_length=100, verbose_name='数据库')),
                ('username', models.CharField(blank=True, max_length=100, verbose_name='用户名')),
                ('password', models.BinaryField(default=bytes, help_text='sealed')),
                ('options', models.JSONField(default=dict, help_text='what else its kind asks for, see `rest.Options`')),
                ('protection', models.CharField(blank=True, help_text='as the department confirmed it', max_length=500, verbose_name='防护措施')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('confirmed_by', models.CharField(blank=True, max_length=60, verbose_name='确认人')),
                ('confirmed_on', models.DateField(null=True, verbose_name='确认日期')),
                ('saved_by', models.CharField(max_length=60)),
                ('saved_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(null=True, verbose_name='试连时间')),
                ('tried_ok', models.BooleanField(default=False)),
                ('tried_words', models.CharField(blank=True, max_length=300, verbose_name='试连结果')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'name'), name='connector_name')],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('resource_name', models.CharField(max_length=200, verbose_name='资源')),
                ('state', models.CharField(choices=[('off', '未启用'), ('on', '按期取数'), ('drifted', '来源变了，已停')], default=yiyuan.connectors.types.FeedState['OFF'], max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('schema', models.CharField(blank=True, max_length=100, verbose_name='模式')),
                ('table', models.CharField(max_length=200, verbose_name='表')),
                ('mapping', models.JSONField(help_text='per item: item, column, type')),
                ('mode', models.CharField(choices=[('full', '每次取全部，整体替换'), ('increment', '每次取变化的，按主键合并')], max_length=10, verbose_name='方式')),
                ('cursor', models.CharField(blank=True, help_text='column by which changed rows are found', max_length=100, verbose_name='增量列')),
                ('overlap', models.PositiveIntegerField(default=0, help_text='minutes of a time, or as many of a number', verbose_name='回看')),
                ('every_hours', models.PositiveSmallIntegerField(help_text='hours from one reading to the next', verbose_name='间隔')),
                ('compare_days', models.PositiveSmallIntegerField(default=0, help_text='days; 0: only when asked', verbose_name='对账间隔')),
                ('looked_at', models.BooleanField(default=False, help_text='somebody confirms each batch', verbose_name='入池前确认')),
                ('mapped_at', models.DateTimeField(help_text='an increment goes behind no reading from before')),
                ('account_id', models.BigIntegerField(help_text="of who switched it on; the batches are this person's")),
                ('person_name', models.CharField(max_length=60)),
                ('next_at', models.DateTimeField(null=True, verbose_name='下次取数')),
                ('compare_at', models.DateTimeField(null=True, verbose_name='下次对账')),
                ('drift', models.CharField(blank=True, max_length=500, verbose_name='变化')),
                ('connector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='connectors.connector')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', yiyuan.connectors.types.FeedState['ON'])), fields=['next_at'], name='feed_due')],
                'constraints': [models.UniqueConstraint(fields=('resource',), name='feed_of_a_resource')],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件')),
                ('size_bytes', models.BigIntegerField(help_text='bytes', verbose_name='大小')),
                ('modified', models.BigIntegerField(help_text='as the folder says, in seconds since 1970')),
                ('seen_at', models.DateTimeField(help_text='first as it is now', verbose_name='看到时间')),
                ('state', models.CharField(choices=[('coming', '等传完'), ('taken', '已收'), ('refused', '没有收')], default=yiyuan.connectors.types.ArrivalState['COMING'], max_length=8, verbose_name='状态')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='原因')),
                ('run_id', models.BigIntegerField(null=True, verbose_name='取数记录')),
                ('batch_id', models.BigIntegerField(null=True, verbose_name='归集批次')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='connectors.feed')),
            ],
            options={
                'indexes': [models.Index(fields=['run_id'], name='arrival_run')],
                'constraints': [models.UniqueConstraint(fields=('feed', 'name'), name='arrival_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('kind', models.CharField(choices=[('pull', '取数'), ('compare', '对账')], max_length=8, verbose_name='种类')),
                ('state', models.CharField(choices=[('waiting', '等候'), ('reading', '正在取数'), ('handed', '已取到，检查入池中'), ('done', '完成'), ('nothing', '没有变化'), ('failed', '没有取成'), ('cancelled', '已取消')], default=yiyuan.connectors.types.RunState['WAITING'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('account_id', models.BigIntegerField(help_text='who asked for it, or switched the feed on')),
                ('asked_by', models.CharField(blank=True, help_text='empty: by its schedule', max_length=60, verbose_name='提出')),
                ('asked_at', models.DateTimeField(verbose_name='开始')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束')),
                ('file_name', models.CharField(blank=True, help_text='that was taken of a folder', max_length=200, verbose_name='文件')),
                ('since', models.CharField(blank=True, help_text='value of the cursor, overlap taken off', max_length=100, verbose_name='从')),
                ('until', models.CharField(blank=True, help_text='greatest value of the cursor', max_length=100, verbose_name='到')),
                ('source_rows', models.BigIntegerField(help_text='as the server counts what was asked for', null=True, verbose_name='源表行数')),
                ('read_rows', models.BigIntegerField(default=0, verbose_name='取到行数')),
                ('sha256', models.CharField(blank=True, help_text='of the file that was handed in', max_length=64, verbose_name='摘要')),
                ('batch_id', models.BigIntegerField(null=True, verbose_name='归集批次')),
                ('result', models.JSONField(default=dict, help_text='counts of the batch: kept, refused, added, changed, same, gone')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='connectors.feed')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['feed', '-id'], name='run_of_a_feed'), models.Index(condition=models.Q(('state__in', [yiyuan.connectors.types.RunState['WAITING'], yiyuan.connectors.types.RunState['READING'], yiyuan.connectors.types.RunState['HANDED']])), fields=['state'], name='run_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', [yiyuan.connectors.types.RunState['WAITING'], yiyuan.connectors.types.RunState['READING']])), fields=('feed',), name='run_one_at_a_time')],
            },
        ),
    ]

import django.db.models.deletion
import yiyuan.operations.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('operations', '0001_initial'), ('operations', '0002_sightings'), ('operations', '0003_numbers'), ('operations', '0004_damages')]

    dependencies = [
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Damage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(help_text='file below the home, or what it is', max_length=200, unique=True, verbose_name='位置')),
                ('seen_at', models.DateTimeField(help_text='when it was first met since it was last put in place', verbose_name='发现')),
            ],
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folder', models.CharField(help_text='where it stands, or would have stood', max_length=500, verbose_name='位置')),
                ('state', models.CharField(choices=[(yiyuan.operations.types.BackupState['RUNNING'], '正在备份'), (yiyuan.operations.types.BackupState['COMPLETE'], '完整'), (yiyuan.operations.types.BackupState['FAILED'], '没有做成'), (yiyuan.operations.types.BackupState['DROPPED'], '已按规则删除')], default='running', max_length=8, verbose_name='状态')),
                ('started_at', models.DateTimeField(verbose_name='开始')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束')),
                ('size_bytes', models.BigIntegerField(default=0, verbose_name='大小')),
                ('files', models.IntegerField(default=0, verbose_name='文件')),
                ('rows', models.BigIntegerField(default=0, help_text='of all tables, in the snapshot', verbose_name='数据行')),
                ('has_keys', models.BooleanField(default=False, help_text='sealed under the passphrase', verbose_name='含密钥')),
                ('verified_at', models.DateTimeField(help_text='when every file was read again', null=True, verbose_name='核验')),
                ('fault', models.CharField(blank=True, help_text='why it failed', max_length=500, verbose_name='原因')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-started_at'], name='operations_backup_state')],
            },
        ),
        migrations.CreateModel(
            name='Fault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='编号')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('status', models.PositiveSmallIntegerField(verbose_name='结果')),
                ('method', models.CharField(max_length=10, verbose_name='方法')),
                ('route', models.CharField(blank=True, help_text='pattern of the address, without its values', max_length=200, verbose_name='地址')),
                ('exception', models.CharField(blank=True, help_text='type; empty: none reached us', max_length=120, verbose_name='异常')),
                ('place', models.CharField(blank=True, help_text='last line of our code it came through', max_length=200, verbose_name='位置')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='单位')),
            ],
        ),
    ]

import django.db.models.deletion
import django.db.models.expressions
import yiyuan.intake.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('intake', '0001_initial'), ('intake', '0002_batch_notes'), ('intake', '0003_batch_way'), ('intake', '0004_keyless_batches_replace'), ('intake', '0005_damages'), ('intake', '0006_columns_of_files'), ('intake', '0007_quality')]

    dependencies = [
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='DaySequence',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='编号')),
                ('state', models.CharField(choices=[('received', '已收到，检查中'), ('mapping', '列没有对上，待对照'), ('checked', '检查完，待确认'), ('second', '已确认一次，等第二个人'), ('accepted', '已确认，入池中'), ('loaded', '已入池'), ('failed', '没有入池')], default=yiyuan.intake.types.State['RECEIVED'], max_length=20, verbose_name='状态')),
                ('resource_name', models.CharField(max_length=200, verbose_name='资源')),
                ('region_code', models.CharField(help_text="the provider's region; gives the profile", max_length=6)),
                ('account_id', models.BigIntegerField()),
                ('person_name', models.CharField(max_length=60, verbose_name='提交人')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件')),
                ('file_kind', models.CharField(help_text='csv or xlsx', max_length=10, verbose_name='格式')),
                ('file_bytes', models.BigIntegerField(help_text='bytes', verbose_name='大小')),
                ('sha256', models.CharField(help_text='SHA-256 of the file, hex', max_length=64, verbose_name='摘要')),
                ('way', models.CharField(choices=[('merge', '合并'), ('replace', '整体替换')], default=yiyuan.intake.types.Way['MERGE'], max_length=10, verbose_name='方式')),
                ('heading', models.PositiveSmallIntegerField(help_text='0: there is none; none: found by names', null=True, verbose_name='表头行')),
                ('columns', models.JSONField(default=list, help_text='pairs of heading and item, see types.Reading; empty: headings are the items', verbose_name='列的对应')),
                ('mapped_as', models.CharField(blank=True, help_text='digest of the columns; empty without', max_length=64)),
                ('mapped_again', models.BooleanField(default=False, help_text='the columns are read as those of an earlier file')),
                ('first_rows', models.BinaryField(help_text='sealed JSON: rows to map by, until the batch ends', null=True)),
                ('stored_as', models.CharField(blank=True, help_text='name of the sealed original; empty: destroyed', max_length=100)),
                ('isolated', models.BooleanField(default=False, help_text='suspected classified content; nobody reads it', verbose_name='已隔离')),
                ('cleared_by', models.CharField(blank=True, max_length=60, verbose_name='保密核查人')),
                ('confirmed', models.BooleanField(default=False, help_text='the provider has confirmed the batch', verbose_name='已校核')),
                ('confirmed_by', models.CharField(blank=True, max_length=60, verbose_name='确认人')),
                ('first_by', models.CharField(blank=True, help_text='where two persons confirm', max_length=60, verbose_name='第一确认人')),
                ('first_at', models.DateTimeField(null=True)),
                ('cancel_requested', models.BooleanField(default=False)),
                ('stage', models.CharField(blank=True, choices=[('waiting', '排队等候'), ('reading', '读取并逐行检查'), ('comparing', '与数据池比对'), ('merging', '合并入池')], max_length=10, verbose_name='进度')),
                ('done_rows', models.BigIntegerField(default=0, help_text='rows read so far, for the progress shown', verbose_name='已读')),
                ('expected_rows', models.BigIntegerField(help_text='rows estimated from the line ends; CSV only', null=True, verbose_name='约')),
                ('declared_rows', models.BigIntegerField(help_text='rows the sender says the file has', null=True, verbose_name='申报行数')),
                ('read_rows', models.BigIntegerField(default=0, help_text='kept + refused', verbose_name='读到')),
                ('kept_rows', models.BigIntegerField(default=0, verbose_name='收下')),
                ('refused_rows', models.BigIntegerField(default=0, verbose_name='未收')),
                ('marked_rows', models.BigIntegerField(default=0, help_text='kept rows worth a look: a check digit that fails, a row that looks like a sum', verbose_name='加标记')),
                ('inserted_rows', models.BigIntegerField(default=0, verbose_name='新增')),
                ('updated_rows', models.BigIntegerField(default=0, verbose_name='更新')),
                ('unchanged_rows', models.BigIntegerField(default=0, verbose_name='未变')),
                ('removed_rows', models.BigIntegerField(default=0, help_text='rows of the pool that a replacement took out', verbose_name='去掉')),
                ('preview', models.JSONField(help_text='what it would do to the pool, see types.Preview', null=True)),
                ('preview_rows', models.BinaryField(help_text='sealed JSON: the first rows of each kind, until it ends', null=True)),
                ('reasons', models.JSONField(default=list, help_text='counts by reason and column, no contents')),
                ('marks', models.JSONField(default=list, help_text='the same for marked rows')),
                ('warnings', models.JSONField(default=list, help_text='the same for rules that only warn')),
                ('judged_by', models.JSONField(default=list, help_text='rules of the resource it was checked by, see types.JudgedBy')),
                ('treatments', models.JSONField(default=list, help_text='rows of filter, clean, transform, see types.Treated')),
                ('faults', models.JSONField(default=dict, help_text='quality -> rows that lack it, refused or kept')),
                ('notes', models.JSONField(default=list, help_text='what was done to read it, in words without contents', verbose_name='读法')),
                ('encoding', models.CharField(blank=True, max_length=20, verbose_name='编码')),
                ('failure', models.CharField(blank=True, choices=[('file', '文件读不下去'), ('no_rows', '只有表头，没有数据'), ('none_kept', '没有一行可以收下'), ('cancelled', '已取消'), ('classified', '疑似含有涉密内容，已停止处理并隔离'), ('withdrawn', '资源已从目录撤销'), ('damaged', '平台保存的原件在磁盘上被改动或损坏，数据没有入池；运维已得到通知，请重新上传这个文件'), ('internal', '平台处理出错，数据没有入池；运维已得到通知')], max_length=20, verbose_name='未入池原因')),
                ('failure_detail', models.CharField(blank=True, max_length=500)),
                ('received_on', models.DateField(help_text='legal date', verbose_name='收到日期')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('checked_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('loaded_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
                ('sender', models.ForeignKey(help_text='provider or a unit under it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.version')),
            ],
            options={
                'indexes': [models.Index(fields=['resource', '-id'], name='batch_resource'), models.Index(fields=['provider', '-id'], name='batch_provider'), models.Index(condition=models.Q(('state__in', [yiyuan.intake.types.State['LOADED'], yiyuan.intake.types.State['FAILED']]), _negated=True), fields=['state'], name='batch_running')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('state', yiyuan.intake.types.State['FAILED']), _negated=True), models.Q(('state', yiyuan.intake.types.State['LOADED']), ('way', yiyuan.intake.types.Way['REPLACE']), _negated=True)), fields=('version', 'sha256', 'way', 'mapped_as'), name='batch_once'), models.CheckConstraint(condition=models.Q(('read_rows', django.db.models.expressions.CombinedExpression(models.F('kept_rows'), '+', models.F('refused_rows')))), name='batch_rows_add_up'), models.CheckConstraint(condition=models.Q(models.Q(('state', yiyuan.intake.types.State['LOADED']), _negated=True), ('kept_rows', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('inserted_rows'), '+', models.F('updated_rows')), '+', models.F('unchanged_rows'))), _connector='OR'), name='batch_loaded_add_up')],
            },
        ),
        migrations.CreateModel(
            name='RefusedRows',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stored_as', models.CharField(blank=True, help_text='name of the sealed rows; empty: deleted', max_length=100)),
                ('examples', models.BinaryField(help_text='sealed JSON: one cell per reason, for the page', null=True)),
                ('delete_on', models.DateField(help_text='first day on which they are gone', verbose_name='删除日期')),
                ('deleted_on', models.DateField(null=True)),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='refused', to='intake.batch')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('deleted_on', None)), fields=['delete_on'], name='refused_to_delete')],
            },
        ),
        migrations.CreateModel(
            name='SavedColumns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headings', models.CharField(help_text='SHA-256 of the headings, whatever their order, hex', max_length=64)),
                ('columns', models.JSONField(help_text='pairs of heading and item, see types.Reading')),
                ('person_name', models.CharField(max_length=60, verbose_name='对照人')),
                ('saved_at', models.DateTimeField(auto_now=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('resource', 'organisation', 'headings'), name='one_reading_of_headings')],
            },
        ),
    ]

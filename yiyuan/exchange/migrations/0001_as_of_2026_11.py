import django.contrib.postgres.fields
import django.db.models.deletion
import yiyuan.exchange.types
from django.db import migrations, models


# Deliveries stand where the gateway may add and nobody may change; it does not read them.
MOVE = """
ALTER TABLE exchange_delivery SET SCHEMA published;
ALTER TABLE exchange_presentedkey SET SCHEMA published;
REVOKE ALL ON published.exchange_delivery, published.exchange_presentedkey FROM yiyuan_app, yiyuan_gateway;
GRANT SELECT, INSERT ON published.exchange_delivery TO yiyuan_app;
GRANT INSERT ON published.exchange_delivery TO yiyuan_gateway;
GRANT SELECT ON published.exchange_presentedkey TO yiyuan_app;
GRANT SELECT, INSERT ON published.exchange_presentedkey TO yiyuan_gateway;
"""
MOVE_REFUSED = """
ALTER TABLE exchange_refusedcall SET SCHEMA published;
ALTER TABLE exchange_brokencall SET SCHEMA published;
REVOKE ALL ON published.exchange_refusedcall, published.exchange_brokencall FROM yiyuan_app, yiyuan_gateway;
GRANT SELECT, UPDATE (recorded), DELETE ON published.exchange_refusedcall TO yiyuan_app;
GRANT SELECT, DELETE ON published.exchange_brokencall TO yiyuan_app;
GRANT SELECT, INSERT, UPDATE (calls) ON published.exchange_refusedcall TO yiyuan_gateway;
GRANT INSERT ON published.exchange_brokencall TO yiyuan_gateway;
"""
# What the gateway must know to ask a provider's system. The credential is sealed; the gateway has the secret to open it.
VIEW = """
CREATE VIEW published.interfaces AS
    SELECT resource_id, state, credential,
           jsonb_build_object('resource_id', resource_id, 'method', method, 'address', address, 'fields', fields,
                              'rows_at', rows_at, 'none_is_404', none_is_404, 'timeout_s', timeout_s,
                              'header', header) AS about
      FROM control.exchange_interface;
GRANT SELECT ON published.interfaces TO yiyuan_gateway, yiyuan_app;
"""
# The gateway may not read deliveries, but must count those of a day. What carried no data does not count.
USES = """
CREATE VIEW published.daily_uses AS
    SELECT grant_id, legal_on, count(*) AS calls, sum(rows) AS rows
      FROM published.exchange_delivery
     WHERE status IN (200, 404)
     GROUP BY grant_id, legal_on;
GRANT SELECT ON published.daily_uses TO yiyuan_gateway, yiyuan_app;
"""


class Migration(migrations.Migration):

    replaces = [('exchange', '0001_deliveries'), ('exchange', '0002_written_by_the_gateway'), ('exchange', '0003_interfaces'), ('exchange', '0004_extract_law_on'), ('exchange', '0005_refused_by_a_rule'), ('exchange', '0006_why_refused'), ('exchange', '0007_refused_calls')]

    dependencies = [
        ('sharing', '0001_as_of_2026_11'),
        ('catalog', '0001_as_of_2026_11'),
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='BrokenCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='编号')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('status', models.PositiveSmallIntegerField(verbose_name='结果')),
                ('way', models.CharField(max_length=40, verbose_name='方法')),
                ('exception', models.CharField(max_length=120, verbose_name='异常')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='位置')),
            ],
        ),
        migrations.CreateModel(
            name='PresentedKey',
            fields=[
                ('digest', models.CharField(help_text='SHA-256 of the key, hex', max_length=64, primary_key=True, serialize=False)),
                ('grant_id', models.BigIntegerField()),
                ('first_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Extract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', '排队等候'), ('writing', '正在写文件'), ('ready', '可以下载'), ('failed', '没有写成'), ('cancelled', '已取消')], default=yiyuan.exchange.types.ExtractState['WAITING'], max_length=10, verbose_name='状态')),
                ('law_on', models.DateField(help_text='no rule of the law is asked; the workflow wants the field', null=True)),
                ('grant_id', models.BigIntegerField()),
                ('account_id', models.BigIntegerField()),
                ('person_name', models.CharField(max_length=60, verbose_name='取用人')),
                ('case', models.CharField(blank=True, max_length=64, verbose_name='办件编号')),
                ('format', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'Excel')], max_length=10, verbose_name='格式')),
                ('expected_rows', models.BigIntegerField(default=0, verbose_name='共')),
                ('done_rows', models.BigIntegerField(default=0, verbose_name='已写')),
                ('bytes', models.BigIntegerField(default=0, help_text='bytes', verbose_name='大小')),
                ('sha256', models.CharField(blank=True, help_text='of the file, hex', max_length=64, verbose_name='摘要')),
                ('batch_id', models.BigIntegerField(help_text='newest batch in the snapshot', null=True)),
                ('stored_as', models.CharField(blank=True, help_text='name of the sealed file; empty: removed', max_length=100)),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='提出')),
                ('ready_at', models.DateTimeField(null=True, verbose_name='写成')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='保留至')),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='RefusedCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(help_text='its begin')),
                ('reason', models.CharField(choices=[('no_key', '没有带密钥'), ('unknown_key', '密钥无效')], max_length=20, verbose_name='原因')),
                ('network', models.CharField(blank=True, help_text='/24 or /64; empty: all further ones', max_length=45, verbose_name='网段')),
                ('calls', models.BigIntegerField(verbose_name='次数')),
                ('recorded', models.BigIntegerField(help_text='of the calls, how many the audit record has counted')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('hour', 'reason', 'network'), name='refused_call')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, verbose_name='交付记录')),
                ('grant_id', models.BigIntegerField()),
                ('grant_number', models.CharField(max_length=30, verbose_name='授权')),
                ('resource_name', models.CharField(max_length=200, verbose_name='资源')),
                ('region_code', models.CharField(help_text="the provider's region", max_length=6)),
                ('at', models.DateTimeField(help_text='real time', verbose_name='时间')),
                ('legal_on', models.DateField(help_text='legal date in Beijing', verbose_name='业务日期')),
                ('channel', models.CharField(choices=[('gateway', '接口'), ('online', '联机查询'), ('file', '文件')], max_length=10, verbose_name='渠道')),
                ('action', models.CharField(choices=[('by_key', '按键查询'), ('list', '列表'), ('count', '计数'), ('file', '文件')], max_length=10, verbose_name='方法')),
                ('status', models.PositiveSmallIntegerField(help_text='as of HTTP: 200, 403, 404, 422; 502, 504 from a provider', verbose_name='结果')),
                ('rows', models.BigIntegerField(help_text='rows in the answer', verbose_name='行数')),
                ('bytes', models.BigIntegerField(help_text='bytes of the answer', verbose_name='大小')),
                ('ms', models.PositiveIntegerField(help_text='until the answer was ready, ms', verbose_name='毫秒')),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, help_text='keyed hashes of data subjects', size=None)),
                ('case', models.CharField(blank=True, max_length=64, verbose_name='办件编号')),
                ('reason', models.CharField(blank=True, help_text='of a look-up at the window; no numbers', max_length=100, verbose_name='事由')),
                ('operator', models.CharField(blank=True, help_text='as the calling system named it', max_length=64, verbose_name='经办人')),
                ('person_name', models.CharField(blank=True, help_text='who was logged in; empty: a machine', max_length=60, verbose_name='取用人')),
                ('purpose_ok', models.BooleanField(help_text='none: the caller stated no purpose', null=True, verbose_name='用途相符')),
                ('batch_id', models.BigIntegerField(help_text='newest batch among the rows', null=True)),
                ('format', models.CharField(blank=True, choices=[('csv', 'CSV'), ('xlsx', 'Excel')], max_length=10, verbose_name='格式')),
                ('sha256', models.CharField(blank=True, help_text='of a file, hex', max_length=64, verbose_name='摘要')),
                ('provider_ms', models.PositiveIntegerField(help_text="the provider's system took, ms; none: a pool", null=True, verbose_name='提供方毫秒')),
                ('provider_rows', models.PositiveIntegerField(help_text="rows the provider's system gave", null=True, verbose_name='提供方行数')),
                ('failure', models.CharField(blank=True, choices=[('timeout', '没有在约定的时间内答复'), ('unreachable', '连不上'), ('status', '答复表示出错'), ('shape', '答复的内容与登记的说明不符'), ('large', '一次答复的数据太多'), ('inward', '地址不在平台允许访问的范围内'), ('credential', '登记的凭据打不开，须重新填写'), ('value', '不接受这个查询条件'), ('busy', '正在答复的调用太多'), ('health', '检查地址的答复表示出错')], max_length=12, verbose_name='没有取到的原因')),
                ('refusal', models.CharField(blank=True, help_text='as the caller read it', max_length=60, verbose_name='拒绝代码')),
                ('refusal_words', models.CharField(blank=True, help_text='the sentence, without what the caller wrote', max_length=300, verbose_name='没有交付的原因')),
                ('refusal_articles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, help_text='as the caller read them', size=None)),
                ('consumer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('provider', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['grant_id', '-id'], name='delivery_grant'), models.Index(fields=['consumer', '-id'], name='delivery_consumer'), models.Index(fields=['provider', '-id'], name='delivery_provider'), models.Index(condition=models.Q(('provider_ms__isnull', False)), fields=['resource', '-id'], name='delivery_interface')],
                'constraints': [models.UniqueConstraint(fields=('code',), name='delivery_code')],
            },
        ),
        migrations.CreateModel(
            name='Interface',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resource_name', models.CharField(max_length=200, verbose_name='资源')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('draft', '未开通'), ('up', '正常'), ('down', '中断'), ('paused', '已停用')], default=yiyuan.exchange.types.InterfaceState['DRAFT'], max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('method', models.CharField(choices=[('post_json', 'POST，请求体是 JSON'), ('post_form', 'POST，请求体是表单'), ('get', 'GET，参数在网址里')], max_length=10, verbose_name='方法')),
                ('address', models.CharField(max_length=500, verbose_name='地址')),
                ('fields', models.JSONField(help_text='per item: column, name, pg_type, field, parameter')),
                ('rows_at', models.CharField(blank=True, help_text='path like data.rows; empty: the root', max_length=100, verbose_name='记录所在')),
                ('none_is_404', models.BooleanField(default=False, verbose_name='无记录时答 404')),
                ('timeout_s', models.PositiveSmallIntegerField(help_text='seconds for the whole call', verbose_name='超时')),
                ('header', models.CharField(blank=True, max_length=60, verbose_name='凭据请求头')),
                ('credential', models.BinaryField(default=bytes, help_text='sealed value of the header; empty: none')),
                ('health', models.CharField(blank=True, max_length=500, verbose_name='检查地址')),
                ('errors', models.TextField(blank=True, verbose_name='错误码说明')),
                ('saved_by', models.CharField(max_length=60)),
                ('saved_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(null=True, verbose_name='试通时间')),
                ('tried_ok', models.BooleanField(default=False)),
                ('tried_words', models.CharField(blank=True, max_length=200, verbose_name='试通结果')),
                ('failures', models.PositiveIntegerField(default=0, help_text='one after the other, calls and checks together')),
                ('failing_since', models.DateTimeField(help_text='the first of them', null=True, verbose_name='中断起')),
                ('failure', models.CharField(blank=True, choices=[('timeout', '没有在约定的时间内答复'), ('unreachable', '连不上'), ('status', '答复表示出错'), ('shape', '答复的内容与登记的说明不符'), ('large', '一次答复的数据太多'), ('inward', '地址不在平台允许访问的范围内'), ('credential', '登记的凭据打不开，须重新填写'), ('value', '不接受这个查询条件'), ('busy', '正在答复的调用太多'), ('health', '检查地址的答复表示出错')], max_length=12, verbose_name='原因')),
                ('last_ok_at', models.DateTimeField(help_text='call or check', null=True, verbose_name='上次成功')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='上次检查')),
                ('watched_id', models.BigIntegerField(default=0, help_text='last delivery that was looked at')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['provider', 'state'], name='interface_provider')],
            },
        ),
        migrations.RunSQL(MOVE + MOVE_REFUSED + VIEW + USES, migrations.RunSQL.noop),
    ]

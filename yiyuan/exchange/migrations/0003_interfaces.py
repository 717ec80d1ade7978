import django.db.models.deletion
from django.db import migrations, models

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
    """A resource that stays with its provider is asked for by the provider's interface; such answers say how it did."""

    dependencies = [
        ('catalog', '0007_repeat_basis'),
        ('exchange', '0002_written_by_the_gateway'),
        ('organisations', '0003_succession_announced'),
    ]

    operations = [
        migrations.CreateModel(
            name='Interface',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resource_name', models.CharField(max_length=200, verbose_name='资源')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('draft', '未开通'), ('up', '正常'), ('down', '中断'), ('paused', '已停用')], default='draft', max_length=8, verbose_name='状态')),
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
            ],
        ),
        migrations.AddField(
            model_name='delivery',
            name='failure',
            field=models.CharField(blank=True, choices=[('timeout', '没有在约定的时间内答复'), ('unreachable', '连不上'), ('status', '答复表示出错'), ('shape', '答复的内容与登记的说明不符'), ('large', '一次答复的数据太多'), ('inward', '地址不在平台允许访问的范围内'), ('credential', '登记的凭据打不开，须重新填写'), ('value', '不接受这个查询条件'), ('busy', '正在答复的调用太多'), ('health', '检查地址的答复表示出错')], max_length=12, verbose_name='没有取到的原因'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='provider_ms',
            field=models.PositiveIntegerField(help_text="the provider's system took, ms; none: a pool", null=True, verbose_name='提供方毫秒'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='provider_rows',
            field=models.PositiveIntegerField(help_text="rows the provider's system gave", null=True, verbose_name='提供方行数'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='status',
            field=models.PositiveSmallIntegerField(help_text='as of HTTP: 200, 403, 404; 422, 502, 504 from a provider', verbose_name='结果'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('provider_ms__isnull', False)), fields=['resource', '-id'], name='delivery_interface'),
        ),
        migrations.AddField(
            model_name='interface',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='interface',
            name='resource',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource'),
        ),
        migrations.AddIndex(
            model_name='interface',
            index=models.Index(fields=['provider', 'state'], name='interface_provider'),
        ),
        migrations.RunSQL(VIEW, "DROP VIEW published.interfaces"),
        migrations.RunSQL(USES, "DROP VIEW published.daily_uses"),
    ]

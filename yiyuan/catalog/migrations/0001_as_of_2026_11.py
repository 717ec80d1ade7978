import csv
from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import yiyuan.catalog.types.entries
import yiyuan.catalog.types.matters
import yiyuan.catalog.types.words
from django.db import migrations, models


from yiyuan.catalog.tokens import plain, sound

WORDS = Path(__file__).parents[1] / 'data' / 'thesaurus.csv'


def bring_words(apps, schema_editor):
    """The words the product brings; those that are there already, or were removed, stay as they are."""
    synonym = apps.get_model('catalog', 'Synonym')
    with WORDS.open(encoding='utf-8', newline='') as file:
        rows = [
            synonym(
                word=row['word'],
                means=row['means'],
                plain=plain(row['word']),
                sound=sound(plain(row['word'])),
                both=bool(row['both']),
            )
            for row in csv.DictReader(file)
        ]
    synonym.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):

    replaces = [('catalog', '0001_initial'), ('catalog', '0002_workbook_import'), ('catalog', '0003_sheet_imports'), ('catalog', '0004_listed_facts'), ('catalog', '0005_fill_listed_facts'), ('catalog', '0006_one_catalog_three_lists'), ('catalog', '0007_repeat_basis'), ('catalog', '0008_authorisation_as_condition'), ('catalog', '0009_sheet_parts'), ('catalog', '0010_lists_and_spreadsheets_are_rooms'), ('catalog', '0011_why_data_stays'), ('catalog', '0012_five_kinds_of_licences'), ('catalog', '0013_all_readings'), ('catalog', '0014_thesaurus'), ('catalog', '0015_learned_words')]

    dependencies = [
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeSequence',
            fields=[
                ('prefix', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('last', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='InformationSystem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('name', models.CharField(max_length=200, verbose_name='系统名称')),
                ('funding', models.CharField(choices=[('city_or_below', '市级及以下财政资金'), ('above', '中央或者省级财政资金'), ('other', '其他资金')], max_length=20, verbose_name='建设资金')),
                ('in_use_on', models.DateField(null=True, verbose_name='启用日期')),
                ('registered_by', models.CharField(max_length=60, verbose_name='登记人')),
                ('registered_on', models.DateField(verbose_name='登记日期')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='system_name')],
            },
        ),
        migrations.CreateModel(
            name='Library',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6)),
                ('category', models.CharField(choices=[('1', '基础信息资源'), ('2', '主题信息资源'), ('3', '部门信息资源')], max_length=1, verbose_name='类')),
                ('class_code', models.CharField(max_length=2, verbose_name='项')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region_code', 'category', 'class_code'), name='one_lead_of_library')],
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(help_text="the provider's region; gives the profile", max_length=6)),
                ('code', models.CharField(max_length=60, null=True, unique=True, verbose_name='资源代码')),
                ('listed_on', models.DateField(help_text='publication of the current version; null: not listed', null=True, verbose_name='发布')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='资源名称')),
                ('sharing', models.CharField(blank=True, max_length=20, verbose_name='共享类型')),
                ('format', models.CharField(blank=True, max_length=20, verbose_name='资源格式')),
                ('cycle', models.CharField(blank=True, max_length=20, verbose_name='更新周期')),
                ('held_by_provider', models.BooleanField(default=False, verbose_name='数据留在提供部门')),
                ('item_count', models.PositiveIntegerField(default=0, verbose_name='信息项')),
                ('search', django.contrib.postgres.search.SearchVectorField(help_text='all by which it is found: name, code, items, provider, summary', null=True)),
                ('name_search', django.contrib.postgres.search.SearchVectorField(help_text='the same of its name and code alone', null=True)),
                ('fresh_on', models.DateField(help_text='last load into the pool, pushed by the pools', null=True)),
                ('live_grants', models.PositiveIntegerField(default=0, help_text='pushed by sharing')),
                ('kind', models.CharField(choices=[('data', '数据资源'), ('licence', '证照目录')], default=yiyuan.catalog.types.entries.EntryKind['DATA'], max_length=20, verbose_name='目录种类')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resource_name', models.CharField(max_length=200, verbose_name='资源')),
                ('region_code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('open', '待答复'), ('answered', '已答复')], default='open', max_length=20, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('text', models.TextField(help_text='no personal content', verbose_name='反馈')),
                ('filed_by', models.CharField(max_length=60, verbose_name='反馈人')),
                ('filed_on', models.DateField(verbose_name='反馈日期')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('answered_on', models.DateField(null=True, verbose_name='答复日期')),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
        ),
        migrations.CreateModel(
            name='DeclaredEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='申报的资源')),
                ('declared_on', models.DateField(verbose_name='申报日期')),
                ('linked_on', models.DateField(null=True, verbose_name='关联日期')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declared', to='catalog.informationsystem')),
                ('resource', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('system', 'name'), name='declared_once')],
            },
        ),
        migrations.CreateModel(
            name='ChangeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(help_text="the provider's region; gives the profile", max_length=6)),
                ('state', models.CharField(choices=[('registered', '已登记'), ('to_update', '待更新目录'), ('to_apply', '待申请更新'), ('excepted', '有正当理由，不计期限'), ('in_review', '待主管部门审核更新'), ('to_report', '已更新，待报送'), ('done', '已办结'), ('dropped', '登记有误，已注销')], default=yiyuan.catalog.types.matters.ChangeState['REGISTERED'], max_length=20, verbose_name='状态')),
                ('law_on', models.DateField(help_text='day of the cause: its profile judges the event to the end', null=True)),
                ('cause', models.CharField(choices=[('law_revised', '法律、法规、规章修改'), ('functions_changed', '行政管理职能变化')], max_length=20, verbose_name='变更事由')),
                ('document', models.CharField(max_length=300, verbose_name='文件名称和文号')),
                ('changed_on', models.DateField(help_text='not counted in the term', verbose_name='修改或变化之日')),
                ('note', models.TextField(blank=True, verbose_name='影响哪些内容')),
                ('registered_by', models.CharField(max_length=60, verbose_name='登记人')),
                ('registrar_id', models.BigIntegerField(help_text='organisation that registered it: the provider or its bureau')),
                ('registered_on', models.DateField(verbose_name='登记日期')),
                ('exception', models.TextField(blank=True, verbose_name='例外理由')),
                ('request', models.TextField(blank=True, verbose_name='申请说明')),
                ('updated_on', models.DateField(help_text='when the last entry concerned was published', null=True, verbose_name='更新完成日')),
                ('report_from_on', models.DateField(help_text='start of the report term where it is not the update', null=True)),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='变更依据')),
                ('attachment', models.BinaryField(help_text='the document the change rests on, at most 10 MB', null=True)),
                ('attachment_name', models.CharField(blank=True, max_length=200, verbose_name='依据附件')),
                ('closed_on', models.DateField(null=True, verbose_name='办结日期')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resources', models.ManyToManyField(blank=True, related_name='+', to='catalog.resource', verbose_name='涉及的资源')),
            ],
            options={
                'indexes': [models.Index(fields=['provider', 'state'], name='change_of_provider')],
            },
        ),
        migrations.CreateModel(
            name='SearchedWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='in its plain form', max_length=40, verbose_name='搜的词')),
                ('times', models.PositiveIntegerField(default=0, verbose_name='次数')),
                ('unfound', models.PositiveIntegerField(default=0, verbose_name='没有结果的次数')),
                ('last_on', models.DateField(verbose_name='最近一次')),
                ('decision', models.CharField(blank=True, choices=[('accepted', '已采纳'), ('refused', '不采纳')], max_length=10, verbose_name='决定')),
                ('resource', models.ForeignKey(help_text='opened then; null: just searched', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.resource')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('decision', '')), fields=['times'], name='searched_words_to_decide')],
                'constraints': [models.UniqueConstraint(fields=('text', 'resource'), name='searched_word_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, verbose_name='大家的说法')),
                ('means', models.CharField(max_length=40, verbose_name='目录里的说法')),
                ('plain', models.CharField(help_text='the word without what only looks different', max_length=40)),
                ('sound', models.CharField(help_text='its pinyin in one piece', max_length=240)),
                ('both', models.BooleanField(default=False, help_text='the second is also looked for as the first', verbose_name='互通')),
                ('origin', models.CharField(choices=[('shipped', '随产品提供'), ('bureau', '主管部门添加'), ('learned', '由查找学到')], default=yiyuan.catalog.types.words.WordOrigin['SHIPPED'], max_length=20, verbose_name='来历')),
                ('region_code', models.CharField(blank=True, help_text='of the bureau that wrote it; empty: shipped', max_length=6)),
                ('changed_by', models.CharField(blank=True, max_length=60, verbose_name='修改人')),
                ('changed_on', models.DateField(null=True, verbose_name='修改日期')),
                ('removed_on', models.DateField(null=True, verbose_name='删除日期')),
            ],
            options={
                'indexes': [models.Index(fields=['sound'], name='synonyms_of_a_sound'), models.Index(condition=models.Q(('both', True)), fields=['means'], name='synonyms_both_ways')],
                'constraints': [models.UniqueConstraint(fields=('plain', 'means'), name='synonym_once')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('secrecy', '待保密审查'), ('review', '待审核'), ('ready', '待发布'), ('published', '已发布'), ('superseded', '已被新版本取代'), ('withdrawn', '已撤销')], default=yiyuan.catalog.types.entries.State['DRAFT'], max_length=20, verbose_name='状态')),
                ('law_on', models.DateField(help_text='the profile of this date judges this version', null=True)),
                ('author_account_id', models.BigIntegerField()),
                ('author_name', models.CharField(max_length=60, verbose_name='编制人')),
                ('reviewer_name', models.CharField(blank=True, max_length=60, verbose_name='审核人')),
                ('secrecy_name', models.CharField(blank=True, max_length=60, verbose_name='保密审查人')),
                ('name', models.CharField(max_length=200, verbose_name='资源名称')),
                ('summary', models.TextField(blank=True, verbose_name='摘要')),
                ('category', models.CharField(blank=True, choices=[('1', '基础信息资源'), ('2', '主题信息资源'), ('3', '部门信息资源')], max_length=1, verbose_name='类')),
                ('class_code', models.CharField(blank=True, max_length=2, verbose_name='项')),
                ('subclass_code', models.CharField(blank=True, default='001', max_length=3, verbose_name='目')),
                ('source_kind', models.CharField(blank=True, max_length=20, verbose_name='数据来源')),
                ('source_system', models.CharField(blank=True, max_length=200, verbose_name='来源信息系统')),
                ('source_funding', models.CharField(blank=True, choices=[('city_or_below', '市级及以下财政资金'), ('above', '中央或者省级财政资金'), ('other', '其他资金')], help_text='who paid for the system', max_length=20, verbose_name='系统建设资金')),
                ('electronic', models.BooleanField(default=True, verbose_name='电子形式')),
                ('form', models.CharField(blank=True, choices=[('file', '文件'), ('material', '资料'), ('chart', '图表'), ('data', '数据')], max_length=20, verbose_name='资源形态')),
                ('form_facts', models.JSONField(blank=True, default=dict, help_text='fields of the form -> what is said', verbose_name='形态说明')),
                ('contents', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='内容形式')),
                ('standards', models.JSONField(blank=True, default=dict, help_text='level -> name and number', verbose_name='执行的标准')),
                ('format', models.CharField(blank=True, choices=[('database', '数据库'), ('spreadsheet', '电子表格'), ('file', '电子文件'), ('image', '图形图像'), ('stream', '流媒体'), ('service', '服务接口'), ('described', '自描述格式')], max_length=20, verbose_name='资源格式')),
                ('cycle', models.CharField(blank=True, choices=[('realtime', '实时'), ('daily', '每日'), ('weekly', '每周'), ('monthly', '每月'), ('quarterly', '每季度'), ('half_yearly', '每半年'), ('yearly', '每年'), ('irregular', '不定期')], max_length=20, verbose_name='更新周期')),
                ('officer', models.CharField(blank=True, max_length=60, verbose_name='责任专人')),
                ('officer_phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('sharing', models.CharField(blank=True, choices=[('unconditional', '无条件共享'), ('conditional', '有条件共享'), ('not_shared', '不予共享')], max_length=20, verbose_name='共享类型')),
                ('condition', models.TextField(blank=True, verbose_name='共享条件')),
                ('scope', models.TextField(blank=True, verbose_name='共享范围')),
                ('purpose', models.TextField(blank=True, verbose_name='使用用途')),
                ('materials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='申请材料名录')),
                ('basis_level', models.CharField(blank=True, max_length=30, verbose_name='依据级别')),
                ('basis', models.TextField(blank=True, verbose_name='依据名称和条款')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('methods', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None, verbose_name='共享方式')),
                ('use_terms', models.TextField(blank=True, verbose_name='使用要求')),
                ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, help_text='codes', size=None, verbose_name='允许的用途')),
                ('held_by_provider', models.BooleanField(default=False, verbose_name='数据留在提供部门')),
                ('held_reason', models.TextField(blank=True, default='', verbose_name='不归集的理由')),
                ('held_basis_level', models.CharField(blank=True, default='', max_length=30, verbose_name='不归集的依据级别')),
                ('held_basis', models.TextField(blank=True, default='', verbose_name='不归集的依据名称和条款')),
                ('opening', models.CharField(blank=True, choices=[('unconditional', '无条件开放'), ('conditional', '有条件开放'), ('not_open', '不予开放')], max_length=20, verbose_name='开放类型')),
                ('opening_method', models.CharField(blank=True, max_length=100, verbose_name='开放方式')),
                ('opening_basis', models.TextField(blank=True, verbose_name='不予开放的理由和依据')),
                ('security_level', models.PositiveSmallIntegerField(blank=True, help_text='1 to 4', null=True, verbose_name='安全级别')),
                ('secret', models.BooleanField(default=False, help_text='always false: a secret entry is never stored', verbose_name='涉密')),
                ('work_secret', models.BooleanField(default=False, help_text='a mark that binds nobody', verbose_name='含工作秘密')),
                ('city_specific', models.BooleanField(default=False, help_text='not in the catalog above', verbose_name='本市个性化目录')),
                ('consent', models.CharField(blank=True, max_length=200, verbose_name='上级同意文号')),
                ('consent_on', models.DateField(blank=True, null=True, verbose_name='上级同意日期')),
                ('licence_issuer', models.CharField(blank=True, max_length=200, verbose_name='颁证单位')),
                ('licence_type', models.CharField(blank=True, choices=[('document', '证件'), ('certificate', '证明'), ('approval', '批文'), ('appraisal', '鉴定报告'), ('result', '办事结果')], max_length=20, verbose_name='证照类型')),
                ('licence_holder', models.CharField(blank=True, choices=[('person', '自然人'), ('legal_person', '法人'), ('other', '其他组织')], max_length=20, verbose_name='持证者类型')),
                ('licence_template', models.CharField(blank=True, help_text='name and version', max_length=200, verbose_name='证照模板')),
                ('repeat_basis', models.TextField(blank=True, help_text='why it is kept although another department is the source', verbose_name='与已有数据重复的依据')),
                ('change_cause', models.TextField(blank=True, verbose_name='变更原因')),
                ('changed_on', models.DateField(blank=True, null=True, verbose_name='变更发生日期')),
                ('submitted_on', models.DateField(null=True)),
                ('published_on', models.DateField(null=True, verbose_name='发布日期')),
                ('saved_at', models.DateTimeField(auto_now=True)),
                ('change', models.ForeignKey(help_text='event it follows', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalog.changeevent')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalog.resource')),
                ('system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.informationsystem', verbose_name='登记的系统')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'resource'], name='version_state')],
                'constraints': [models.UniqueConstraint(fields=('resource', 'number'), name='version_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'secrecy', 'review', 'ready'])), fields=('resource',), name='one_version_in_work')],
            },
        ),
        migrations.CreateModel(
            name='SharingCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('departments', '限定部门'), ('kinds', '限定单位类别'), ('purposes', '限定用途'), ('materials', '须交材料'), ('authorisation', '须经授权')], max_length=20, verbose_name='条件')),
                ('values', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), help_text='ids, codes or names', size=None, verbose_name='取值')),
                ('basis', models.CharField(max_length=300, verbose_name='依据')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='catalog.version')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='resource',
            name='current',
            field=models.ForeignKey(help_text='the published version', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.version'),
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='序号')),
                ('name', models.CharField(max_length=100, verbose_name='信息项名称')),
                ('data_type', models.CharField(choices=[('C', '字符型 C'), ('N', '数值型 N'), ('Y', '货币型 Y'), ('D', '日期型 D'), ('T', '日期时间型 T'), ('L', '逻辑型 L'), ('M', '备注型 M'), ('I', '整型 I'), ('F', '浮点型 F')], max_length=1, verbose_name='数据类型')),
                ('length', models.PositiveIntegerField(blank=True, null=True, verbose_name='长度')),
                ('scale', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='小数位')),
                ('column_id', models.BigIntegerField(help_text='id of the item that first had this column in the pool', null=True)),
                ('key', models.BooleanField(default=False, verbose_name='主键')),
                ('required', models.BooleanField(default=False, verbose_name='必填')),
                ('codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='代码范围')),
                ('pattern', models.CharField(blank=True, help_text='regular expression of the whole value', max_length=200, verbose_name='格式')),
                ('minimum', models.CharField(blank=True, max_length=40, verbose_name='最小值')),
                ('maximum', models.CharField(blank=True, max_length=40, verbose_name='最大值')),
                ('item_class', models.CharField(choices=[('general', '一般'), ('name', '姓名'), ('citizen_id', '公民身份号码'), ('uscc', '统一社会信用代码'), ('mobile', '手机号码'), ('address', '住址'), ('bank_card', '银行卡号'), ('email', '电子邮箱'), ('birth', '出生日期'), ('sensitive', '其他敏感信息')], default=yiyuan.catalog.types.entries.ItemClass['GENERAL'], max_length=20, verbose_name='信息类别')),
                ('personal', models.BooleanField(default=False, verbose_name='个人信息')),
                ('sharing', models.CharField(blank=True, choices=[('unconditional', '无条件共享'), ('conditional', '有条件共享'), ('not_shared', '不予共享')], help_text='empty: as the entry', max_length=20, verbose_name='共享类型')),
                ('opening', models.CharField(blank=True, choices=[('unconditional', '无条件开放'), ('conditional', '有条件开放'), ('not_open', '不予开放')], help_text='empty: as the entry', max_length=20, verbose_name='开放类型')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='catalog.version')),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(fields=['name'], name='items_of_a_name')],
                'constraints': [models.UniqueConstraint(fields=('version', 'name'), name='item_name')],
            },
        ),
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(help_text="the provider's region; gives the profile", max_length=6)),
                ('state', models.CharField(choices=[('open', '待答复'), ('agreed', '同意更改，待发布新版本'), ('changed', '已更改类型'), ('kept', '维持原类型'), ('withdrawn', '已撤回')], default='open', max_length=20, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('wanted', models.CharField(choices=[('unconditional', '无条件共享'), ('conditional', '有条件共享'), ('not_shared', '不予共享')], max_length=20, verbose_name='认为应列为')),
                ('reason', models.TextField(verbose_name='理由')),
                ('filed_by', models.CharField(max_length=60, verbose_name='提出人')),
                ('filed_on', models.DateField(verbose_name='提出日期')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='维持的依据')),
                ('answered_on', models.DateField(null=True, verbose_name='答复日期')),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.resource')),
                ('version', models.ForeignKey(help_text='what was challenged', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.version')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'agreed'])), fields=('resource', 'consumer'), name='one_open_challenge')],
            },
        ),
        migrations.AddIndex(
            model_name='resource',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='resource_search'),
        ),
        migrations.AddIndex(
            model_name='resource',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_search'], name='resource_name_search'),
        ),
        migrations.AddIndex(
            model_name='resource',
            index=models.Index(models.OrderBy(models.F('listed_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('listed_on__isnull', False)), name='resources_listed'),
        ),
        migrations.RunPython(bring_words, migrations.RunPython.noop),
    ]

import csv
from pathlib import Path

from django.db import migrations, models

from yiyuan.catalog.tokens import plain, sound, tokens

WORDS = Path(__file__).parents[1] / 'data' / 'thesaurus.csv'
READ = """
SELECT r.id,
       ARRAY(SELECT DISTINCT code FROM catalog_item i, unnest(i.codes) code WHERE i.version_id = v.id)
  FROM catalog_resource r
  JOIN catalog_version v ON v.id = r.current_id AND v.state = 'published'
 WHERE EXISTS (SELECT FROM catalog_item i WHERE i.version_id = v.id AND i.codes <> '{}')
"""
WRITE = """
UPDATE catalog_resource
   SET search = array_to_tsvector(ARRAY(SELECT DISTINCT unnest(tsvector_to_array(search) || %s))) WHERE id = %s
"""


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


def index_codes(apps, schema_editor):
    """As search.index_resource writes it: entries are found by the values of their code lists too."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(READ)
        for number, codes in cursor.fetchall():
            cursor.execute(WRITE, [sorted(tokens(' '.join(codes))), number])


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0013_all_readings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, verbose_name='大家的说法')),
                ('means', models.CharField(max_length=40, verbose_name='目录里的说法')),
                ('plain', models.CharField(help_text='the word without what only looks different', max_length=40)),
                ('sound', models.CharField(help_text='its pinyin in one piece', max_length=240)),
                ('both', models.BooleanField(default=False, help_text='the second is also looked for as the first', verbose_name='互通')),
                ('origin', models.CharField(choices=[('shipped', '随产品提供'), ('bureau', '主管部门添加'), ('learned', '由查找学到')], default='shipped', max_length=20, verbose_name='来历')),
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
        migrations.RunPython(bring_words, migrations.RunPython.noop),
        migrations.RunPython(index_codes, migrations.RunPython.noop),
    ]

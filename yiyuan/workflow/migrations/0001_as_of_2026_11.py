import django.contrib.postgres.fields
import django.db.models.deletion
import yiyuan.workflow.types
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('workflow', '0001_initial'), ('workflow', '0002_signal_violation'), ('workflow', '0003_term_profile'), ('workflow', '0004_urged')]

    dependencies = [
        ('organisations', '0001_as_of_2026_11'),
    ]

    operations = [
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workflow', models.CharField(max_length=60)),
                ('matter_id', models.BigIntegerField()),
                ('move', models.CharField(max_length=40)),
                ('from_state', models.CharField(max_length=40)),
                ('to_state', models.CharField(max_length=40)),
                ('actor_account_id', models.BigIntegerField()),
                ('actor_name', models.CharField(max_length=100)),
                ('organisation_id', models.BigIntegerField()),
                ('organisation_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField(help_text='real time')),
                ('legal_on', models.DateField()),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['workflow', 'matter_id', 'id'], name='steps_of_matter')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workflow', models.CharField(max_length=60)),
                ('matter_id', models.BigIntegerField()),
                ('state', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=300)),
                ('href', models.CharField(max_length=300)),
                ('ask', models.CharField(help_text='what is awaited', max_length=60)),
                ('key', models.CharField(blank=True, help_text='rule key of the term; empty: no term runs', max_length=80)),
                ('region_code', models.CharField(max_length=6)),
                ('violation', models.CharField(blank=True, help_text='rule key of what running out may be a sign of', max_length=80)),
                ('law_on', models.DateField(help_text='the profile of this date judges the matter')),
                ('profile', models.CharField(blank=True, help_text='version of the rules the matter keeps', max_length=120)),
                ('started_on', models.DateField(help_text='day of the event; not counted')),
                ('due_on', models.DateField(help_text='last day, until 24:00 Beijing time', null=True)),
                ('provisional', models.BooleanField(default=False, help_text='a year without a holiday notice was counted')),
                ('late', models.CharField(max_length=20)),
                ('functions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('filed_by', models.BigIntegerField(help_text='organisation that started the matter', null=True)),
                ('parties', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='organisations that have a part in it', size=None)),
                ('urged', models.PositiveIntegerField(default=0, help_text='how often people asked for it; the record says who')),
                ('urged_on', models.DateField(help_text='legal date of the last time', null=True)),
                ('urged_by', models.CharField(blank=True, help_text='organisation that asked last', max_length=200)),
                ('reminders', models.JSONField(default=dict, help_text='kind -> legal date of the reminder')),
                ('closed_on', models.DateField(null=True)),
                ('closed_by_move', models.CharField(blank=True, max_length=40)),
                ('waits_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_on', None)), fields=['waits_for', 'due_on'], name='open_terms'), models.Index(fields=['workflow', 'matter_id'], name='terms_of_matter')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('workflow', 'matter_id'), name='one_open_term')],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('href', models.CharField(blank=True, max_length=300)),
                ('violation', models.CharField(blank=True, help_text='rule key of the conduct listed by the law', max_length=80)),
                ('law_on', models.DateField(help_text='the profile of this date judges the conduct')),
                ('raised_by', models.CharField(blank=True, help_text='organisation and person; empty: the platform', max_length=300)),
                ('region_code', models.CharField(max_length=6)),
                ('raised_on', models.DateField()),
                ('requirement_ids', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), help_text='of the conduct first, of the term behind it', size=None)),
                ('evidence', models.JSONField(help_text='dates, ids, both rule keys with their articles, words of who raised it')),
                ('state', models.CharField(choices=[('open', '线索，待部门说明'), ('stated', '部门已说明，待认定'), ('confirmed', '已认定'), ('dropped', '不予认定')], default=yiyuan.workflow.types.SignalState['OPEN'], max_length=12)),
                ('statement', models.TextField(blank=True)),
                ('conclusion', models.TextField(blank=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('term', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signal', to='workflow.term')),
            ],
        ),
    ]

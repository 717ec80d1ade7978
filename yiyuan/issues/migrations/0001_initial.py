
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_succession_officers_delegation_acts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='问题')),
                ('detail', models.TextField(verbose_name='情况')),
                ('about', models.CharField(blank=True, help_text='资源或办件的编号、名称', max_length=200, verbose_name='关于')),
                ('href', models.CharField(blank=True, max_length=300)),
                ('region_code', models.CharField(max_length=6)),
                ('raised_on', models.DateField(verbose_name='提出日期')),
                ('person', models.CharField(blank=True, max_length=60, verbose_name='经办人')),
                ('state', models.CharField(choices=[('open', '待接收'), ('taken', '办理中'), ('closed', '已解决')], default='open', max_length=8, verbose_name='状态')),
                ('law_on', models.DateField(null=True)),
                ('result', models.TextField(blank=True, verbose_name='结果')),
                ('closed_on', models.DateField(null=True, verbose_name='关闭日期')),
                ('assigned_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
    ]

from django.db import migrations, models

WORDS = ("当事人授权", "本人授权", "当事人书面同意")
UNSTATED = "共享条件的文字（依据待提供部门补写）"


def from_words(apps, _editor):
    """Entries whose condition or materials asked for the citizen's authorisation in words ask for it as a condition."""
    version, condition = (apps.get_model("catalog", name) for name in ("Version", "SharingCondition"))
    found = version.objects.exclude(condition="", materials=[]).exclude(conditions__kind="authorisation")
    for one in found.iterator():
        if not any(word in text for text in (one.condition, *one.materials) for word in WORDS):
            continue
        last = condition.objects.filter(version=one).aggregate(last=models.Max("position"))["last"] or 0
        basis = (one.basis or UNSTATED)[:300]
        condition.objects.create(
            version=one, position=last + 1, kind="authorisation", values=["person"], basis=basis
        )


class Migration(migrations.Migration):
    """The citizen's authorisation is a condition of its own, with its basis; it was judged by words before."""

    dependencies = [("catalog", "0007_repeat_basis")]
    operations = [
        migrations.AlterField(
            model_name="sharingcondition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("departments", "限定部门"),
                    ("kinds", "限定单位类别"),
                    ("purposes", "限定用途"),
                    ("materials", "须交材料"),
                    ("authorisation", "须经授权"),
                ],
                max_length=20,
                verbose_name="条件",
            ),
        ),
        migrations.RunPython(from_words, migrations.RunPython.noop),
    ]

from django import forms

from yiyuan.intake.types import Verdict
from yiyuan.web.forms import Form, Radios

AT_ONCE, AFTER_CHECK = "at_once", "after_check"


class HandInForm(Form):
    """One file, and whether the department has already checked it."""

    file = forms.FileField(
        label="文件", help_text="CSV（UTF-8、GB18030 或 Big5）或 .xlsx，一张工作表；数据上面是表头，再上面可以有标题。"
    )
    confirm = forms.ChoiceField(
        label="校核、确认",
        widget=Radios,
        choices=[
            (AT_ONCE, "本部门已校核，检查合格的行直接入池"),
            (AFTER_CHECK, "先检查，我看过结果再确认入池"),
        ],
    )
    declared_rows = forms.IntegerField(
        label="应有行数", required=False, min_value=0, help_text="填了就会核对：读到的行数不一致时提示不完整。"
    )


class VerdictForm(Form):
    """What the secrecy reviewer finds of an isolated file."""

    verdict = forms.ChoiceField(
        label="核查结果",
        widget=Radios,
        choices=[
            (Verdict.CLEAR.value, "不涉密，继续检查入池"),
            (Verdict.SECRET.value, "涉密，销毁平台上的原件，按保密规定另行报告"),
        ],
    )

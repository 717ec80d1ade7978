from typing import Any

from django import forms

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import covers
from yiyuan.organisations import selectors
from yiyuan.organisations.models import Organisation, Region
from yiyuan.organisations.rules import ADMINISTRATION
from yiyuan.organisations.types import (
    DUTY_WORDS,
    ENDING_WORDS,
    FUNCTION_WORDS,
    KIND_WORDS,
    LEGAL_WORDS,
    OFFICE_WORDS,
    PAPER_WORDS,
)
from yiyuan.web.forms import DateField, Form, choose


class LoginForm(Form):
    login = forms.CharField(label="登录名", max_length=60)
    password = forms.CharField(label="密码", widget=forms.PasswordInput)


class TokenForm(Form):
    name = forms.CharField(label="用途", max_length=60, help_text="例如：目录批量导入脚本")
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=365, initial=90)


class OrganisationForm(Form):
    name = forms.CharField(label="名称", max_length=100)
    short_name = forms.CharField(label="简称", max_length=40, required=False)
    uscc = forms.CharField(label="统一社会信用代码", max_length=18)
    region_code = forms.CharField(label="行政区划代码", max_length=6)
    kind = forms.ChoiceField(label="管理关系", choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    legal = forms.ChoiceField(
        label="机构性质",
        choices=choose({k.value: w for k, w in LEGAL_WORDS.items()}),
        required=False,
        help_text="没有确定性质的，只登记，不启用。",
    )
    first_responsible = forms.CharField(label="第一责任人（主要负责人）", max_length=60, required=False)
    office = forms.ChoiceField(label="承担职能", choices=[(k.value, w) for k, w in OFFICE_WORDS.items()])
    parent_id = forms.TypedChoiceField(label="上级单位", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.actor = actor
        parents = [(item.id, item.name) for item in selectors.departments()]
        self.fields["parent_id"].choices = [("", "无"), *parents]  # type: ignore[attr-defined]  # a choice field

    def clean_region_code(self) -> str:
        code = str(self.cleaned_data["region_code"])
        if not Region.objects.filter(code=code).exists():
            raise forms.ValidationError("没有这个行政区划代码。")
        if not covers(self.actor.region_code, code):
            raise forms.ValidationError("这个地区不由你管理，请由该地区或其上级的系统管理员登记。")
        return code


class LegalForm(Form):
    legal = forms.ChoiceField(label="机构性质", choices=choose({k.value: w for k, w in LEGAL_WORDS.items()}))


class AbolitionForm(Form):
    """Ends a body; a second administrator confirms."""

    ending = forms.ChoiceField(label="方式", choices=choose({e.value: w for e, w in ENDING_WORDS.items()}))
    new_id = forms.TypedChoiceField(label="承接单位", coerce=int)
    act = forms.CharField(label="文件名称和文号", max_length=200)
    act_on = DateField(label="文件日期")
    on = DateField(label="生效日期", help_text="当天起由承接单位办理")

    def __init__(self, *args: Any, old: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        others = [(str(o.id), o.name) for o in selectors.departments(region_code=old.region_id) if o.id != old.id]
        self.fields["new_id"].choices = choose(others)  # type: ignore[attr-defined]  # a choice field


class OfficerForm(Form):
    """Names somebody for a duty, with a substitute."""

    duty = forms.ChoiceField(label="职责", choices=choose({d.value: w for d, w in DUTY_WORDS.items()}))
    name = forms.CharField(label="姓名", max_length=60)
    post = forms.CharField(label="职务", max_length=60, required=False)
    phone = forms.CharField(label="办公电话", max_length=40, required=False)
    substitute = forms.CharField(label="替补人", max_length=60, required=False)
    from_on = DateField(label="起", required=False, help_text="不填为今天")


class UnitForm(Form):
    unit = forms.CharField(label="实施（专职）机构", max_length=100, help_text="例如：信息中心")


class PaperForm(Form):
    """Puts a plan or rules on record."""

    kind = forms.ChoiceField(label="种类", choices=choose({p.value: w for p, w in PAPER_WORDS.items()}))
    title = forms.CharField(label="名称", max_length=200)
    doc_no = forms.CharField(label="文号", max_length=100, required=False)
    issued_on = DateField(label="印发日期")
    goals = forms.CharField(
        label="目标和责任", widget=forms.Textarea(attrs={"rows": 3}), required=False, help_text="一两句话"
    )


class DelegationForm(Form):
    """Lets a colleague exercise one of one's functions for named days."""

    function = forms.ChoiceField(label="岗位")
    delegate_account_id = forms.TypedChoiceField(label="受托人", coerce=int)
    from_on = DateField(label="起")
    to_on = DateField(label="止", help_text="最后一天，含当天")
    reason = forms.CharField(label="事由", max_length=200, help_text="例如：出差、休假")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        own = sorted(actor.functions - actor.delegated - ADMINISTRATION)
        words = choose({f.value: FUNCTION_WORDS[f] for f in own})
        self.fields["function"].choices = words  # type: ignore[attr-defined]  # a choice field
        people = choose(selectors.colleagues(actor))
        self.fields["delegate_account_id"].choices = people  # type: ignore[attr-defined]  # a choice field


class PasswordForm(Form):
    """One's own password."""

    old = forms.CharField(label="现在的密码", widget=forms.PasswordInput)
    new = forms.CharField(
        label="新密码", widget=forms.PasswordInput, help_text="至少 10 个字符，不是常见密码，也不像登录名"
    )
    again = forms.CharField(label="再输一次新密码", widget=forms.PasswordInput)

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError("两次输入的新密码不一样。")
        return again


class CodeForm(Form):
    """A code of one's authenticator, or a recovery code."""

    code = forms.CharField(
        label="动态码",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
        help_text="身份验证器现在显示的六位数字；手机不在手边的，填一个恢复码",
    )


class SetUpForm(Form):
    """The first code of a new authenticator."""

    sealed = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    code = forms.CharField(
        label="动态码",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text="扫码后身份验证器显示的六位数字",
    )


class AssignForm(Form):
    """Functions of a person who has an account."""

    organisation_id = forms.TypedChoiceField(label="单位", coerce=int)
    functions = forms.MultipleChoiceField(
        label="岗位", choices=[(f.value, w) for f, w in FUNCTION_WORDS.items()], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        bodies = [(str(o.id), o.name) for o in selectors.departments(region_code=actor.region_code)]
        self.fields["organisation_id"].choices = choose(bodies)  # type: ignore[attr-defined]  # a choice field

    def clean_functions(self) -> list[Function]:
        return [Function(value) for value in self.cleaned_data["functions"]]


class UnlockForm(Form):
    login = forms.CharField(label="登录名", max_length=60)


class PersonForm(Form):
    login = forms.CharField(label="登录名", max_length=60)
    person_name = forms.CharField(label="姓名", max_length=60)
    post = forms.CharField(label="职务", max_length=60, required=False)
    phone = forms.CharField(label="办公电话", max_length=40, required=False)
    password = forms.CharField(
        label="初始密码", widget=forms.PasswordInput, help_text="至少 10 个字符；本人第一次登录时要改掉"
    )
    functions = forms.MultipleChoiceField(
        label="岗位", choices=[(f.value, w) for f, w in FUNCTION_WORDS.items()], widget=forms.CheckboxSelectMultiple
    )

    def clean_functions(self) -> list[Function]:
        return [Function(value) for value in self.cleaned_data["functions"]]

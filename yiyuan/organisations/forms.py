from django import forms

from yiyuan.kernel.actor import Function
from yiyuan.organisations import selectors
from yiyuan.organisations.models import Region
from yiyuan.organisations.types import FUNCTION_WORDS, KIND_WORDS, LEGAL_WORDS, OFFICE_WORDS
from yiyuan.web.forms import Form


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
    legal = forms.ChoiceField(label="机构性质", choices=[(k.value, w) for k, w in LEGAL_WORDS.items()])
    office = forms.ChoiceField(label="承担职能", choices=[(k.value, w) for k, w in OFFICE_WORDS.items()])
    parent_id = forms.TypedChoiceField(label="上级单位", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        parents = [(item.id, item.name) for item in selectors.departments()]
        self.fields["parent_id"].choices = [("", "无"), *parents]  # type: ignore[attr-defined]  # a choice field

    def clean_region_code(self) -> str:
        code = str(self.cleaned_data["region_code"])
        if not Region.objects.filter(code=code).exists():
            raise forms.ValidationError("没有这个行政区划代码。")
        return code


class PersonForm(Form):
    login = forms.CharField(label="登录名", max_length=60)
    person_name = forms.CharField(label="姓名", max_length=60)
    post = forms.CharField(label="职务", max_length=60, required=False)
    phone = forms.CharField(label="办公电话", max_length=40, required=False)
    password = forms.CharField(label="初始密码", min_length=10, widget=forms.PasswordInput)
    functions = forms.MultipleChoiceField(
        label="岗位", choices=[(f.value, w) for f, w in FUNCTION_WORDS.items()], widget=forms.CheckboxSelectMultiple
    )

    def clean_functions(self) -> list[Function]:
        return [Function(value) for value in self.cleaned_data["functions"]]

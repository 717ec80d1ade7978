from typing import Any

from django import forms

from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ResourceInfo
from yiyuan.exchange import rules, selectors
from yiyuan.exchange.interfaces import TIMEOUT_MOST, Wanted, lookup_items
from yiyuan.exchange.models import Interface
from yiyuan.exchange.types import FORMAT_WORDS, METHOD_WORDS, Method
from yiyuan.kernel.errors import RuleBroken
from yiyuan.sharing.types import GrantInfo
from yiyuan.web.bodies import Body, Id, Line, Small, Text
from yiyuan.web.forms import Form, Radios

FIELDS = {"exchange.reason": "reason", "exchange.reference": "case"}


class DownloadForm(Form):
    """All rows in scope as one file."""

    format = forms.ChoiceField(
        label="格式", widget=Radios, choices=[(f.value, f"{w} 文件") for f, w in FORMAT_WORDS.items()]
    )
    case = forms.CharField(
        label="办件编号", required=False, max_length=rules.CASE_LENGTH, help_text="有就填，随交付记录保存"
    )


class LookupForm(Form):
    """One person or company, for one case, with a reason. Numbers travel in the body, never in the address."""

    case = forms.CharField(label="办件编号", max_length=rules.CASE_LENGTH)
    reason = forms.CharField(
        label="查询事由", max_length=rules.REASON_LENGTH, help_text="写办什么事，不写姓名、证件号码和电话"
    )

    def __init__(self, *args: Any, grant: GrantInfo, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.items = {f"item_{field.item_id}": field.name for field in rules.key_fields(grant.fields)}
        for name, label in self.items.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def asked(self) -> dict[str, object]:
        """Item name -> value, of what was filled in."""
        values = {label: self.cleaned_data.get(name, "") for name, label in self.items.items()}
        return {label: value for label, value in values.items() if value}


def field_of(broken: RuleBroken) -> str | None:
    """Beside which field a refusal stands."""
    return FIELDS.get(broken.rule)


class InterfaceIn(Body):
    """fields, parameters: by item id. credential: left out, the old one stays."""

    method: Method
    address: Text
    fields: dict[Id, Line]
    parameters: dict[Id, Line]
    rows_at: Text = ""
    none_is_404: bool = False
    timeout_s: Small = 5
    header: Text = ""
    credential: Text | None = None
    health: Text = ""
    errors: Text = ""

    def filled(self) -> dict[str, Any]:  # data of InterfaceForm
        named = {f"field_{id_}": name for id_, name in self.fields.items()}
        named |= {f"parameter_{id_}": name for id_, name in self.parameters.items()}
        return {**self.dict(exclude={"fields", "parameters", "errors"}), **named, "errors_said": self.errors}


class TryIn(Body):
    """values: by item id; looked for once, nowhere kept."""

    values: dict[Id, Text]

    def filled(self) -> dict[str, str]:  # data of TryForm
        return {f"value_{id_}": value for id_, value in self.values.items()}


class InterfaceForm(Form):
    """How the provider's system is asked. The credential is written, never shown; left empty, the old one stays."""

    laid_out = "exchange/interface_form.html"
    method = forms.ChoiceField(label="怎么调用", widget=Radios, choices=[(m.value, w) for m, w in METHOD_WORDS.items()])
    address = forms.CharField(label="地址", max_length=500, help_text="本单位系统里查一条记录的网址，平台能访问到")
    timeout_s = forms.IntegerField(
        label="超时（秒）", min_value=1, max_value=TIMEOUT_MOST, initial=5, help_text=f"1 到 {TIMEOUT_MOST} 秒"
    )
    rows_at = forms.CharField(
        label="记录在答复的哪里", max_length=100, required=False, help_text="像 data.rows；留空：整个答复就是记录"
    )
    none_is_404 = forms.BooleanField(label="查无记录时，本单位系统答 404", required=False)
    header = forms.CharField(
        label="凭据放在哪个请求头", max_length=60, required=False, help_text="像 Authorization；不用凭据就留空"
    )
    credential = forms.CharField(
        label="凭据",
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="请求头的全部内容，加密保存，以后不再显示",
    )
    health = forms.CharField(
        label="检查地址", max_length=500, required=False, help_text="答 2xx 就算正常；留空：每分钟只看能不能连上"
    )
    errors_said = forms.CharField(
        label="错误码说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个：错误码和含义",
    )

    def __init__(
        self, *args: Any, under: ResourceInfo | None = None, matter: Interface | None = None, **kwargs: Any
    ) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        resource = under or published_resource(matter.resource_id if matter else 0)
        found = matter or selectors.interface_of(resource.id)
        self.kept = bool(found and found.credential)
        known = {field["column"]: field for field in found.fields} if found else {}
        lookups = {item.id for item in lookup_items(resource)}
        self.items = list(resource.items)
        line = {"class": "form-control"}
        for item in self.items:
            was = known.get(item.column, {})
            self.fields[f"field_{item.id}"] = forms.CharField(
                label=f"{item.name}的返回字段",
                max_length=100,
                required=False,
                initial=was.get("field", item.name),
                widget=forms.TextInput(attrs=line),
            )
            if item.id in lookups:
                self.fields[f"parameter_{item.id}"] = forms.CharField(
                    label=f"{item.name}的查询参数",
                    max_length=100,
                    required=False,
                    initial=was.get("parameter", ""),
                    widget=forms.TextInput(attrs=line),
                )
        if found:
            names = ("method", "address", "timeout_s", "rows_at", "none_is_404", "header", "health")
            self.initial = {name: getattr(found, name) for name in names} | {"errors_said": found.errors}
        if self.kept:
            self.fields["credential"].help_text = "已加密保存；要换就填新的，留空则不变"

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Item, its return field, its parameter or None; for the table of the page."""
        return [
            (
                item,
                self[f"field_{item.id}"],
                self[f"parameter_{item.id}"] if f"parameter_{item.id}" in self.fields else None,
            )
            for item in self.items
        ]

    def values(self) -> dict[str, Wanted]:
        said = self.cleaned_data
        wanted = Wanted(
            method=Method(said["method"]),
            address=said["address"],
            fields={item.id: said.get(f"field_{item.id}", "") for item in self.items},
            parameters={item.id: said.get(f"parameter_{item.id}", "") for item in self.items},
            rows_at=said["rows_at"],
            none_is_404=said["none_is_404"],
            timeout_s=said["timeout_s"],
            header=said["header"],
            credential=said["credential"] or None,
            health=said["health"],
            errors=said["errors_said"],
        )
        return {"wanted": wanted}


class TryForm(Form):
    """One value that has a record, in the body and nowhere kept."""

    def __init__(self, *args: Any, matter: Interface, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        known = {field.column for field in matter.info().parameters}
        resource = published_resource(matter.resource_id)
        self.items = {f"value_{item.id}": item.id for item in resource.items if item.column in known}
        named = {item.id: item.name for item in resource.items}
        for name, item_id in self.items.items():
            self.fields[name] = forms.CharField(
                label=named[item_id],
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def values(self) -> dict[str, dict[int, str]]:
        return {"values": {item_id: self.cleaned_data.get(name, "") for name, item_id in self.items.items()}}

from typing import Any

from django import forms

from yiyuan.catalog.types import HOLDER_WORDS, LICENCE_WORDS
from yiyuan.dataplane import scanner
from yiyuan.formats.models import Type
from yiyuan.formats.sheets import MAX_BYTES
from yiyuan.formats.types import VALIDITY_WORDS, Privacy, TypeField, Validity
from yiyuan.kernel.errors import RuleBroken
from yiyuan.web.forms import Choices, Form, Radios, YesNo, choose
from yiyuan.workflow.forms import line_field, text_field

PARTS = 3  # of a line of the fields at least: name, type, who sees it
HELP = "一行一个，写成“名称，数据类型和长度，公开或脱敏，必填或选填，代码；代码”，例如：性别，C2，公开，必填，男；女"


class TypeForm(Form):
    name = line_field("证照名称", max_length=200)
    code = line_field("证照类型代码", max_length=21, required=False, help_text="21 位；不填先用本机构的代码暂编")
    kind = forms.ChoiceField(label="种类", choices=list(LICENCE_WORDS.items()), widget=Radios)
    holders = forms.MultipleChoiceField(label="持证主体", choices=list(HOLDER_WORDS.items()), widget=Choices)
    definer = line_field("定义机构", max_length=200)
    issuer = line_field("颁发机构", max_length=200)
    validity = forms.ChoiceField(
        label="有效期", choices=[(v.value, w) for v, w in VALIDITY_WORDS.items()], widget=Radios
    )
    years = forms.IntegerField(label="年限", min_value=1, max_value=100, required=False, help_text="固定年限的填")
    basis = text_field("依据")
    items = text_field("关联事项", required=False, help_text="一行一个")
    scenes = text_field("出示场景", required=False, help_text="一行一个")
    standard = line_field("标准版本", max_length=100, initial="GB/T 36903-2018")
    sealed = YesNo("加盖", "依法不加盖", label="电子印章")
    exempt = line_field("不加盖的法律、行政法规", required=False)
    collected = YesNo("归集", "不归集", label="归集入库")
    not_collected = line_field("不归集的国家规定", required=False)
    fields_text = text_field("字段", rows=8, help_text=HELP, max_length=20_000)

    def __init__(self, *args: Any, matter: Type | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if matter is not None:
            plain = ("name", "code", "kind", "holders", "definer", "issuer", "validity", "years", "basis", "standard")
            shown = {name: getattr(matter, name) for name in (*plain, "exempt", "not_collected")}
            shown |= {name: "\n".join(getattr(matter, name)) for name in ("items", "scenes")}
            shown |= {name: "yes" if getattr(matter, name) else "no" for name in ("sealed", "collected")}
            kwargs["initial"] = {**shown, "fields_text": "\n".join(map(_line, matter.fields))}
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:  # arguments of services.make_type
        """Raises RuleBroken("formats.type") for a line of the fields that cannot be read."""
        said = dict(self.cleaned_data)
        lines = [line for line in said.pop("fields_text").splitlines() if line.strip()]
        said |= {name: [x.strip() for x in said[name].splitlines() if x.strip()] for name in ("items", "scenes")}
        said["years"] = said["years"] if said["validity"] == Validity.YEARS else None
        return {"said": said, "fields": [_field(at, line) for at, line in enumerate(lines, 1)]}


def _line(kept: dict[str, Any]) -> str:
    parts = [kept["name"], f"{kept['data_type']}{kept['length'] or ''}"]
    parts += ["脱敏" if kept["privacy"] == Privacy.MASKED else "公开", "必填" if kept["required"] else "选填"]
    return "，".join([*parts, *(["；".join(kept["codes"])] if kept["codes"] else [])])


def _field(at: int, line: str) -> TypeField:
    name, kind, *rest = [part.strip() for part in line.replace(",", "，").split("，", 4)] + [""]
    length = kind[1:]
    if not name or not kind or (length and not (length.isascii() and length.isdigit())) or len(rest) < PARTS - 1:
        raise RuleBroken("formats.type", problem=f"第 {at} 个字段读不懂，{HELP}")
    privacy, needed, codes = (*rest, "", "")[:3]
    if privacy not in {"公开", "脱敏"} or needed not in {"必填", "选填", ""}:
        raise RuleBroken("formats.type", problem=f"第 {at} 个字段读不懂，{HELP}")
    return TypeField(
        name=name,
        data_type=kind[:1].upper(),
        length=int(length) if length else None,
        codes=tuple(one.strip() for one in codes.replace(";", "；").split("；") if one.strip()),
        privacy=Privacy.MASKED if privacy == "脱敏" else Privacy.OPEN,
        required=needed != "选填",
    )


class ImportForm(Form):
    source = forms.ChoiceField(
        label="导入什么", widget=Radios, choices=choose([("shipped", "随产品提供的常用类型"), ("file", "自己的类型表")])
    )
    file = forms.FileField(label="类型表", required=False, help_text=".xlsx 或 .csv，可以先导出再改")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("source") == "file" and not said.get("file"):
            self.add_error("file", "请选类型表")
        return said

    def values(self) -> dict[str, Any]:  # arguments of services.import_types; none: the shipped one
        """Raises as `scanner.received`."""
        if self.cleaned_data["source"] == "shipped":
            return {}
        name, content = scanner.received(self.cleaned_data["file"], most_bytes=MAX_BYTES)
        return {"file_name": name, "content": content}

"""What credit asks for."""

from typing import Any

from django import forms

from yiyuan.credit import papers, selectors, sheets
from yiyuan.credit.types import (
    LEVEL_WORDS,
    NATURE_WORDS,
    ORIGIN_WORDS,
    SECTION_WORDS,
    SEVERITY_WORDS,
    SUBJECT_WORDS,
    File,
    Section,
)
from yiyuan.dataplane.scanner import received
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import choices
from yiyuan.web.forms import DateField, Form, choose

LINES = forms.Textarea(attrs={"rows": 3})
PAPER = "PDF、OFD、DOCX 或图片，不超过 20 MB"


def pairs(words: Any) -> list[tuple[str, str]]:  # values of an enumeration and their words
    return [(k.value, w) for k, w in words.items()]


class PaperForm(Form):
    """The document an act rests on."""

    document_no = forms.CharField(label="文书号", max_length=128, required=False)
    file = forms.FileField(label="文书或者证明文件", required=False, help_text=PAPER)

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        told = dict(self.cleaned_data)
        sent = told.pop("file", None)
        return told | {"file": File(*received(sent, most_bytes=papers.MOST_BYTES)) if sent else None}


class ItemForm(Form):
    code = forms.CharField(label="事项代码", max_length=40)
    name = forms.CharField(label="信息事项", max_length=200)
    subject_kind = forms.ChoiceField(label="一级目录", choices=choose(pairs(SUBJECT_WORDS)))
    section = forms.ChoiceField(label="二级目录", choices=choose(pairs(SECTION_WORDS)))
    category = forms.CharField(label="三级目录", max_length=60, help_text="例如：行政许可、行政处罚")
    description = forms.CharField(label="事项描述", widget=LINES, max_length=1000, required=False)
    provider_id = forms.TypedChoiceField(label="提供单位", coerce=int)
    level = forms.ChoiceField(label="公开范围", choices=choose(pairs(LEVEL_WORDS)))
    validity = forms.CharField(label="有效期限", max_length=100, help_text="例如：许可证载明的有效期")
    basis = forms.CharField(label="法律依据", max_length=300)
    agreed = forms.CharField(label="会同意见", max_length=300, help_text="市信用办、市信用中心和提供单位的文号")

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        bodies = [(str(number), name) for number, name in choices(region_code=region)]
        self.fields["provider_id"].choices = choose(bodies)  # type: ignore[attr-defined]  # a choice field
        listed = "、".join(selectors.categories(region)[:20])
        self.fields["category"].help_text = f"{listed}；都不是的放在“{SECTION_WORDS[Section.OTHER]}”下"


class LevelForm(Form):
    level = forms.ChoiceField(label="公开范围", choices=choose(pairs(LEVEL_WORDS)))


class TermForm(Form):
    severity = forms.ChoiceField(label="失信程度", choices=pairs(SEVERITY_WORDS), required=False)
    months = forms.IntegerField(label="发布几个月", min_value=1, max_value=1200, help_text="自文书日期起")
    least_months = forms.IntegerField(
        label="最短公示几个月", min_value=0, max_value=1200, required=False, help_text="满了才能申请修复；不填按 0"
    )
    basis = forms.CharField(label="依据", max_length=300, required=False)

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        return dict(self.cleaned_data) | {"least_months": self.cleaned_data.get("least_months") or 0}


class CategoryForm(Form):
    section = forms.ChoiceField(label="二级目录", choices=choose(pairs(SECTION_WORDS)))
    name = forms.CharField(label="三级目录", max_length=60)


class CatalogForm(Form):
    title = forms.CharField(label="名称", max_length=200)


class RecordForm(PaperForm):
    item_code = forms.ChoiceField(label="目录事项")
    subject_kind = forms.ChoiceField(label="主体类别", choices=choose(pairs(SUBJECT_WORDS)))
    subject_code = forms.CharField(label="信用代码", max_length=30, required=False, help_text="自然人填公民身份号码")
    subject_name = forms.CharField(label="名称或者姓名", max_length=200, required=False)
    matter = forms.CharField(label="信息事项", max_length=200, required=False)
    description = forms.CharField(label="事项描述", widget=LINES, max_length=4000, required=False)
    valid_from = DateField(label="有效期自", required=False)
    valid_until = DateField(label="有效期至", required=False)
    long_term = forms.BooleanField(label="长期有效", required=False)
    level = forms.ChoiceField(label="公开范围", choices=[("", "请选择"), *pairs(LEVEL_WORDS)], required=False)
    document_on = DateField(label="文书日期", required=False)
    made_on = DateField(label="制作或者获取日期", required=False)
    nature = forms.ChoiceField(label="性质", choices=choose(pairs(NATURE_WORDS)))
    severity = forms.ChoiceField(label="失信程度", choices=pairs(SEVERITY_WORDS), required=False)
    origin = forms.ChoiceField(label="来源", choices=choose(pairs(ORIGIN_WORDS)))
    act_ended_on = DateField(label="不良行为或者事件终止日期", required=False)
    act_open = forms.BooleanField(label="未终止", required=False)
    secret = forms.BooleanField(label="文书有国家秘密标志", required=False, help_text="有的不能收录")

    field_order = (
        "item_code",
        "subject_kind",
        "subject_code",
        "subject_name",
        "matter",
        "description",
        "valid_from",
        "valid_until",
        "long_term",
        "level",
        "document_no",
        "document_on",
        "file",
        "made_on",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        own = selectors.items(actor).filter(provider__in=actor.organisation_ids, ended_on=None)
        offered = [(one.code, f"{one.name}（{one.get_subject_kind_display()}）") for one in own.order_by("name")]
        self.fields["item_code"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field


class FileForm(Form):
    """A file of one of the 双公示 forms, with the paper behind its rows."""

    item_code = forms.ChoiceField(label="目录事项")
    table = forms.FileField(
        label="双公示表", help_text="CSV 或者 XLSX，列名是 XK_ 或者 CF_ 开头的代码或者中文名，新旧格式都读"
    )
    file = forms.FileField(
        label="证明文件", required=False, help_text=f"移交清单等，{PAPER}；自然人的信息只写文书号，不写姓名和证件号码"
    )
    act_ended = forms.BooleanField(
        label="自然人的行为在决定之日已经终止", required=False, help_text="不勾选的记为未终止，以后逐条登记终止"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        own = selectors.items(actor).filter(provider__in=actor.organisation_ids, ended_on=None)
        own = own.filter(category__in=[one.category for one in sheets.facts().forms.values()])
        offered = [(one.code, f"{one.name}（{one.get_subject_kind_display()}）") for one in own.order_by("name")]
        self.fields["item_code"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        told = dict(self.cleaned_data)
        paper, table = told["file"], received(told["table"], most_bytes=sheets.MAX_BYTES)
        kept = File(*received(paper, most_bytes=papers.MOST_BYTES)) if paper else None
        return told | {"table": File(*table), "file": kept}


class CorrectForm(PaperForm):
    matter = forms.CharField(label="信息事项", max_length=200)
    description = forms.CharField(label="事项描述", widget=LINES, max_length=4000)
    valid_until = DateField(label="有效期至", required=False, help_text="不填不变")
    level = forms.ChoiceField(label="公开范围", choices=[("", "不变"), *pairs(LEVEL_WORDS)], required=False)
    act_ended_on = DateField(label="不良行为或者事件终止日期", required=False, help_text="不填不变")

    field_order = ("matter", "description", "valid_until", "level", "act_ended_on", "document_no", "file")

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:  # a record; Django's form arguments
        if matter is not None:
            kwargs["initial"] = {"matter": matter.matter, "description": matter.description}
        super().__init__(*args, **kwargs)


class EndForm(PaperForm):
    ended_on = DateField(label="终止日期")


class ArchiveForm(Form):
    code = forms.CharField(label="信用代码", max_length=30, help_text="自然人填公民身份号码，曾用的代码也可以")
    reason = forms.CharField(label="查档理由", max_length=300)


class RenameForm(Form):
    name = forms.CharField(label="新名称", max_length=200)
    code = forms.CharField(label="新代码", max_length=30, required=False, help_text="没有变的不填")


class DayForm(Form):
    ended_on = DateField(label="注销日期")


class WordsForm(Form):
    words = forms.CharField(label="说明", widget=LINES, max_length=1000)


class MayWordsForm(Form):
    words = forms.CharField(label="说明", widget=LINES, max_length=1000, required=False)


class CorrectedForm(PaperForm):
    matter = forms.CharField(label="更正后的信息事项", max_length=200, required=False)
    description = forms.CharField(label="更正后的事项描述", widget=LINES, max_length=4000, required=False)
    words = forms.CharField(label="说明", widget=LINES, max_length=1000, required=False)

    field_order = ("matter", "description", "words", "document_no", "file")

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:  # an objection; Django's form arguments
        if matter is not None:
            kwargs["initial"] = {"matter": matter.record.matter, "description": matter.record.description}
        super().__init__(*args, **kwargs)


class ObjectionForm(Form):
    reason = forms.CharField(label="异议内容", widget=LINES, max_length=2000)
    file = forms.FileField(label="证据", required=False, help_text=PAPER)

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        told = dict(self.cleaned_data)
        sent = told.pop("file", None)
        return told | {"file": File(*received(sent, most_bytes=papers.MOST_BYTES)) if sent else None}


class RepairForm(Form):
    corrected = forms.BooleanField(label="已纠正失信行为、履行义务", required=False)
    committed = forms.BooleanField(label="已公开作出信用承诺", required=False)
    file = forms.FileField(label="证明材料", required=False, help_text=PAPER)

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        told = dict(self.cleaned_data)
        sent = told.pop("file", None)
        return told | {"file": File(*received(sent, most_bytes=papers.MOST_BYTES)) if sent else None}

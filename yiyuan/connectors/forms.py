from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from yiyuan.catalog.types import ResourceInfo
from yiyuan.connectors.feeds import Wanted
from yiyuan.connectors.models import Connector
from yiyuan.connectors.types import KIND_WORDS, MODE_WORDS, Mode
from yiyuan.dataplane.sources import Column, Place
from yiyuan.web.forms import Form, Radios, choose

MOST_OVERLAP, MOST_HOURS, MOST_DAYS = 10_000_000, 366 * 24, 366


class ConnectorForm(Form):
    """Where a database is, and an account that may only read. The password is written, never shown."""

    name = forms.CharField(label="名称", max_length=100, help_text="本部门认得出的叫法，像“婚姻登记业务库”")
    kind = forms.ChoiceField(label="种类", widget=Radios, choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    host = forms.CharField(label="主机", max_length=200, help_text="名称或 IP；内网的须由运维列入允许连接的范围")
    port = forms.IntegerField(
        label="端口", min_value=1, max_value=65535, help_text="PostgreSQL 一般是 5432，MySQL 3306"
    )
    database = forms.CharField(label="数据库", max_length=100)
    username = forms.CharField(label="用户名", max_length=100, help_text="请为平台单建一个只读账号")
    password = forms.CharField(
        label="密码",
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="加密保存，以后不再显示；修改时留空就不变",
    )

    def __init__(self, *args: Any, matter: Connector | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if matter is not None:
            written = ("name", "kind", "host", "port", "database", "username")
            kwargs.setdefault("initial", {name: getattr(matter, name) for name in written})
        super().__init__(*args, **kwargs)


class ConfirmForm(Form):
    """What the department stands for."""

    protection = forms.CharField(
        label="防护措施",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只读账号、访问地址限制、前置库等",
    )
    contact = forms.CharField(label="联系人", max_length=60)
    phone = forms.CharField(label="联系电话", max_length=40)


class FeedForm(Form):
    """Which column brings which item, how, how often."""

    laid_out = "connectors/feed_form.html"
    mode = forms.ChoiceField(label="怎么取", widget=Radios, choices=[(m.value, w) for m, w in MODE_WORDS.items()])
    cursor = forms.ChoiceField(
        label="增量列", required=False, help_text="每次改动都会变大的列，像更新时间；删掉的行靠对账发现"
    )
    overlap = forms.IntegerField(
        label="回看",
        min_value=0,
        max_value=MOST_OVERLAP,
        initial=60,
        help_text="时间列是分钟，数字列是个数；晚提交的行不会漏",
    )
    every_hours = forms.IntegerField(label="每隔几小时取一次", min_value=1, max_value=MOST_HOURS, initial=24)
    compare_days = forms.IntegerField(
        label="每隔几天对账一次",
        min_value=0,
        max_value=MOST_DAYS,
        initial=7,
        help_text="取全部与数据池逐行比对；0：只在要求时",
    )
    looked_at = forms.BooleanField(label="每一批都等专员看过再入池", required=False)

    def __init__(
        self,
        *args: Any,  # Django's form arguments
        resource: ResourceInfo,
        columns: Sequence[Column],
        proposal: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(column.name, _told(column)) for column in columns]
        self.fields["cursor"].choices = choose([one for one, c in zip(named, columns, strict=True) if c.orders])  # type: ignore[attr-defined]  # a choice field
        self.items = list(resource.items)
        for item in resource.items:
            self.fields[f"item_{item.id}"] = forms.ChoiceField(
                label=item.name, choices=choose(named), initial=proposal.get(item.id, "")
            )

    @property
    def mapped(self) -> list[Any]:  # bound fields
        return [self[f"item_{item.id}"] for item in self.items]

    def wanted(self, place: Place) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            schema=place.schema,
            table=place.name,
            columns={item.id: said[f"item_{item.id}"] for item in self.items},
            mode=Mode(said["mode"]),
            cursor=said["cursor"],
            overlap=said["overlap"],
            every_hours=said["every_hours"],
            compare_days=said["compare_days"],
            looked_at=said["looked_at"],
        )


def _told(column: Column) -> str:
    key = "，主键" if column.key else ""
    return f"{column.name}（{column.comment + '，' if column.comment else ''}{column.type}{key}）"

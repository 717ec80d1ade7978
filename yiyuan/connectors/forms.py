from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django import forms

from yiyuan.catalog.types import ResourceInfo
from yiyuan.connectors.feeds import Wanted, Watched
from yiyuan.connectors.models import Connector
from yiyuan.connectors.types import KIND_WORDS, MODE_WORDS, Mode
from yiyuan.dataplane.sources import Column, Place, rest
from yiyuan.web.forms import Form, Radios, choose

MOST_OVERLAP, MOST_HOURS, MOST_DAYS = 10_000_000, 366 * 24, 366


class ConnectorForm(Form):
    """Where a department's data are, and an account that may only read. The password is written, never shown.

    Which fields count goes by the kind: `rules.place_of`.
    """

    laid_out = "connectors/connector_form.html"
    name = forms.CharField(label="名称", max_length=100, help_text="本部门认得出的叫法，像“婚姻登记业务库”")
    kind = forms.ChoiceField(label="种类", widget=Radios, choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    host = forms.CharField(
        label="主机", max_length=200, required=False, help_text="名称或 IP；内网的须由运维列入允许连接的范围"
    )
    port = forms.IntegerField(
        label="端口",
        required=False,
        min_value=1,
        max_value=65535,
        help_text="PostgreSQL 一般是 5432，MySQL 3306，SFTP 22",
    )
    database = forms.CharField(label="数据库", max_length=100, required=False)
    username = forms.CharField(
        label="用户名",
        max_length=100,
        required=False,
        help_text="请为平台单建一个只读账号；接口像 Authorization，不用凭据的不填",
    )
    password = forms.CharField(
        label="密码",
        max_length=4000,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="加密保存，以后不再显示；修改时留空就不变",
    )
    address = forms.CharField(label="接口地址", max_length=500, required=False, help_text="各清单共同的部分")
    paths = forms.CharField(
        label="清单",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="接在地址后面，一行一个，像 marriages；一个清单供一个资源",
    )
    rows_at = forms.CharField(
        label="记录在哪里", max_length=200, required=False, help_text="像 data.rows；答复就是列表的不填"
    )
    paging = forms.ChoiceField(
        label="怎么翻页",
        required=False,
        choices=[(one.value, word) for one, word in rest.PAGING_WORDS.items()],
        help_text="取到空的一页为止",
    )
    page_name = forms.CharField(
        label="翻页的参数", max_length=100, required=False, help_text="页码、起始行或游标用的参数名，像 page"
    )
    first_page = forms.IntegerField(label="第一页的页码", required=False, min_value=0, max_value=1, initial=1)
    size_name = forms.CharField(label="每页行数的参数", max_length=100, required=False)
    page_size = forms.IntegerField(
        label="每页行数", required=False, min_value=1, max_value=rest.MOST_SIZE, initial=rest.Options().page_size
    )
    next_at = forms.CharField(
        label="下一页在哪里",
        max_length=200,
        required=False,
        help_text="游标或下一页地址在答复里的位置，像 data.next；写在 Link 头里的不填",
    )
    total_at = forms.CharField(
        label="总数在哪里", max_length=200, required=False, help_text="填了就核对取到的行数，像 data.total"
    )
    folder = forms.CharField(
        label="目录",
        max_length=500,
        required=False,
        help_text="本机的写完整路径，须在运维列出的范围以内；SFTP 的写登录以后看到的路径",
    )
    private_key = forms.CharField(
        label="SFTP 私钥",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="没有口令的 Ed25519、ECDSA 或 RSA 私钥；用密码登录的不填。加密保存，以后不再显示",
    )
    since_name = forms.CharField(
        label="只取变化的参数",
        max_length=100,
        required=False,
        help_text="接口能只给某时以后变化的才填，像 updated_since",
    )

    def __init__(self, *args: Any, matter: Connector | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if matter is not None:
            written = ("name", "kind", "host", "port", "database", "username")
            kwargs.setdefault("initial", {**matter.options, **{name: getattr(matter, name) for name in written}})
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:  # arguments of the service
        said = self.cleaned_data
        options = {one.name: said[one.name] for one in fields(rest.Options) if said[one.name] not in (None, "")}
        if said["folder"]:
            options["folder"] = said["folder"]
        own = ("name", "kind", "host", "port", "database", "username", "password")
        told = {name: said[name] for name in own}
        return {**told, "password": said["private_key"] or told["password"], "options": options}


class WatchForm(Form):
    """Files of which names bring which resource, and what each of them is."""

    pattern = forms.CharField(
        label="文件名的样子",
        max_length=100,
        initial="*",
        help_text="* 代表任意几个字，像“婚姻*.csv”；表头照“交数据”的规矩",
    )
    mode = forms.ChoiceField(
        label="每个文件是",
        widget=Radios,
        choices=[
            (Mode.INCREMENT.value, "变化的部分：按主键合并"),
            (Mode.FULL.value, "全部数据：整体替换"),
        ],
    )
    looked_at = forms.BooleanField(label="每一批都等专员看过再入池", required=False)

    def values(self) -> dict[str, Any]:  # arguments of the service
        said = self.cleaned_data
        return {"watched": Watched(said["pattern"], Mode(said["mode"]), said["looked_at"])}


class WatchResourceForm(WatchForm):
    resource_id = forms.TypedChoiceField(label="供哪个资源", coerce=int)
    field_order = ("resource_id", "pattern", "mode", "looked_at")

    def __init__(self, *args: Any, resources: Sequence[ResourceInfo], **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        options = [(str(one.id), one.name) for one in resources]
        self.fields["resource_id"].choices = choose(options)  # type: ignore[attr-defined]  # a choice field

    def values(self) -> dict[str, Any]:  # arguments of the service
        return {**super().values(), "resource_id": self.cleaned_data["resource_id"]}


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

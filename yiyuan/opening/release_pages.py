"""Releases at both doors: choose, treat, look at what the scan found, submit, open, take back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ninja import Schema
from psycopg import sql

from yiyuan.catalog.api import resource_version
from yiyuan.kernel.actor import Actor
from yiyuan.opening import forms, policies, rules, selectors, services, store, treating
from yiyuan.opening.models import OpenRelease
from yiyuan.opening.types import FOUND_WORDS, RELEASE_WORDS, Found, How, ReleaseState
from yiyuan.opening.workflow import RELEASE
from yiyuan.regulations.api import cited, key
from yiyuan.web.components import Fact, Link, Noted, number
from yiyuan.web.lists import Column, Lights, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LIGHTS: Lights = {
    "draft": "soon",
    "building": "run",
    "built": "soon",
    "secrecy": "run",
    "review": "run",
    "published": "ok",
    "replaced": "end",
    "withdrawn": "end",
}
PREVIEWED = 5


class FindingOut(Schema):
    """samples are masked."""

    item: str
    kind: Found
    cells: int
    samples: list[str]


class ReleaseOut(MatterOut, Schema):
    """measured: smallest group (k), rows alone in theirs (unique), fewest sensitive values of a group (l)."""

    number: int
    dataset_id: int
    item_ids: list[int]
    quasi_ids: list[int]
    treatments: dict[str, list[str | int | None]]
    licence: str
    uses: str
    kept_fresh: bool
    done_rows: int
    all_rows: int
    rows: int | None
    sha256: str
    findings: list[FindingOut]
    measured: dict[str, int | None]
    explained: str
    masked_on: date | None
    standards: dict[str, int]
    failure: str
    published_on: date | None
    withdrawn_reason: str


def _facts(one: OpenRelease, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("数据集", Link(one.dataset.name, one.dataset.get_absolute_url())),
        Fact("第几次发布", f"第 {one.number} 次"),
        Fact("准备", Noted(one.prepared_on, one.prepared_by)),
        Fact("授权许可", Noted(one.licence, one.uses)),
    ]
    if one.state == ReleaseState.BUILDING:
        facts.append(Fact("进度", f"{number(one.done_rows)} / {number(one.all_rows)} 行"))
    if one.rows is not None:
        facts.append(Fact("行数", number(one.rows)))
        facts.append(Fact("数据摘要", one.sha256, wide=True))
    if one.masked_on:
        facts.append(Fact("大数据中心脱敏", Noted(one.masked_on, one.masked_by)))
    if one.published_on:
        facts.append(Fact("开放日期", one.published_on))
    if one.standards:
        words = key("opening.standards").values
        said = "、".join(f"{words[kind]}第 {version} 版" for kind, version in one.standards.items())
        facts.append(Fact("审核适用的标准", said, wide=True))
    if one.failure:
        facts.append(Fact("没有处理成", one.failure, wide=True))
    if one.explained:
        facts.append(Fact("对扫描发现的说明", one.explained, wide=True))
    if one.withdrawn_on:
        facts.append(Fact("撤回", Noted(one.withdrawn_reason, one.withdrawn_on), wide=True))
    return facts


def _columns(one: OpenRelease) -> list[dict[str, Any]]:
    found = []
    for item in resource_version(one.version_id).chosen(one.item_ids):
        how, size = one.treatments.get(str(item.id), [How.KEEP.value, None])
        found.append(
            {
                "name": item.name,
                "personal": item.personal,
                "quasi": item.id in one.quasi_ids,
                "sensitive": item.id == one.sensitive_id,
                "how": treating.words(How(how), size),
            }
        )
    return found


def _preview(one: OpenRelease) -> list[tuple[Any, ...]]:
    """A few rows as anybody would get them."""
    if one.rows is None or not one.dictionary or one.state in {ReleaseState.BUILDING, ReleaseState.WITHDRAWN}:
        return []
    columns = sql.SQL(", ").join(sql.Identifier(part["column"]) for part in one.dictionary)
    there = store.execute("select to_regclass(%s) is not null", [f"{store.SCHEMA}.d{one.id}"])[0][0]
    if not there:
        return []
    query = sql.SQL("select {} from {} order by _n limit {}").format(
        columns, store.table_of(one.id), sql.Literal(PREVIEWED)
    )
    return store.execute(query)


def _context(_actor: Actor, one: OpenRelease) -> Mapping[str, Any]:  # template variables
    k, l, unique = rules.thresholds(selectors.parts_in_force(one.region_code))  # noqa: E741 - its name everywhere
    findings = [{**finding, "words": FOUND_WORDS[Found(finding["kind"])]} for finding in one.findings]
    return {
        "columns": _columns(one),
        "findings": findings,
        "scanned": one.rows is not None,
        "measured": one.measured,
        "least": {"k": k, "l": l, "unique": unique},
        "heads": [part["name"] for part in one.dictionary],
        "preview": _preview(one),
    }


RELEASES = Matters(
    RELEASE,
    app="opening",
    noun="release",
    title="开放发布",
    parameter="open_release_id",
    about="选信息项和行，去标识，扫描，再审查；发布以后不改，更正用新的一次发布。",
    empty="还没有准备过。在数据集的页面准备一次发布。",
    unit="次",
    find=selectors.release_for,
    rows=selectors.releases,
    facts=_facts,
    shown=ReleaseOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("数据集", "dataset.name", note=lambda one: f"第 {one.number} 次"),
        Column("provider", "提供部门", "dataset.provider.short_name", sort="dataset__provider__name"),
        Column("rows", "行数", "rows", sort="rows", numeric=True),
        Column("prepared", "准备日期", "prepared_on", sort="prepared_on", css="nw"),
        Column("published", "开放日期", "published_on", sort="published_on", css="nw"),
    ],
    filters=[
        state_filter(RELEASE_WORDS),
        text_filter("name", "数据集", "dataset__name"),
        text_filter("body", "提供部门", "dataset__provider__name"),
    ],
    chips=lambda actor: cited(actor, "opening.licence", "opening.masked"),
    page="opening/release.html",
    context=_context,
    asks={
        "treat": Ask(
            services.treat,
            forms.TreatForm,
            may=policies.require_editing,
            label="一列怎样处理",
            done="已改，重新处理数据后生效。",
            beside="number",
            name="treat",
        ),
        "explain": Ask(
            services.explain_findings,
            forms.WordsForm,
            may=policies.require_editing,
            when=lambda one: bool(one.findings),
            label="说明扫描发现的内容为什么可以开放",
            words="公民身份号码和银行卡号不能用说明放行。",
            done="已说明。",
            beside="words",
            name="explain",
        ),
        "build": Ask(services.build, words="后台处理，可以离开这一页。", name="build_open"),
        "mask": Ask(services.mask, words="有条件开放的由大数据中心处理并留记录。", name="mask"),
        "cancel": Ask(services.cancel, name="cancel_open"),
        "submit": Ask(services.submit, name="submit_release"),
        "clear": Ask(services.clear_secrecy, name="clear_release"),
        "hold": Ask(services.hold, forms.WordsForm, beside="words", name="hold_release"),
        "return": Ask(services.return_release, forms.WordsForm, beside="words", name="return_release"),
        "publish": Ask(services.publish_release, name="publish_release"),
        "dispose": Ask(services.dispose, name="dispose"),
        "withdraw": Ask(services.withdraw, forms.WordsForm, beside="words", name="withdraw_release"),
        "take_down": Ask(services.take_down, forms.WordsForm, beside="words", name="take_down"),
    },
    new=New(
        services.prepare_release,
        forms.ReleaseForm,
        policies.may_register,
        "准备一次发布",
        "没有选的信息项不会开放。",
        beside={"opening.items": "item_ids", "opening.licence": "licence", "opening.pool": "item_ids"},
        by="opening.dataset.write",
        key="opening.licence",
        name="new_release",
        under=Under(
            "open_dataset_id",
            selectors.own_dataset,
            "datasets/<int:open_dataset_id>/prepare/",
            "datasets/{int:open_dataset_id}/releases",
        ),
    ),
)

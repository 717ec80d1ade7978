"""The thesaurus, at both doors: everybody reads it, the bureau keeps it."""

from collections.abc import Sequence

from django.urls import reverse
from ninja import Schema

from yiyuan.catalog import policies, selectors, services
from yiyuan.catalog.forms.words import AcceptForm, SynonymChangeForm, SynonymForm
from yiyuan.catalog.models import SearchedWord, Synonym
from yiyuan.catalog.types import ORIGIN_WORDS, WordOrigin
from yiyuan.kernel.actor import Actor
from yiyuan.web.components import Content, Fact, Link, Noted
from yiyuan.web.lists import Column, choice_filter, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters, New


class SynonymOut(Schema):
    id: int
    word: str
    means: str
    both: bool
    origin: WordOrigin


def _facts(one: Synonym, _actor: Actor) -> Sequence[Fact]:
    changed = Noted(one.changed_by, one.changed_on.isoformat()) if one.changed_on else "没有改过"
    return [
        Fact("大家的说法", one.word),
        Fact("目录里的说法", one.means),
        Fact("互通", _both(one) or "只从大家的说法找目录里的说法"),
        Fact("来历", one.get_origin_display()),
        Fact("修改", changed),
    ]


def _both(one: Synonym) -> str:
    return "互通" if one.both else ""


class SearchedWordOut(Schema):
    """resource_id: the entry that was opened, if any."""

    id: int
    text: str
    resource_id: int | None
    times: int
    unfound: int


def _opened(one: SearchedWord) -> Content:
    if one.resource is None:
        return "没有打开"
    return Link(one.resource.name, reverse("catalog:resource", args=[one.resource_id]))


def _searched(one: SearchedWord, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("搜的词", one.text),
        Fact("打开的资源", _opened(one)),
        Fact("次数", str(one.times)),
        Fact("没有结果的次数", str(one.unfound)),
        Fact("最近一次", one.last_on),
    ]


SEARCHED_WORDS = Matters(
    None,
    app="catalog",
    noun="searched_word",
    title="搜过的词",
    about="各部门搜了、词表里还没有的说法，和随后打开的资源。只记词和次数，不记是谁，不记号码。",
    empty="没有要决定的词。各部门搜了几次、词表里没有的说法会列在这里。",
    unit="个",
    sort="-times",
    find=selectors.searched_word_for,
    rows=selectors.searched_words,
    facts=_searched,
    shown=SearchedWordOut,
    columns=[
        name_column("搜的词", "text", key="text"),
        Column("resource", "打开的资源", _opened, sort="resource__name"),
        Column("times", "次数", "times", sort="times", numeric=True, width=80),
        Column("unfound", "没有结果", "unfound", sort="unfound", numeric=True, width=100),
        Column("last", "最近一次", "last_on", sort="last_on", width=120, css="nw"),
    ],
    filters=[text_filter("text", "词", "text", "resource__name")],
    asks={
        "accept": Ask(
            services.accept_word,
            AcceptForm,
            beside="means",
            may=services.require_word_keeper,
            label="加进词表",
            done="已加进词表。",
            name="accept_word",
            gives=SynonymOut,
        ),
        "refuse": Ask(
            services.refuse_word,
            may=services.require_word_keeper,
            label="不采纳",
            words="不采纳的词不再列在这里。",
            done="已记为不采纳。",
            name="refuse_word",
        ),
    },
)
SYNONYMS = Matters(
    None,
    app="catalog",
    noun="synonym",
    title="检索词表",
    about="搜大家的说法，也找到目录里的说法；写明了的名称总排在前面。",
    empty="词表里没有词。",
    unit="对",
    links=lambda actor: [Link("搜过的词", reverse("catalog:searched_words"))] if policies.may_keep_words(actor) else [],
    sort="word",
    find=selectors.synonym_for,
    rows=selectors.synonyms,
    facts=_facts,
    shown=SynonymOut,
    columns=[
        name_column("大家的说法", "word", key="word"),
        Column("means", "目录里的说法", "means", sort="means"),
        Column("both", "互通", _both, sort="both", width=80),
        Column("origin", "来历", lambda one: one.get_origin_display(), sort="origin", width=140),
        Column("changed", "修改", "changed_on", sort="changed_on", width=120, css="nw"),
    ],
    filters=[text_filter("word", "说法", "word", "means"), choice_filter("origin", "来历", ORIGIN_WORDS)],
    asks={
        "change": Ask(
            services.change_synonym,
            SynonymChangeForm,
            beside="word",
            may=services.require_keeper,
            label="修改",
            name="change_synonym",
            done="已修改。",
        ),
        "remove": Ask(
            services.remove_synonym,
            may=services.require_keeper,
            label="删除",
            name="remove_synonym",
            words="删除后，搜这个说法不再带出目录里的说法。",
            done="已删除。",
        ),
    },
    new=New(
        services.add_synonym,
        SynonymForm,
        policies.may_keep_words,
        "添加说法",
        beside="word",
        by="catalog.synonym.add",
        name="new_synonym",
    ),
)

"""The thesaurus, at both doors: everybody reads it, the bureau keeps it."""

from collections.abc import Sequence

from ninja import Schema

from yiyuan.catalog import policies, selectors, services
from yiyuan.catalog.forms.words import SynonymChangeForm, SynonymForm
from yiyuan.catalog.models import Synonym
from yiyuan.catalog.types import ORIGIN_WORDS, WordOrigin
from yiyuan.kernel.actor import Actor
from yiyuan.web.components import Fact, Noted
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


SYNONYMS = Matters(
    None,
    app="catalog",
    noun="synonym",
    title="检索词表",
    about="搜大家的说法，也找到目录里的说法；写明了的名称总排在前面。",
    empty="词表里没有词。",
    unit="对",
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

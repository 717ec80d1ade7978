"""The door of the law engine."""

from collections.abc import Sequence
from datetime import date

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.finding import Hit
from yiyuan.regulations import engine, finding, forms, sentences, texts
from yiyuan.regulations.keys import KEYS
from yiyuan.regulations.types import ChangeClock, Citation, Key, Refusal, Resolved
from yiyuan.regulations.yearly import YearlyDuty
from yiyuan.regulations.yearly import yearly_duties as duties_of_year
from yiyuan.web.components import Chip


def resolve(key: str, *, region: str, on: date) -> Resolved:
    """The value of a rule key in a region for a matter that begins on this day. Pure and cheap: no database.

    Raises: KeyError for a key nobody declared (a mistake of ours).
    """
    return engine.resolve(key, region=region, on=on)


def key(name: str) -> Key:
    """The declaration of a rule key: Chinese title, allowed values and their names."""
    return engine.key(name)


def breakable_keys() -> list[Key]:
    """The rules that may be broken, with the sentences they speak in, by name."""
    return [declared for _name, declared in sorted(KEYS.items()) if declared.broken]


def profile_version(region: str, on: date) -> str:
    """The profile version a matter stores when its clock starts."""
    return engine.profile_version(region, on)


def version_words(version: str) -> str:
    """A stored profile version as people read it: whose rules, of which day."""
    return engine.version_words(version)


def citation(requirement_id: str) -> Citation:
    """One requirement as pages name it. Raises: NotFound."""
    return texts.citation(requirement_id)


def chips(resolved: Resolved) -> list[Chip]:
    """The articles a value rests on; a default is labelled 平台默认; 上位法待核对 where that holds."""
    return sentences.chips(resolved)


def cited(actor: Actor, *keys: str) -> list[Chip]:
    """The articles behind these rule keys, as they hold today where the actor is."""
    today = clock.today()
    return [chip for key in keys for chip in chips(resolve(key, region=actor.region_code, on=today))]


def chips_of(requirement_ids: Sequence[str]) -> list[Chip]:
    """Chips of requirements by id, one per article."""
    return sentences.chips_of(requirement_ids)


def words(resolved: Resolved) -> str:
    """The value in Chinese words: "7 个工作日", "提供部门", "无条件共享、有条件共享"."""
    return sentences.words_of(resolved.key, resolved.value)


def explain(error: RuleBroken, *, region: str, on: date) -> Refusal:
    """The Chinese sentence of a broken rule, from its key and facts, with the articles behind it."""
    return sentences.explain(error, region=region, on=on)


def change_clocks(region: str, on: date) -> list[ChangeClock]:
    """The clocks that a change of the law or of functions sets going in the catalog on this day."""
    return engine.change_clocks(region, on)


def chain_href(resolved: Resolved) -> str:
    """The page that shows how a value came about."""
    return sentences.chain_href(resolved)


def jurisdictions() -> list[tuple[str, str]]:
    """(region code, title) of every jurisdiction with issued rules, uppermost first."""
    return forms.jurisdictions()


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """Articles of this number, or with these words: who searches, and what for."""
    return finding.found(asked)


def yearly_duties(region: str, *, on: date) -> list[YearlyDuty]:
    """What the issued texts of a region and those above ask for every year, the next due first."""
    return duties_of_year(region, on=on)

"""Articles for the search box: by number (安徽办法 第十九条), by words. Texts that bind the region come first."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.finding import MOST_HITS, Hit
from yiyuan.kernel.regions import lineage
from yiyuan.regulations import texts
from yiyuan.regulations.types import Article, Regulation

NUMBERED = re.compile("(?P<name>.*?)第?(?P<number>[0-9]{1,3}|[零〇一二三四五六七八九十百]{1,6})条.*")
KINDS = ("办法", "条例", "规定")  # how the name of a text ends
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
UNITS = {"十": 10, "百": 100}
SHORTEST = 2  # characters of a word that is looked for


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """Asked by the search box: who searches, and what for. Everybody may read the texts."""
    actor, typed = asked
    text = unicodedata.normalize("NFKC", typed).strip()
    order = _order(actor.region_code)
    if numbered := NUMBERED.fullmatch(text):
        name, number = _name(numbered["name"]), number_of(numbered["number"])
        among = (one for one in order if _is_named(one, name))
        hits = [_hit(one, article) for one in among for article in one.articles if article.number == number]
        return hits[:MOST_HITS]
    if text.endswith(KINDS):
        named = [one for one in order if _is_named(one, _name(text))]
        return [Hit("法规", one.title, f"{texts.LAW_ROOT}texts/{one.id}", one.short) for one in named[:MOST_HITS]]
    return list(_by_words(order, text.split()))


def number_of(written: str) -> int:
    """A number below a thousand in figures or in characters: 19, 十九, 一百零二."""
    if written.isascii():
        return int(written)
    whole, digit = 0, 0
    for character in written:
        if character in UNITS:
            whole, digit = whole + (digit or 1) * UNITS[character], 0
        else:
            digit = DIGITS[character]
    return whole + digit


def _order(region_code: str) -> list[Regulation]:
    near = {code: place for place, code in enumerate(lineage(region_code))}
    found = texts.regulations().values()
    return sorted(found, key=lambda one: (one.status != "issued", near.get(one.region, len(near)), one.id))


def _name(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_named(regulation: Regulation, name: str) -> bool:
    """Whether all letters of the name stand in the title, or the short title, in this order; true for no name."""
    return any(_stands_in(name, title) for title in (regulation.title, regulation.short))


def _stands_in(name: str, title: str) -> bool:
    rest = iter(title)
    return all(letter in rest for letter in name)


def _by_words(order: Iterable[Regulation], words: list[str]) -> Iterator[Hit]:
    if not words or any(len(word) < SHORTEST for word in words):
        return
    left = MOST_HITS
    for regulation in order:
        for article in regulation.articles:
            said = " ".join([article.title, *(one.text for one in article.requirements)])
            if left and all(word in said for word in words):
                left -= 1
                yield _hit(regulation, article, sure=False)


def _hit(regulation: Regulation, article: Article, *, sure: bool = True) -> Hit:
    href = texts.article_href(regulation.id, article.number)
    return Hit(
        "条文", f"{regulation.short} 第{article.number}条", href, f"{regulation.title}：{article.title}", sure=sure
    )

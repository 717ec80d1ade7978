"""From the words by which somebody names a record to the rows of the pool and whom they are about."""

import re
from collections.abc import Iterable

from yiyuan.audit.api import subject_hash
from yiyuan.catalog.types import ItemClass, ItemInfo, ResourceInfo, value_of
from yiyuan.dataplane.checks import BadValue
from yiyuan.pools.api import subjects_of

IDENTITIES = {ItemClass.CITIZEN_ID, ItemClass.USCC}
BETWEEN = re.compile(r"[；;，,、\s]+")


def wanted(resource: ResourceInfo, record: str) -> list[dict[str, str]]:
    """Values by column, each of which may find the record: its key, or one number that names a subject.

    record: what `rules.record_of` made, or a person wrote.
    """
    words = [word for word in BETWEEN.split(record) if word]
    found = []
    keys = [item for item in resource.items if item.key]
    if keys and len(keys) == len(words):
        found.append(_values(zip(keys, words, strict=True)))
    for item in resource.items:
        if item.item_class in IDENTITIES:
            found += [_values([(item, word)]) for word in words]
    unlike: list[dict[str, str]] = []
    for values in found:
        if values and values not in unlike:
            unlike.append(values)
    return unlike


def _values(pairs: Iterable[tuple[ItemInfo, str]]) -> dict[str, str]:
    """Empty where a word is no value of its item."""
    try:
        return {
            item.column: value_of(word, data_type=item.data_type, item_class=item.item_class) for item, word in pairs
        }
    except BadValue:
        return {}


def subjects(resource: ResourceInfo, record: str) -> list[str]:
    """Keyed digests of whom the record is about: as it is named, and as it stands in the pool."""
    identities = {item.column for item in resource.items if item.item_class in IDENTITIES}
    found: set[str] = set()
    for values in wanted(resource, record):
        found.update(subject_hash(value) for column, value in values.items() if column in identities)
        found.update(subjects_of(resource, values))
    return sorted(found)

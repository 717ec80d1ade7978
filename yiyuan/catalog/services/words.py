"""Writes of the thesaurus: what people say, and what the catalog calls it."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog import policies, rules, selectors
from yiyuan.catalog.models import Synonym
from yiyuan.catalog.tokens import plain, sound
from yiyuan.catalog.types import CatalogTag, WordOrigin
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken


@transaction.atomic
def add_synonym(
    *, actor: Actor, word: str, means: str, both: bool = False, origin: WordOrigin = WordOrigin.BUREAU
) -> Synonym:
    """The bureau adds a word; one that was removed comes back. Raises NotAllowed, RuleBroken."""
    if not policies.may_keep_words(actor):
        raise NotAllowed("catalog.synonym.add")
    rules.check_synonym(word=plain(word), means=plain(means))
    _check_new(word, means)
    made, _new = Synonym.objects.update_or_create(
        plain=plain(word),
        means=means.strip(),
        defaults={"origin": origin, "removed_on": None, **_written(actor, word=word, both=both)},
    )
    record(actor, CatalogTag.WORD_ADDED, object_type="catalog.synonym", object_id=made.id, facts=_facts(made))
    return made


@transaction.atomic
def change_synonym(synonym_id: int, *, actor: Actor, word: str, means: str, both: bool = False) -> Synonym:
    """Raises NotFound, NotAllowed, RuleBroken."""
    found = selectors.synonym_for(actor, synonym_id, lock=True)
    require_keeper(found, actor)
    rules.check_synonym(word=plain(word), means=plain(means))
    _check_new(word, means, besides=found.id)
    Synonym.objects.filter(plain=plain(word), means=means.strip()).exclude(removed_on=None).delete()
    was = _facts(found)
    Synonym.objects.filter(id=found.id).update(
        plain=plain(word), means=means.strip(), **_written(actor, word=word, both=both)
    )
    found.refresh_from_db()
    facts = {"was": was["words"], **_facts(found)}
    record(actor, CatalogTag.WORD_CHANGED, object_type="catalog.synonym", object_id=found.id, facts=facts)
    return found


@transaction.atomic
def remove_synonym(synonym_id: int, *, actor: Actor) -> None:
    """From now on nobody is led by it. Raises NotFound, NotAllowed."""
    found = selectors.synonym_for(actor, synonym_id, lock=True)
    require_keeper(found, actor)
    Synonym.objects.filter(id=found.id).update(removed_on=clock.today(), changed_by=actor.person_name)
    record(actor, CatalogTag.WORD_REMOVED, object_type="catalog.synonym", object_id=found.id, facts=_facts(found))


def require_keeper(synonym: Synonym, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not policies.may_keep_word(synonym, actor=actor):
        raise NotAllowed("catalog.synonym.keep")


def _check_new(word: str, means: str, *, besides: int = 0) -> None:
    if Synonym.objects.filter(plain=plain(word), means=means.strip(), removed_on=None).exclude(id=besides).exists():
        raise RuleBroken("catalog.fits", field="大家的说法", problem="词表里已有这一对", name="word")


def _written(actor: Actor, *, word: str, both: bool) -> dict[str, object]:
    return {
        "word": word.strip(),
        "sound": sound(plain(word)),
        "both": both,
        "region_code": actor.region_code,
        "changed_by": actor.person_name,
        "changed_on": clock.today(),
    }


def _facts(synonym: Synonym) -> dict[str, object]:
    return {"words": f"{synonym.word} {'↔' if synonym.both else '→'} {synonym.means}"}

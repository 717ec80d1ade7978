"""What people searched, and what they opened then: counted by word, offered to the bureau, accepted or refused."""

from django.db import connection, transaction

from yiyuan.audit.api import record
from yiyuan.catalog import policies, rules, selectors
from yiyuan.catalog.models import SearchedWord, Synonym
from yiyuan.catalog.services.words import add_synonym
from yiyuan.catalog.tokens import plain
from yiyuan.catalog.types import CatalogTag, WordDecision, WordOrigin
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.postgres.statements import statement

SEARCH = statement(__file__, "note_search")
OPENED = statement(__file__, "note_opened")
EVERY = 1_000  # new words after which rare ones are forgotten
MOST_KEPT = 20_000


def note_search(text: str, *, unfound: bool) -> None:
    """A word was searched; unfound: nothing had all of it. Nothing is kept of who did, nor what is no word."""
    word = plain(text)
    if not rules.is_word(word):
        return
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, {"text": word, "unfound": int(unfound), "on": clock.today()})
        (made,) = cursor.fetchone()
    if made % EVERY == 0:
        _forget_rare()


def note_opened(text: str, *, resource_id: int) -> None:
    """An entry was opened from what a word found."""
    word = plain(text)
    if rules.is_word(word):
        with connection.cursor() as cursor:
            cursor.execute(OPENED, {"text": word, "resource": resource_id, "on": clock.today()})


def _forget_rare() -> None:
    """Of more than MOST_KEPT the oldest of those that came once."""
    kept = SearchedWord.objects.filter(times=1, decision="").order_by("-last_on", "-id").values("id")[MOST_KEPT:]
    SearchedWord.objects.filter(id__in=list(kept.values_list("id", flat=True))).delete()


@transaction.atomic
def accept_word(searched_id: int, *, actor: Actor, means: str, both: bool = False) -> Synonym:
    """The bureau takes what people search into the thesaurus. Raises NotFound, RuleBroken."""
    found = selectors.searched_word_for(actor, searched_id, lock=True)
    made = add_synonym(actor=actor, word=found.text, means=means, both=both, origin=WordOrigin.LEARNED)
    SearchedWord.objects.filter(id=found.id).update(decision=WordDecision.ACCEPTED)
    return made


@transaction.atomic
def refuse_word(searched_id: int, *, actor: Actor) -> None:
    """It is not offered again. Raises NotFound."""
    found = selectors.searched_word_for(actor, searched_id, lock=True)
    SearchedWord.objects.filter(id=found.id).update(decision=WordDecision.REFUSED)
    facts = {"words": str(found), "times": found.times}
    record(actor, CatalogTag.WORD_REFUSED, object_type="catalog.synonym", object_id=found.id, facts=facts)


def require_word_keeper(_found: SearchedWord, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not policies.may_keep_words(actor):
        raise NotAllowed("catalog.synonym.add")

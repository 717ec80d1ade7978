"""Reads of the thesaurus, which everybody may read."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from yiyuan.catalog import policies
from yiyuan.catalog.models import SearchedWord, Synonym
from yiyuan.catalog.selectors.entries import one_of
from yiyuan.kernel.actor import Actor


def synonyms(_actor: Actor) -> QuerySet[Synonym]:
    """The words that hold, of all regions: people search the whole catalog."""
    return Synonym.objects.filter(removed_on=None).order_by("plain", "id")


def synonym_for(actor: Actor, synonym_id: int, *, lock: bool = False) -> Synonym:
    """Raises NotFound, also when removed."""
    return one_of(synonyms(actor), synonym_id, what="catalog.synonym", lock=lock)


PROPOSED_FROM = 3  # times before a word is offered: what one person typed once concerns nobody


def searched_words(actor: Actor) -> QuerySet[SearchedWord]:
    """What people searched and the thesaurus does not know, for a bureau to decide on, the most frequent first.

    An entry that was opened is offered unless its name says the word, or what the word means; a search alone where it
    found nothing.
    """
    if not policies.may_keep_words(actor):
        return SearchedWord.objects.none()
    known = Synonym.objects.filter(plain=OuterRef("text"), removed_on=None)
    opened = Q(resource__listed_on__isnull=False, times__gte=PROPOSED_FROM) & ~Q(resource__name__icontains=F("text"))
    meant = known.annotate(named=ExpressionWrapper(OuterRef("resource__name"), output_field=CharField())).filter(
        named__icontains=F("means")
    )
    unfound = Q(resource=None, unfound__gte=PROPOSED_FROM) & ~Exists(known)
    rows = SearchedWord.objects.filter(decision="").filter(unfound | (opened & ~Exists(meant)))
    return rows.select_related("resource").order_by("-times", "-id")


def searched_word_for(actor: Actor, searched_id: int, *, lock: bool = False) -> SearchedWord:
    """One that waits for a decision. Raises NotFound."""
    return one_of(searched_words(actor), searched_id, what="catalog.searched_word", lock=lock)

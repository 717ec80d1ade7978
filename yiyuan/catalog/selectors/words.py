"""Reads of the thesaurus, which everybody may read."""

from django.db.models import QuerySet

from yiyuan.catalog.models import Synonym
from yiyuan.catalog.selectors.entries import one_of
from yiyuan.kernel.actor import Actor


def synonyms(_actor: Actor) -> QuerySet[Synonym]:
    """The words that hold, of all regions: people search the whole catalog."""
    return Synonym.objects.filter(removed_on=None).order_by("plain", "id")


def synonym_for(actor: Actor, synonym_id: int, *, lock: bool = False) -> Synonym:
    """Raises NotFound, also when removed."""
    return one_of(synonyms(actor), synonym_id, what="catalog.synonym", lock=lock)

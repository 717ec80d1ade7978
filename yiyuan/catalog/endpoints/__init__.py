"""The catalog for machines, by noun."""

from yiyuan.catalog.endpoints.entries import router
from yiyuan.catalog.views.changes import CHANGES
from yiyuan.catalog.views.systems import SYSTEMS
from yiyuan.catalog.views.talks import CHALLENGES, FEEDBACKS
from yiyuan.catalog.views.words import SEARCHED_WORDS, SYNONYMS

__all__ = ["router"]
CHANGES.router("changes/", router=router)
CHALLENGES.router("challenges/", router=router)
FEEDBACKS.router("feedback/", router=router)
SYSTEMS.router("systems/", router=router)
SEARCHED_WORDS.router("words/searched/", router=router)
SYNONYMS.router("words/", router=router)

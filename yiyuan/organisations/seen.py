"""Who sees an object: one definition, for a list and for one alone. Hidden equals missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from yiyuan.kernel.actor import OVERSEERS, Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import trunk

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Seen:
    """The organisations that take part see a matter, and those who oversee its region.

    parties: fields with an organisation, or field -> functions its people need (None: all of them). What belonged to a
    body an organisation took over is seen by it too. overseers: who sees all of `region` and the regions below.
    shown: what none but the parties see of it stands in `kept` (a draft); more: what else is seen (everybody's).
    """

    parties: tuple[str, ...] | Mapping[str, frozenset[Function]] = ()
    workers: frozenset[Function] | None = None
    overseers: frozenset[Function] = OVERSEERS
    region: str = "region_code"
    kept: Q | None = None
    more: Callable[[Actor], Q] | None = None
    what: str = ""
    related: tuple[str, ...] = field(default=())

    def to(self, actor: Actor) -> Q:
        """The condition under which this actor sees a row."""
        seen = Q(pk__in=())
        by_party = self.parties if isinstance(self.parties, Mapping) else dict.fromkeys(self.parties, self.workers)
        for party, functions in by_party.items():
            if functions is None or actor.has(*functions):
                seen |= Q(**{f"{party}__in": actor.organisation_ids})
        if self.region and actor.has(*self.overseers):
            within = Q(**{f"{self.region}__startswith": trunk(actor.region_code)})
            seen |= within & ~self.kept if self.kept is not None else within
        return seen | self.more(actor) if self.more is not None else seen

    def rows(self, rows: QuerySet[M], *, to: Actor) -> QuerySet[M]:
        """Of these rows those the actor sees."""
        found = rows.filter(self.to(to))
        return found.select_related(*self.related) if self.related else found

    def one(self, rows: QuerySet[M], pk: int, *, to: Actor, lock: bool = False) -> M:
        """One of them. Raises NotFound, also when hidden. lock: for a change in the caller's transaction."""
        found = self.rows(rows, to=to).filter(pk=pk)
        if lock:
            found = found.select_for_update(of=("self",))
        one = found.first()
        if one is None:
            raise NotFound(self.what or rows.model._meta.label_lower, id=pk)  # noqa: SLF001 - Django's name
        return one

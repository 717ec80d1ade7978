"""Running numbers."""

from django.db.models import F

from yiyuan.kernel import clock
from yiyuan.sharing.models import NumberSequence


def next_number(kind: str) -> str:
    """GX-2026-0001 for applications, SQ-… for grants, and so on; call in a transaction."""
    year = clock.today().year
    NumberSequence.objects.get_or_create(kind=kind, year=year)
    NumberSequence.objects.filter(kind=kind, year=year).update(last=F("last") + 1)
    return f"{kind}-{year}-{NumberSequence.objects.get(kind=kind, year=year).last:04d}"

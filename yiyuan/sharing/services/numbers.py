"""Running numbers."""

from django.db import connection

from yiyuan.kernel import clock
from yiyuan.postgres.statements import statement

NEXT = statement(__file__, "next_number")


def next_number(kind: str) -> str:
    """GX-2026-0001 for applications, SQ-… for grants, and so on; call in a transaction."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [kind, year])
        (last,) = cursor.fetchone()
    return f"{kind}-{year}-{last:04d}"

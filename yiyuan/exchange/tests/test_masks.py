"""What a granted column shows, asked of the database."""

from datetime import date

import pytest
from django.db import connection
from psycopg import sql

from yiyuan.exchange.gateway.statements import BIRTH, shown
from yiyuan.sharing.types import Field


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mask", "value", "seen"),
    [
        ("", date(2001, 2, 3), "2001-02-03"),
        (BIRTH, date(2001, 2, 3), "2001-**-**"),
        (BIRTH, "2001-02-03", "2001-**-**"),
        (BIRTH, None, None),
        ("hidden", "甲", "***"),
        ("unheard of", "甲", "***"),
    ],
)
def test_a_mask_hides_and_one_nobody_knows_hides_all(mask, value, seen):
    field = Field(item_id=1, name="出生日期", column="c1", data_type="D", item_class="general", mask=mask, key=False)
    with connection.cursor() as wrapped:
        cursor = wrapped.cursor
        kind = sql.SQL("date" if isinstance(value, date) else "text")
        cursor.execute(sql.SQL("select ({})::text from (select %s::{} as c1) t").format(shown(field), kind), [value])
        assert cursor.fetchone() == (seen,)

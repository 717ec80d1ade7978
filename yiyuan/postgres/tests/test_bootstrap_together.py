"""Several processes of one installation start at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.conf import settings
from psycopg import sql

from tests.support.database import admin_url
from yiyuan.postgres import roles

AT_ONCE, ROUNDS = 6, 12


def test_bootstraps_at_the_same_time_do_not_trip_over_each_other():
    admin, name = admin_url(), "yiyuan_test_together"
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            tries = [pool.submit(roles.bootstrap, admin, name, settings.INSTALLATION_SECRET) for _ in range(ROUNDS)]
            assert len({made.result() for made in tries}) == 1
    finally:
        with psycopg.connect(admin, autocommit=True) as link:
            link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

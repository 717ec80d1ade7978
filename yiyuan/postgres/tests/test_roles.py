import subprocess
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from yiyuan.postgres import roles
from yiyuan.postgres.roles import Urls
from yiyuan.postgres.server import Server


@pytest.fixture(scope="module")
def urls(server: Server) -> Iterator[Urls]:
    roles.bootstrap(server.superuser_url(), "roles_test", "secret")
    made = roles.bootstrap(server.superuser_url(), "roles_test", "secret")  # twice: repeating is safe
    with psycopg.connect(made.owner, autocommit=True) as owner:
        owner.execute("create table audit.entry (id bigserial primary key, tag text)")
        owner.execute("create table case_file (id bigserial primary key, title text)")
    yield made
    server.drop_database("roles_test")


def test_the_app_writes_audit_rows_and_never_changes_one(urls: Urls) -> None:
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        assert owner.execute("select 'control.case_file'::regclass::text").fetchone() == ("case_file",)
    with psycopg.connect(urls.app, autocommit=True) as app:
        app.execute("insert into audit.entry (tag) values ('made')")
        assert app.execute("select tag from audit.entry").fetchall() == [("made",)]
        for statement in ("update audit.entry set tag = 'x'", "delete from audit.entry", "truncate audit.entry"):
            with pytest.raises(InsufficientPrivilege):
                app.execute(statement)
        app.execute("insert into case_file (title) values ('a')")
        app.execute("update case_file set title = 'b'")
        with pytest.raises(InsufficientPrivilege):
            app.execute("alter table case_file add column c int")


def test_the_gateway_reads_what_is_published_and_nothing_else(urls: Urls) -> None:
    with psycopg.connect(urls.app, autocommit=True) as app:
        app.execute("create schema pool_7")
        app.execute("create table pool_7.people (id text, name text)")
        app.execute("insert into pool_7.people values ('1', 'a')")
        app.execute("create view published.r1_v1 as select id from pool_7.people")
        app.execute("create unlogged table staging.s1 (a text)")
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("create view published.grants as select 1 as id")
    with psycopg.connect(urls.gateway, autocommit=True) as gateway:
        assert gateway.execute("select * from published.r1_v1").fetchall() == [("1",)]
        assert gateway.execute("select * from published.grants").fetchall() == [(1,)]
        for statement in (
            "select * from pool_7.people",
            "select * from staging.s1",
            "select * from audit.entry",
            "delete from published.r1_v1",
            "create table published.mine (a int)",
            "create schema mine",
        ):
            with pytest.raises(InsufficientPrivilege):
                gateway.execute(statement)


def test_passwords_derive_from_the_secret_and_follow_it(server: Server) -> None:
    old = roles.bootstrap(server.superuser_url(), "roles_secret", "one")
    new = roles.bootstrap(server.superuser_url(), "roles_secret", "two")
    try:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(old.app)
        with psycopg.connect(new.app) as app:
            assert app.execute("select current_user").fetchone() == (roles.APP,)
    finally:
        server.drop_database("roles_secret")
        roles.bootstrap(server.superuser_url(), "roles_test", "secret")


def test_an_admin_without_superuser_rights_suffices(server: Server, open_folder: object) -> None:
    """On a fresh server, because roles made by a superuser are not this admin's to alter."""
    from pathlib import Path

    from yiyuan.postgres import server as launcher

    assert isinstance(open_folder, Path)
    fresh = launcher.ensure(open_folder / "modest")
    try:
        with psycopg.connect(fresh.superuser_url(), autocommit=True) as superuser:
            superuser.execute("create role modest login createrole createdb password 'p'")
        admin = fresh.url(user="modest", password="p", dbname="postgres")
        roles.bootstrap(admin, "roles_modest", "s")
        urls = roles.bootstrap(admin, "roles_modest", "s")
        with psycopg.connect(urls.app) as app:
            assert app.execute("select current_user").fetchone() == (roles.APP,)
    finally:
        fresh.stop()


def test_the_printed_script_does_the_same_and_shows_no_password(server: Server) -> None:
    script = roles.role_sql("roles_script", "three")
    assert roles.password_of(roles.APP, secret="three") not in script
    try:
        for _ in range(2):
            subprocess.run(
                [server.binary("psql"), "-X", "-q", server.superuser_url()], input=script, text=True, check=True
            )
        url = server.url(
            user=roles.OWNER, password=roles.password_of(roles.OWNER, secret="three"), dbname="roles_script"
        )
        with psycopg.connect(url) as owner:
            found = owner.execute("select nspname from pg_namespace where nspname = any(%s)", [list(roles.SCHEMAS)])
            assert {name for (name,) in found} == set(roles.SCHEMAS)
    finally:
        server.drop_database("roles_script")
        roles.bootstrap(server.superuser_url(), "roles_test", "secret")


def test_an_empty_database_made_beforehand_is_taken_over(server: Server) -> None:
    server.make_database("made_before")
    try:
        made = roles.bootstrap(server.superuser_url(), "made_before", "secret")
        with psycopg.connect(made.owner, autocommit=True) as owner:
            owner.execute("create table control.case_file (id bigserial primary key)")
    finally:
        server.drop_database("made_before")

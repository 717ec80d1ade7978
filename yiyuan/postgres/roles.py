"""The four roles of an installation and what each may touch. The same SQL serves our server and a user's own.

owner: runs migrations, owns the tables.  app: pages and jobs; may not change or delete an audit row.
gateway: reads what is published, nothing else; deliveries are granted to it by the migrations that make them.
public: the site of open data: reads what was opened, by grants of the room that opens; no right by default.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

OWNER = "yiyuan_owner"
APP = "yiyuan_app"
GATEWAY = "yiyuan_gateway"
PUBLIC = "yiyuan_public"
ROLES = (OWNER, APP, GATEWAY, PUBLIC)
SCHEMAS = ("control", "staging", "published", "audit", "open_data")
BOOTSTRAP_LOCK = 0x1B007  # advisory lock: one bootstrap at a time
_SCRAM_ROUNDS = 4096
_BUILTIN_LOCALE_SINCE = 170000


# PostgreSQL 16 brings it; an older server gets one of the same name, found by the roles' search path
_INPUT_IS_VALID = """DO $input$ BEGIN
  IF current_setting('server_version_num')::int < 160000 THEN
    CREATE OR REPLACE FUNCTION control.pg_input_is_valid(value text, type_name text) RETURNS boolean
    LANGUAGE plpgsql STABLE AS $valid$ BEGIN
      EXECUTE format('SELECT %L::%s', value, type_name::regtype);
      RETURN true;
    EXCEPTION WHEN data_exception THEN
      RETURN false;
    END $valid$;
  END IF;
END $input$;"""


@dataclass(frozen=True)
class Urls:
    """Connection addresses of the four roles; they hold passwords: never log them."""

    owner: str
    app: str
    gateway: str


def password_of(role: str, *, secret: str) -> str:
    """A role's password: derived from the installation's secret, so nothing more is stored."""
    return hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()


def bootstrap(admin_url: str, database: str, secret: str) -> Urls:
    """Create roles, database, schemas and grants where they are missing; repeating is safe.

    admin_url: a superuser, or a role with CREATEROLE and CREATEDB, on any database of the server.
    """
    with psycopg.connect(admin_url, autocommit=True) as admin:
        # two at once trip over each other; held until this connection closes
        admin.execute("select pg_advisory_lock(%s)", [BOOTSTRAP_LOCK])
        admin.execute(_roles_sql(secret))
        if admin.execute("select 1 from pg_database where datname = %s", [database]).fetchone() is None:
            _create_database(admin, database)
        elif not _owns(admin, database):  # an empty database made beforehand is taken over
            admin.execute(
                sql.SQL("alter database {} owner to {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )
        own = conninfo_to_dict(admin_url)
        with psycopg.connect(admin_url, dbname=database, autocommit=True) as inside:
            inside.execute(_database_sql(database))
    host, port = str(own.get("host") or own.get("hostaddr") or "127.0.0.1"), own.get("port") or 5432
    base = f"{quote(host, safe='')}:{port}/{quote(database)}"
    made = {role: f"postgresql://{role}:{password_of(role, secret=secret)}@{base}" for role in ROLES}
    return Urls(owner=made[OWNER], app=made[APP], gateway=made[GATEWAY])


def role_sql(database: str, secret: str) -> str:
    """The same as a psql script for the keeper of a user's server; passwords appear as SCRAM verifiers only."""
    name = _quoted(database)
    literal = sql.Literal(database).as_string(None)
    create = (
        f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0 ENCODING ''UTF8'' LC_COLLATE ''C'' LC_CTYPE ''C''"
    )
    return (
        "-- Run with psql as a superuser, or as a role with CREATEROLE and CREATEDB. Repeating it is safe.\n"
        "\\set ON_ERROR_STOP on\n"
        f"{_roles_sql(secret)}\n"
        f"SELECT '{create}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = {literal}) \\gexec\n"
        f"ALTER DATABASE {name} OWNER TO {OWNER};\n"
        f"\\connect {name}\n"
        f"{_database_sql(database)}\n"
    )


def _create_database(admin: psycopg.Connection, database: str) -> None:
    locale = (
        "locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
        if admin.info.server_version >= _BUILTIN_LOCALE_SINCE
        else "lc_collate 'C' lc_ctype 'C.UTF-8'"
    )
    plain = "lc_collate 'C' lc_ctype 'C'"  # a system without C.UTF-8
    for choice in (locale, plain):
        statement = "create database {} owner {} template template0 encoding 'UTF8' " + choice
        try:
            admin.execute(sql.SQL(statement).format(sql.Identifier(database), sql.Identifier(OWNER)))
        except psycopg.errors.DuplicateDatabase:
            return  # someone was faster
        except (psycopg.errors.WrongObjectType, psycopg.errors.InvalidParameterValue):
            if choice is plain:
                raise
        else:
            return


def _owns(admin: psycopg.Connection, database: str) -> bool:
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = %s"
    return admin.execute(owner, [database]).fetchone() == (OWNER,)


def _quoted(name: str) -> str:
    return sql.Identifier(name).as_string(None)


def _verifier(role: str, secret: str) -> str:
    """SCRAM-SHA-256 verifier of a role's password, with a salt fixed by the secret so that the SQL stays the same."""
    salt = hmac.new(secret.encode(), f"salt of {role}".encode(), hashlib.sha256).digest()[:16]
    salted = hashlib.pbkdf2_hmac("sha256", password_of(role, secret=secret).encode(), salt, _SCRAM_ROUNDS)
    client = hmac.new(salted, b"Client Key", hashlib.sha256).digest()
    server = hmac.new(salted, b"Server Key", hashlib.sha256).digest()
    salt64, stored64, server64 = (
        base64.b64encode(part).decode() for part in (salt, hashlib.sha256(client).digest(), server)
    )
    return f"SCRAM-SHA-256${_SCRAM_ROUNDS}:{salt64}${stored64}:{server64}"


def _roles_sql(secret: str) -> str:
    parts = ["DO $roles$", "BEGIN"]
    for role in ROLES:
        parts += [
            f"  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN",
            f"    CREATE ROLE {role} LOGIN NOINHERIT;",
            "  END IF;",
            f"  ALTER ROLE {role} LOGIN PASSWORD '{_verifier(role, secret)}';",
            f"  ALTER ROLE {role} SET search_path = control, public;",
        ]
    parts += [
        # An admin who is no superuser must be a member to hand over ownership and set default privileges.
        "  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN",
        f"    EXECUTE format('GRANT {OWNER}, {APP} TO %I', current_user);",
        "  END IF;",
        "END $roles$;",
    ]
    return "\n".join(parts)


def _database_sql(database: str) -> str:
    name = _quoted(database)
    lines = [
        f"SET ROLE {OWNER};",
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;",
        f"GRANT CONNECT, TEMPORARY, CREATE ON DATABASE {name} TO {APP};",
        f"GRANT CONNECT ON DATABASE {name} TO {GATEWAY};",
        *(f"CREATE SCHEMA IF NOT EXISTS {schema};" for schema in SCHEMAS),
        _INPUT_IS_VALID,
        f"GRANT USAGE ON SCHEMA control, audit TO {APP};",
        f"GRANT USAGE, CREATE ON SCHEMA staging, published TO {APP};",
        f"GRANT USAGE ON SCHEMA published, audit TO {GATEWAY};",
        f"GRANT CONNECT ON DATABASE {name} TO {PUBLIC};",
        f"GRANT USAGE, CREATE ON SCHEMA open_data TO {APP};",
        f"GRANT USAGE ON SCHEMA open_data TO {PUBLIC};",
        _default("open_data", "SELECT, INSERT, UPDATE, DELETE ON TABLES", APP),
        _default("open_data", "USAGE, SELECT ON SEQUENCES", APP),
        _default("control", "SELECT, INSERT, UPDATE, DELETE ON TABLES", APP),
        _default("control", "USAGE, SELECT ON SEQUENCES", APP),
        _default("audit", "SELECT, INSERT ON TABLES", APP),
        _default("audit", "USAGE, SELECT ON SEQUENCES", APP),
        _default("published", "SELECT, INSERT, UPDATE, DELETE ON TABLES", APP),
        _default("published", "USAGE, SELECT ON SEQUENCES", APP),
        _default("published", "SELECT ON TABLES", GATEWAY),
        # What stood before the defaults were set (repeating after an upgrade).
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA control TO {APP};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA control TO {APP};",
        f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA audit TO {APP};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA audit TO {APP};",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA audit FROM {APP};",
        "RESET ROLE;",
        f"SET ROLE {APP};",
        _default("published", "SELECT ON TABLES", GATEWAY),
        "RESET ROLE;",
    ]
    return "\n".join(lines)


def _default(schema: str, rights: str, role: str) -> str:
    return f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {rights} TO {role};"

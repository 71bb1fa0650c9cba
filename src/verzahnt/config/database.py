"""Where PostgreSQL is: the one `DATABASE_URL` names, else the one that comes along. Reads no Django settings."""

import contextlib
import functools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from verzahnt.config import embedded, roles
from verzahnt.config.postgres_programs import OLDEST, DatabaseTrouble

CHECKOUT = Path(__file__).resolve().parents[3]
NAME = "verzahnt"
# A statement sent for the third time is planned once and kept: half of what the database does for a page is planning.
# The walls hold: PostgreSQL plans anew as soon as another role asks. A pooler must know prepared statements
# (PgBouncer from 1.22).
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}


def state_folder() -> Path:
    """What belongs to this installation and not to the repository."""
    return Path(os.environ.get("VERZAHNT_STATE") or CHECKOUT / ".local").absolute()


def given_url() -> str:
    return os.environ.get("DATABASE_URL", "").strip()


def acts_as_the_url() -> bool:
    """Whether the user of the given URL is our login itself, as in production, and no administrator."""
    return bool(given_url()) and os.environ.get("VERZAHNT_LOGIN_FROM_URL") == "1"


@functools.cache
def server() -> embedded.Server:
    """The embedded server of this checkout."""
    return embedded.Server(state_folder() / "postgres")


def test_server() -> embedded.Server:
    """The server tests work on: quick, apart from the data of `make run`, running until the last test process ends."""
    return embedded.test_server(state_folder() / "test-postgres")


def database_name() -> str:
    return os.environ.get("VERZAHNT_DATABASE") or str(_from_url().get("dbname") or NAME)


def connection_settings(login: str) -> dict[str, Any]:
    """Django's entry for the database, acting as this login.

    The user of a given URL either is the login itself (`VERZAHNT_LOGIN_FROM_URL=1`, production) or an administrator
    at home, who then acts as the login.
    """
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name(),
        "USER": login,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # a pooler may stand between us and PostgreSQL
        "OPTIONS": dict(PREPARED),
    }
    if not given_url():
        return settings | {"HOST": str(server().socket_folder), "PORT": "5432"}
    url = _from_url()
    url.pop("dbname", None)
    for name, key in (("USER", "user"), ("PASSWORD", "password"), ("HOST", "host"), ("PORT", "port")):
        settings[name] = str(url.pop(key, ""))
    if not acts_as_the_url():
        url["options"] = f"{url.get('options', '')} -c role={login}".strip()
    return settings | {"OPTIONS": url | PREPARED}


@contextlib.contextmanager
def available() -> Iterator[None]:
    """The database answers meanwhile; the embedded one is started if need be, and stopped by the last to leave."""
    if not given_url():
        with server().in_use():
            yield
        return
    with contextlib.closing(administrator()) as connection:
        if connection.info.server_version < OLDEST * 10_000:
            raise DatabaseTrouble(
                f"DATABASE_URL nennt PostgreSQL {connection.info.server_version // 10_000}. "
                f"Gebraucht wird {OLDEST} oder neuer."
            )
    yield


def administrator(database: str = "") -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection that may create roles and databases; every statement stands for itself.

    It stands in the database named, else in ours, or in `postgres` while ours does not exist yet.
    """
    where = _from_url() or {"host": str(server().socket_folder), "port": 5432, "user": embedded.ADMINISTRATOR}
    troubles = []
    for name in [database] if database else [database_name(), "postgres"]:
        try:
            return psycopg.connect(**where | {"dbname": name}, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            troubles.append(str(error).strip().splitlines()[-1])
    raise DatabaseTrouble(f"Die Datenbank antwortet nicht: {troubles[0]}")


def create_roles_and_database() -> None:
    """The roles and the database exist, the database belongs to the owner. Doing it again changes nothing."""
    name = database_name()
    with contextlib.closing(administrator()) as connection:
        try:
            for statement in roles.create_statements():
                connection.execute(statement)  # type: ignore[call-overload]
            _let_the_administrator_act(connection)
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(sql.SQL(CREATE_DATABASE).format(name=sql.Identifier(name), owner=OWNER))
            for composed in database_statements(name):
                connection.execute(composed)
        except psycopg.errors.InsufficientPrivilege:
            raise DatabaseTrouble(
                "Der Benutzer aus DATABASE_URL darf keine Rollen anlegen. "
                "„verzahnt database roles --print“ zeigt, was ein Verwalter ausführen muss."
            ) from None
    give_the_schema_to_the_owner(name)


def give_the_schema_to_the_owner(name: str) -> None:
    """Up to PostgreSQL 15 owning the database is not enough for an owner who inherits nothing."""
    with contextlib.closing(administrator(name)) as connection:
        if connection.info.server_version < 160_000:
            connection.execute(SCHEMA_STATEMENT)


# By itself a server writes a statement that failed into its log, with all that somebody had typed.
LOG_QUOTES_NOBODY = """DO $$ BEGIN
    ALTER DATABASE {name} SET log_min_error_statement = 'panic';
    ALTER DATABASE {name} SET log_error_verbosity = 'terse';
EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'only a superuser may see to it that the log quotes nobody: docs/operations.md';
END $$"""
CREATE_DATABASE = "CREATE DATABASE {name} OWNER {owner} ENCODING 'UTF8' TEMPLATE template0"
OWNER = sql.Identifier(roles.OWNER)
SCHEMA_STATEMENT = sql.SQL("ALTER SCHEMA public OWNER TO {}").format(OWNER)


def database_statements(name: str) -> list[sql.Composed]:
    """Whose the database is, that nobody but our logins may enter it, and that its log quotes nobody."""
    logins = sql.SQL(", ").join(sql.Identifier(login) for login in [*roles.LOGINS, roles.BACKUP])
    return [
        sql.SQL("ALTER DATABASE {name} OWNER TO {owner}").format(name=sql.Identifier(name), owner=OWNER),
        sql.SQL("REVOKE ALL ON DATABASE {name} FROM PUBLIC").format(name=sql.Identifier(name)),
        sql.SQL("GRANT CONNECT ON DATABASE {name} TO {logins}").format(name=sql.Identifier(name), logins=logins),
        sql.SQL(LOG_QUOTES_NOBODY).format(name=sql.Identifier(name)),
    ]


def statements_for_an_administrator() -> list[str]:
    """All of it as SQL text, for psql."""
    name = database_name()
    creation = sql.SQL(CREATE_DATABASE).format(name=sql.Identifier(name), owner=OWNER)
    composed = [creation, *database_statements(name)]
    outside = [*roles.create_statements(), *(statement.as_string() for statement in composed)]
    return [*(f"{statement};" for statement in outside), f'\\connect "{name}"', f"{SCHEMA_STATEMENT.as_string()};"]


def _from_url() -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(given_url())) if given_url() else {}
    except psycopg.ProgrammingError:
        raise DatabaseTrouble("DATABASE_URL ist keine Adresse wie postgresql://name@rechner/datenbank.") from None


def _let_the_administrator_act(connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
    """An administrator who is no superuser must belong to a login to act as it."""
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row and not row[0]:
        connection.execute(sql.SQL("GRANT {}, verzahnt_home, verzahnt_jobs TO CURRENT_USER").format(OWNER))

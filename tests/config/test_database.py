"""Where the database is, as whom one is there, and what an administrator runs for it."""

import pytest

from verzahnt.config import database, roles
from verzahnt.config.postgres_programs import DatabaseTrouble


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "VERZAHNT_DATABASE", "VERZAHNT_LOGIN_FROM_URL"):
        monkeypatch.delenv(name, raising=False)


def where(login: str) -> dict[str, object]:
    settings = database.connection_settings(login)
    return {name: settings.get(name) for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD", "OPTIONS")}


def test_without_an_address_it_is_the_one_that_comes_along() -> None:
    assert where("verzahnt_home") == {
        "HOST": str(database.server().socket_folder),
        "PORT": "5432",
        "NAME": "verzahnt",
        "USER": "verzahnt_home",
        "PASSWORD": None,
        "OPTIONS": database.PREPARED,
    }


def test_at_home_the_administrator_of_a_given_address_acts_as_our_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin:s%40fe@db.example.org:5433/health?sslmode=require")

    assert where("verzahnt_owner") == {
        "HOST": "db.example.org",
        "PORT": "5433",
        "NAME": "health",
        "USER": "admin",
        "PASSWORD": "s@fe",
        "OPTIONS": {"sslmode": "require", "options": "-c role=verzahnt_owner", **database.PREPARED},
    }


def test_in_production_the_user_of_the_address_is_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://verzahnt_public@/verzahnt?host=/run/postgresql")
    monkeypatch.setenv("VERZAHNT_LOGIN_FROM_URL", "1")

    assert where("verzahnt_home") == {
        "HOST": "/run/postgresql",
        "PORT": "",
        "NAME": "verzahnt",
        "USER": "verzahnt_public",
        "PASSWORD": "",
        "OPTIONS": database.PREPARED,
    }


def test_another_database_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERZAHNT_DATABASE", "trial")

    assert where("verzahnt_home")["NAME"] == "trial"


@pytest.mark.parametrize("address", ["not an address", "http://example.org/x"])
def test_an_address_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(DatabaseTrouble, match="DATABASE_URL ist keine Adresse"):
        database.connection_settings("verzahnt_home")


def test_a_database_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres@127.0.0.1:9/verzahnt")

    with pytest.raises(DatabaseTrouble, match=r"^Die Datenbank antwortet nicht: [^\n]*$"):
        database.administrator()


def test_no_login_owns_the_cluster_or_passes_row_security_and_only_ours_may_enter_the_database() -> None:
    printed = database.statements_for_an_administrator()

    assert [line for line in printed if "SUPERUSER" in line] == []
    assert [line for line in printed if "BYPASSRLS" in line and f"CREATE ROLE {roles.BACKUP} " not in line] == []
    assert printed[-6:] == [
        'ALTER DATABASE "verzahnt" OWNER TO "verzahnt_owner";',
        'REVOKE ALL ON DATABASE "verzahnt" FROM PUBLIC;',
        'GRANT CONNECT ON DATABASE "verzahnt" TO '
        + ", ".join(f'"{login}"' for login in [*roles.LOGINS, roles.BACKUP])
        + ";",
        database.LOG_QUOTES_NOBODY.format(name='"verzahnt"') + ";",
        '\\connect "verzahnt"',
        'ALTER SCHEMA public OWNER TO "verzahnt_owner";',
    ]

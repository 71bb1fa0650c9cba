"""The house's order, read from the house itself."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import URLPattern, URLResolver, get_resolver

from verzahnt.config import roles as logins
from verzahnt.config.apps import PROGRAMME
from verzahnt.kit.keeping import Keeping, NoEnd
from verzahnt.kit.roles import acting_as
from verzahnt.kit.walls import all_walls
from verzahnt.programme.ledgers.roles import DESK_ROLES, PLANTING, ROLES
from verzahnt.programme.people.access import ALL_PERMISSIONS

SOURCES = Path(__file__).resolve().parents[1] / "src" / "verzahnt"
RANKS = {label: rank for rank, label in enumerate(reversed(PROGRAMME))}
OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("verzahnt.")]
TABLES_OF_LIBRARIES = {"procrastinate_version", "django_migrations"}


def test_links_between_tables_point_down_the_path() -> None:
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and RANKS[model._meta.app_label] < RANKS[field.related_model._meta.app_label]
    ]
    assert upwards == []


def test_every_table_says_what_it_is_for_and_how_long_it_is_kept() -> None:
    silent = [m._meta.label for m in OURS if not m._meta.auto_created and not isinstance(_keeping(m), Keeping)]
    assert silent == []


def test_what_is_about_a_single_person_has_an_end() -> None:
    """How each end is kept: `tests/privacy/test_what_is_kept.py`."""
    for_good = [m._meta.label for m in OURS if (kept := _keeping(m)) and kept.persons and isinstance(kept.until, NoEnd)]
    assert for_good == []


def _keeping(model: type[models.Model]) -> Keeping | None:
    return getattr(model, "keeping", None)


@pytest.mark.django_db
def test_every_table_has_a_wall() -> None:
    walls = [wall.table for wall in all_walls()]
    assert sorted(set(walls)) == sorted(walls), "a table has two walls"
    assert set(_tables()) - TABLES_OF_LIBRARIES - set(walls) == set()


@pytest.mark.django_db
def test_every_table_with_persons_is_guarded_by_forced_row_security() -> None:
    with_persons = {m._meta.db_table for m in OURS if getattr(m, "keeping", None) and m.keeping.persons}
    # Failed tries and answers hold hashes of no person; the ledger of tries is closed to every desk.
    guarded = {row[0] for row in _rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")}
    assert with_persons - guarded == set()


@pytest.mark.django_db
def test_no_role_of_a_desk_owns_tables_or_passes_row_security() -> None:
    names = [*ROLES, *logins.LOGINS]
    mighty = _rows("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)", [names])
    owned = _rows("SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tableowner = ANY(%s)",
                  [list(ROLES)])
    truncating = _rows(
        "SELECT grantee, table_name FROM information_schema.role_table_grants WHERE privilege_type = 'TRUNCATE' "
        "AND table_schema = 'public' AND grantee <> %s", [logins.OWNER])
    assert (mighty, owned, truncating) == ([], [], [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "readers"),
    [
        ("bookings_particulars", {"desk_portal", "desk_providers", "sending", "keeping"}),
        ("bookings_place", {"desk_portal", "desk_providers", "sending", "seats", "keeping"}),
        ("attendance_mark", {"desk_portal", "desk_providers", "keeping"}),
        ("attendance_leaderlink", {"desk_providers", "sending", "keeping"}),
        ("bookings_gone", {"seats", "keeping"}),
        ("offers_seats", {"desk_providers", "seats", "keeping", "content", "incoming"}),
        ("ledgers_tally", {"keeping", "release", "content"}),
        ("ledgers_answer", {"release"}),
        ("ledgers_openanswer", set()),
        ("people_account", {"desk_entrance", "sending", "keeping", "content"}),
        ("people_membership", {"desk_entrance", "keeping", "content"}),
        ("django_session", {"desk_entrance", "keeping"}),  # keeping: when it ran out, and no more
        ("mfa_authenticator", {"desk_entrance"}),
    ],
)
def test_only_these_roles_can_read(table: str, readers: set[str]) -> None:
    may = _rows("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) "
                "AND has_any_column_privilege(rolname, %s, 'SELECT')", [list(ROLES), table])
    assert {name for (name,) in may} == readers


@pytest.mark.django_db
def test_no_login_reads_anything_by_itself_and_each_may_take_on_just_its_roles() -> None:
    for login, allowed in logins.LOGINS.items():
        members = _rows(
            "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
            "JOIN pg_roles l ON l.oid = m.member WHERE l.rolname = %s", [login])
        on_test_servers = {PLANTING, "content"} if login == "verzahnt_home" else set()
        assert {name for (name,) in members} == set(allowed) | on_test_servers
    no_inherit = _rows("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND rolinherit", [[*logins.LOGINS]])
    assert no_inherit == []


def test_no_login_for_production_unites_an_office_with_what_persons_entrust_to_us() -> None:
    both = [
        login
        for login, roles in logins.LOGINS.items()
        if login != "verzahnt_home" and set(roles) & logins.SEES_FOR_OFFICES and set(roles) & logins.SEES_PERSONS
    ]
    assert both == []


def test_every_address_says_what_it_needs() -> None:
    unsaid = [name for name, view in _addresses() if not hasattr(view, "needs")]
    unknown = [name for name, view in _addresses()
               if getattr(view, "needs", None) not in {None, "signed in", *ALL_PERMISSIONS}]
    assert (unsaid, unknown) == ([], [])


def test_every_page_template_is_used() -> None:
    # Templates are named by their path below `jinja2/` or `templates/`.
    code = "\n".join(path.read_text() for path in SOURCES.rglob("*") if path.suffix in (".py", ".html", ".txt"))
    unused = []
    for path in [*SOURCES.rglob("jinja2/**/*.html"), *SOURCES.rglob("templates/**/*.txt")]:
        name = re.split(r"/(?:jinja2|templates)/", str(path), maxsplit=1)[1]
        brought_by_a_library = name.startswith(("account/", "mfa/"))
        if not brought_by_a_library and name not in code:
            unused.append(name)
    assert unused == []


def test_rules_reach_no_django_no_clock_and_no_settings() -> None:
    reaching = []
    for path in (SOURCES / "programme").rglob("rules.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            reaching += [f"{path.parent.name}: {name}" for name in names if name.split(".")[0] == "django"]
            if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow"):
                reaching.append(f"{path.parent.name}: reads the clock")
    assert reaching == []


def test_files_stay_readable() -> None:
    long = [f"{path.relative_to(SOURCES)}: {count}" for path in SOURCES.rglob("*.py")
            if "migrations" not in path.parts and (count := len(path.read_text().splitlines())) > 320]
    assert long == []


def test_only_actions_save() -> None:
    """Queries and rules change nothing; pages call deeds."""
    saving = re.compile(r"\.(save|bulk_create|get_or_create|update_or_create|delete)\(|objects\.create\(")
    culprits = [
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        if "migrations" not in path.parts and path.parts[len(SOURCES.parts)] in ("programme", "desks")
        and not re.search(r"(actions|journal|outbox|limits|models)(_\w+)?\.py$|/actions/", str(path))
        and saving.search(path.read_text())
    ]
    assert culprits == []


def _addresses() -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, prefix + str(pattern.pattern))
            else:
                found.append((prefix + str(pattern.pattern), pattern.callback))

    walk(get_resolver().url_patterns, "")
    return found


def _tables() -> list[str]:
    return [name for (name,) in _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


def _rows(query: str, values: list[object] | None = None) -> list[tuple[str, ...]]:
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


assert set(DESK_ROLES) <= set(ROLES)

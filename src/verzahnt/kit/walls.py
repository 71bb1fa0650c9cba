"""Who may do what with which table, said next to the tables and applied to the database after every migration.

A package's `walls.py` holds `WALLS`, a tuple of `Wall`s. A wall has doors: a door lets roles use verbs on the table,
and, where the wall is `guarded`, only on the rows its condition names (row security, forced, for the owner too).
What no door names is closed.

    WALLS = (
        Wall("reference.Kreis", door(ALL_DESKS, READ)),
        Wall("offers.Offer",
             door("desk_portal", READ, where="state = 'published'"),
             door("desk_providers", READ, ADD, CHANGE, where=own("provider_id")),
             guarded=True),
    )
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"
EVERYTHING = (READ, ADD, CHANGE, REMOVE)


@dataclass(frozen=True)
class Door:
    """Roles, the verbs they may use, on which rows, and on which columns (none named: all)."""

    roles: tuple[str, ...]
    verbs: tuple[str, ...]
    where: str = "true"
    check: str | None = None
    columns: tuple[str, ...] = ()

    def grant(self, table: str) -> str:
        columns = f" ({', '.join(self.columns)})" if self.columns else ""
        verbs = ", ".join(verb + columns for verb in self.verbs)
        return f'GRANT {verbs} ON "{table}" TO {", ".join(self.roles)}'

    def policies(self, table: str, number: int) -> Iterable[str]:
        for verb in self.verbs:
            clauses = "" if verb == ADD else f" USING ({self.where})"
            if verb in (ADD, CHANGE):
                clauses += f" WITH CHECK ({self.check or self.where})"
            name = f"{verb.lower()}_{number}"
            yield f'CREATE POLICY {name} ON "{table}" FOR {verb} TO {", ".join(self.roles)}{clauses}'


def door(roles: str | Sequence[str], *verbs: str, where: str = "true", check: str | None = None,
         columns: Sequence[str] = ()) -> Door:
    """A door for one role or several. `where` limits the rows seen, `check` the rows written (else as `where`)."""
    return Door((roles,) if isinstance(roles, str) else tuple(roles), verbs, where, check, tuple(columns))


@dataclass(frozen=True, init=False)
class Wall:
    """One table (`app.Model`, `app.Model.field` for a many-to-many link, or a bare table name) and its doors.

    `floor` is a restrictive condition per role: no other door of that role can open more than it.
    `sequence` also lends the table's old-style `id` sequence to whoever may add rows.
    """

    of: str
    doors: tuple[Door, ...]
    guarded: bool = False
    floor: tuple[tuple[str, str], ...] = field(default=())
    sequence: bool = False

    def __init__(self, of: str, *doors: Door, guarded: bool = False, floor: dict[str, str] | None = None,
                 sequence: bool = False) -> None:
        object.__setattr__(self, "of", of)
        object.__setattr__(self, "doors", doors)
        object.__setattr__(self, "guarded", guarded)
        object.__setattr__(self, "floor", tuple((floor or {}).items()))
        object.__setattr__(self, "sequence", sequence)

    @property
    def table(self) -> str:
        match self.of.split("."):
            case [app, model, link]:
                return str(apps.get_model(app, model)._meta.get_field(link).remote_field.through._meta.db_table)
            case [app, model]:
                return apps.get_model(app, model)._meta.db_table
            case _:
                return self.of

    def statements(self) -> Iterable[str]:
        table = self.table
        force = ("ENABLE", "FORCE") if self.guarded else ("NO FORCE", "DISABLE")
        yield from (f'ALTER TABLE "{table}" {word} ROW LEVEL SECURITY' for word in force)
        for number, opening in enumerate(self.doors):
            yield opening.grant(table)
            if self.sequence and ADD in opening.verbs:
                roles = ", ".join(opening.roles)
                yield (f"DO $$ BEGIN EXECUTE format('GRANT USAGE ON SEQUENCE %s TO {roles}', "
                       f"pg_get_serial_sequence('{table}', 'id')); END $$")
            if self.guarded:
                yield from opening.policies(table, number)
        for role, condition in self.floor:
            yield (f'CREATE POLICY floor_{role} ON "{table}" AS RESTRICTIVE FOR ALL TO {role} '
                   f"USING ({condition}) WITH CHECK ({condition})")


def own(column: str, setting: str = "organisations") -> str:
    """The condition that a row's tenant column is among the actor's own (no joins: policies must stay cheap)."""
    return f"{column} = ANY (string_to_array(nullif(current_setting('verzahnt.{setting}', true), ''), ',')::bigint[])"


def all_walls() -> list[Wall]:
    """Every wall of every installed package, in the order of the app list."""
    packages = [config.name for config in apps.get_app_configs() if find_spec(f"{config.name}.walls")]
    return [wall for package in packages for wall in import_module(f"{package}.walls").WALLS]


def apply(connection: BaseDatabaseWrapper, roles: Sequence[str]) -> bool:
    """Make the database's grants and policies exactly what the walls say. True if something had to change.

    Runs as the tables' owner, in one transaction. A fingerprint of the statements and of the tables' own numbers
    is kept as the schema's comment, so that a start with nothing new locks nothing.
    """
    statements = [statement for wall in all_walls() for statement in wall.statements()]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT relname, oid::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                       "AND relkind IN ('r', 'p') ORDER BY 1")
        fingerprint = sha256(repr((cursor.fetchall(), statements, tuple(roles))).encode()).hexdigest()
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        if cursor.fetchone()[0] == fingerprint:
            return False
        everyone = ", ".join(["PUBLIC", *roles])
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everyone}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {everyone}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {', '.join(roles)}")
        cursor.execute("SELECT format('DROP POLICY %I ON %I', policyname, tablename) FROM pg_policies "
                       "WHERE schemaname = 'public'")
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON SCHEMA public IS '{fingerprint}'")
    return True


def own_any(column: str, setting: str = "organisations") -> str:
    """As `own`, for a tenant column that holds several."""
    return f"{column} && string_to_array(nullif(current_setting('verzahnt.{setting}', true), ''), ',')::bigint[]"


def held_by(column: str, setting: str) -> str:
    """The condition that a row's text is the one the request holds (a key of a card, the hash of a link)."""
    return f"{column} = ANY (string_to_array(nullif(current_setting('verzahnt.{setting}', true), ''), ','))"

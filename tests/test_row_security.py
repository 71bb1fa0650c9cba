"""What each role of the database sees and changes of two tenants' rows, for every table that row security guards.

Each role is given everything a request of the tenant "own" could hold at once (its organisations, its site, its card's
keys), which is more than any actor ever has: what it still does not see, no page of that desk can show.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.factories import tenants
from tests.factories.tenants import Tenant
from verzahnt.kit.roles import acting_as
from verzahnt.kit.walls import all_walls
from verzahnt.programme.ledgers.roles import (
    CONTENT,
    DESK_ROLES,
    INCOMING,
    KEEPING,
    LIMITS,
    PLANTING,
    QUEUE,
    RELEASE,
    ROLES,
    SEATS,
    SENDING,
)

pytestmark = pytest.mark.django_db

MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
GUARDED = sorted(wall.table for wall in all_walls() if wall.guarded)
# Content belongs to the owner's loaders, the queue's and the limits' roles have tables of their own.
SEEN_BY = [role for role in ROLES if role not in (CONTENT, QUEUE, LIMITS)]

# Labels of rows: the tenant's name and, where it matters, the row's state. EVERY means both tenants' all rows.
EVERY = "every row"
ALL_DESKS = dict.fromkeys(DESK_ROLES, EVERY)
JOBS = {SEATS: EVERY, SENDING: EVERY, KEEPING: EVERY, RELEASE: EVERY, INCOMING: EVERY}
PUBLIC = ALL_DESKS | JOBS

PUBLISHED = {"own published", "foreign published"}
HANDED_IN = {"own concept", "own published"}
OPEN_LIST = {"own by card", "own by telephone"}
BY_CARD = {"own by card"}
OWN = {"own"}

# Roles not named for a table may not even ask.
SEES: dict[str, dict[str, Any]] = {
    "agreements_agreement": PUBLIC,
    "agreements_party": PUBLIC,
    "agreements_term": PUBLIC,
    "agreements_signatory": PUBLIC,
    "agreements_mandate": PUBLIC,
    "agreements_agreementdocument": {"desk_coordination": OWN, KEEPING: EVERY},
    "attendance_mark": {"desk_portal": BY_CARD, "desk_providers": OPEN_LIST, KEEPING: EVERY},
    "attendance_leaderlink": {"desk_providers": {"own open", "own closed"}, SENDING: EVERY, KEEPING: EVERY},
    "attendance_tap": {"desk_providers": {"own open", "own closed"}, KEEPING: EVERY},
    "bookings_dateseats": {"desk_providers": {"own open", "own closed"}, SEATS: EVERY, KEEPING: EVERY},
    "bookings_notice": {"desk_portal": EVERY, "desk_providers": {"own open", "own closed"}, SENDING: EVERY,
                        KEEPING: EVERY},
    "attendance_guests": {"desk_providers": {"own open", "own closed"}, KEEPING: EVERY},
    "bookings_place": {"desk_portal": BY_CARD, "desk_providers": OPEN_LIST, SEATS: EVERY, KEEPING: EVERY,
                       SENDING: EVERY},
    "bookings_particulars": {"desk_portal": BY_CARD, "desk_providers": OPEN_LIST, SENDING: EVERY, KEEPING: EVERY},
    "bookings_stamp": {"desk_portal": OWN, KEEPING: EVERY},
    "funding_allotment": {"desk_coordination": OWN, "desk_funders": OWN, KEEPING: EVERY},
    "funding_commitment": {"desk_coordination": OWN, "desk_funders": OWN, KEEPING: EVERY},
    "ledgers_journalentry": {"desk_providers": OWN, "desk_coordination": OWN, KEEPING: EVERY},
    "ledgers_outboxitem": {SENDING: EVERY, KEEPING: EVERY},
    "ledgers_openanswer": {},
    "feedback_openquestion": {"desk_portal": EVERY, "desk_providers": OWN, KEEPING: EVERY},
    "feedback_remark": {"desk_providers": OWN, KEEPING: EVERY},
    "offers_offer": {
        **dict.fromkeys(("desk_portal", "desk_counselling", "desk_overview", "desk_api", SEATS, KEEPING), PUBLISHED),
        SENDING: EVERY,  # the letter that asks a lead for its yes names an offer not yet published
        **{key: {"own idea", "own concept", "own published"} for key in ("desk_providers", INCOMING)},
        "desk_coordination": HANDED_IN | PUBLISHED,
        "desk_funders": HANDED_IN | PUBLISHED,
    },
    "offers_offertext": {
        **dict.fromkeys(("desk_portal", "desk_counselling", "desk_overview", "desk_api", SEATS, SENDING), PUBLISHED),
        KEEPING: EVERY,  # of which offer they are, not what they say
        **{key: {"own idea", "own concept", "own published"} for key in ("desk_providers", INCOMING)},
        "desk_coordination": HANDED_IN | PUBLISHED,
        "desk_funders": HANDED_IN | PUBLISHED,
    },
    "offers_venuetext": PUBLIC,
    "offers_inquiry": {"desk_providers": OWN, "desk_coordination": OWN, SENDING: EVERY, KEEPING: EVERY},
    "offers_inquirylink": {"desk_providers": set(), SENDING: EVERY, KEEPING: EVERY},  # there by the link alone
    "offers_preparedrun": {"desk_providers": OWN, INCOMING: EVERY, KEEPING: EVERY},
    "offers_upload": {"desk_providers": OWN, INCOMING: EVERY, KEEPING: EVERY},
    "offers_offermove": {INCOMING: OWN, "desk_providers": OWN, "desk_coordination": OWN, KEEPING: EVERY},
    "offers_approval": {
        "desk_providers": {"own of the site", "own of the lead"},
        "desk_coordination": {"own of the site", "own of the lead"},
        "desk_funders": {"own of the site", "own of the lead"},
        SENDING: EVERY,
        KEEPING: EVERY,
    },
    "offers_venue": PUBLIC,
    "offers_run": PUBLIC,
    "offers_session": PUBLIC,
    "offers_seats": {**{key: {"own open", "own closed"} for key in ("desk_providers", INCOMING)},
                     SEATS: EVERY, KEEPING: EVERY},
    "partners_networkmembership": PUBLIC,
    "people_account": {"desk_entrance": EVERY, SENDING: EVERY, KEEPING: EVERY},
    "people_membership": {"desk_entrance": EVERY, KEEPING: EVERY},
    "people_invitation": {"desk_entrance": EVERY, SENDING: EVERY, KEEPING: EVERY},
    "training_certificate": {"desk_coordination": OWN, "desk_entrance": OWN, SENDING: EVERY, KEEPING: EVERY},
    "training_coursedate": PUBLIC,
    "training_staffing": {"desk_coordination": OWN, "desk_counselling": OWN},
    "conversations_weeklynumbers": {"desk_counselling": {"own", "own counted"}, KEEPING: EVERY},
}

# What a desk may write although it belongs to another tenant: the entrance, whose work the accounts are; and lines in
# the ledgers, which desks add without being able to read them.
ADDS = {"INSERT"}
CHANGES_OF_OTHERS: dict[str, dict[str, set[str]]] = {
    "people_account": {"desk_entrance": {"INSERT", "UPDATE"}},
    "people_membership": {"desk_entrance": {"INSERT", "UPDATE"}},
    "people_invitation": {"desk_entrance": {"INSERT", "UPDATE", "DELETE"}},
    "ledgers_journalentry": dict.fromkeys(
        ("desk_providers", "desk_coordination", "desk_funders", "desk_entrance"), ADDS),
    "ledgers_outboxitem": dict.fromkeys(
        ("desk_portal", "desk_providers", "desk_coordination", "desk_funders", "desk_entrance"), ADDS),
}

Planted = tuple[Tenant, Tenant]


@pytest.fixture
def planted(plant: Callable[..., Any]) -> Planted:
    made: Planted = plant(tenants.two_tenants)
    return made


def test_the_table_names_every_guarded_table(planted: Planted) -> None:
    own, foreign = planted
    assert sorted(SEES) == GUARDED
    assert sorted(own.rows) == sorted(foreign.rows) == GUARDED, "each of them is planted"


@pytest.mark.parametrize("table", GUARDED)
def test_each_role_sees_just_what_the_table_says(table: str, planted: Planted) -> None:
    own, foreign = planted
    everything = {**own.rows[table], **foreign.rows[table]}
    expected = {
        role: set(everything) if SEES[table].get(role) == EVERY else SEES[table].get(role)
        for role in SEEN_BY
    }
    assert {role: _seen(role, table, own, everything) for role in SEEN_BY} == expected


@pytest.mark.parametrize("table", GUARDED)
def test_no_desk_writes_what_is_anothers(table: str, planted: Planted) -> None:
    own, foreign = planted
    found = {}
    for role in DESK_ROLES:
        verbs = {verb for verb, reached in (
            ("INSERT", _adds_a_copy(role, table, own, foreign)),
            ("UPDATE", _reaches(role, table, own, foreign, _update(role, table))),
            ("DELETE", _reaches(role, table, own, foreign, f'DELETE FROM "{table}"')),
        ) if reached}
        if verbs:
            found[role] = verbs
    assert found == CHANGES_OF_OTHERS.get(table, {})


@pytest.mark.parametrize(("table", "column", "role"), [
    ("offers_offer", "provider_id", "desk_providers"),
    ("offers_offer", "site_id", "desk_coordination"),
    ("offers_offer", "lead_id", "desk_funders"),
    ("offers_offertext", "provider", "desk_providers"),
    ("offers_venuetext", "provider", "desk_providers"),
    ("offers_run", "provider_id", "desk_providers"),
    ("offers_session", "provider", "desk_providers"),
    ("offers_venue", "provider_id", "desk_providers"),
    ("offers_approval", "site", "desk_coordination"),
    ("offers_approval", "asked_id", "desk_funders"),
    ("attendance_guests", "provider", "desk_providers"),
    ("agreements_term", "for_sites", "desk_coordination"),
    ("agreements_mandate", "site_id", "desk_coordination"),
    ("partners_networkmembership", "site_id", "desk_coordination"),
    ("funding_allotment", "payer_id", "desk_funders"),
    ("training_certificate", "site_id", "desk_coordination"),
    ("training_staffing", "site_id", "desk_coordination"),
    ("training_coursedate", "site_id", "desk_coordination"),
    ("conversations_weeklynumbers", "site_id", "desk_counselling"),
    ("bookings_particulars", "key", "desk_portal"),
])
def test_no_row_is_handed_to_another_tenant(table: str, column: str, role: str, planted: Planted) -> None:
    own, foreign = planted
    key = _key(table)
    labels = [label for label in own.rows[table] if label in (_seen(role, table, own, own.rows[table]) or set())]
    assert labels, "there is an own row to try it with"
    theirs = _value(table, column, next(iter(foreign.rows[table].values())))
    for label in labels:
        moving = f'UPDATE "{table}" SET "{column}" = %s WHERE "{key}" = %s'
        assert _rows_changed(role, own, moving, [theirs, own.rows[table][label]]) == 0


def test_a_link_opens_the_one_approval_it_belongs_to(planted: Planted) -> None:
    _own, foreign = planted
    link = _value("offers_approval", "link_hash", foreign.rows["offers_approval"]["foreign of the lead"])
    nobody = {"account": "", "organisations": "", "sites": "", "keys": ""}
    with acting_as("desk_funders", **nobody, link=str(link)), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM offers_approval")
        assert cursor.fetchall() == [(foreign.rows["offers_approval"]["foreign of the lead"],)]


@pytest.mark.parametrize("role", DESK_ROLES)
def test_who_holds_nothing_sees_nothing_of_anybody(role: str, planted: Planted) -> None:
    """Not signed in, no card: only what is for everyone."""
    own, foreign = planted
    nobody = {"account": "", "organisations": "", "sites": "", "keys": "", "link": ""}
    for table in GUARDED:
        everything = {**own.rows[table], **foreign.rows[table]}
        seen = _seen(role, table, own, everything, context=nobody)
        public = SEES[table].get(role) == EVERY
        expected = set(everything) if public else (
                PUBLISHED if table in ("offers_offer", "offers_offertext") and role != "desk_providers" else set())
        assert (table, seen or set()) == (table, set() if role not in SEES[table] else expected)


def _seen(role: str, table: str, own: Tenant, rows: dict[str, object], context: dict[str, str] | None = None,
          ) -> set[str] | None:
    """The labels of the planted rows a role sees; None where it may not ask at all."""
    try:
        with acting_as(role, **(own.context if context is None else context)), transaction.atomic(), \
                connection.cursor() as cursor:
            cursor.execute(f'SELECT "{_key(table)}" FROM "{table}"')
            keys = {key for (key,) in cursor.fetchall()}
    except DatabaseError as no:
        if not _a_wall_spoke(no):
            raise
        return None
    return {label for label, key in rows.items() if key in keys}


def _rows_changed(role: str, own: Tenant, statement: str, values: list[object]) -> int:
    try:
        with acting_as(role, **own.context), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except DatabaseError as no:
        if not _a_wall_spoke(no):
            raise
        return 0


def _a_wall_spoke(no: DatabaseError) -> bool:
    return "permission denied" in str(no) or "row-level security" in str(no)


def _adds_a_copy(role: str, table: str, own: Tenant, foreign: Tenant) -> bool:
    """Whether the walls let a role add a row like one of the other tenant's (constraints don't matter here)."""
    for key in foreign.rows[table].values():
        columns, values = _row(table, key)
        try:
            with acting_as(role, **own.context), transaction.atomic(), connection.cursor() as cursor:
                holders = ", ".join(["%s"] * len(values))
                cursor.execute(f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE VALUES ({holders})', values)
        except DatabaseError as no:
            if not _a_wall_spoke(no):
                return True  # a constraint spoke, so the walls had let it through
        else:
            return True
    return False


def _update(role: str, table: str) -> str:
    """An update that changes nothing, by a column the role may write."""
    for field in MODELS[table]._meta.concrete_fields:
        with acting_as(PLANTING), connection.cursor() as cursor:
            cursor.execute("SELECT has_column_privilege(%s, %s, %s, 'UPDATE')", [role, table, field.column])
            if cursor.fetchone() == (True,):
                return f'UPDATE "{table}" SET "{field.column}" = "{field.column}"'
    key = _key(table)
    return f'UPDATE "{table}" SET "{key}" = "{key}"'


def _reaches(role: str, table: str, own: Tenant, foreign: Tenant, statement: str) -> bool:
    """Whether a statement without any condition of its own touches a row of the other tenant."""
    before = _versions(table, foreign.rows[table].values())
    try:
        with transaction.atomic():
            with acting_as(role, **own.context), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                cursor.execute(statement)
            after = _versions(table, foreign.rows[table].values())
            transaction.set_rollback(True)
    except DatabaseError as no:
        return not _a_wall_spoke(no)
    return before != after


def _versions(table: str, keys: Iterable[object]) -> list[tuple[object, ...]]:
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(f'SELECT "{_key(table)}", ctid::text FROM "{table}" WHERE "{_key(table)}" = ANY(%s) ORDER BY 1',
                       [list(keys)])
        return list(cursor.fetchall())


def _row(table: str, key: object) -> tuple[str, list[object]]:
    columns = [field.column for field in MODELS[table]._meta.concrete_fields if not field.generated]
    named = ", ".join(f'"{column}"' for column in columns)
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(f'SELECT {named} FROM "{table}" WHERE "{_key(table)}" = %s', [key])
        return named, list(cursor.fetchone())


def _value(table: str, column: str, key: object) -> object:
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{_key(table)}" = %s', [key])
        return cursor.fetchone()[0]


def _key(table: str) -> str:
    return str(MODELS[table]._meta.pk.column)

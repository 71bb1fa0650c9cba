"""Nobody hangs a row of their own tenant under somebody else's parent: the database compares tenant columns."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import tenants
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import PLANTING

pytestmark = pytest.mark.django_db

# Each child, and the tenant column that must be its parent's.
CHILDREN = {
    "offers_run": "provider_id",
    "offers_approval": "provider",
    "offers_offermove": "provider",
    "offers_preparedrun": "provider",
    "offers_inquiry": "provider",
    "offers_offertext": "provider",
    "offers_venuetext": "provider",
    "offers_session": "provider",
    "offers_seats": "provider",
    "bookings_place": "provider",
    "bookings_particulars": "provider",
    "bookings_dateseats": "provider",
    "bookings_notice": "provider",
    "feedback_openquestion": "provider",
    "feedback_remark": "provider",
    "attendance_leaderlink": "provider",
    "attendance_tap": "provider",
    "attendance_guests": "provider",
    "attendance_mark": "provider",
    "agreements_party": "for_sites",
    "agreements_term": "for_sites",
    "agreements_signatory": "for_sites",
    "funding_commitment": "payer_id",
}


@pytest.mark.parametrize(("child", "column"), CHILDREN.items())
def test_a_child_names_the_tenant_of_its_parent(child: str, column: str, plant: Callable[..., Any]) -> None:
    own, foreign = plant(tenants.two_tenants)
    key = {"offers_seats": "run_id", "attendance_guests": "session_id", "bookings_dateseats": "session_id",
           "feedback_openquestion": "run_id",
           "bookings_particulars": "place_id"}.get(child, "id")
    ours, theirs = (next(iter(tenant.rows[child].values())) for tenant in (own, foreign))
    moving = (f'UPDATE "{child}" SET "{column}" = (SELECT "{column}" FROM "{child}" WHERE "{key}" = %s) '
              f'WHERE "{key}" = %s')
    with pytest.raises(IntegrityError, match="same_tenant"), transaction.atomic():
        _do_at_once(moving, theirs, ours)


def test_the_list_names_every_such_family() -> None:
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE conname LIKE %s",
                       ["%same_tenant"])
        assert {name for (name,) in cursor.fetchall()} == set(CHILDREN)


def _do_at_once(statement: str, *values: object) -> None:
    """As the transaction's end would: constraints that wait are asked now."""
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

"""Money: pots never mix, nobody promises more than there is, and only a site and its payer see it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.funding import a_pot, an_allotment
from tests.factories.people import a_site
from verzahnt.kit.roles import acting_as
from verzahnt.programme.funding import queries
from verzahnt.programme.funding.models import LegalBasis, Pot
from verzahnt.programme.funding.rules import Money, Planned, by_legal_basis, may_commit
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.roles import DESK_ROLES
from verzahnt.programme.partners.models import Site

ON = date(2026, 11, 22)
Plant = Callable[..., object]


def planned(basis: str, allotted: int, committed: int = 0, *, until_on: date = date(2027, 1, 1)) -> Planned:
    return Planned(basis, date(2026, 1, 1), until_on, Money(Decimal(allotted), Decimal(committed)))


def test_money_of_different_legal_bases_is_never_added_up() -> None:
    sums = by_legal_basis([planned("20a", 100, 30), planned("20a", 50), planned("20", 7)], on=ON)
    assert {basis: (money.allotted, money.left) for basis, money in sums.items()} == {"20a": (150, 120), "20": (7, 7)}


def test_money_counts_from_its_first_day_to_the_day_before_its_end() -> None:
    one = planned("20a", 100)
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [bool(by_legal_basis([one], on=day)) for day in days] == [False, True, True, False]


@given(st.integers(0, 200), st.integers(0, 200), st.integers(-5, 250))
def test_nobody_promises_more_than_is_left(allotted: int, committed: int, amount: int) -> None:
    committed = min(allotted, committed)
    possible = may_commit(planned("20a", allotted, committed), Decimal(amount), on=ON)
    assert possible == (amount > 0 and committed + amount <= allotted)


def test_nothing_is_promised_outside_the_time_it_is_for() -> None:
    assert not may_commit(planned("20a", 100), Decimal(1), on=date(2027, 1, 1))


@pytest.mark.django_db
def test_the_database_itself_refuses_to_promise_more_than_is_allotted(plant: Plant) -> None:
    site = plant(a_site)
    with pytest.raises(IntegrityError, match="committed_within_allotment"), transaction.atomic():
        plant(an_allotment, site, amount=100, committed=101)


@pytest.fixture
def paid(plant: Plant) -> tuple[Site, Site, Pot]:
    """Two sites, one payer for the first, another one for the second."""
    def make() -> tuple[Site, Site, Pot]:
        first, second, pot = a_site(), a_site(), a_pot()
        an_allotment(first, pot, amount=20_000, committed=12_000, settled=5_000)
        an_allotment(first, a_pot(pot.payer, LegalBasis.INDIVIDUAL), amount=300)
        an_allotment(second)
        return first, second, pot
    return plant(make)  # type: ignore[return-value]


@pytest.mark.django_db
def test_a_site_sees_its_own_money_by_legal_basis(paid: tuple[Site, Site, Pot]) -> None:
    first, second, _pot = paid
    with as_desk("coordination", Actor("coordination", sites=(first.pk,))):
        own = [(p.legal_basis, p.money.allotted, p.money.committed, p.money.settled, p.money.left)
               for p in queries.money_of(first, on=ON)]
        others = queries.money_of(second, on=ON)
    assert (own, others) == ([("20a", 20_000, 12_000, 5_000, 8_000), ("20", 300, 0, 0, 300)], [])


@pytest.mark.django_db
def test_a_payer_sees_what_it_pays_and_no_other_money(paid: tuple[Site, Site, Pot]) -> None:
    first, second, pot = paid
    with as_desk("funders", Actor("funders", organisations=(pot.payer_id,))):
        assert set(queries.money_by_site([first.pk, second.pk], on=ON)) == {first.pk}
        assert queries.sites_paid_by([pot.payer_id, *range(1, 9999)]) == {first.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in DESK_ROLES if role not in ("desk_coordination", "desk_funders")])
def test_no_other_desk_may_ask_for_money(paid: tuple[Site, Site, Pot], role: str) -> None:
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), acting_as(role):
        queries.money_of(paid[0], on=ON)

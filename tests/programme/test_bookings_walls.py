"""Who can see a place or what its holder told: proven in the database, as the role of each desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules as card_rules
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.roles import DESK_ROLES, PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]
TABLES = ("bookings_place", "bookings_particulars", "attendance_mark")
EVERYTHING_ABOUT_A_PERSON = (*TABLES, "bookings_stamp")
WITHOUT_ANY = sorted(set(DESK_ROLES) - {"desk_portal", "desk_providers"})


@pytest.fixture
def held(plant: Plant) -> tuple[Run, tuple[str, ...], Place]:
    """A place with particulars and a mark, so that there is something to hide."""
    run, keys = plant(a_run, starts_on=TODAY - timedelta(days=7)), some_keys()
    with as_desk("portal"), queries.holding(keys):
        place = actions.book(run.pk, keys=keys, wishes=Wishes("Blaue Wolke", contact="email:w@example.org"),
                             on=run.starts_on)
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        attendance.mark(run.sessions.order_by("starts_at")[0].pk, place.pk, actor=leader, at=NOON)
    return run, keys, place


def rows(table: str, columns: str = "count(*)") -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table}")
        return list(cursor.fetchall())


@pytest.mark.parametrize("role", WITHOUT_ANY)
@pytest.mark.parametrize("table", EVERYTHING_ABOUT_A_PERSON)
def test_where_a_jobcenter_or_insurer_sits_nothing_about_a_person_can_be_asked(
        held: tuple[Run, tuple[str, ...], Place], role: str, table: str) -> None:
    run, keys, _place = held
    everything = {"organisations": str(run.provider_id), "sites": "1,2,3", "account": "1", "keys": ",".join(keys)}
    with (pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(),
          acting_as(role, **everything)):
        rows(table)


def test_the_portal_sees_what_stands_under_the_card_in_use_and_with_others_nothing(
        held: tuple[Run, tuple[str, ...], Place]) -> None:
    _run, keys, place = held
    for holding, seen in ((keys, 1), (some_keys(), 0), ((), 0)):
        with as_desk("portal"), queries.holding(holding):
            assert [rows(table)[0][0] for table in TABLES[:2]] == [seen, seen]
            assert [one.place.pk for one in queries.held_under(keys)] == [place.pk] * seen


def test_the_portal_writes_particulars_for_the_card_in_use_alone(held: tuple[Run, tuple[str, ...], Place]) -> None:
    _run, keys, place = held
    with as_desk("portal"), queries.holding(some_keys()):
        assert Particulars.objects.filter(place_id=place.pk).update(alias=b"x") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Particulars.objects.create(place_id=place.pk, provider=1, key=keys[0], closes_on=TODAY, month=TODAY,
                                       alias=b"x")


def test_the_portal_itself_moves_no_place(held: tuple[Run, tuple[str, ...], Place]) -> None:
    _run, keys, place = held
    for deed in (lambda: Place.objects.filter(pk=place.pk).delete(),
                 lambda: Place.objects.filter(pk=place.pk).update(state="waiting")):
        with (pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_desk("portal"),
              queries.holding(keys)):
            deed()


def test_a_provider_sees_its_own_open_lists_alone(held: tuple[Run, tuple[str, ...], Place], plant: Plant) -> None:
    run, _keys, _place = held
    for actor, seen in ((a_leader_of(run), 1), (a_leader_of(plant(a_run)), 0), (Actor("providers"), 0)):
        with as_desk("providers", actor):
            assert [rows(table)[0][0] for table in TABLES] == [seen] * 3
    with acting_as(PLANTING):
        for model in (Place, Particulars):
            model.objects.update(closes_on=TODAY)
    with as_desk("providers", a_leader_of(run)):
        assert [rows(table)[0][0] for table in TABLES[:2]] == [0, 0]


@pytest.mark.parametrize(("table", "column"), [("bookings_place", "key"), ("bookings_particulars", "key"),
                                               ("bookings_particulars", "contact")])
def test_a_provider_is_never_told_card_or_contact(held: tuple[Run, tuple[str, ...], Place], table: str,
                                                  column: str) -> None:
    run, _keys, _place = held
    with (pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(),
          as_desk("providers", a_leader_of(run))):
        rows(table, column)


def test_a_provider_enters_nobody_under_a_key(held: tuple[Run, tuple[str, ...], Place]) -> None:
    run, keys, place = held
    with as_desk("providers", a_leader_of(run)), pytest.raises(ProgrammingError), transaction.atomic():
        Particulars.objects.create(place_id=place.pk, provider=run.provider_id, key=keys[1],
                                   closes_on=TODAY + timedelta(days=9), month=TODAY, alias=b"x")


def test_whoever_moves_places_sees_no_particulars(held: tuple[Run, tuple[str, ...], Place]) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), acting_as("seats"):
        rows("bookings_particulars")


def test_a_counsellor_who_copied_a_handed_cards_digits_opens_nothing_with_them(plant: Plant) -> None:
    run, card = plant(a_run), cards.make(Kind.HANDED)
    own = card_rules.keys_of(cards.root(card, "4827"))
    with as_desk("portal"), queries.holding(own):
        actions.book(run.pk, keys=own, wishes=Wishes("Blaue Wolke"), on=TODAY)
    copied = cards.read(card.grouped)
    with pytest.raises(cards.OwnNumberMissing):
        cards.root(copied, None)
    guessed = card_rules.keys_of(cards.root(copied, "4828"))
    assert set(guessed).isdisjoint(own)
    with as_desk("portal"), queries.holding(guessed):
        assert queries.held_under(guessed) == []
    with as_desk("counselling"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows("bookings_place")


def test_what_is_stored_names_no_card_and_links_no_two_places_of_one(plant: Plant) -> None:
    card = cards.make(Kind.OWN)
    keys = card_rules.keys_of(cards.root(card, None))
    for run in (plant(a_run), plant(a_run)):
        with as_desk("portal"), queries.holding(keys):
            actions.book(run.pk, keys=keys, wishes=Wishes("Blaue Wolke"), on=TODAY)
    with acting_as(PLANTING):
        first, second = rows("bookings_place", "key"), rows("bookings_particulars", "*")
        text = repr(first) + repr(second)
    assert card.digits not in text
    assert len({key for (key,) in first}) == 2

"""The rulebook of places, said case by case. The random walk over all of it: `test_bookings_walk.py`."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_provider, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import (
    actions,
    actions_ending,
    actions_reminders,
    actions_telephone,
    queries,
    refusals,
    rules,
)
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Seats, Session
from verzahnt.programme.offers.queries import missing
from verzahnt.programme.offers.rules import Missing
from verzahnt.programme.offers.states import OfferState, Registration, RunState
from verzahnt.programme.partners.states import OrganisationKind

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]
Keys = tuple[str, ...]

LEAVES_EVERYTHING = Wishes("Blaue Wolke", ("step_free",), "ar", "email:wolke@example.org")
SAYS_LITTLE = Wishes("Ruhiger See")


def book(run: Run, keys: Keys, wishes: Wishes = SAYS_LITTLE, *, on: date = TODAY, may_wait: bool = False) -> Place:
    with as_desk("portal"), queries.holding(keys):
        return actions.book(run.pk, keys=keys, wishes=wishes, on=on, may_wait=may_wait)


def withdraw(place: Place, keys: Keys, *, on: date = TODAY) -> None:
    with as_desk("portal"), queries.holding(keys):
        actions.withdraw(place.pk, keys=keys, on=on)


def under(keys: Keys) -> list[queries.Held]:
    with as_desk("portal"), queries.holding(keys):
        return queries.held_under(keys)


def counters(run: Run) -> tuple[int, int, str]:
    with acting_as(PLANTING):
        row = Seats.objects.select_related("run").get(pk=run.pk)
        return row.taken, row.waiting, row.run.band


def planted(model: type, **where: object) -> list:
    with acting_as(PLANTING):
        return list(model.objects.filter(**where))


def test_a_booked_place_stands_under_the_card_with_what_its_holder_told(plant: Plant) -> None:
    run, keys = plant(a_run), some_keys()
    place = book(run, keys, LEAVES_EVERYTHING)
    (held,) = under(keys)
    assert (held.place, held.run, held.wishes) == (place, run, LEAVES_EVERYTHING)
    assert (held.waits, len(held.sessions)) == (False, 3)
    assert (place.key, place.given_on, place.closes_on) == (keys[0], TODAY, run.ends_on + timedelta(days=15))
    assert counters(run) == (1, 0, "free")


def test_what_is_told_reaches_the_database_sealed(plant: Plant) -> None:
    book(plant(a_run), some_keys(), LEAVES_EVERYTHING)
    (row,) = planted(Particulars)
    sealed = [bytes(row.alias), bytes(row.needs), bytes(row.language), bytes(row.contact)]
    assert not any(b"Wolke" in one or b"example" in one or b"step" in one for one in sealed)
    assert {len(one) for one in sealed} == {93}  # version, nonce, one block, tag: lengths tell nothing either


def test_a_card_holds_one_place_in_a_run(plant: Plant) -> None:
    run, keys = plant(a_run), some_keys()
    book(run, keys)
    with pytest.raises(refusals.AlreadyIn):
        book(run, keys)
    assert counters(run)[0] == 1


def test_the_second_place_of_a_card_stands_under_its_second_key_and_a_free_key_is_used_again(plant: Plant) -> None:
    first, second, third = plant(a_run), plant(a_run), plant(a_run)
    keys = some_keys()
    place = book(first, keys)
    assert book(second, keys).key == keys[1]
    withdraw(place, keys)
    assert book(third, keys).key == keys[0]


def test_a_card_holds_twenty_places(plant: Plant) -> None:
    keys = some_keys()
    runs = [plant(a_run, dates=1) for _ in range(21)]
    for run in runs[:20]:
        book(run, keys)
    with pytest.raises(refusals.CardFull):
        book(runs[20], keys)
    assert len(under(keys)) == 20


def test_who_comes_to_a_full_run_hears_how_many_wait_and_may_wait_too(plant: Plant) -> None:
    run = plant(a_run, seats=1)
    book(run, some_keys())
    with pytest.raises(refusals.AllTaken, match="Sie sind dort die erste Person"):
        book(run, some_keys())
    book(run, early_guest := some_keys(), may_wait=True)
    with pytest.raises(refusals.AllTaken, match="Vor Ihnen wartet 1 Person"):
        book(run, some_keys())
    book(run, late_guest := some_keys(), may_wait=True)
    assert [(held.waits, held.ahead) for guest in (early_guest, late_guest) for held in under(guest)] == [
        (True, 0), (True, 1)]
    with pytest.raises(refusals.WaitingListFull):
        book(run, some_keys(), may_wait=True)
    assert counters(run) == (1, 2, "waiting")


def test_the_place_given_back_goes_to_whoever_asked_first(plant: Plant) -> None:
    run, holder, early_guest, late_guest = plant(a_run, seats=1), some_keys(), some_keys(), some_keys()
    place = book(run, holder)
    book(run, early_guest, may_wait=True)
    book(run, late_guest, may_wait=True)
    withdraw(place, holder)
    assert under(holder) == []
    assert not under(early_guest)[0].waits
    assert (under(late_guest)[0].waits, under(late_guest)[0].ahead) == (True, 0)
    assert counters(run) == (1, 1, "waiting")
    assert [item.place for item in planted(OutboxItem, kind="place_promoted")] == [under(early_guest)[0].place.pk]


def test_who_leaves_the_waiting_list_moves_nobody_but_those_behind(plant: Plant) -> None:
    run, early_guest, late_guest = plant(a_run, seats=1), some_keys(), some_keys()
    book(run, some_keys())
    waiting = book(run, early_guest, may_wait=True)
    book(run, late_guest, may_wait=True)
    withdraw(waiting, early_guest)
    assert (under(late_guest)[0].waits, under(late_guest)[0].ahead, counters(run)) == (True, 0, (1, 1, "waiting"))


def test_a_place_given_back_is_gone_with_all_that_was_told_and_twice_does_no_harm(plant: Plant) -> None:
    run, keys = plant(a_run, seats=1), some_keys()
    place = book(run, keys, LEAVES_EVERYTHING)
    withdraw(place, keys)
    withdraw(place, keys)
    assert (planted(Place), planted(Particulars), counters(run)) == ([], [], (0, 0, "few"))


def test_nobody_gives_back_a_strangers_place(plant: Plant) -> None:
    run = plant(a_run)
    place = book(run, some_keys())
    withdraw(place, some_keys())
    assert counters(run)[0] == 1


def test_deleting_everything_gives_back_every_place_and_moves_up_who_waits(plant: Plant) -> None:
    full, other = plant(a_run, seats=1), plant(a_run)
    keys, early_guest = some_keys(), some_keys()
    book(full, keys)
    book(other, keys)
    book(full, early_guest, may_wait=True)
    with as_desk("portal"), queries.holding(keys):
        assert actions.withdraw_all(keys=keys, on=TODAY) == 2
    assert (under(keys), under(early_guest)[0].waits) == ([], False)


def test_letters_are_asked_for_only_where_somebody_left_an_address(plant: Plant) -> None:
    run = plant(a_run)  # begins in eight days
    book(run, some_keys())
    assert planted(OutboxItem) == []
    book(run, some_keys(), LEAVES_EVERYTHING)
    assert [(item.kind, item.due_on) for item in planted(OutboxItem)] == [("place_confirmed", TODAY)]


def test_who_wished_it_is_reminded_a_week_before_the_first_date_and_the_day_before_each(plant: Plant) -> None:
    run = plant(a_run)  # begins in eight days, weekly
    book(run, some_keys(), SAYS_LITTLE)
    book(run, some_keys(), Wishes("Linde", contact="email:linde@example.org", contact_for=("change",)))
    place = book(run, some_keys(), LEAVES_EVERYTHING)
    with acting_as(PLANTING):
        OutboxItem.objects.all().delete()
        first, second, third = run.sessions.order_by("starts_at").values_list("pk", flat=True)
        Session.objects.filter(pk=second).update(is_cancelled=True)
    asked = {}
    for days in range(30):
        for _twice in range(2):
            actions_reminders.remind_due(TODAY + timedelta(days=days))
        for item in planted(OutboxItem, due_on=TODAY + timedelta(days=days)):
            assert (item.kind, item.place) == ("place_reminder", place.pk)
            asked.setdefault(days, []).append(int(item.subject))
    assert asked == {1: [first], 7: [first], 21: [third]}


@pytest.mark.parametrize(
    ("changes", "no"),
    [
        ({"state": RunState.CANCELLED}, refusals.RunOver),
        ({"starts_on": TODAY - timedelta(days=30), "dates": 1}, refusals.RunOver),
        ({"offer": {"state": OfferState.PAUSED}}, refusals.RunOver),
        ({"offer": {"state": OfferState.IDEA}}, refusals.RunOver),
        ({"offer": {"registration": Registration.TELEPHONE, "reports_to": "Jobcenter"}}, refusals.NotWithACard),
    ],
)
def test_there_are_runs_nobody_books_with_a_card(plant: Plant, changes: dict, no: type[Exception]) -> None:
    run = plant(a_run, **changes)
    with pytest.raises(no):
        book(run, some_keys())
    with as_desk("portal"):
        assert queries.bookable(run.offer.slug, run.pk, on=TODAY) is None


def test_an_office_s_own_offer_takes_no_card_whatever_its_description_says(plant: Plant) -> None:
    office = plant(a_provider, kind=OrganisationKind.JOBCENTER)
    run = plant(a_run, provider=office, offer={"registration": Registration.CARD, "reports_to": ""})
    with pytest.raises(refusals.NotWithACard):
        book(run, some_keys())
    with as_desk("portal"):
        assert queries.bookable(run.offer.slug, run.pk, on=TODAY) is None
    assert Missing.NO_CARD in missing(run.offer, on=TODAY)


def test_more_seats_go_at_once_to_those_who_wait(plant: Plant) -> None:
    run, guests = plant(a_run, seats=1), [some_keys(), some_keys()]
    book(run, some_keys())
    for guest in guests:
        book(run, guest, may_wait=True)
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        promoted = actions_telephone.change_seats(run.pk, 2, actor=leader, at=NOON, on=TODAY)
    assert promoted == [under(guests[0])[0].place.pk]
    assert counters(run) == (2, 1, "waiting")
    assert [entry.deed for entry in planted(JournalEntry)] == ["change_seats"]


def test_seats_never_fall_below_what_is_taken_and_only_the_own_provider_changes_them(plant: Plant) -> None:
    run, foreign = plant(a_run, seats=2), plant(a_run)
    for _ in range(2):
        book(run, some_keys())
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        with pytest.raises(refusals.MorePlacesTaken, match="schon 2 Plätze"):
            actions_telephone.change_seats(run.pk, 1, actor=leader, at=NOON, on=TODAY)
        with pytest.raises(refusals.AtLeastOneSeat):
            actions_telephone.change_seats(run.pk, 0, actor=leader, at=NOON, on=TODAY)
        with pytest.raises(refusals.NotYours):
            actions_telephone.change_seats(foreign.pk, 9, actor=leader, at=NOON, on=TODAY)
    assert counters(run) == (2, 0, "waiting")


def test_who_calls_gets_a_place_without_a_card(plant: Plant) -> None:
    run = plant(a_run, seats=1)
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        place = actions_telephone.book_by_telephone(run.pk, wishes=SAYS_LITTLE, actor=leader, at=NOON, on=TODAY)
        assert counters(run) == (1, 0, "waiting")
        actions_telephone.withdraw_by_telephone(place.pk, actor=leader, at=NOON, on=TODAY)
    assert (place.key, counters(run), planted(Particulars)) == (None, (0, 0, "few"), [])


def test_a_provider_takes_out_nobody_who_came_with_a_card(plant: Plant) -> None:
    run = plant(a_run)
    place, leader = book(run, some_keys()), a_leader_of(run)
    with as_desk("providers", leader), pytest.raises(refusals.NotYours):
        actions_telephone.withdraw_by_telephone(place.pk, actor=leader, at=NOON, on=TODAY)


def test_at_night_the_band_follows_the_free_places(plant: Plant) -> None:
    run = plant(a_run, seats=10)
    for _ in range(8):
        book(run, some_keys())
    assert counters(run)[2] == "free"  # by day nobody can watch single bookings
    assert actions_ending.refresh_bands(TODAY) == 1
    assert counters(run)[2] == "few"


@pytest.mark.parametrize(
    ("seats", "taken", "band"),
    [(1, 0, "few"), (3, 1, "free"), (3, 2, "few"), (10, 7, "free"), (10, 8, "few"), (50, 46, "free"), (50, 47, "few"),
     (5, 5, "waiting")],
)
def test_few_is_a_fifth_and_three_at_the_most(seats: int, taken: int, band: str) -> None:
    assert rules.band_of(seats=seats, taken=taken) == band


def test_a_list_is_kept_fourteen_days_and_then_everything_of_it_is_gone(plant: Plant) -> None:
    run = plant(a_run)
    book(run, some_keys(), LEAVES_EVERYTHING)
    last_day = run.ends_on + timedelta(days=14)
    assert (actions_ending.delete_due(last_day), len(planted(Place))) == (0, 1)
    assert actions_ending.delete_due(last_day + timedelta(days=1)) == 1
    assert (planted(Place), planted(Particulars)) == ([], [])


def test_a_months_key_goes_when_the_last_list_of_that_month_has_closed(plant: Plant, tmp_path: object,
                                                                      settings: object) -> None:
    settings.VERZAHNT_KEYS = tmp_path  # type: ignore[attr-defined]
    run, keys = plant(a_run, starts_on=date(2026, 3, 10), dates=1), some_keys()
    book(run, keys, LEAVES_EVERYTHING, on=date(2026, 3, 2))
    assert actions_ending.destroy_month_keys(date(2026, 4, 14)) == []
    assert under(keys)[0].wishes == LEAVES_EVERYTHING
    assert actions_ending.destroy_month_keys(date(2026, 4, 15)) == [date(2026, 3, 1)]
    assert under(keys)[0].wishes.alias == ""  # whatever copy of the row still exists


@pytest.mark.parametrize(("typed", "kept"), [("  Blaue \n Wolke ", "Blaue Wolke"), ("🌻", "🌻"), ("\x00\u202e", ""),
                                             ("x" * 90, "x" * 40)])
def test_an_alias_is_one_visible_line(typed: str, kept: str) -> None:
    assert rules.tidy_alias(typed) == kept

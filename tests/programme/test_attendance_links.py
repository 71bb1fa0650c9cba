"""Leaders without an account: a link opens the list of one run, can be taken back, and is all it opens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions, actions_links, queries, refusals
from verzahnt.programme.attendance.models import LeaderLink
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries as places
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes, closes_on
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING, SENDING
from verzahnt.programme.offers.models import Offer, Run, Session

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]
TABLES = ("bookings_place", "bookings_particulars", "attendance_mark", "attendance_guests")


@pytest.fixture
def run(plant: Plant) -> Run:
    """Begun a week ago; somebody is on the list."""
    run, keys = plant(a_run, starts_on=TODAY - timedelta(days=7)), some_keys()
    with as_desk("portal"), places.holding(keys):
        bookings.book(run.pk, keys=keys, wishes=Wishes("Blaue Wolke"), on=run.starts_on)
    return run


def make(run: Run, *, email: str = "leitung@example.org", **more: Any) -> LeaderLink:
    leader = a_leader_of(run)
    with as_desk("providers", leader), transaction.atomic():
        return actions_links.make_link(run.pk, actor=leader, at=NOON, email=email, **more)


def token_of(link: LeaderLink) -> str:
    """As the sending job makes it when it writes the letter."""
    with acting_as(SENDING):
        fresh = LeaderLink.objects.select_related("contact_point").get(pk=link.pk)
        assert queries.mailbox_of(fresh) == "leitung@example.org"
        return actions_links.link_for(link.pk)


def leader_by(token: str) -> Actor:
    with as_desk("providers"):
        return actions_links.leader_by(token, on=TODAY)


def planted(model: type, **where: object) -> list[Any]:
    with acting_as(PLANTING):
        return list(model.objects.filter(**where))


def test_a_link_opens_the_list_of_its_run_and_stands_in_the_journal_by_its_name(run: Run) -> None:
    link = make(run)
    assert [(item.kind, item.subject) for item in planted(OutboxItem)] == [("leader_link", str(link.pk))]
    leader = leader_by(token_of(link))
    [place], session = planted(Place), min(planted(Session, run=run), key=lambda one: one.starts_at)
    with as_desk("providers", leader):
        seen = actions.open_list(run.pk, actor=leader, at=NOON)
        assert ([row.wishes.alias for row in seen.rows], queries.title_of(seen.run)) == (
            ["Blaue Wolke"], "Sanft bewegen")
        actions.mark(session.pk, place.pk, actor=leader, at=NOON)
        actions.guests(session.pk, 2, actor=leader, at=NOON)
        assert actions.open_list(run.pk, actor=leader, at=NOON).rows[0].came == {session.pk}
    looks = [(one.link, one.account, one.organisation) for one in planted(JournalEntry, deed="open_list")]
    assert looks == [(link.name, None, run.provider_id)] * 2


def test_a_link_opens_nothing_of_another_run_of_the_same_provider(run: Run, plant: Plant) -> None:
    sibling = plant(a_run, provider=run.provider, starts_on=TODAY - timedelta(days=7))
    keys = some_keys()
    with as_desk("portal"), places.holding(keys):
        place = bookings.book(sibling.pk, keys=keys, wishes=Wishes("Rotes Haus"), on=sibling.starts_on)
    own = a_leader_of(sibling)
    with acting_as(PLANTING):
        session = Session.objects.filter(run=sibling).order_by("starts_at")[0]
    with as_desk("providers", own):
        actions.mark(session.pk, place.pk, actor=own, at=NOON)
        actions.guests(session.pk, 3, actor=own, at=NOON)
    leader = leader_by(token_of(make(run)))
    with as_desk("providers", leader):
        with pytest.raises(actions.NotYours):
            actions.open_list(sibling.pk, actor=leader, at=NOON)
        with pytest.raises(actions.NotYours):
            actions.mark(session.pk, place.pk, actor=leader, at=NOON)
        counts = []
        for table in TABLES:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                counts.append(cursor.fetchone()[0])
        assert counts == [1, 1, 0, 0], "what is the link's own run's, and nothing beside"
        assert (LeaderLink.objects.count(), Offer.objects.count()) == (0, 0)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Place.objects.filter(pk=place.pk).delete()


def test_a_link_sent_again_goes_to_the_same_mailbox_and_the_one_before_stops_working(run: Run) -> None:
    link, leader = make(run), a_leader_of(run)
    before = token_of(link)
    with as_desk("providers", leader):
        actions_links.send_again(link.pk, actor=leader, at=NOON)
    after = token_of(link)
    assert leader_by(after).runs == (run.pk,)
    with pytest.raises(refusals.LinkOver):
        leader_by(before)


def test_a_link_is_taken_back_ends_with_the_list_and_is_then_deleted(run: Run, plant: Plant) -> None:
    link, leader = make(run), a_leader_of(run)
    token = token_of(link)
    stranger = a_leader_of(plant(a_run))
    with as_desk("providers", stranger), pytest.raises(refusals.NotYours):
        actions_links.revoke(link.pk, actor=stranger, at=NOON)
    last_day = closes_on(run.ends_on) - timedelta(days=1)
    with as_desk("providers"):
        assert actions_links.leader_by(token, on=last_day).runs == (run.pk,)
        with pytest.raises(refusals.LinkOver):
            actions_links.leader_by(token, on=last_day + timedelta(days=1))
    with as_desk("providers", leader):
        actions_links.revoke(link.pk, actor=leader, at=NOON)
        assert list(queries.good_links(run.pk, on=TODAY)) == []
        with pytest.raises(refusals.LinkOver):
            actions_links.send_again(link.pk, actor=leader, at=NOON)
    with pytest.raises(refusals.LinkOver):
        leader_by(token)
    assert [actions_links.delete_due(last_day), actions_links.delete_due(last_day + timedelta(days=1))] == [0, 1]


def test_a_link_goes_somewhere_and_there_are_five_at_most(run: Run) -> None:
    with pytest.raises(refusals.NoMailbox):
        make(run, email=" ")
    with pytest.raises(refusals.NoMailbox):
        make(run, email="", contact_point=987654)
    for _ in range(5):
        make(run)
    with pytest.raises(refusals.TooManyLinks):
        make(run)
    assert b"leitung" not in b"".join(bytes(link.mailbox) for link in planted(LeaderLink))

"""Reminders before a certificate lapses: once each, to its holder alone; and the keeping's end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from tests.factories.people import a_jobcenter, a_membership, a_site, an_account
from tests.factories.training import a_certificate, a_course, a_course_date, a_unit
from verzahnt.desks.jobs import closing, sending
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.partners.models import Site
from verzahnt.programme.people.models import Account, Membership
from verzahnt.programme.people.states import Role
from verzahnt.programme.reference.models import Kreis
from verzahnt.programme.training import actions
from verzahnt.programme.training.models import Certificate
from verzahnt.programme.training.rules import reminder_due

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
ENDS = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Nights far ahead destroy the keys of months that other tests still need."""
    settings.VERZAHNT_KEYS = tmp_path / "keys"


@pytest.fixture
def site(plant: Plant) -> Site:
    def make() -> Site:
        site = a_site(office=a_jobcenter(), name="Beispielort")
        site.kreise.set(Kreis.objects.filter(key="16064"))
        return site
    return plant(make)


@pytest.fixture
def certificate(plant: Plant, site: Site) -> Certificate:
    def make() -> Certificate:
        course = a_course(name="Gespräche mit Takt (Beispiel)")
        counsellor, unit = an_account("fachkraft@example.org"), a_unit(site)
        a_membership(counsellor, unit, Role.COUNSELLOR, site=site)
        return a_certificate(site, unit, valid_until=ENDS, course=course, account=counsellor)
    return plant(make)


def days_before(number: int) -> date:
    return ENDS - timedelta(days=number)


@pytest.mark.parametrize(("left", "reminded", "due"), [
    (91, None, None), (90, None, 90), (89, 90, None), (31, 90, None), (30, 90, 30), (30, None, 30), (12, 30, None),
    (1, 90, 30), (0, None, None), (-3, None, None),
])
def test_a_reminder_is_due_ninety_and_thirty_days_before_each_once(left: int, reminded: int | None,
                                                                   due: int | None) -> None:
    assert reminder_due(ENDS, reminded=reminded, on=days_before(left)) == due


def test_its_holder_gets_two_letters_that_say_where_to_learn_next(certificate: Certificate, site: Site,
                                                                  plant: Plant) -> None:
    plant(a_course_date, site, days_before(20), place="Volkshaus, Beispielweg 3")
    sent = []
    for left in range(100, -5, -1):
        actions.remind_due(days_before(left))
        if sending.send_due(on=days_before(left)):
            sent.append(left)
    assert sent == [90, 30]
    assert [letter.to for letter in mail.outbox] == [["fachkraft@example.org"]] * 2
    said = mail.outbox[0].subject + mail.outbox[0].body
    assert "Ihr Zertifikat „Gespräche mit Takt (Beispiel)“ gilt noch bis 1. März 2027." in said
    assert "Volkshaus, Beispielweg 3" in said


def test_a_night_that_failed_is_made_up_for_and_repeats_nothing(certificate: Certificate) -> None:
    assert [actions.remind_due(days_before(left)) for left in (85, 85, 84, 20, 20, 1)] == [1, 0, 0, 1, 0, 0]


def test_who_has_renewed_gets_no_letter(certificate: Certificate, site: Site, plant: Plant) -> None:
    plant(lambda: a_certificate(site, certificate.unit, valid_until=ENDS + timedelta(days=900),
                                account=certificate.account))
    assert actions.remind_due(days_before(90)) == 0


def test_a_letter_that_waits_is_not_sent_once_the_certificate_is_renewed(certificate: Certificate,
                                                                         plant: Plant) -> None:
    assert actions.remind_due(days_before(90)) == 1
    plant(lambda: Certificate.objects.update(valid_until=ENDS + timedelta(days=900), reminded=None))
    assert (sending.send_due(on=days_before(90)), mail.outbox) == (0, [])


def test_the_outbox_names_account_and_number_and_nothing_else(certificate: Certificate) -> None:
    actions.remind_due(days_before(90))
    with acting_as(PLANTING):
        [item] = OutboxItem.objects.filter(kind=actions.CERTIFICATE_LAPSES)
    assert (item.account, item.subject, item.place) == (certificate.account_id, str(certificate.pk), None)


def test_a_certificate_goes_a_year_after_it_lapsed(certificate: Certificate) -> None:
    assert actions.delete_due(date(2028, 2, 29)) == 0
    assert actions.delete_due(date(2028, 3, 1)) == 1


def test_it_goes_with_whoever_left_a_year_ago_and_so_does_the_account(certificate: Certificate, plant: Plant) -> None:
    left = days_before(400)
    plant(lambda: Membership.objects.update(from_on=left - timedelta(days=30), until_on=left))
    closing.close_the_day(on=left + timedelta(days=364))
    assert plant(Certificate.objects.count) == 1
    closing.close_the_day(on=left + timedelta(days=365))
    assert (plant(Certificate.objects.count), plant(Account.objects.count)) == (0, 0)


def test_the_night_does_all_of_it(certificate: Certificate) -> None:
    done = closing.close_the_day(on=days_before(90))
    assert set(done.values()) == {True}
    assert sending.send_due(on=days_before(90)) == 1

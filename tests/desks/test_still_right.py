"""Is it still right? The page behind a mailed link, and the list from which coordination calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import offers as factory
from tests.factories import people
from tests.stories.visitor import Visitor
from verzahnt.desks.jobs import sending
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers import actions_fresh as deeds
from verzahnt.programme.offers.fresh_models import Inquiry, InquiryLink
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.partners.models import ContactPoint
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
TODAY = date.today()
Plant = Callable[..., object]


@pytest.fixture
def site(plant: Plant) -> object:
    return plant(factory.a_site)


@pytest.fixture
def offers(plant: Plant, site: object) -> list[Offer]:
    """Two offers of a club that nobody has looked at for long."""
    old = TODAY - timedelta(days=200)
    club = plant(factory.an_organisation)
    plant(ContactPoint.objects.create, organisation=club, function="Geschäftsstelle", email="verein@example.org",
          telephone="0361 5550100", hours="montags")
    return [plant(factory.an_offer, slug, title=title, provider=club, site=site, checked_on=old)
            for slug, title in (("chor", "Chor am Abend"), ("yoga", "Yoga am Morgen"))]


@pytest.fixture
def link(offers: list[Offer]) -> str:
    deeds.ask_due(TODAY)
    sending.send_due(on=TODAY)
    return "/anbieter/stimmt-noch/" + mail.outbox[-1].body.split("/anbieter/stimmt-noch/")[1].split("\n")[0]


def states() -> dict[str, tuple[str, bool, str]]:
    """State, whether looked at today, and the answer, by offer."""
    with acting_as(PLANTING):
        return {one.offer.slug: (one.offer.state, one.offer.checked_on == TODAY, one.answer)
                for one in Inquiry.objects.select_related("offer")}


NOT_ANSWERED = {"chor": ("published", False, ""), "yoga": ("published", False, "")}


def test_opening_the_link_answers_nothing(link: str) -> None:
    visitor = Visitor()
    assert "Chor am Abend" in visitor.open(link)
    visitor.open(link)
    assert states() == NOT_ANSWERED


def test_one_button_says_that_it_is_still_right(link: str) -> None:
    visitor = Visitor()
    visitor.open(link)
    assert "Danke. „Yoga am Morgen“ ist als „stimmt noch“ eingetragen." in visitor.press("Stimmt noch", nth=1)
    assert states() == NOT_ANSWERED | {"yoga": ("published", True, "right")}
    assert "Danke. Gerade ist nichts offen." in visitor.press("Stimmt noch")


def test_one_button_answers_for_all(link: str) -> None:
    visitor = Visitor()
    visitor.open(link)
    visitor.press("Alle 2 stimmen noch")
    assert states() == {"chor": ("published", True, "right"), "yoga": ("published", True, "right")}


def test_that_it_is_over_is_asked_twice(link: str) -> None:
    visitor = Visitor()
    visitor.open(link)
    assert "Ein Ende ist endgültig." in visitor.press("Gibt es nicht mehr")
    assert states() == NOT_ANSWERED
    assert "beendet" in visitor.press("Ja, es gibt es nicht mehr")
    assert states()["chor"] == ("ended", False, "ended")


def test_what_changed_is_told_in_a_sentence_or_changed_after_signing_in(link: str) -> None:
    visitor = Visitor()
    visitor.open(link)
    [field] = [name for name in visitor.forms[1].fields if name.endswith("note")]
    said = visitor.press("Nur Bescheid geben", **{field: "Jetzt dienstags"})
    assert "Bis dahin fragen wir weiter." in said
    assert states()["chor"] == ("published", False, "changed")
    visitor.press("Anmelden und selbst ändern")
    assert visitor.path.startswith("/konto/anmelden/")
    assert states()["yoga"] == ("published", False, "changed")


def test_a_sentence_too_long_comes_back_whole(link: str) -> None:
    visitor = Visitor()
    visitor.open(link)
    [field] = [name for name in visitor.forms[1].fields if name.endswith("note")]
    visitor.press("Nur Bescheid geben", **{field: "x" * 400})
    assert "x" * 400 in visitor.page
    assert states() == NOT_ANSWERED


def test_an_old_link_opens_nothing_and_sends_a_new_one_without_saying_where(link: str) -> None:
    with acting_as(PLANTING):
        InquiryLink.objects.update(made_at=timezone.now() - timedelta(days=31))
        Inquiry.objects.update(asked_on=TODAY - timedelta(days=31), opened_on=TODAY - timedelta(days=31))
    visitor = Visitor()
    said = visitor.open(link, status=410)
    assert "Chor" not in said
    mail.outbox.clear()
    said = visitor.press("Noch einmal schicken")
    assert "example.org" not in said
    sending.send_due(on=TODAY)
    assert [one.to for one in mail.outbox] == [["verein@example.org"]]
    assert visitor.open(link, status=410)


def test_an_invented_link_says_so_and_offers_no_letter(offers: list[Offer]) -> None:
    visitor = Visitor()
    said = visitor.open("/anbieter/stimmt-noch/erfunden/", status=404)
    assert "Diesen Link kennen wir nicht." in said
    assert "Noch einmal schicken" not in said


@pytest.mark.parametrize("told", [{}, {"inquiry": "kein uuid", "deed": "right"}, {"deed": "unsinn"},
                                  {"inquiry": "00000000-0000-0000-0000-000000000000", "deed": "ended_surely"}])
def test_what_the_page_does_not_offer_changes_nothing(link: str, told: dict[str, str]) -> None:
    assert Client().post(link, told, follow=True).status_code == 200
    assert states() == NOT_ANSWERED


def test_a_link_answers_only_for_its_own_provider(link: str, plant: Plant) -> None:
    foreign = plant(factory.an_offer, "fremd", provider=plant(factory.an_organisation, "anderer"), checked_on=None)
    deeds.ask_due(TODAY)
    with acting_as(PLANTING):
        number = str(Inquiry.objects.get(offer=foreign).pk)
    Client().post(link, {"inquiry": number, "deed": "right"})
    assert states()["fremd"] == ("published", False, "")


# Coordination


def signed_in(site: object) -> Client:
    with acting_as(PLANTING):
        account = people.an_account()
        people.a_membership(account, site.offices.first(), Role.SITE_COORDINATION, site=site)
        client = Client()
        client.force_login(account)
    return client


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def test_the_list_says_since_when_and_whom_to_call(link: str, site: object) -> None:
    desk = signed_in(site)
    page = read(desk, "/koordination/beispielort/stimmt-noch/")
    assert "Gefragt, noch keine Antwort (2)" in page
    assert "Bitte anrufen" not in page
    with acting_as(PLANTING):
        Inquiry.objects.filter(offer__slug="chor").update(times_asked=3, asked_on=TODAY - timedelta(days=14))
    page = read(desk, "/koordination/beispielort/stimmt-noch/")
    assert "Bitte anrufen (1)" in page
    assert "Geschäftsstelle:" in page
    assert "0361 5550100" in page
    assert "Dreimal gefragt" in page
    assert "Bitte anrufen: 1 Angebot ist lange nicht bestätigt" in read(desk, "/koordination/beispielort/")


def test_who_has_no_mailbox_is_called_at_once(link: str, site: object) -> None:
    with acting_as(PLANTING):
        ContactPoint.objects.update(email="")
    page = read(signed_in(site), "/koordination/beispielort/stimmt-noch/")
    assert "Bitte anrufen (2)" in page
    assert "Noch einmal fragen" not in page


def press(client: Client, deed: str, slug: str = "chor") -> str:
    with acting_as(PLANTING):
        number = str(Inquiry.objects.get(offer__slug=slug).pk)
    answer = client.post("/koordination/beispielort/stimmt-noch/", {"inquiry": number, "deed": deed}, follow=True)
    return unescape(answer.content.decode())


def test_what_was_said_on_the_phone_is_entered(link: str, site: object) -> None:
    desk = signed_in(site)
    assert "Heute ging schon ein Brief" in press(desk, "ask_again")
    assert "angerufen, stimmt noch" in press(desk, "still_right")
    assert states()["chor"] == ("published", True, "right")
    assert "Das Angebot ist beendet." in press(desk, "is_over", "yoga")
    assert "Gerade ist nichts offen" in read(desk, "/koordination/beispielort/stimmt-noch/")
    assert "Nach diesem Angebot ist gerade nicht gefragt." in press(desk, "still_right")


def test_the_lists_ask_the_database_as_often_for_two_as_for_six(link: str, site: object, plant: Plant) -> None:
    desk, visitor = signed_in(site), Client()

    def questions() -> list[int]:
        found = []
        for client, path in ((desk, "/koordination/beispielort/stimmt-noch/"), (visitor, link)):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            found.append(len(asked))
        return found

    before = questions()
    for number in range(4):
        plant(factory.an_offer, f"noch-{number}", site=site, checked_on=None)
    deeds.ask_due(TODAY)
    assert questions() == before


def test_another_site_is_not_found(link: str, site: object, plant: Plant) -> None:
    plant(factory.a_site, "anderswo")
    desk = signed_in(site)
    assert desk.get("/koordination/anderswo/stimmt-noch/").status_code == 404
    assert Client().get("/koordination/beispielort/stimmt-noch/").status_code == 302

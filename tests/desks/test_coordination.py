"""The coordination desk: the own site at a glance, agreements extended and renewed, offers answered; never a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.factories import bookings as booking_factory
from tests.factories import offers as offer_factory
from tests.factories.agreements import a_mandate, an_agreement, days
from tests.factories.evaluation import AFTER_IT, LAST_QUARTER, counted
from tests.factories.funding import an_allotment
from tests.factories.people import (
    PASSWORD,
    a_jobcenter,
    a_membership,
    a_site,
    an_account,
    an_organisation,
)
from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.programme.agreements.models import Agreement, Term
from verzahnt.programme.agreements.rules import months_before
from verzahnt.programme.bookings import actions_telephone as bookings
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.evaluation import actions as evaluation
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.offers import actions as offers
from verzahnt.programme.offers.models import Offer, Run
from verzahnt.programme.offers.states import OfferState
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.partners.states import OrganisationKind
from verzahnt.programme.people.states import Role
from verzahnt.programme.reference.models import Land

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]


@dataclass
class Place:
    """A site with its office, its lead, an agreement that ends in five months, and who coordinates it."""

    site: Site
    office: Organisation
    lead: Organisation
    agreement: Agreement
    mailbox: str = "koordination@example.org"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def place(plant: Plant, today: date) -> Place:
    def make() -> Place:
        office, lead = a_jobcenter(name="Jobcenter Beispiel"), an_organisation(OrganisationKind.INSURERS, name="Kassen")
        club = an_organisation(name="Turnverein Beispiel")
        site = a_site(club, office=office, name="Beispielort", slug="beispielort")
        a_mandate(site, lead, Period(KnownDay.year(2024), OPEN))
        end = months_before(today, -5)
        agreement = an_agreement(days(months_before(end, 24), end), site=site, slug="vereinbarung")
        a_membership(an_account("koordination@example.org"), office, Role.SITE_COORDINATION, site=site)
        return Place(site, office, lead, agreement)
    return plant(make)


@pytest.fixture
def desk(client: Client, place: Place) -> Client:
    return signed_in(client, place.mailbox)


def signed_in(client: Client, mailbox: str) -> Client:
    answer = client.post("/konto/anmelden/", {"login": mailbox, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def words(response: HttpResponse) -> str:
    """The page as one reads it."""
    body = re.sub(r"(?s)<(head|script|svg).*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def handed_in(plant: Plant, place: Place, *, money: bool = False, at_days_ago: int = 3) -> Offer:
    """An offer its provider has handed in at the site."""
    provider = plant(an_organisation, name="Kneipp-Verein (Beispiel)")
    offer = plant(offer_factory.an_offer, slug="kneippen", title="Kneippen im Park", provider=provider, site=place.site,
                  state=OfferState.IDEA, published_on=None, uses_programme_money=money,
                  first_described_on=timezone.localdate() - timedelta(days=10),
                  silence_confirmed_on=timezone.localdate() - timedelta(days=20))
    actor = Actor("providers", account=1, organisations=(provider.pk,), permissions=frozenset({"offers.describe"}))
    with as_desk("providers", actor):
        offers.hand_in(offer, actor=actor, at=timezone.now() - timedelta(days=at_days_ago))
    return offer


# The cockpit

def test_whoever_coordinates_one_site_lands_in_its_cockpit(desk: Client) -> None:
    assert desk.get("/koordination/").headers["Location"] == "/koordination/beispielort/"


def test_the_cockpit_has_five_panels_and_a_work_list(desk: Client) -> None:
    page = desk.get("/koordination/beispielort/").content.decode()
    assert [unescape(one) for one in re.findall(r'card__title">([^<]*)<', page)] == [
        "Was ansteht", "Vereinbarung", "Angebote", "Netzwerk", "Teilnahmen", "Mittel"]


def test_the_cockpit_says_when_the_agreement_ends_and_what_to_do(desk: Client) -> None:
    read = words(desk.get("/koordination/beispielort/"))
    assert "endet in 5 Monaten" in read
    assert "Verlängern: Kooperationsvereinbarung (Beispiel)" in read


def test_the_work_list_names_what_waits_for_a_yes_and_since_when(desk: Client, place: Place, plant: Plant) -> None:
    handed_in(plant, place)
    read = words(desk.get("/koordination/beispielort/"))
    assert "Zustimmen: Kneippen im Park von Kneipp-Verein (Beispiel), wartet seit 3 Tagen" in read
    assert "1 wartet auf Ihr Ja" in read


def test_a_site_without_money_says_so_and_one_with_money_shows_what_is_left(
        desk: Client, place: Place, plant: Plant) -> None:
    assert "keine Mittel eingetragen" in words(desk.get("/koordination/beispielort/"))
    plant(an_allotment, place.site, amount=10_000, committed=4_000, settled=1_500)
    read = words(desk.get("/koordination/beispielort/"))
    assert "4.000,00 € von 10.000,00 €" in read
    assert "Noch frei: 6.000,00 €" in read


def test_the_cockpit_shows_released_figures_and_hides_what_is_small(desk: Client, place: Place, plant: Plant) -> None:
    plant(counted, place.site, "bewegung", 12)
    plant(counted, place.site, "ernaehrung", 3)
    plant(counted, place.site, "stress", 9)
    assert "noch nichts freigegeben" in words(desk.get("/koordination/beispielort/"))
    evaluation.release(LAST_QUARTER, on=AFTER_IT)

    assert "3/2026 48" in words(desk.get("/koordination/beispielort/"))
    read = words(desk.get("/koordination/beispielort/zahlen/"))
    assert "Ernährung – verborgen: Zu kleine Zahl" in read
    assert "Zusammen 48 nichts gezählt 24 (100 %)" in read


def test_the_cockpit_knows_no_person_no_place_and_no_counter(desk: Client, place: Place, plant: Plant) -> None:
    """A run at the site with three people in it, who left alias, needs and contact behind."""
    run: Run = plant(booking_factory.a_run, seats=37, waiting_places=29, provider=plant(an_organisation),
                     site=place.site, offer={"site": place.site, "slug": "mit-leuten", "title": "Mit Leuten"})
    marker, leader = "Zaubernuss", booking_factory.a_leader_of(run)
    with as_desk("providers", leader):
        for number in range(3):
            wishes = Wishes(alias=f"{marker} {number}", needs=f"{marker} Rampe", contact=f"{marker}@example.org")
            bookings.book_by_telephone(run.pk, wishes=wishes, actor=leader, at=timezone.now(), on=timezone.localdate())
    for address in ("", "zahlen/", "angebote/mit-leuten/", "vereinbarung/vereinbarung/"):
        answer = desk.get(f"/koordination/beispielort/{address}")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert marker not in page
        assert not re.search(r"\b(37|34|29)\b", words(answer)), "seats, free or waiting places"
    assert "(frei)" in words(desk.get("/koordination/beispielort/angebote/mit-leuten/"))


def test_the_cockpit_of_a_foreign_site_does_not_exist(desk: Client, plant: Plant) -> None:
    other = plant(a_site, slug="anderswo")
    agreement = plant(an_agreement, days(date(2025, 1, 1), date(2027, 1, 1)), site=other)
    offer = plant(offer_factory.an_offer, site=other, state=OfferState.CONCEPT)
    for address in ("anderswo/", "anderswo/zahlen/", f"anderswo/vereinbarung/{agreement.slug}/",
                    f"beispielort/vereinbarung/{agreement.slug}/", f"beispielort/angebote/{offer.slug}/"):
        assert (address, desk.get(f"/koordination/{address}").status_code) == (address, 404)
        assert (address, desk.post(f"/koordination/{address}").status_code) in {(address, 404), (address, 405)}


def test_nobody_else_sits_here(client: Client, place: Place, plant: Plant) -> None:
    assert client.get("/koordination/beispielort/").headers["Location"].startswith("/konto/anmelden/")
    plant(lambda: a_membership(an_account("verein@example.org"), an_organisation(), Role.PROVIDER))
    signed_in(client, "verein@example.org")
    assert client.get("/koordination/beispielort/").status_code in (302, 403)


# The Land

def test_a_lands_coordination_sees_all_its_sites_as_one_list_and_may_read_but_not_sign(
        client: Client, place: Place, plant: Plant) -> None:
    def make() -> None:
        a_site(name="Zweitort", slug="zweitort")
        a_site(name="In Sachsen", slug="in-sachsen", land=Land.objects.get(name="Sachsen"))
        a_membership(an_account("land@example.org"), an_organisation(), Role.LAND_COORDINATION,
                     land=Land.objects.get(name="Thüringen"))
    plant(make)
    offer = handed_in(plant, place)
    signed_in(client, "land@example.org")
    assert client.get("/koordination/").headers["Location"] == "/koordination/land/"
    read = words(client.get("/koordination/land/"))
    assert "Beispielort Beispiel endet in 5 Monaten Kassen 0 noch keine" in read
    assert "Zweitort Beispiel keine Vereinbarung bekannt nicht bekannt" in read
    assert "In Sachsen" not in read
    assert client.get("/koordination/zweitort/").status_code == 200
    assert client.get("/koordination/in-sachsen/").status_code == 404
    assert client.post("/koordination/beispielort/vereinbarung/vereinbarung/", {}).status_code == 403
    answer = client.post(f"/koordination/beispielort/angebote/{offer.slug}/", {"answer": "yes"})
    assert answer.status_code == 403


def test_the_list_costs_as_many_questions_for_four_sites_as_for_two(
        client: Client, place: Place, plant: Plant, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plant(lambda: a_membership(an_account("land@example.org"), an_organisation(), Role.LAND_COORDINATION,
                               land=Land.objects.get(name="Thüringen")))
    signed_in(client, "land@example.org")
    plant(a_site)
    with CaptureQueriesContext(connection, ) as few:
        client.get("/koordination/land/")
    for _number in range(2):
        plant(lambda: an_agreement(days(date(2025, 1, 1), date(2029, 1, 1)), site=a_site()))
    with django_assert_num_queries(len(few)):
        client.get("/koordination/land/")


# Agreements

def test_extending_shows_the_sentence_first_and_then_does_it(desk: Client, place: Place, today: date) -> None:
    address = "/koordination/beispielort/vereinbarung/vereinbarung/"
    until = months_before(today, -29)
    told = {"until": until.isoformat(), "reason": "Es hat sich bewährt", "signed": today.isoformat(),
            "place_signed": "Beispielstadt"}

    shown = words(desk.post(address, told | {"schritt": "lesen"}))
    assert "wird verlängert: vom" in shown
    assert "Grund: Es hat sich bewährt. Unterzeichnet am" in shown
    assert "in Beispielstadt." in shown
    assert terms(place) == ["initial"]

    assert desk.post(address, told | {"schritt": "eintragen"}).status_code == 302
    assert terms(place) == ["initial", "extension"]
    read = words(desk.get(address))
    assert "wird verlängert: vom" in read  # the message
    assert "Verlängerung" in read
    assert "endet in 2 Jahren" in read


def test_what_was_typed_can_still_be_changed(desk: Client, place: Place, today: date) -> None:
    told = {"until": months_before(today, -29).isoformat(), "reason": "Weil „es“ gut ist 🙂",
            "signed": today.isoformat(), "schritt": "aendern"}
    page = desk.post("/koordination/beispielort/vereinbarung/vereinbarung/", told).content.decode()
    assert "Weil „es“ gut ist 🙂" in unescape(page)
    assert "Weiter: den Satz lesen" in page
    assert terms(place) == ["initial"]


def test_renewing_asks_for_the_new_first_day(desk: Client, place: Place, plant: Plant, today: date) -> None:
    over = plant(an_agreement, days(today - timedelta(days=700), today - timedelta(days=30)), site=place.site,
                 slug="abgelaufen")
    address = "/koordination/beispielort/vereinbarung/abgelaufen/"
    assert "Erneuern: Kooperationsvereinbarung (Beispiel) endete am" in words(desk.get("/koordination/beispielort/"))
    assert "Folgevereinbarung eintragen" in words(desk.get(address))
    told = {"starts": today.isoformat(), "until": months_before(today, -24).isoformat(), "reason": "Es geht weiter.",
            "signed": today.isoformat(), "schritt": "eintragen"}
    assert desk.post(address, told).status_code == 302
    with as_desk("overview"):
        assert list(Term.objects.filter(agreement=over).values_list("kind", flat=True)) == ["initial", "renewal"]


@pytest.mark.parametrize(("change", "sentence"), [
    ({"until": -1}, "Das neue Ende muss nach dem bisherigen Ende liegen."),
    ({"signed": 5}, "Der Tag der Unterschrift liegt in der Zukunft."),
    ({"until": None}, "Bitte füllen Sie dieses Feld aus."),
    ({"reason": "x" * 10_000}, "Das ist zu lang: Hier passen 300 Zeichen hinein"),
])
def test_a_wrong_day_gets_a_clear_sentence_and_loses_nothing(
        desk: Client, place: Place, today: date, change: dict[str, Any], sentence: str) -> None:
    told: dict[str, Any] = {"until": 900, "reason": "Ein besonderer Grund", "signed": 0, "schritt": "lesen"} | change
    for name in ("until", "signed"):
        told[name] = "" if told[name] is None else (today + timedelta(days=told[name])).isoformat()
    answer = desk.post("/koordination/beispielort/vereinbarung/vereinbarung/", told)
    assert answer.status_code == 200
    read = words(answer)
    assert sentence in read or "Hier fehlt noch etwas." in read
    assert told["reason"][:20] in unescape(answer.content.decode())
    assert terms(place) == ["initial"]


def test_an_agreement_far_from_its_end_cannot_be_extended_yet(desk: Client, place: Place, plant: Plant,
                                                               today: date) -> None:
    plant(an_agreement, days(today, today + timedelta(days=900)), site=place.site, slug="jung")
    address = "/koordination/beispielort/vereinbarung/jung/"
    assert "<form method=\"post\" action=\"#eintragen\"" not in desk.get(address).content.decode()
    told = {"until": (today + timedelta(days=1200)).isoformat(), "reason": "früh", "signed": today.isoformat(),
            "schritt": "eintragen"}
    assert "Verlängern können Sie ab sechs Monaten vor dem Ende." in words(desk.post(address, told))


def terms(place: Place) -> list[str]:
    with as_desk("overview"):
        return list(Term.objects.filter(agreement=place.agreement).order_by("number").values_list("kind", flat=True))


# Offers

def test_a_yes_publishes_what_needs_no_programme_money(desk: Client, place: Place, plant: Plant) -> None:
    offer = handed_in(plant, place)
    address = f"/koordination/beispielort/angebote/{offer.slug}/"
    read = words(desk.get(address))
    assert "Seit der Idee: 10 Tage." in read
    assert "Jobcenter Beispiel (Standort) gefragt, wartet seit 3 Tagen" in read
    assert desk.post(address, {"answer": "yes"}).status_code == 302
    assert state_of(offer) == OfferState.PUBLISHED


def test_where_programme_money_pays_the_leads_yes_is_still_waited_for(desk: Client, place: Place, plant: Plant) -> None:
    offer = handed_in(plant, place, money=True)
    address = f"/koordination/beispielort/angebote/{offer.slug}/"
    assert "Kassen (Federführung) gefragt" in words(desk.get(address))
    answer = desk.post(address, {"answer": "yes"}, follow=True)
    assert "Jetzt fehlt noch das Ja der Federführung." in words(answer)
    assert state_of(offer) == OfferState.CONCEPT
    assert "Stimmen Sie zu?" not in words(desk.get(address))


def test_a_no_needs_a_sentence_and_sends_the_offer_back(desk: Client, place: Place, plant: Plant) -> None:
    offer = handed_in(plant, place)
    address = f"/koordination/beispielort/angebote/{offer.slug}/"
    assert "Bitte schreiben Sie in einem Satz, was anders werden soll." in words(desk.post(address, {"answer": "no"}))
    assert state_of(offer) == OfferState.CONCEPT
    assert desk.post(address, {"answer": "no", "note": "Bitte auch abends."}).status_code == 302
    assert state_of(offer) == OfferState.IDEA
    assert desk.get(address).status_code == 404


def test_a_yes_given_twice_says_that_nobody_asks_any_more(desk: Client, place: Place, plant: Plant) -> None:
    offer = handed_in(plant, place)
    address = f"/koordination/beispielort/angebote/{offer.slug}/"
    desk.post(address, {"answer": "yes"})
    assert "nicht oder nicht mehr gefragt" in words(desk.post(address, {"answer": "yes"}))


def state_of(offer: Offer) -> str:
    with as_desk("providers", Actor("providers", organisations=(offer.provider_id,))):
        return Offer.objects.get(pk=offer.pk).state

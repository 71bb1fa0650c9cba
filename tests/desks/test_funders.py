"""The funders' desk: own sites in one list, released figures with what is hidden and why, the lead's yes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desks.test_coordination import signed_in, state_of, words
from tests.factories import offers as offer_factory
from tests.factories.agreements import a_mandate, an_agreement, days
from tests.factories.evaluation import AFTER_IT, LAST_QUARTER, counted
from tests.factories.funding import a_pot, an_allotment
from tests.factories.people import a_jobcenter, a_membership, a_site, an_account, an_organisation
from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.kit.roles import acting_as
from verzahnt.programme.agreements.rules import months_before
from verzahnt.programme.evaluation import actions as evaluation
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.offers import actions as offers
from verzahnt.programme.offers import actions_approval as approvals
from verzahnt.programme.offers.models import Approval, Offer
from verzahnt.programme.offers.states import OfferState
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.partners.states import OrganisationKind
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]


@dataclass
class Led:
    """Two sites led by one body, a third by another."""

    lead: Organisation
    first: Site
    second: Site
    foreign: Site


@pytest.fixture
def led(plant: Plant) -> Led:
    def make() -> Led:
        today = timezone.localdate()
        lead, other = (an_organisation(OrganisationKind.INSURERS, name=name) for name in ("Kassen Ost", "Kassen West"))
        first, second, foreign = (
            a_site(office=a_jobcenter(), name=name, slug=name.lower()) for name in ("Ahorn", "Birke", "Zeder"))
        for site, organisation in ((first, lead), (second, lead), (foreign, other)):
            a_mandate(site, organisation, Period(KnownDay.year(2024), OPEN))
        an_agreement(days(date(2024, 1, 1), months_before(today, -5)), site=first)
        an_agreement(days(date(2024, 1, 1), months_before(today, -40)), site=second)
        an_allotment(first, a_pot(lead), amount=9_000, committed=2_000)
        an_allotment(foreign, a_pot(other), amount=70_000)
        a_membership(an_account("lead@example.org"), lead, Role.LEAD_INSURER)
        return Led(lead, first, second, foreign)
    return plant(make)


@pytest.fixture
def desk(client: Client, led: Led) -> Client:
    return signed_in(client, "lead@example.org")


# The portfolio

def test_a_lead_sees_one_row_for_each_site_it_leads_and_is_warned_six_months_ahead(desk: Client) -> None:
    read = words(desk.get("/kassen/"))
    assert "Hier endet bald eine Vereinbarung Ahorn : endet in 5 Monaten" in read
    assert "Ahorn Beispiel Kassen Ost endet in 5 Monaten 0 7.000,00 € § 20a noch keine" in read
    assert "Birke Beispiel Kassen Ost endet in 3 Jahren 0 – noch keine" in read
    assert "Zeder" not in read


@pytest.mark.parametrize(("query", "order"), [
    ("", ["Ahorn", "Birke"]), ("sortierung=standort&richtung=ab", ["Birke", "Ahorn"]),
    ("sortierung=ende", ["Ahorn", "Birke"]), ("sortierung=ende&richtung=ab", ["Birke", "Ahorn"]),
    ("sortierung=mittel&richtung=ab", ["Ahorn", "Birke"]), ("sortierung=unsinn", ["Ahorn", "Birke"]),
])
def test_the_list_is_sorted_by_its_address(desk: Client, query: str, order: list[str]) -> None:
    rows = desk.get(f"/kassen/?{query}").content.decode().split("<tbody")[1]
    assert sorted(("Ahorn", "Birke"), key=rows.index) == order


def test_the_list_can_be_taken_along_as_a_table(desk: Client) -> None:
    answer = desk.get("/kassen/standorte.csv?sortierung=standort&richtung=ab")
    rows = list(csv.reader(io.StringIO(answer.content.decode().lstrip("\ufeff")), delimiter=";"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row[0], row[2], row[6]) for row in rows[1:]] == [
        ("Birke", "Kassen Ost", ""), ("Ahorn", "Kassen Ost", "§ 20a SGB V (Lebenswelten): 7.000,00\xa0€")]


def test_a_name_that_looks_like_a_formula_does_nothing_in_a_spreadsheet(desk: Client, led: Led, plant: Plant) -> None:
    plant(lambda: Site.objects.filter(pk=led.first.pk).update(name="=HYPERLINK(1)"))
    assert "'=HYPERLINK(1)" in desk.get("/kassen/standorte.csv").content.decode()


def test_the_list_costs_as_many_questions_for_four_sites_as_for_two(
        desk: Client, led: Led, plant: Plant, django_assert_num_queries: Any) -> None:
    desk.get("/kassen/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/kassen/")

    def more() -> None:
        for _number in range(2):
            site = a_site(office=a_jobcenter())
            a_mandate(site, led.lead, Period(KnownDay.year(2024), OPEN))
            an_agreement(days(date(2024, 1, 1), date(2029, 1, 1)), site=site)
            an_allotment(site, a_pot(led.lead))
    plant(more)
    with django_assert_num_queries(len(few)):
        desk.get("/kassen/")


def test_who_only_reads_and_pays_nowhere_sees_all_sites_and_no_money(client: Client, led: Led, plant: Plant) -> None:
    plant(lambda: a_membership(an_account("gkv@example.org"), an_organisation(OrganisationKind.FEDERAL), Role.FUNDER))
    signed_in(client, "gkv@example.org")
    read = words(client.get("/kassen/"))
    assert [name in read for name in ("Ahorn", "Birke", "Zeder")] == [True, True, True]
    assert "€" not in read


def test_who_pays_sees_the_sites_it_pays_for(client: Client, led: Led, plant: Plant) -> None:
    def make() -> None:
        payer = an_organisation(OrganisationKind.INSURER)
        an_allotment(led.second, a_pot(payer), amount=500)
        a_membership(an_account("kasse@example.org"), payer, Role.FUNDER)
    plant(make)
    signed_in(client, "kasse@example.org")
    read = words(client.get("/kassen/"))
    assert [name in read for name in ("Ahorn", "Birke", "Zeder")] == [False, True, False]
    assert "500,00 €" in read


# One site

def test_a_site_shows_figures_by_quarter_with_what_is_hidden_and_why(desk: Client, led: Led, plant: Plant) -> None:
    plant(counted, led.first, "bewegung", 12)
    plant(counted, led.first, "ernaehrung", 3)
    plant(counted, led.first, "stress", 9)
    plant(counted, led.first, "stress", 9, month=date(2026, 4, 1))
    assert "Noch nichts freigegeben" in words(desk.get("/kassen/ahorn/"))
    evaluation.release_due(on=AFTER_IT)

    answer = desk.get("/kassen/ahorn/")
    read = words(answer)
    assert "3. Quartal 2026, freigegeben am 20. Oktober 2026" in read
    assert "Ernährung – verborgen: Zu kleine Zahl: Kein einzelner Durchgang hatte hier fünf genutzte Plätze." in read
    assert "Bewegung – verborgen: Verborgen, weil sich sonst eine kleine Zahl zurückrechnen ließe." in read
    assert "Jede Anwesenheit an einem Termin zählt einmal" in read
    assert "Nenner: Vergebene Plätze" in read
    assert "Menschen" not in read
    assert "2. Quartal 2026, freigegeben" in words(desk.get("/kassen/ahorn/?quartal=2026-04-01"))
    assert desk.get("/kassen/ahorn/?quartal=2020-01-01").status_code == 404


def test_a_hidden_figure_is_nowhere_in_the_page(desk: Client, led: Led, plant: Plant) -> None:
    """The small one would be 3, the one that hides it 4711."""
    plant(counted, led.first, "bewegung", 4711)
    plant(counted, led.first, "ernaehrung", 3)
    plant(counted, led.first, "stress", 9)
    evaluation.release(LAST_QUARTER, on=AFTER_IT)
    page = desk.get("/kassen/ahorn/").content.decode()
    assert "4711" not in page
    assert "4.711" not in page
    assert "4.723" in page  # the sum of all three


def test_a_site_somebody_else_leads_does_not_exist_here(desk: Client) -> None:
    assert desk.get("/kassen/zeder/").status_code == 404


def test_nobody_sits_here_without_signing_in(client: Client, led: Led) -> None:
    for address in ("/kassen/", "/kassen/ahorn/", "/kassen/standorte.csv", "/kassen/angebote/irgendwas/"):
        assert client.get(address).headers["Location"].startswith("/konto/anmelden/")


# The lead's yes

@pytest.fixture
def asked(plant: Plant, led: Led) -> tuple[Offer, str]:
    """An offer that needs programme money, handed in, and the link the lead was mailed."""
    provider = plant(an_organisation, name="Kneipp-Verein (Beispiel)")
    today = timezone.localdate()
    offer: Offer = plant(
        offer_factory.an_offer, slug="kneippen", title="Kneippen im Park", provider=provider, site=led.first,
        state=OfferState.IDEA, published_on=None, uses_programme_money=True,
        first_described_on=today - timedelta(days=10), silence_confirmed_on=today - timedelta(days=20))
    actor = Actor("providers", account=1, organisations=(provider.pk,), permissions=frozenset({"offers.describe"}))
    with as_desk("providers", actor):
        offers.hand_in(offer, actor=actor, at=timezone.now() - timedelta(days=3))
    with acting_as("sending"):
        approval = Approval.objects.get(offer=offer.pk, is_lead=True)
        return offer, approvals.link_for(approval.pk)


def site_says_yes(offer: Offer) -> None:
    actor = Actor("coordination", account=2, sites=(offer.site_id or 0,), permissions=frozenset({"offers.approve"}))
    with as_desk("coordination", actor):
        approval = Approval.objects.get(offer=offer, is_lead=False)
        approvals.say_yes(approval, actor=actor, at=timezone.now())


def test_opening_the_link_shows_the_offer_and_answers_nothing(client: Client, asked: tuple[Offer, str]) -> None:
    offer, token = asked
    answer = client.get(f"/kassen/ja/{token}/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    read = words(answer)
    assert "Kneippen im Park" in read
    assert "Kassen Ost wird gefragt" in read
    assert "Stimmen Sie zu?" in read
    client.get(f"/kassen/ja/{token}/")
    assert state_of(offer) == OfferState.CONCEPT


def test_a_yes_by_link_publishes_once_the_site_has_agreed(client: Client, asked: tuple[Offer, str]) -> None:
    offer, token = asked
    site_says_yes(offer)
    assert state_of(offer) == OfferState.CONCEPT
    assert "Ihr Ja ist eingetragen." in words(client.post(f"/kassen/ja/{token}/", {"answer": "yes"}))
    assert state_of(offer) == OfferState.PUBLISHED


def test_a_no_by_link_needs_a_sentence(client: Client, asked: tuple[Offer, str]) -> None:
    offer, token = asked
    assert "Bitte schreiben Sie in einem Satz" in words(client.post(f"/kassen/ja/{token}/", {"answer": "no"}))
    answer = client.post(f"/kassen/ja/{token}/", {"answer": "no", "note": "Bitte kürzer."})
    assert "an den Anbieter zurückgegangen" in words(answer)
    assert state_of(offer) == OfferState.IDEA


def test_a_link_works_once_and_an_unknown_or_late_one_never(
        client: Client, asked: tuple[Offer, str], plant: Plant) -> None:
    offer, token = asked
    over = "Dieser Link gilt nicht mehr."
    for wrong in ("erfunden", token[:-1], "x" * 3000):
        answer = client.get(f"/kassen/ja/{wrong}/")
        assert (answer.status_code, over in words(answer)) == (410, True)
    client.post(f"/kassen/ja/{token}/", {"answer": "yes"})
    answer = client.post(f"/kassen/ja/{token}/", {"answer": "no", "note": "Doch nicht."})
    assert (answer.status_code, over in words(answer)) == (410, True)
    assert state_of(offer) == OfferState.CONCEPT  # the site's yes is still missing


def test_a_link_is_over_after_thirty_days(client: Client, asked: tuple[Offer, str], plant: Plant) -> None:
    offer, token = asked
    plant(lambda: Approval.objects.filter(offer=offer).update(asked_at=timezone.now() - timedelta(days=31)))
    assert client.get(f"/kassen/ja/{token}/").status_code == 410


def test_through_the_link_nothing_else_opens(client: Client, asked: tuple[Offer, str]) -> None:
    _offer, token = asked
    client.get(f"/kassen/ja/{token}/")
    assert client.get("/kassen/").status_code == 302
    assert client.get("/kassen/angebote/kneippen/").status_code == 302


def test_a_lead_with_an_account_finds_the_question_in_its_list(desk: Client, asked: tuple[Offer, str]) -> None:
    offer, _token = asked
    site_says_yes(offer)
    read = words(desk.get("/kassen/"))
    assert "Zuzustimmen Kneippen im Park von Kneipp-Verein (Beispiel), Ahorn, wartet seit 3 Tagen" in read
    assert "Seit der Idee: 10 Tage." in words(desk.get("/kassen/angebote/kneippen/"))
    assert "Ihr Ja ist eingetragen." in words(desk.post("/kassen/angebote/kneippen/", {"answer": "yes"}, follow=True))
    assert state_of(offer) == OfferState.PUBLISHED
    assert "nicht mehr gefragt" in words(desk.post("/kassen/angebote/kneippen/", {"answer": "yes"}))


def test_another_lead_finds_neither_question_nor_offer(
        client: Client, asked: tuple[Offer, str], plant: Plant) -> None:
    plant(lambda: a_membership(an_account("west@example.org"), Organisation.objects.get(name="Kassen West"),
                               Role.LEAD_INSURER))
    signed_in(client, "west@example.org")
    assert "Kneippen" not in words(client.get("/kassen/"))
    assert client.get("/kassen/angebote/kneippen/").status_code == 404
    assert client.post("/kassen/angebote/kneippen/", {"answer": "yes"}).status_code == 404


def test_who_only_reads_is_not_asked(client: Client, asked: tuple[Offer, str], led: Led, plant: Plant) -> None:
    plant(lambda: a_membership(an_account("leser@example.org"), led.lead, Role.FUNDER))
    signed_in(client, "leser@example.org")
    assert "Zuzustimmen" not in words(client.get("/kassen/"))
    assert client.get("/kassen/angebote/kneippen/").status_code == 403


def test_of_several_agreements_the_one_that_ends_soon_is_named_first(desk: Client, led: Led, plant: Plant) -> None:
    plant(an_agreement, days(date(2023, 1, 1), date(2025, 6, 30)), site=led.first)
    read = words(desk.get("/kassen/"))
    assert "Ahorn Beispiel Kassen Ost endet in 5 Monaten endete am 30. Juni 2025" in read
    assert "Eine Vereinbarung endet in 5 Monaten." in words(desk.get("/kassen/ahorn/"))

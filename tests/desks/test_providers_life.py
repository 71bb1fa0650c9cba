"""The providers' desk: an offer's life, its languages, its runs by pattern, and dates that change."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests.desks.test_providers import HTMX, Staff, book, dates_of, described, next_tuesday, of, pattern, planted
from tests.factories import bookings as of_bookings
from tests.factories import offers as of_offers
from tests.factories import people
from verzahnt.desks.providers.changing import what_it_may_cost
from verzahnt.desks.providers.series import series
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Offer, OfferText, Run, Venue
from verzahnt.programme.offers.states import OfferState, RunState
from verzahnt.programme.partners.models import ContactPoint, Organisation
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
TODAY = date.today()
Plant = Callable[..., object]
EASTER = {date(2026, 4, 7): "Osterferien", date(2026, 4, 9): "Osterferien"}


@pytest.fixture
def club(plant: Plant) -> Organisation:
    return plant(people.an_organisation)


@pytest.fixture
def staff(club: Organisation) -> Staff:
    return Staff(club)


@pytest.fixture
def site(plant: Plant) -> object:
    return plant(of_offers.a_site, "musterort")


@pytest.fixture
def published(plant: Plant, club: Organisation, site: object) -> Offer:
    return plant(of_offers.an_offer, "kurs", provider=club, site=site, silence_confirmed_on=TODAY)


@pytest.fixture
def run(plant: Plant, published: Offer) -> Run:
    return plant(of_offers.a_run, published, starts_on=TODAY + timedelta(days=8))


def words(page: str) -> str:
    """The page as it is read: without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


# Describing


def test_a_new_offer_knows_the_telephone_and_page_of_its_organisation_and_where_it_was_last(
        plant: Plant, club: Organisation, staff: Staff, published: Offer) -> None:
    plant(ContactPoint.objects.create, organisation=club, function="Anmeldung", telephone="0361 5550777",
          hours="montags 9 bis 12 Uhr")
    plant(of_offers.a_site, "anderswo")
    page = staff.reads("/anbieter/angebote/neu/")
    assert 'value="0361 5550777"' in page
    assert 'value="montags 9 bis 12 Uhr"' in page
    assert f'<option value="{published.site_id}" selected>' in page


def test_the_quality_is_told_while_somebody_types_and_saved_nowhere(staff: Staff, site: object) -> None:
    def told(**changes: object) -> str:
        answer = staff.client.post("/anbieter/angebote/neu/", described(site, deed="look", **changes), headers=HTMX)
        return words(answer.content.decode())

    assert "Noch offen: Wer es leitet, ist gesagt Der Beruf genügt" in told()
    assert "Noch offen: Wer es leitet" not in told(led_by="Übungsleiterin")
    assert "Noch offen: Kinderbetreuung ist geklärt" in told()
    assert "Noch offen: Kinderbetreuung ist geklärt" not in told(childcare="no")
    assert planted(Offer) == []


def test_a_no_to_children_and_companions_is_kept_as_an_answer(club: Organisation, staff: Staff, site: object) -> None:
    staff.sends("/anbieter/angebote/neu/", deed="save",
                **described(site, childcare="no", companion="yes", traits=["schnuppern"]))
    offer = of(club)[0]
    assert (offer.traits, offer.denied_traits) == (["schnuppern", "begleitung"], ["kinderbetreuung", "kind-darf-mit"])
    page = staff.reads(f"/anbieter/angebote/{offer.slug}/")
    assert re.search(r'name="childcare" id="\S+" value="no" checked', page)


def test_saving_leads_to_the_preview_where_that_was_asked_for(staff: Staff, site: object) -> None:
    page = staff.sends("/anbieter/angebote/neu/", deed="preview", **described(site))
    assert "So ist Ihr Angebot zu lesen" in page
    assert "Wir bewegen uns leicht. Ohne Eile." in page


def test_the_way_so_far_names_functions_and_the_next_step_to_provider_and_coordination(
        plant: Plant, club: Organisation, staff: Staff, site: object) -> None:
    staff.sends("/anbieter/angebote/neu/", deed="hand_in", **described(site))
    slug = of(club)[0].slug
    page = words(staff.reads(f"/anbieter/angebote/{slug}/"))
    assert f"Eingereicht {club.called} (Anbieter): Kim Beispiel" in page
    office = plant(site.offices.get)
    assert f"Als Nächstes Es antwortet noch: {office.called}." in page

    with acting_as(PLANTING):
        account = people.an_account(name="Frau Koordination")
        people.a_membership(account, office, Role.SITE_COORDINATION, site=site)
    client = Client()
    client.post("/konto/anmelden/", {"login": account.email, "password": people.PASSWORD})
    read = words(client.get(f"/koordination/musterort/angebote/{slug}/").content.decode())
    assert f"Eingereicht {club.called} (Anbieter)" in read
    assert "Als Nächstes Wer gefragt ist, sagt Ja oder Nein." in read
    assert "Kim Beispiel" not in read, "another organisation's staff has no name here"


def test_an_offer_is_taken_as_a_pattern(club: Organisation, staff: Staff, published: Offer) -> None:
    page = staff.sends("/anbieter/angebote/kurs/", deed="copy")
    assert "Das ist die neue Idee" in page
    first, second = of(club)
    assert (second.title, second.state, second.silence_confirmed_on) == (first.title, OfferState.IDEA, None)


# Languages


def test_the_page_of_a_language_shows_what_changed_in_the_german_and_asks_for_nothing_else(
        staff: Staff, published: Offer) -> None:
    way = "/anbieter/angebote/kurs/sprachen/en/"
    staff.sends(way, title="Back course", summary="Easy exercises.", state="checked")
    assert "Der deutsche Text hat sich geändert" not in staff.reads(way)

    with acting_as(PLANTING):
        Offer.objects.filter(pk=published.pk).update(summary="Leichte Übungen für den ganzen Rücken.")
    page = staff.reads(way)
    assert page.count("Der deutsche Text hat sich geändert") == 1
    assert "<ins>ganzen</ins>" in page
    assert "passt nicht mehr ganz" in staff.reads("/anbieter/angebote/kurs/sprachen/")

    staff.sends(way, title="Back course", summary="Easy exercises, also typed anew.", state="checked", fits="summary")
    assert "Der deutsche Text hat sich geändert" not in staff.reads(way)
    assert [text.body for text in planted(OfferText, field="summary")] == ["Easy exercises, also typed anew."]


def test_leichte_sprache_gets_hints_but_no_refusal_and_says_it_is_not_tested(staff: Staff, published: Offer) -> None:
    way = "/anbieter/angebote/kurs/sprachen/de-simple/"
    hard = {"title": "Gesundheitsförderung", "summary": "Der Kurs wird vom Verein bezahlt.", "state": "checked"}
    answer = staff.client.post(way, hard | {"deed": "look"}, headers=HTMX)
    assert "Das Wort ist lang." in words(answer.content.decode())
    assert planted(OfferText) == []
    overview = staff.sends(way, **hard)
    assert "noch nicht von Leserinnen und Lesern geprüft" in overview
    assert {text.body for text in planted(OfferText)} == {hard["title"], hard["summary"]}
    with translation.override("de-simple"):
        untested = gettext("Leserinnen und Leser von Leichter Sprache haben diesen Text noch nicht geprüft.")
    assert untested in staff.reads("/leicht/angebote/kurs/")
    assert "noch nicht von Leserinnen" not in staff.sends(way, **hard | {"state": "tested"})
    assert untested not in staff.reads("/leicht/angebote/kurs/")


def test_too_long_a_text_comes_back_whole_with_a_sentence(staff: Staff, published: Offer) -> None:
    page = staff.sends("/anbieter/angebote/kurs/sprachen/en/", title="x" * 300, summary="Easy", state="checked")
    assert "„Name“ ist zu lang. Bitte kürzen Sie auf höchstens 200 Zeichen." in page
    assert "x" * 300 in page
    assert planted(OfferText) == []


def test_the_way_to_a_place_is_translated_beside_the_offer(plant: Plant, staff: Staff, published: Offer) -> None:
    venue = plant(of_offers.a_venue, provider=published.provider, way="Eingang vom Hof.")
    plant(of_offers.a_run, published, venue=venue, starts_on=TODAY + timedelta(days=8))
    way = "/anbieter/angebote/kurs/sprachen/en/"
    assert "Eingang vom Hof." in staff.reads(way)
    staff.sends(way, title="Back", summary="Easy", state="checked", **{f"way_{venue.pk}": "Through the yard."})
    assert "Through the yard." in staff.reads(way)


def test_no_other_language_and_no_others_offer_has_such_a_page(plant: Plant, staff: Staff, published: Offer) -> None:
    plant(of_offers.an_offer, "fremd", provider=plant(of_offers.an_organisation, "fremd"))
    for way in ("kurs/sprachen/de/", "kurs/sprachen/xx/", "fremd/sprachen/", "fremd/sprachen/en/"):
        staff.reads(f"/anbieter/angebote/{way}", status=404)


# Runs by pattern


def test_a_series_runs_on_several_weekdays_and_says_which_days_fell_out_and_why() -> None:
    found = series(date(2026, 3, 31), times=4, weekdays=[1, 3], free=EASTER)
    assert found.days == (date(2026, 3, 31), date(2026, 4, 2), date(2026, 4, 14), date(2026, 4, 16))
    assert found.skipped == ((date(2026, 4, 7), "Osterferien"), (date(2026, 4, 9), "Osterferien"))


def test_every_second_week_counts_from_the_week_of_the_first_day() -> None:
    found = series(date(2026, 4, 2), times=3, weekdays=[1, 3], every=2)
    assert found.days == (date(2026, 4, 2), date(2026, 4, 14), date(2026, 4, 16))


def test_a_single_day_comes_on_top_also_where_it_is_free() -> None:
    found = series(date(2026, 3, 31), times=2, free=EASTER, added=[date(2026, 4, 7), date(2026, 3, 31)])
    assert found.days == (date(2026, 3, 31), date(2026, 4, 7), date(2026, 4, 14))
    assert (found.added, found.skipped) == ((date(2026, 4, 7),), ())


def test_the_same_dates_at_four_offices_are_four_runs(plant: Plant, club: Organisation, staff: Staff,
                                                      published: Offer) -> None:
    offices = [plant(of_offers.a_venue, provider=club, name=f"Büro {n} (Beispiel)") for n in range(4)]
    told = pattern(where=[venue.pk for venue in offices], weekdays=["1", "3"], times=4,
                   added_on=(next_tuesday() + timedelta(days=4)).isoformat())
    page = staff.sends("/anbieter/angebote/kurs/durchgang/", deed="preview", **told)
    assert "dienstags und donnerstags, 10 bis 11:30 Uhr, 5-mal" in page
    assert "An 4 Orten" in words(page)
    seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    said = staff.sends("/anbieter/angebote/kurs/durchgang/", deed="save", seen=seen, **told)
    assert "4 Durchgänge sind angelegt, an jedem Ort einer." in said
    assert sorted(run.venue_id for run in planted(Run)) == sorted(venue.pk for venue in offices)
    assert {len(dates_of(run)) for run in planted(Run)} == {5}


def test_a_run_is_planned_anew_with_the_pattern_of_an_earlier_one(staff: Staff, run: Run) -> None:
    page = staff.reads(f"/anbieter/angebote/kurs/durchgang/?wie={run.pk}")
    first = run.ends_on + timedelta(weeks=1)
    assert f'value="{first.isoformat()}"' in page
    assert 'name="times"' in page
    assert re.search(rf'name="where" id="\S+" value="{run.venue_id}" checked', page)


@pytest.mark.parametrize("number", ["abc", "999999", "9" * 40, "-1"])
def test_a_pattern_that_is_not_there_asks_from_the_start(staff: Staff, published: Offer, number: str) -> None:
    assert "Wann ist der erste Termin?" in staff.reads(f"/anbieter/angebote/kurs/durchgang/?wie={number}")


# Dates that change


def test_a_date_is_moved_and_remembers_when_it_was(staff: Staff, run: Run) -> None:
    way, first = f"/anbieter/durchgaenge/{run.pk}/aendern/", dates_of(run)[0]
    day = run.starts_on + timedelta(days=1)
    said = staff.sends(way, deed="move", termin=first.pk, on=day.isoformat(), starts="14:00", ends="15:00")
    assert "Verschoben." in said
    assert "verschoben, zuerst:" in said
    assert dates_of(run)[0].moved_from == first.starts_at


def test_calling_off_asks_once_more_and_says_who_has_a_place(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = plant(of_bookings.a_run, provider=club)
    book(run, "Linde")
    way, first = f"/anbieter/durchgaenge/{run.pk}/aendern/", dates_of(run)[0]
    asked = words(staff.sends(way, deed="cancel", termin=first.pk))
    assert "Eine Person hat nichts hinterlassen. Es steht unter ihrer Karte" in asked
    assert not dates_of(run)[0].is_cancelled
    assert "Abgesagt." in staff.sends(way, deed="cancel", termin=first.pk, sure="1")
    assert dates_of(run)[0].is_cancelled

    staff.sends(way, deed="cancel_run", sure="1")
    with acting_as(PLANTING):
        assert Run.objects.get(pk=run.pk).state == RunState.CANCELLED


def test_a_certified_run_is_not_changed_without_a_warning(plant: Plant, staff: Staff, published: Offer,
                                                          run: Run) -> None:
    plant(Offer.objects.filter(pk=published.pk).update, certificate="KU-BE-12345")
    way, first = f"/anbieter/durchgaenge/{run.pk}/aendern/", dates_of(run)[0]
    told = {"deed": "move", "termin": first.pk, "on": (run.starts_on + timedelta(days=1)).isoformat(),
            "starts": "14:00", "ends": "15:00"}
    page = staff.sends(way, **told)
    assert "Dieser Kurs hat ein Zertifikat (KU-BE-12345)." in page
    assert "Ja, verschieben" in page
    assert dates_of(run)[0].starts_at == first.starts_at
    hidden = dict(re.findall(r'type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"', page))
    staff.sends(way, **hidden, sure="1")
    assert dates_of(run)[0].moved_from == first.starts_at


def test_each_cost_is_said_in_its_own_sentence_and_none_where_there_is_none() -> None:
    assert what_it_may_cost(certificate="", programme_money=False, lead="", taken=0, waiting=0) == []
    told = what_it_may_cost(certificate="Z1", programme_money=True, lead="Kasse", taken=0, waiting=1)
    assert [any(word in one for word in ("Z1", "Kasse", "eine Person")) for one in told] == [True, True, True]


def test_a_date_that_does_not_fit_is_refused_beside_the_form(staff: Staff, run: Run) -> None:
    way, first = f"/anbieter/durchgaenge/{run.pk}/aendern/", dates_of(run)[0]
    told = {"deed": "move", "termin": first.pk, "on": (run.starts_on + timedelta(weeks=1)).isoformat()}
    assert "überschneiden" in staff.sends(way, **told, starts="10:30", ends="12:00")
    assert "liegt nicht nach dem Anfang" in staff.sends(way, **told, starts="12:00", ends="10:00")
    assert "Diesen Termin gibt es so nicht mehr." in staff.sends(way, deed="cancel", termin="77777", sure="1")
    assert next(session.starts_at for session in dates_of(run)) == first.starts_at


def test_nobody_reaches_anothers_dates_or_places(plant: Plant, staff: Staff) -> None:
    stranger = plant(of_offers.an_organisation, "fremd")
    foreign = plant(of_offers.a_run, plant(of_offers.an_offer, "fremd", provider=stranger))
    for way in (f"durchgaenge/{foreign.pk}/aendern/", f"orte/{foreign.venue_id}/"):
        staff.reads(f"/anbieter/{way}", status=404)


def test_a_leader_changes_no_dates(club: Organisation, run: Run) -> None:
    Staff(club, Role.LEADER).reads(f"/anbieter/durchgaenge/{run.pk}/aendern/", status=403)


# Places


def test_a_place_is_entered_and_described_anew(staff: Staff, club: Organisation) -> None:
    assert "Noch kein Ort" in staff.reads("/anbieter/orte/")
    told = {"name": "Lindenhof (Beispiel)", "street": "Weg 1", "postal_code": "99974", "step_free": "yes"}
    page = words(staff.sends("/anbieter/orte/neu/", **told))
    assert "Weg fehlt" in page
    assert "Barrierefreiheit ungeprüft" in page
    venue = planted(Venue)[0]
    page = words(staff.sends(f"/anbieter/orte/{venue.pk}/", **told, way="Vom Hof.", stop="Markt", toilet="no",
                             parking="no"))
    assert "Weg beschrieben" in page
    assert "Barrierefreiheit geprüft" in page
    assert "kennen wir nicht" in staff.sends(f"/anbieter/orte/{venue.pk}/", **told | {"postal_code": "00000"})


def test_the_pattern_of_a_run_is_what_was_planned_not_what_was_moved(plant: Plant, staff: Staff, run: Run) -> None:
    way, first = f"/anbieter/durchgaenge/{run.pk}/aendern/", dates_of(run)[0]
    staff.sends(way, deed="move", termin=first.pk, on=(run.starts_on + timedelta(days=1)).isoformat(), starts="14:00",
                ends="15:00")
    staff.sends(way, deed="cancel", termin=dates_of(run)[1].pk, sure="1")
    page = staff.reads(f"/anbieter/angebote/kurs/durchgang/?wie={run.pk}")
    assert re.search(r'name="times" id="\S+" value="4"', page)
    assert not re.search(r'name="weekdays" id="\S+" value="\d" checked', page)
    assert 'value="14:00"' not in page


def test_what_was_called_off_stays_to_be_read_on_the_public_page(staff: Staff, published: Offer, run: Run) -> None:
    first = dates_of(run)[0]
    way = f"/anbieter/durchgaenge/{run.pk}/aendern/"
    assert "fällt aus" not in staff.reads("/angebote/kurs/")
    staff.sends(way, deed="cancel", termin=first.pk, sure="1")
    assert "fällt aus" in staff.reads("/angebote/kurs/")
    staff.sends(way, deed="cancel_run", sure="1")
    page = words(staff.reads("/angebote/kurs/"))
    assert "Diese Termine fallen leider aus. Halle am Park (Beispiel), Mühlhausen" in page
    assert "Platz nehmen" not in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2020-02-30", "heute", ""])
def test_a_day_nobody_can_mean_is_said_to_be_wrong(staff: Staff, run: Run, day: str) -> None:
    way = f"/anbieter/durchgaenge/{run.pk}/aendern/"
    page = staff.sends(way, deed="add", on=day, starts="10:00", ends="11:00")
    assert "Bitte sehen Sie noch einmal hin" in page
    assert len(dates_of(run)) == 4


def test_a_text_with_a_sign_no_database_holds_is_kept_without_it(staff: Staff, published: Offer) -> None:
    staff.sends("/anbieter/angebote/kurs/sprachen/en/", title="Back\0 course", summary="Easy", state="checked")
    assert sorted(text.body for text in planted(OfferText)) == ["Back course", "Easy"]


def test_a_text_without_a_word_on_how_sure_it_is_comes_back(staff: Staff, published: Offer) -> None:
    page = staff.sends("/anbieter/angebote/kurs/sprachen/en/", title="Back course", summary="Easy", state="sure")
    assert "Bitte sehen Sie noch einmal hin" in page
    assert "Back course" in page
    assert planted(OfferText) == []

"""The providers' desk: what its pages ask, say and never show; through the whole middleware, as the desk's role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import bookings as of_bookings
from tests.factories import offers as of_offers
from tests.factories import people
from verzahnt.desks.providers.series import series
from verzahnt.desks.providers.still_to_do import still_to_do
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance.models import Guests, Mark
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Approval, Offer, Run, Seats, Session
from verzahnt.programme.offers.states import Answer, OfferState
from verzahnt.programme.partners.models import Organisation
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
TODAY = date.today()
Plant = Callable[..., object]
HTMX = {"HX-Request": "true"}
SCRIPT = {"Accept": "application/json"}


class Staff:
    """Somebody signed in at a browser."""

    def __init__(self, organisation: Organisation, role: str = Role.PROVIDER, name: str = "Kim Beispiel") -> None:
        with acting_as(PLANTING):
            self.account = people.an_account(name=name)
            people.a_membership(self.account, organisation, role)
            self.client = Client()
            self.client.force_login(self.account)

    def reads(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return unescape(answer.content.decode())

    def sends(self, address: str, **told: object) -> str:
        """What one reads after pressing a button, wherever it leads."""
        answer = self.client.post(address, told, follow=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return unescape(answer.content.decode())


@pytest.fixture
def club(plant: Plant) -> Organisation:
    return plant(people.an_organisation)


@pytest.fixture
def staff(club: Organisation) -> Staff:
    return Staff(club)


@pytest.fixture
def leader(club: Organisation) -> Staff:
    return Staff(club, Role.LEADER, "Leo Leitung")


@pytest.fixture
def site(plant: Plant) -> object:
    return plant(of_offers.a_site, "musterort")


def of(club: Organisation) -> list[Offer]:
    with acting_as(PLANTING):
        return list(Offer.objects.filter(provider=club).order_by("pk"))


def seats_of(run: Run) -> Seats:
    with acting_as(PLANTING):
        return Seats.objects.get(run=run)


def planted(model: type, **where: object) -> list:
    with acting_as(PLANTING):
        return list(model.objects.filter(**where))


def dates_of(run: Run) -> list[Session]:
    with acting_as(PLANTING):
        return list(run.sessions.order_by("starts_at"))


def book(run: Run, alias: str, *, needs: tuple[str, ...] = (), language: str = "de", may_wait: bool = False) -> Place:
    keys = of_bookings.some_keys()
    with as_desk("portal"), queries.holding(keys):
        return bookings.book(run.pk, keys=keys, wishes=Wishes(alias, needs, language), on=TODAY, may_wait=may_wait)


def a_run_today(plant: Plant, club: Organisation, **changes: object) -> Run:
    return plant(of_bookings.a_run, provider=club, starts_on=TODAY, **changes)


IDEA = {"title": "Rücken in Bewegung", "kind": "course", "audiences": ["alle"], "languages": ["de"],
        "reach": "everywhere", "registration": "card", "reports": "nobody", "cost": "free"}


def described(site: object, **changes: object) -> dict[str, object]:
    return IDEA | {"summary": "Wir bewegen uns leicht. Ohne Eile.", "topics": ["bewegung"], "site": str(site.pk),
                   "telephone": "0361 5550123", "silence": "on"} | changes


# Doors


def test_who_is_not_signed_in_is_led_to_the_sign_in(client: Client) -> None:
    answer = client.get("/anbieter/angebote/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/konto/anmelden/?next=/anbieter/angebote/")


def test_a_leader_sees_lists_and_describes_nothing(plant: Plant, club: Organisation, leader: Staff) -> None:
    run = a_run_today(plant, club)
    page = leader.reads("/anbieter/")
    assert "Liste öffnen" in page
    assert "/anbieter/angebote/" not in page
    leader.reads(f"/anbieter/durchgaenge/{run.pk}/")
    slug = run.offer.slug
    for way in ("", "neu/", f"{slug}/", f"{slug}/vorschau/", f"{slug}/durchgang/"):
        assert leader.client.get(f"/anbieter/angebote/{way}").status_code == 403
    assert leader.client.post(f"/anbieter/durchgaenge/{run.pk}/plaetze/", {"seats": 9}).status_code == 403
    assert "Ändern" not in leader.reads(f"/anbieter/durchgaenge/{run.pk}/")


def test_what_belongs_to_another_provider_is_not_there_and_leaves_no_trace(plant: Plant, staff: Staff) -> None:
    run = plant(of_bookings.a_run, starts_on=TODAY, offer={"title": "Kurs der anderen"})
    place = book(run, "Fremder Fuchs")
    for way in ("", "liste.pdf"):
        staff.reads(f"/anbieter/durchgaenge/{run.pk}/{way}", 404)
    for way in ("da", "gaeste", "eintragen", "austragen", "plaetze"):
        told = {"place": place.pk, "session": dates_of(run)[0].pk, "came": "yes", "number": 3, "alias": "Ich",
                "seats": 9, "waiting_places": 1}
        assert staff.client.post(f"/anbieter/durchgaenge/{run.pk}/{way}/", told).status_code == 404
    for way in ("", "vorschau/", "durchgang/"):
        staff.reads(f"/anbieter/angebote/{run.offer.slug}/{way}", 404)
    pages = staff.reads("/anbieter/") + staff.reads("/anbieter/angebote/")
    assert ("Kurs der anderen" in pages, "Fremder Fuchs" in pages) == (False, False)
    assert (planted(Mark), planted(Guests), planted(JournalEntry, object_kind="run")) == ([], [], [])


# Today


def test_today_shows_todays_date_its_places_and_nobodys_name(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = a_run_today(plant, club, seats=4)
    book(run, "Blaue Wolke")
    page = staff.reads("/anbieter/")
    assert "Sanft bewegen" in page
    assert "1 von 4 vergeben" in page
    assert "10 bis 11:30 Uhr" in page
    assert f"/anbieter/durchgaenge/{run.pk}/?termin=" in page
    assert "Blaue Wolke" not in page
    assert planted(JournalEntry, deed="open_list") == []


def test_an_empty_desk_says_how_it_begins(staff: Staff, leader: Staff) -> None:
    page = staff.reads("/anbieter/")
    assert "Sie beschreiben Ihr Angebot auf einer Seite." in page
    assert "/anbieter/angebote/neu/" in page
    assert "/anbieter/angebote/neu/" not in leader.reads("/anbieter/")


def test_the_yearly_sentence_is_asked_for_and_confirmed_where_it_stands(
    plant: Plant, club: Organisation, staff: Staff
) -> None:
    plant(of_offers.an_offer, "altes-ja", provider=club, silence_confirmed_on=TODAY - timedelta(days=350))
    assert "Wir sagen dem Jobcenter nicht, wer kommt." in staff.reads("/anbieter/")
    page = staff.sends("/anbieter/angebote/altes-ja/", deed="confirm_silence", back="home")
    assert "Danke. Das gilt für ein Jahr." in page
    assert "Bitte bestätigen Sie" not in page
    assert [offer.silence_confirmed_on for offer in of(club)] == [timezone.localdate()]


@pytest.mark.parametrize(("facts", "said"), [
    ({"state": "idea", "missing": ["Wie heißt das Angebot?"]}, ["Eines fehlt noch: Wie heißt das Angebot?"]),
    ({"state": "idea", "missing": ["a", "b"]}, ["2 Angaben fehlen noch, bis Sie es einreichen können."]),
    ({"state": "idea"}, ["Alles ist beschrieben. Jetzt können Sie es einreichen."]),
    ({"state": "idea", "sent_back": "Bitte früher am Tag."}, ["Zurück an Sie: „Bitte früher am Tag.“"]),
    ({"state": "concept"}, []),
    ({"state": "ended", "has_run": False}, []),
    ({"has_run": False}, ["Es steht kein Termin bevor. So kann niemand mitmachen."]),
    ({"silence_confirmed_on": None},
     ["Bitte bestätigen Sie, wie jedes Jahr: Wir sagen dem Jobcenter nicht, wer kommt."]),
    ({"silence_confirmed_on": None, "takes_cards": False}, []),
    ({"checked_on": date(2026, 1, 1)}, ["Seit einem halben Jahr hat niemand nachgesehen. Stimmt noch alles?"]),
    ({}, []),
])
def test_an_offer_says_what_it_needs_next(facts: dict[str, object], said: list[str]) -> None:
    on = date(2026, 9, 1)
    well = {"state": "published", "missing": [], "sent_back": "", "has_run": True, "takes_cards": True,
            "silence_confirmed_on": on, "checked_on": on, "on": on}
    assert [one.sentence for one in still_to_do(**(well | facts))] == said


# Describing


def test_a_name_and_a_kind_are_enough_for_an_idea(club: Organisation, staff: Staff) -> None:
    page = staff.sends("/anbieter/angebote/neu/", **IDEA)
    assert "Gespeichert als Idee. Noch sieht sie niemand außer Ihnen." in page
    assert [(offer.title, offer.state, offer.slug) for offer in of(club)] == [
        ("Rücken in Bewegung", "idea", "ruecken-in-bewegung")]
    for sentence in ("Was ist es? Zwei Sätze genügen.", "Um welches Thema geht es?", "Zu welchem Standort gehört es?",
                     "Unter welcher Telefonnummer antwortet jemand?",
                     "Bestätigen Sie: Wir sagen dem Jobcenter nicht, wer kommt."):
        assert f"<li>{sentence}</li>" in page


def test_everything_written_is_kept_and_stands_in_the_preview(
    club: Organisation, staff: Staff, site: object
) -> None:
    told = described(site, about="Mehr dazu.", audiences=["frauen"], languages=["de", "ar"], another_language="so",
                     childcare="kinderbetreuung", reach="kreise", telephone_hours="montags 9 bis 12 Uhr",
                     website="www.verein.example.org/kurs", cost_note="Die Fahrt zahlen Sie selbst.",
                     what_to_bring="bequeme Schuhe", led_by="eine Trainerin", certificate="ZPP")
    staff.sends("/anbieter/angebote/neu/", **told)
    (offer,) = of(club)
    kept = {name: getattr(offer, name) for name in
            ("about", "audiences", "languages", "traits", "reach", "reach_areas", "telephone_hours", "website",
             "cost_note", "what_to_bring", "led_by", "certificate", "site_id", "reports_to", "silence_confirmed_on")}
    assert kept == {
        "about": "Mehr dazu.", "audiences": ["frauen"], "languages": ["de", "ar", "so"], "traits": ["kinderbetreuung"],
        "reach": "kreise", "reach_areas": ["16064"], "telephone_hours": "montags 9 bis 12 Uhr",
        "website": "https://www.verein.example.org/kurs", "cost_note": "Die Fahrt zahlen Sie selbst.",
        "what_to_bring": "bequeme Schuhe", "led_by": "eine Trainerin", "certificate": "ZPP", "site_id": site.pk,
        "reports_to": "", "silence_confirmed_on": timezone.localdate()}
    preview = staff.reads(f"/anbieter/angebote/{offer.slug}/vorschau/")
    for words in ("Wir bewegen uns leicht. Ohne Eile.", "Mehr dazu.", "Deutsch, Arabisch und Somali", "Kinderbetreuung",
                  "bequeme Schuhe", "0361 5550123, montags 9 bis 12 Uhr", "Wir sagen niemandem, ob Sie hingehen."):
        assert words in preview
    page = staff.sends(f"/anbieter/angebote/{offer.slug}/", **(told | {"reach": "as_it_is", "title": "Neuer Name"}))
    assert "Gespeichert." in page
    assert [(one.title, one.slug, one.reach_areas) for one in of(club)] == [
        ("Neuer Name", "ruecken-in-bewegung", ["16064"])]


@pytest.mark.parametrize(("change", "sentence"), [
    ({"title": ""}, "Bitte füllen Sie dieses Feld aus."),
    ({"title": "x" * 121}, "Das ist zu lang: Hier passen 120 Zeichen hinein, es sind 121."),
    ({"title": "Nul\x00l"}, "Da ist ein Zeichen dabei, das wir nicht speichern können."),
    ({"about": "y" * 400_000}, "Das ist zu lang: Hier passen 5000 Zeichen hinein, es sind 400000."),
    ({"kind": "massnahme"}, "Das gibt es hier nicht. Bitte wählen Sie aus der Liste."),
    ({"topics": ["bewegung", "zauberei"]}, "Das gibt es hier nicht. Bitte wählen Sie aus der Liste."),
    ({"website": "kein Ort"}, "Diese Adresse ist nicht vollständig. Sie sieht so aus: www.beispielverein.example.org."),
    ({"cost": "refunded", "cost_note": "12,5.0 Euro"}, "„12,5.0“ verstehen wir nicht."),
    ({"cost": "refunded", "cost_note": "erst zahlen"}, "Bitte nennen Sie die Beträge"),
    ({"reports": "somebody", "registration": "none"}, "Bitte schreiben Sie, wer es erfährt."),
    ({"reports": "somebody", "reports_to": "Jobcenter"}, "kann keine Mitmachkarten annehmen"),
    ({"reach": "kreise", "site": ""}, "Bitte wählen Sie zuerst den Standort."),
    ({"site": "999999999"}, "Das gibt es hier nicht. Bitte wählen Sie aus der Liste."),
])
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_typed_is_lost(
    club: Organisation, staff: Staff, site: object, change: dict[str, object], sentence: str
) -> None:
    told = described(site, led_by="eine Trainerin mit Geduld", summary="Das hier bleibt stehen.") | change
    page = staff.sends("/anbieter/angebote/neu/", **told)
    assert sentence in page
    for kept in ("eine Trainerin mit Geduld", "Das hier bleibt stehen.", "0361 5550123"):
        assert kept in page
    assert of(club) == []


def test_a_paste_of_ten_megabytes_gets_a_sentence_that_helps(staff: Staff, club: Organisation, site: object) -> None:
    answer = staff.client.post("/anbieter/angebote/neu/", described(site, about="z" * 10_000_000))
    assert answer.status_code == 400
    assert "Das war zu viel Text auf einmal." in unescape(answer.content.decode())
    assert of(club) == []


def test_a_name_of_emoji_alone_is_a_name(club: Organisation, staff: Staff) -> None:
    page = staff.sends("/anbieter/angebote/neu/", **(IDEA | {"title": "🧘‍♀️🎉"}))
    assert "🧘‍♀️🎉" in page
    assert [(offer.title, offer.slug) for offer in of(club)] == [("🧘‍♀️🎉", "angebot")]


def test_what_is_missing_is_told_while_somebody_types_and_nothing_is_saved(club: Organisation, staff: Staff) -> None:
    answer = staff.client.post("/anbieter/angebote/neu/", {**IDEA, "topics": ["stress"], "deed": "look"}, headers=HTMX)
    said = unescape(answer.content.decode())
    assert said.count("<li>") == 4
    assert "Um welches Thema geht es?" not in said
    assert "<html" not in said
    assert of(club) == []


def test_handing_in_too_early_saves_and_says_what_is_missing(club: Organisation, staff: Staff) -> None:
    page = staff.sends("/anbieter/angebote/neu/", deed="hand_in", **IDEA)
    assert "Zum Einreichen fehlt noch etwas" in page
    assert [offer.state for offer in of(club)] == ["idea"]


def test_handed_in_it_is_read_by_the_site_and_can_be_taken_back(
    club: Organisation, staff: Staff, site: object
) -> None:
    page = staff.sends("/anbieter/angebote/neu/", deed="hand_in", **described(site))
    assert "Eingereicht. Jetzt liest der Standort Ihr Angebot." in page
    assert "noch keine Antwort, gefragt am" in page
    assert 'name="title"' not in page
    assert "Hier antworten andere" in staff.reads("/anbieter/")
    page = staff.sends("/anbieter/angebote/ruecken-in-bewegung/", deed="take_back")
    assert 'name="title"' in page
    assert [offer.state for offer in of(club)] == ["idea"]


def test_where_programme_money_pays_the_lead_is_asked_too_or_it_is_said_why_not(
    club: Organisation, staff: Staff, site: object
) -> None:
    page = staff.sends("/anbieter/angebote/neu/", deed="hand_in", **described(site, uses_programme_money="on"))
    assert "niemand eingetragen, der das Programmgeld verantwortet" in page
    assert [offer.state for offer in of(club)] == ["idea"]


def test_a_no_comes_back_with_its_sentence(plant: Plant, club: Organisation, staff: Staff, site: object) -> None:
    staff.sends("/anbieter/angebote/neu/", deed="hand_in", **described(site))
    with acting_as(PLANTING):
        Approval.objects.update(answer=Answer.NO, answered_at=timezone.now(), note="Bitte auch am Vormittag.")
        Offer.objects.update(state=OfferState.IDEA)
    assert "Zurück an Sie: „Bitte auch am Vormittag.“" in staff.reads("/anbieter/")
    assert "schreibt: „Bitte auch am Vormittag.“" in staff.reads("/anbieter/angebote/ruecken-in-bewegung/")


def test_what_was_agreed_stays_and_the_rest_can_be_kept_right(plant: Plant, club: Organisation, staff: Staff) -> None:
    offer = plant(of_offers.an_offer, "steht", provider=club)
    page = staff.reads("/anbieter/angebote/steht/")
    assert ('name="kind"' in page, 'name="telephone"' in page) == (False, True)
    assert "Von der Idee bis dahin: 10 Tage." in page
    told = {**IDEA, "title": offer.title, "kind": "open_meeting", "cost": "refunded", "summary": "Neu gesagt.",
            "topics": ["bewegung"], "telephone": "0361 5550124"}
    assert "Gespeichert." in staff.sends("/anbieter/angebote/steht/", **told)
    assert [(one.kind, one.cost, one.summary, one.telephone, one.checked_on) for one in of(club)] == [
        ("course", "free", "Neu gesagt.", "0361 5550124", timezone.localdate())]


def test_pause_resume_and_end_go_their_way_and_a_wrong_turn_is_said(
    plant: Plant, club: Organisation, staff: Staff
) -> None:
    plant(of_offers.an_offer, "weg", provider=club, silence_confirmed_on=TODAY)
    states = []
    for deed in ("pause", "resume", "end"):
        staff.sends("/anbieter/angebote/weg/", deed=deed)
        states.append(of(club)[0].state)
    assert states == ["paused", "published", "ended"]
    assert "„beendet“ und kann von dort aus nicht „pausiert“ werden" in staff.sends(
        "/anbieter/angebote/weg/", deed="pause")


def test_the_list_of_offers_costs_the_same_for_one_and_for_four(
    plant: Plant, club: Organisation, staff: Staff
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection, ) as asked:
            staff.reads("/anbieter/angebote/")
            staff.reads("/anbieter/")
        return len(asked)

    for number in range(4):
        offer = plant(of_offers.an_offer, f"kurs-{number}", provider=club)
        plant(of_offers.a_run, offer, starts_on=TODAY + timedelta(days=2))
        if number == 0:
            first = questions()
    assert questions() == first


# Planning a run


def test_a_series_keeps_its_number_of_dates_and_steps_over_free_days() -> None:
    found = series(date(2026, 3, 17), times=4, free={date(2026, 3, 31): "Osterferien"}, left_out=[date(2026, 3, 24)])
    assert found.days == (date(2026, 3, 17), date(2026, 4, 7), date(2026, 4, 14), date(2026, 4, 21))
    assert found.skipped == ((date(2026, 3, 24), ""), (date(2026, 3, 31), "Osterferien"))
    assert series(date(2026, 3, 17), times=2, every=2).days == (date(2026, 3, 17), date(2026, 3, 31))


def test_a_series_without_a_day_ends() -> None:
    every_week = {date(2026, 3, 17) + timedelta(weeks=week): "frei" for week in range(300)}
    assert series(date(2026, 3, 17), times=3, free=every_week).days == ()


def next_tuesday() -> date:
    return TODAY + timedelta(days=(1 - TODAY.weekday()) % 7 or 7)


def pattern(**changes: object) -> dict[str, object]:
    return {"first_on": next_tuesday().isoformat(), "starts": "10:00", "ends": "11:30", "times": 3, "every": "1",
            "where": "new", "name": "Haus am Park", "street": "Parkweg 3", "postal_code": "99974", "seats": 8,
            "waiting_places": 4} | changes


@pytest.fixture
def published(plant: Plant, club: Organisation) -> Offer:
    return plant(of_offers.an_offer, "kurs", provider=club, silence_confirmed_on=TODAY)


def test_the_dates_are_shown_before_anything_is_saved_and_then_the_run_is_there(
    published: Offer, staff: Staff
) -> None:
    way = "/anbieter/angebote/kurs/durchgang/"
    page = staff.sends(way, deed="preview", **pattern())
    assert "dienstags, 10 bis 11:30 Uhr, 3-mal" in page
    assert planted(Run) == []
    days = [next_tuesday() + timedelta(weeks=week) for week in range(3)]
    seen = ",".join(day.isoformat() for day in days)
    assert f'value="{seen}"' in page
    page = staff.sends(way, deed="save", seen=seen, **pattern())
    assert "Der Durchgang ist angelegt." in page
    (run,) = planted(Run)
    with acting_as(PLANTING):
        assert [(timezone.localtime(one.starts_at).time(), timezone.localtime(one.ends_at).time(),
                 timezone.localdate(one.starts_at)) for one in run.sessions.order_by("starts_at")] == [
            (time(10), time(11, 30), day) for day in days]
        assert (run.venue.town, run.venue.kreis, run.venue.name) == ("Mühlhausen", "16064", "Haus am Park")
    assert (seats_of(run).seats, seats_of(run).waiting_places) == (8, 4)


def test_nothing_is_planned_that_was_not_seen(published: Offer, staff: Staff) -> None:
    page = staff.sends("/anbieter/angebote/kurs/durchgang/", deed="save", seen="2020-01-01", **pattern())
    assert "Die Termine haben sich geändert. Bitte sehen Sie noch einmal hin." in page
    assert planted(Run) == []


def test_free_days_of_the_land_are_left_out_and_named(published: Offer, staff: Staff) -> None:
    # Thüringen: Weltkindertag on 20 September; school holidays at the turn of the year.
    year = TODAY.year + 1
    said = staff.sends("/anbieter/angebote/kurs/durchgang/", deed="preview", **pattern(
        first_on=f"{year}-09-20", times=2, no_public_holidays="on"))
    assert "<s>20. September</s> Weltkindertag" in said
    assert "Feiertage und Ferien: Thüringen." in said


@pytest.mark.parametrize(("change", "sentence"), [
    ({"ends": "09:00"}, "Das Ende (9 Uhr) liegt nicht nach dem Anfang (10 Uhr)."),
    ({"starts": "halb zehn"}, "Bitte schreiben Sie die Uhrzeit so: 10:30."),
    ({"first_on": "2020-02-04"}, "Dieser Tag ist schon vorbei."),
    ({"first_on": "irgendwann"}, "Bitte wählen Sie einen Tag aus dem Kalender."),
    ({"postal_code": "00001"}, "Diese Postleitzahl kennen wir nicht."),
    ({"street": ""}, "Bitte füllen Sie dieses Feld aus."),
    ({"where": "online"}, "Bitte füllen Sie dieses Feld aus."),
    ({"where": "1"}, "Das gibt es hier nicht."),
    ({"seats": "0"}, "1"),
    ({"times": "viele"}, "Bitte schreiben Sie eine ganze Zahl."),
])
def test_a_wrong_pattern_is_said_and_nothing_typed_is_lost(
    published: Offer, staff: Staff, change: dict[str, object], sentence: str
) -> None:
    told = pattern(way="Eingang vom Hof") | change
    page = staff.sends("/anbieter/angebote/kurs/durchgang/", deed="save", **told)
    assert "Bitte sehen Sie noch einmal hin" in page
    assert sentence in page
    assert "Eingang vom Hof" in page
    assert planted(Run) == []


def test_a_run_waits_for_the_yes(plant: Plant, club: Organisation, staff: Staff) -> None:
    plant(of_offers.an_offer, "idee", provider=club, state=OfferState.IDEA, published_on=None)
    page = staff.sends("/anbieter/angebote/idee/durchgang/", **pattern())
    assert "sobald dem Angebot zugestimmt ist" in page
    assert planted(Run) == []


# Lists


def test_the_list_says_who_comes_and_what_they_need_and_the_look_is_written_down(
    plant: Plant, club: Organisation, staff: Staff, leader: Staff
) -> None:
    run = a_run_today(plant, club, seats=2)
    book(run, "Blaue Wolke", needs=("step_free",), language="ar")
    book(run, "Ruhiger See")
    book(run, "Wartender Wald", may_wait=True)
    leader.reads(f"/anbieter/durchgaenge/{run.pk}/")
    page = staff.reads(f"/anbieter/durchgaenge/{run.pk}/")
    assert page.index("Blaue Wolke") < page.index("Ruhiger See") < page.index("1. Wartender Wald")
    for words in ("ein Weg ohne Stufen", "spricht lieber Arabisch", "2 von 2 vergeben"):
        assert words in page
    looked = staff.reads(f"/anbieter/durchgaenge/{run.pk}/blicke/")
    assert ("Leo Leitung: " in looked, "Sie: " in looked, "Blaue Wolke" in looked) == (True, True, False)
    looks = planted(JournalEntry, deed="open_list", object_kind="run", object_id=str(run.pk))
    assert {look.account for look in looks} == {staff.account.pk, leader.account.pk}
    assert len(looks) == 2


def test_no_page_of_a_list_is_kept_by_a_browser(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = a_run_today(plant, club)
    for way in ("", "liste.pdf"):
        answer = staff.client.get(f"/anbieter/durchgaenge/{run.pk}/{way}")
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_sheet_is_a_paper_with_a_neutral_name_and_a_look_like_any_other(
    plant: Plant, club: Organisation, staff: Staff
) -> None:
    run = a_run_today(plant, club)
    book(run, "Blaue Wolke 🌊")
    answer = staff.client.get(f"/anbieter/durchgaenge/{run.pk}/liste.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'inline; filename="liste.pdf"'
    assert len(planted(JournalEntry, deed="open_list")) == 1


def test_a_tap_marks_and_another_takes_it_back_without_a_script(
    plant: Plant, club: Organisation, leader: Staff
) -> None:
    run = a_run_today(plant, club)
    place, session = book(run, "Blaue Wolke"), dates_of(run)[0]
    way, tap = f"/anbieter/durchgaenge/{run.pk}/da/", {"session": session.pk, "place": place.pk}
    page = leader.sends(way, came="yes", **tap)
    assert 'aria-pressed="true"' in page
    assert [(one.session_id, one.place_id) for one in planted(Mark)] == [(session.pk, place.pk)]
    page = leader.sends(way, came="no", **tap)
    assert 'aria-pressed="false"' in page
    assert planted(Mark) == []


def test_the_answer_to_a_tap_is_how_it_stands_and_no_look(
    plant: Plant, club: Organisation, leader: Staff
) -> None:
    run = a_run_today(plant, club)
    place, session = book(run, "Blaue Wolke"), dates_of(run)[0]
    tap = {"session": session.pk, "place": place.pk, "came": "yes"}
    answer = leader.client.post(f"/anbieter/durchgaenge/{run.pk}/da/", tap, headers=SCRIPT)
    assert answer.json() == {"came": True}
    assert planted(JournalEntry, deed="open_list") == []
    gone = {**tap, "place": "00000000-0000-4000-8000-000000000000"}
    assert leader.client.post(f"/anbieter/durchgaenge/{run.pk}/da/", gone, headers=SCRIPT).status_code == 409
    assert "Diesen Platz gibt es nicht mehr." in leader.sends(f"/anbieter/durchgaenge/{run.pk}/da/", **gone)


def test_a_date_to_come_has_no_marks(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = a_run_today(plant, club)
    place, later = book(run, "Blaue Wolke"), dates_of(run)[-1]
    assert "war da" not in staff.reads(f"/anbieter/durchgaenge/{run.pk}/?termin={later.pk}")
    page = staff.sends(f"/anbieter/durchgaenge/{run.pk}/da/", session=later.pk, place=place.pk, came="yes")
    assert "Dieser Termin war noch nicht." in page
    assert planted(Mark) == []


def test_guests_are_a_number(plant: Plant, club: Organisation, leader: Staff) -> None:
    run = a_run_today(plant, club)
    session = dates_of(run)[0]
    way = f"/anbieter/durchgaenge/{run.pk}/gaeste/"
    for by in (1, 1, 1, -1):
        page = leader.sends(way, session=session.pk, by=by)
    assert "Gäste ohne Platz: <strong data-guests>2</strong>" in page
    assert [one.number for one in planted(Guests)] == [2]


def test_who_calls_is_entered_waits_where_it_is_full_and_is_taken_out_again(
    plant: Plant, club: Organisation, leader: Staff
) -> None:
    run = a_run_today(plant, club, seats=1)
    way = f"/anbieter/durchgaenge/{run.pk}/"
    page = leader.sends(way + "eintragen/", alias="Frische\u200b Brise 🌬", needs=["companion"])
    assert "Eingetragen. Die Person hat einen Platz." in page
    assert "Frische Brise 🌬" in page
    assert "Per Telefon eingetragen" in page
    page = leader.sends(way + "eintragen/", alias="Später Stern")
    assert "steht jetzt auf der Warteliste" in page
    (first,) = [one for one in planted(Place) if one.state == "taken"]
    page = leader.sends(way + "austragen/", place=first.pk)
    assert ("Frische Brise" in page, "Später Stern" in page) == (False, True)
    assert (seats_of(run).taken, seats_of(run).waiting) == (1, 0)


def test_a_place_held_by_a_card_is_never_taken_out_by_the_provider(
    plant: Plant, club: Organisation, staff: Staff
) -> None:
    run = a_run_today(plant, club)
    place = book(run, "Blaue Wolke")
    assert "austragen" not in staff.reads(f"/anbieter/durchgaenge/{run.pk}/")
    staff.sends(f"/anbieter/durchgaenge/{run.pk}/austragen/", place=place.pk)
    assert [one.pk for one in planted(Place)] == [place.pk]


@pytest.mark.parametrize(("alias", "sentence"), [
    ("", "Bitte füllen Sie dieses Feld aus."),
    ("\u200b", "Diesen Namen könnte niemand lesen."),
    ("x" * 41, "Das ist zu lang: Hier passen 40 Zeichen hinein, es sind 41."),
])
def test_an_alias_nobody_can_read_is_refused_and_kept_in_the_field(
    plant: Plant, club: Organisation, staff: Staff, alias: str, sentence: str
) -> None:
    run = a_run_today(plant, club)
    page = staff.sends(f"/anbieter/durchgaenge/{run.pk}/eintragen/", alias=alias, needs=["interpreter"])
    assert sentence in page
    assert 'value="interpreter" checked' in page
    assert planted(Place) == []


def test_fewer_seats_than_are_taken_is_a_clear_no_and_more_let_the_next_one_in(
    plant: Plant, club: Organisation, staff: Staff
) -> None:
    run = a_run_today(plant, club, seats=2)
    for alias in ("Blaue Wolke", "Ruhiger See"):
        book(run, alias)
    book(run, "Wartender Wald", may_wait=True)
    way = f"/anbieter/durchgaenge/{run.pk}/plaetze/"
    assert "Es sind schon 2 Plätze vergeben." in staff.sends(way, seats=1, waiting_places=5)
    assert "Auf der Warteliste stehen schon 1." in staff.sends(way, seats=2, waiting_places=0)
    assert seats_of(run).seats == 2
    assert "Eine Person ist von der Warteliste nachgerückt." in staff.sends(way, seats=3, waiting_places=5)
    assert (seats_of(run).seats, seats_of(run).taken, seats_of(run).waiting) == (3, 3, 0)


def test_a_closed_list_says_so_and_shows_nobody(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = plant(of_bookings.a_run, provider=club, starts_on=TODAY - timedelta(days=40), dates=2)
    page = staff.reads(f"/anbieter/durchgaenge/{run.pk}/")
    assert "Die Liste ist geschlossen" in page
    assert planted(JournalEntry, deed="open_list") == []
    assert staff.client.get(f"/anbieter/durchgaenge/{run.pk}/liste.pdf").status_code == 302


def test_an_offer_that_reports_has_no_list_here(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = a_run_today(plant, club, offer={"reports_to": "Jobcenter Beispielstadt", "registration": "telephone"})
    page = staff.reads(f"/anbieter/durchgaenge/{run.pk}/")
    assert "Hier gibt es keine Liste" in page
    staff.client.post(f"/anbieter/durchgaenge/{run.pk}/eintragen/", {"alias": "Blaue Wolke"})
    assert planted(Place) == []


def test_no_page_shows_a_key_a_contact_or_another_list(plant: Plant, club: Organisation, staff: Staff) -> None:
    run, foreign = a_run_today(plant, club), plant(of_bookings.a_run, starts_on=TODAY)
    keys = of_bookings.some_keys()
    with as_desk("portal"), queries.holding(keys):
        bookings.book(run.pk, keys=keys, on=TODAY, wishes=Wishes("Blaue Wolke", (), "de", "email:geheim@example.org"))
    book(foreign, "Fremder Fuchs")
    pages = "".join(staff.reads(way) for way in (
        "/anbieter/", "/anbieter/angebote/", f"/anbieter/angebote/{run.offer.slug}/",
        f"/anbieter/durchgaenge/{run.pk}/"))
    assert "Blaue Wolke" in pages
    assert [hidden for hidden in (*keys, "geheim", "Fremder Fuchs", "Krankenkasse:") if hidden in pages] == []

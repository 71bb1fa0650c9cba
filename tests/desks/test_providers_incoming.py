"""Offers as a table at the providers' desk: what its pages say before, while and after a table is taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories import offers as of_offers
from tests.factories import people
from verzahnt.kit import spreadsheets
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers import actions_incoming as deeds
from verzahnt.programme.offers.incoming_models import PreparedRun, Upload, UploadState
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.partners.models import NetworkMembership
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
SOON = date.today() + timedelta(days=30)


class Club:
    """Somebody of a club at a browser."""

    def __init__(self, role: str = Role.PROVIDER) -> None:
        with acting_as(PLANTING):
            self.organisation = people.an_organisation()
            account = people.an_account()
            people.a_membership(account, self.organisation, role)
            self.client = Client()
            self.client.force_login(account)

    def reads(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return unescape(answer.content.decode())

    def uploads(self, content: bytes | str, name: str = "kurse.csv") -> str:
        file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
        answer = self.client.post("/anbieter/angebote/als-tabelle/", {"file": file}, follow=True)
        assert answer.status_code == 200
        self.path = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
        return unescape(answer.content.decode())

    def presses(self, deed: str, **told: str) -> str:
        return unescape(self.client.post(self.path, {"deed": deed, **told}, follow=True).content.decode())


@pytest.fixture
def club() -> Club:
    return Club()


def offers() -> list[Offer]:
    with acting_as(PLANTING):
        return list(Offer.objects.order_by("pk"))


TABLE = f"Titel;PLZ;Straße;Beginn;Uhrzeit;Farbe\nYoga;99974;Weg 1;{SOON:%d.%m.%Y};10-11:30 Uhr;blau\n"


def test_a_table_is_looked_at_before_anything_changes(club: Club) -> None:
    said = club.uploads(TABLE + "Chor;12345;Weg 1;;;\n")
    assert "1 neu, 0 geändert, 0 unverändert, 1 mit Fehler (bleibt draußen)" in said
    assert "Die Postleitzahl „12345“ kennen wir nicht." in said
    assert "Nicht übernommen wird die Spalte „Farbe“." in said
    assert offers() == []


def test_taken_in_it_says_what_happened_and_what_is_still_missing(club: Club) -> None:
    club.uploads(TABLE)
    said = club.presses("take_in", silence="on")
    assert "1 neu, 0 geändert, 0 unverändert" in said
    assert "Einer Idee fehlt noch eine Angabe" in said
    [offer] = offers()
    assert (offer.title, offer.provider_id, offer.state) == ("Yoga", club.organisation.pk, "idea")
    assert "Diese Tabelle ist schon übernommen." in club.presses("take_in")


def test_a_column_nobody_knows_is_assigned_by_hand(club: Club) -> None:
    said = club.uploads("Wie es heisst;PLZ\nYoga;99974\n")
    assert "In welcher Spalte steht der Name?" in said
    said = club.presses("match", **{"spalte-0": "title", "spalte-1": ""})
    assert "1 neu" in said
    assert "In welcher Spalte steht der Name?" not in said


@pytest.mark.parametrize(("content", "name", "says"), [
    (b"", "leer.xlsx", "Die Datei ist leer."),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "bild.xlsx", "keine Tabelle"),
    (b"Titel;PLZ\n", "kopf.csv", "nur Überschriften"),
    (b"x\n" * 1500, "lang.csv", "mehr als 1000 Zeilen"),
    (b"a" * (spreadsheets.MOST_BYTES + 5), "gross.csv", "größer als 2 MB"),
])
def test_a_file_that_will_not_do_is_answered_with_a_sentence(club: Club, content: bytes, name: str, says: str) -> None:
    assert says in club.uploads(content, name)
    with acting_as(PLANTING):
        assert Upload.objects.count() == 0


def test_without_a_file_the_page_asks_for_one(club: Club) -> None:
    assert "Wählen Sie bitte zuerst eine Datei aus." in unescape(
        club.client.post("/anbieter/angebote/als-tabelle/").content.decode())


def test_what_is_discarded_is_gone(club: Club) -> None:
    club.uploads(TABLE)
    assert "Verworfen." in club.presses("discard")
    with acting_as(PLANTING):
        assert (Upload.objects.count(), Offer.objects.count()) == (0, 0)


def test_a_long_table_shows_how_far_it_is(club: Club) -> None:
    club.uploads("Titel\n" + "".join(f"Kurs {number}\n" for number in range(deeds.AT_ONCE + 1)))
    assert "0 von 61" in club.presses("take_in")
    with acting_as(PLANTING):
        Upload.objects.update(state=UploadState.TAKING_IN, done=30)
    part = club.client.get(club.path, headers={"HX-Request": "true"})
    assert "30 von 61" in part.content.decode()
    assert "<html" not in part.content.decode()
    with acting_as(PLANTING):
        Upload.objects.update(state=UploadState.WAITING)
    assert deeds.take_in_waiting(at=of_offers.NOW) == 1
    assert club.client.get(club.path, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "61 neu" in club.reads(club.path)


def test_all_that_is_complete_is_handed_in_at_once(club: Club, plant: Callable[..., object]) -> None:
    site = plant(of_offers.a_site, "musterort")
    plant(NetworkMembership.objects.create, site=site, organisation=club.organisation)
    head = "Titel;Kurz gesagt;Themen;Telefon\n"
    club.uploads(head + "Yoga;Ruhig.;Bewegen;0361 5550123\nChor;Wir singen.;Leute treffen;0361 5550123\nLeer;;;\n")
    assert "2 Ideen sind vollständig" in club.presses("take_in", silence="on")
    assert "2 Angebote sind eingereicht." in club.presses("hand_in")
    assert [one.state for one in offers()] == ["concept", "concept", "idea"]
    assert {one.site_id for one in offers()} == {site.pk}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_template_and_own_offers_can_be_taken_away(club: Club, kind: str, plant: Callable[..., object]) -> None:
    plant(of_offers.an_offer, provider=club.organisation, title="=HYPERLINK(1)")
    empty = club.client.get(f"/anbieter/angebote/als-tabelle/vorlage-angebote.{kind}")
    full = club.client.get(f"/anbieter/angebote/als-tabelle/unsere-angebote.{kind}")
    assert spreadsheets.read(empty.content, most_rows=5)[1].cells[:2] == ("Beispiel", "Rücken in Bewegung")
    assert [line.cells[1] for line in spreadsheets.read(full.content, most_rows=5)] == ["Titel", "=HYPERLINK(1)"]
    assert full.headers["Content-Disposition"] == f'attachment; filename="unsere-angebote.{kind}"'
    assert "0 neu, 0 geändert, 1 unverändert" in club.uploads(full.content, f"unsere-angebote.{kind}")
    assert club.client.get("/anbieter/angebote/als-tabelle/vorlage-angebote.exe").status_code == 404


def test_a_table_is_its_own_providers(club: Club) -> None:
    club.uploads(TABLE)
    assert Club().client.get(club.path).status_code == 404
    assert Club(Role.LEADER).client.get("/anbieter/angebote/als-tabelle/").status_code == 403
    assert Client().get("/anbieter/angebote/als-tabelle/").status_code == 302


def test_dates_that_wait_say_why_and_can_be_dropped(club: Club) -> None:
    club.uploads(TABLE)
    club.presses("take_in")
    page = club.reads("/anbieter/angebote/als-tabelle/")
    assert "Termine, die noch warten (1)" in page
    assert "Das Angebot ist noch nicht eingereicht." in page
    with acting_as(PLANTING):
        Offer.objects.update(state="published", published_on=date.today())
        number = PreparedRun.objects.get().pk
    assert deeds.plan_prepared(at=timezone.now()) == 0
    assert "Bitte bestätigen Sie beim Angebot" in club.reads("/anbieter/angebote/als-tabelle/")
    path = f"/anbieter/angebote/als-tabelle/termine/{number}/"
    assert Club().client.post(path).status_code == 404
    assert club.client.get(path).status_code == 405
    assert "Verworfen." in unescape(club.client.post(path, follow=True).content.decode())
    assert "Termine, die noch warten" not in club.reads("/anbieter/angebote/als-tabelle/")

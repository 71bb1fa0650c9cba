"""From a conversation to a place, in four steps: and what the counsellor who kept the digits learns of it. Nothing."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.desks.test_counselling import digits_on, files_of, read, words_in
from tests.desks.test_portal_card import book, open_card, text
from tests.factories.bookings import a_provider, a_run
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards.rules import Card, too_easy
from verzahnt.programme.offers.models import Run
from verzahnt.programme.partners.states import OrganisationKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_waits")]
OWN_NUMBER = "4827"


@pytest.fixture
def run(plant: Callable[..., Run]) -> Run:
    return plant(lambda: a_run(provider=a_provider(kind=OrganisationKind.SPORTS_CLUB)))


@pytest.fixture
def handed(run: Run) -> Card:
    """The card on a sheet made for that run at the counselling desk."""
    return cards.read(digits_on(hand_over(Client(), run)))


def hand_over(counsellor: Client, run: Run) -> str:
    """Open the desk, type, choose, print: what the pages themselves lead to, without a script."""
    desk = read(counsellor.get("/beratung/"))
    assert 'name="ort"' in desk
    found = read(counsellor.get("/beratung/", {"ort": "99974", "suche": "", "thema": ""}))
    assert f'name="wahl" value="{run.offer.slug}"' in found
    chosen = read(counsellor.get("/beratung/", {"ort": "99974", "wahl": run.offer.slug}))
    form = chosen.split('method="post" action="/beratung/handzettel/">')[1].split("</form>")[0]
    said = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    assert said == {"ort": "99974", "wahl": run.offer.slug}
    return read(counsellor.post("/beratung/handzettel/", said | {"als": "druck"}))


def test_from_opening_the_desk_to_the_printed_sheet_it_takes_four_steps(run: Run) -> None:
    """Type the postal code, choose, press "Drucken"; the fourth is the browser's own question for the printer."""
    sheet = hand_over(Client(), run)
    assert 'data-print="now"' in sheet
    assert run.offer.title in words_in(files_of(sheet)["fuer-sie.pdf"])


def test_the_person_books_at_home_with_what_stands_on_the_sheet(run: Run, handed: Card) -> None:
    told = book(Client(), run, wahl="habe", karte=handed.grouped, eigene_zahl=OWN_NUMBER, wunschname="Ruhiger See")

    assert "Sie sind dabei" in text(told)
    assert run.offer.title in text(open_card(Client(), handed, OWN_NUMBER))


def test_the_counsellor_who_copied_the_digits_sees_what_an_unused_card_shows(run: Run, handed: Card) -> None:
    unused = cards.read(digits_on(hand_over(Client(), run)))
    book(Client(), run, wahl="habe", karte=handed.grouped, eigene_zahl=OWN_NUMBER, wunschname="Ruhiger See")
    counsellor = Client()

    for guess in ("4728", "4828", "8274", "5927", "3619"):
        assert not too_easy(guess)
        seen, compared = (open_card(counsellor, card, guess) for card in (handed, unused))
        assert without_proof(seen.content) == without_proof(compared.content)
        assert run.offer.title not in text(seen)
        assert "steht gerade nichts" in text(seen)


@pytest.mark.parametrize(("own_number", "sentence"), [
    ("", "Zu dieser Karte gehört Ihre eigene Zahl."),
    ("1234", "Diese Zahl ist leicht zu erraten."),
    ("482", "Ihre eigene Zahl hat genau vier Ziffern."),
])
def test_the_digits_alone_open_nothing(run: Run, handed: Card, own_number: str, sentence: str) -> None:
    book(Client(), run, wahl="habe", karte=handed.grouped, eigene_zahl=OWN_NUMBER, wunschname="Ruhiger See")
    seen = open_card(Client(), handed, own_number)

    assert sentence in text(seen)
    assert run.offer.title not in text(seen)
    assert dict(seen.cookies) == {}


def test_the_counsellor_cannot_give_the_place_back_either(run: Run, handed: Card) -> None:
    book(Client(), run, wahl="habe", karte=handed.grouped, eigene_zahl=OWN_NUMBER, wunschname="Ruhiger See")
    counsellor = Client()
    proof = re.search(r'name="nachweis" value="([^"]+)"', open_card(counsellor, handed, "4728").content.decode())
    counsellor.post("/karte/", {"tat": "loeschen", "nachweis": proof[1] if proof else ""})

    assert run.offer.title in text(open_card(Client(), handed, OWN_NUMBER))


def without_proof(body: bytes) -> bytes:
    """A page under a card, without the hidden number each card in use has of its own."""
    return re.sub(rb'name="nachweis" value="[^"]+"', b"", body)

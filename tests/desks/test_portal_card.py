"""The pages under a card, asked like a browser without JavaScript asks them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.bookings import a_handed_card, a_run
from verzahnt.desks.portal import card_in_use
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards.rules import Card, Kind
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.models import FailedTry, OutboxItem
from verzahnt.programme.ledgers.roles import LIMITS, PLANTING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import RunState

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]
CARD = "/karte/"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long answers would have been held back; and no failed try of another test counts here."""
    held_back: list[float] = []
    monkeypatch.setattr(card_in_use.time, "sleep", held_back.append)
    with acting_as(LIMITS):
        FailedTry.objects.all().delete()
    return held_back


@pytest.fixture
def run(plant: Plant) -> Run:
    return plant(a_run)


def page_of(run: Run, language: str = "") -> str:
    return f"/{language}angebote/{run.offer.slug}/platz/{run.pk}/"


def hidden(answer: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.content.decode())
    assert found, name
    return unescape(found[1])


def form(answer: HttpResponse, **changes: object) -> dict[str, object]:
    """A booking form as the page offers it, with what somebody types."""
    suggested = re.search(r'name="wunschname"[^>]*value="([^"]*)"', answer.content.decode())
    assert suggested
    return {"formular": hidden(answer, "formular"), "wahl": "neu", "karte": "", "eigene_zahl": "",
            "wunschname": unescape(suggested[1]), "sprache": "de", "email": "",
            "wofuer": ["reminder", "change"], **changes}


def text(answer: HttpResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def book(client: Client, run: Run, **changes: object) -> HttpResponse:
    return client.post(page_of(run), form(client.get(page_of(run)), **changes))


def open_card(client: Client, card: Card, number: str = "") -> HttpResponse:
    return client.post(CARD, {"tat": "oeffnen", "karte": card.grouped, "eigene_zahl": number})


def places() -> int:
    with acting_as(PLANTING):
        return Place.objects.count()


def failed_looks() -> int:
    with acting_as(LIMITS):
        return FailedTry.objects.filter(what="card").count()


def card_shown(answer: HttpResponse) -> Card:
    return cards.read(hidden(answer, "karte"))


def test_booking_takes_one_page_and_one_answer(client: Client, run: Run) -> None:
    answer = book(client, run, wunschname="Blaue Wolke", bedarf=["step_free"])
    assert answer.status_code == 200
    assert "Sie sind dabei" in text(answer)
    assert card_shown(answer).kind is Kind.OWN
    assert "Blaue Wolke" in text(client.get(CARD))
    assert "ein Weg ohne Stufen" in text(client.get(CARD))


def test_looking_at_the_form_writes_nothing_and_sets_no_cookie(client: Client, run: Run) -> None:
    for page in (page_of(run), CARD, "/karte/neu/"):
        answer = client.get(page)
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert "no-store" in answer["Cache-Control"]
    assert places() == 0


def test_the_only_cookie_is_the_card_in_use_and_lasts_a_quarter_of_an_hour(client: Client, run: Run) -> None:
    cookies = book(client, run).cookies
    assert set(cookies) == {"karte"}
    cookie = cookies["karte"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (900, True, "Strict")


def test_after_a_quarter_of_an_hour_the_card_is_asked_for_again(client: Client, run: Run,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    book(client, run)
    later = card_in_use.timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(card_in_use.timezone, "now", lambda: later)
    assert "Meine Plätze zeigen" in text(client.get(CARD))
    assert "Die Viertelstunde ist um" in text(client.post(CARD, {"tat": "loeschen"}))
    assert places() == 1


def test_a_form_sent_twice_books_once_and_answers_alike(client: Client, run: Run) -> None:
    filled = form(client.get(page_of(run)))
    first, second = client.post(page_of(run), filled), client.post(page_of(run), filled)
    assert (text(first), places()) == (text(second), 1)


def test_a_card_that_is_in_already_is_told_so_and_gets_no_second_place(client: Client, run: Run) -> None:
    card = card_shown(book(client, run))
    answer = book(Client(), run, wahl="habe", karte=card.grouped)
    assert ("Sie haben hier schon einen Platz" in text(answer), places()) == (True, 1)


def test_whoever_has_a_card_in_use_books_the_next_place_without_typing(client: Client, plant: Plant, run: Run) -> None:
    book(client, run)
    other = plant(a_run)
    asked = client.get(page_of(other))
    answer = client.post(page_of(other), form(asked, wahl="benutzt", nachweis=hidden(asked, "nachweis")))
    assert "Unter Ihrer Karte steht noch 1 anderer Platz" in text(answer)
    assert places() == 2


def test_a_handed_card_asks_for_an_own_number_and_then_opens_with_it_alone(client: Client, run: Run) -> None:
    card = a_handed_card()
    asked = book(client, run, wahl="habe", karte=card.grouped, wunschname="Ruhiger See")
    assert "Zu dieser Karte gehört Ihre eigene Zahl" in text(asked)
    assert 'value="Ruhiger See"' in asked.content.decode()
    assert "leicht zu erraten" in text(book(client, run, wahl="habe", karte=card.grouped, eigene_zahl="1234"))
    assert places() == 0
    assert "Merken Sie sich Ihre eigene Zahl" in text(
        book(client, run, wahl="habe", karte=card.grouped, eigene_zahl="4827"))
    copied = Client()
    assert "Zu dieser Karte gehört Ihre eigene Zahl" in text(open_card(copied, card))
    assert "steht gerade nichts" in text(open_card(copied, card, "4828"))
    assert "Sie haben einen Platz" in text(open_card(Client(), card, "4827"))


def test_unused_foreign_and_wrong_number_look_alike(client: Client, run: Run) -> None:
    used = a_handed_card()
    book(client, run, wahl="habe", karte=used.grouped, eigene_zahl="4827")
    before = failed_looks()
    proof = re.compile(r'name="nachweis" value="[^"]*"')
    answers = {
        proof.sub("", open_card(Client(), card, number).content.decode())
        for card, number in ((a_handed_card(), "4827"), (used, "4828"), (cards.make(Kind.OWN), ""))
    }
    assert len(answers) == 1
    assert failed_looks() - before == 3


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Bitte geben Sie die 16 Ziffern"),
    ("1234", "Bis jetzt: 4"),
    ("blau 🌻", "Bitte geben Sie die 16 Ziffern"),
    ("1" * 5000, "Hier sind es 400"),
])
def test_what_is_no_card_gets_a_sentence_at_once_and_counts_nothing(client: Client, typed: str, said: str) -> None:
    answer = client.post(CARD, {"tat": "oeffnen", "karte": typed, "eigene_zahl": "4827"})
    assert (said in text(answer), failed_looks()) == (True, 0)


def test_a_wrong_digit_is_told_at_once_and_everything_typed_stays(client: Client, run: Run) -> None:
    digits = list(a_handed_card().digits)
    digits[5] = str((int(digits[5]) + 1) % 10)
    answer = book(client, run, wahl="habe", karte="".join(digits), wunschname="Frohe 🌻", email="see@example.org",
                  bedarf=["childcare"])
    page = answer.content.decode()
    assert "Eine Ziffer stimmt nicht" in text(answer)
    for kept in ("".join(digits), "Frohe 🌻", "see@example.org"):
        assert f'value="{kept}"' in page
    assert re.search(r'value="childcare" checked', page)


@pytest.mark.parametrize(("changes", "said"), [
    ({"wunschname": ""}, "Bitte füllen Sie dieses Feld aus"),
    ({"wunschname": "\u202e"}, "Diesen Namen kann man nicht sehen"),
    ({"wunschname": "x" * 41}, "Das ist zu lang"),
    ({"email": "see"}, "Diese E-Mail-Adresse ist nicht vollständig"),
    ({"eigene_zahl": "12"}, "Ihre eigene Zahl hat genau vier Ziffern"),
    ({"bedarf": ["money"]}, "Das gibt es hier nicht"),
])
def test_bad_input_gets_a_clear_sentence(client: Client, run: Run, changes: dict[str, object], said: str) -> None:
    assert said in text(book(client, run, **changes))
    assert places() == 0


def test_an_alias_of_one_emoji_is_welcome(client: Client, run: Run) -> None:
    assert "Auf der Liste stehen Sie als 🌻" in text(book(client, run, wunschname="🌻"))


def test_a_full_run_offers_the_waiting_list_with_the_number_waiting(client: Client, plant: Plant) -> None:
    run = plant(a_run, seats=1)
    late = form(client.get(page_of(run)), wunschname="Später Stern")  # the page was open before it filled
    book(Client(), run)
    answer = client.post(page_of(run), late)
    assert "Sie sind dort die erste Person" in text(answer)
    assert 'value="Später Stern"' in answer.content.decode()
    assert places() == 1
    asked = client.get(page_of(run))
    assert "Auf die Warteliste" in text(asked)
    assert "Sie stehen auf der Warteliste" in text(client.post(page_of(run), form(asked, warten="ja")))
    assert "als Nächste oder Nächster" in text(client.get(CARD))


def test_a_full_waiting_list_says_so(client: Client, plant: Plant) -> None:
    run = plant(a_run, seats=1, waiting_places=0)
    book(Client(), run)
    assert "und auch die Warteliste" in text(book(client, run, warten="ja"))


def test_what_is_over_leads_back_to_the_offer(client: Client, plant: Plant) -> None:
    run = plant(a_run, state=RunState.CANCELLED)
    answer = client.get(page_of(run))
    assert (answer.status_code, answer["Location"]) == (302, f"/angebote/{run.offer.slug}/#durchgang-{run.pk}")


def test_giving_back_is_one_step_and_needs_no_reason(client: Client, run: Run) -> None:
    book(client, run)
    things = client.get(CARD)
    sent = {"tat": "absagen", "platz": hidden(things, "platz"), "nachweis": hidden(things, "nachweis")}
    for _ in range(2):
        answer = client.post(CARD, sent)
        assert (answer.status_code, places()) == (200, 0)
    assert "Sie haben Ihren Platz zurückgegeben" in text(answer)


def test_everything_is_deleted_now(client: Client, plant: Plant, run: Run) -> None:
    card = card_shown(book(client, run))
    book(client, plant(a_run), wahl="habe", karte=card.grouped)
    things = client.get(CARD)
    answer = client.post(CARD, {"tat": "loeschen", "nachweis": hidden(things, "nachweis")})
    assert "Alles ist gelöscht" in text(answer)
    with acting_as(PLANTING):
        assert (Place.objects.count(), Particulars.objects.count()) == (0, 0)


@pytest.mark.parametrize("foreign", [{"headers": {"Origin": "https://example.org"}},
                                     {"headers": {"Sec-Fetch-Site": "cross-site"}}])
def test_no_foreign_page_sends_our_forms(client: Client, run: Run, foreign: dict[str, dict[str, str]]) -> None:
    book(client, run)
    things = client.get(CARD)
    sent = {"tat": "loeschen", "nachweis": hidden(things, "nachweis")}
    assert client.post(CARD, sent, **foreign).status_code == 403
    assert client.post(CARD, {"tat": "loeschen", "nachweis": "0" * 32}).status_code == 200
    assert places() == 1
    assert client.post(CARD, sent, headers={"Origin": "http://testserver"}).status_code == 200
    assert places() == 0


def test_leaving_takes_everything_out_of_the_browser(client: Client, run: Run) -> None:
    book(client, run)
    answer = client.get("/karte/verlassen/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.cookies["karte"]["max-age"] == 0


def test_titles_are_neutral(client: Client, run: Run) -> None:
    pages = [client.get(page_of(run)), book(client, run), client.get(CARD), client.get("/karte/neu/")]
    titles = [re.search(r"<title>([^<]*)</title>", page.content.decode())[1] for page in pages]  # type: ignore[index]
    assert titles == ["Anmelden – Verzahnt", "Anmelden – Verzahnt", "Karte – Verzahnt", "Karte – Verzahnt"]


def test_a_new_card_is_shown_once_and_comes_as_paper(client: Client) -> None:
    answer = client.post("/karte/neu/")
    card = card_shown(answer)
    assert card.grouped in text(answer)
    assert "Mehr brauchen Sie nicht." in text(answer)
    assert card_shown(client.post("/karte/neu/")) != card
    paper = client.post("/karte/neu/", {"als": "pdf", "karte": card.digits})
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"] == 'attachment; filename="karte.pdf"'
    assert (paper.content[:5], "no-store" in paper["Cache-Control"]) == (b"%PDF-", True)
    assert client.post("/karte/neu/", {"als": "pdf", "karte": "12"}).status_code == 302


def test_after_five_failed_looks_answers_come_later_and_later_but_always(waits: list[float]) -> None:
    for _ in range(12):
        assert "steht gerade nichts" in text(open_card(Client(), a_handed_card(), "4827"))
    assert waits == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0, 4.0]


def test_two_hundred_honest_people_behind_one_address_all_get_their_answer(waits: list[float], run: Run,
                                                                           client: Client) -> None:
    card = card_shown(book(client, run))
    with acting_as(PLANTING):
        FailedTry.objects.bulk_create(
            FailedTry(client=_this_client(), what="card", at=card_in_use.timezone.now()) for _ in range(200))
    assert "Sie haben einen Platz" in text(open_card(Client(), card))
    assert waits == [4.0]


def test_many_failures_from_everywhere_slow_down_only_who_failed_too(waits: list[float]) -> None:
    with acting_as(PLANTING):
        FailedTry.objects.bulk_create(
            FailedTry(client=f"{n}", what="card", at=card_in_use.timezone.now()) for n in range(500))
    open_card(Client(), a_handed_card(), "4827")
    assert waits == []
    open_card(Client(), a_handed_card(), "4827")
    assert waits == [4.0]


def test_a_number_is_not_guessed_at_a_booking_either(client: Client, plant: Plant) -> None:
    full, card = plant(a_run, seats=1, waiting_places=0), a_handed_card()
    book(client, full, wahl="habe", karte=card.grouped, eigene_zahl="4827")
    before = failed_looks()
    for guess in ("4828", "4829"):
        book(Client(), full, wahl="habe", karte=card.grouped, eigene_zahl=guess)
    assert failed_looks() - before == 2


def test_letters_are_asked_for_where_an_address_was_left(client: Client, run: Run) -> None:
    answer = book(client, run, email="see@example.org")
    assert "Wir schreiben Ihnen eine Bestätigung" in text(answer)
    with acting_as(PLANTING):
        assert OutboxItem.objects.filter(kind="place_confirmed").count() == 1
        assert "see@example.org" not in repr(list(OutboxItem.objects.values()))


@pytest.mark.parametrize("language", ["leicht/", "en/", "ar/"])
def test_the_pages_stand_in_every_language(client: Client, run: Run, language: str) -> None:
    asked = client.get(page_of(run, language))
    answer = client.post(page_of(run, language), form(asked))
    assert (asked.status_code, answer.status_code, client.get(f"/{language}karte/").status_code) == (200, 200, 200)
    assert places() == 1


def _this_client() -> str:
    return limits.salted("127.0.0.1")

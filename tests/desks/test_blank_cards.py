"""Blank cards for health days and waiting rooms: each works, none is kept, no unit prints a town full of them."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from secrets import randbelow
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.factories.people import a_coordinator, a_membership, an_account, an_organisation
from verzahnt.desks.papers.blank_cards import BlankCards, blank_cards_pdf, on_a_sheet
from verzahnt.desks.parts import languages
from verzahnt.kit.roles import acting_as
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.ledgers import limits_daily
from verzahnt.programme.ledgers.limits_daily import Allowance
from verzahnt.programme.ledgers.models import FailedTry
from verzahnt.programme.ledgers.roles import LIMITS, PLANTING
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]
LANGUAGES = [one.code for one in languages.KNOWN]
FEW = Allowance("tests of a day", most=5)
PORTAL = "verzahnt.example.org"


def batch(number: int, language: str = "de") -> BlankCards:
    made = [f"{randbelow(10**16):016}" for _ in range(number)]
    return BlankCards(cards=[(digits, f"https://{PORTAL}/karte/#{digits}") for digits in made], portal=PORTAL,
                      language=language, demo=True)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages).split())


def digits_in(pdf: bytes) -> list[str]:
    return re.findall(r"\b\d{4} \d{4} \d{4} \d{4}\b", text_of(pdf))


@pytest.fixture
def coordination(plant: Plant) -> Client:
    return signed_in(plant(a_coordinator))


@pytest.fixture
def provider(plant: Plant) -> Client:
    def make() -> object:
        person = an_account()
        a_membership(person, an_organisation(), Role.PROVIDER)
        return person
    return signed_in(plant(make))


def signed_in(account: object) -> Client:
    client = Client()
    with acting_as(PLANTING):
        client.force_login(account)  # type: ignore[arg-type]
    return client


# On paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_a_batch_is_on_the_sheets_in_every_language(language: str) -> None:
    made = batch(20, language)
    pdf = blank_cards_pdf(made)
    reader = PdfReader(BytesIO(pdf))
    fonts = {font.get_object()["/BaseFont"].split("+")[1] for one in reader.pages
             for font in one["/Resources"]["/Font"].values()}

    assert [groups.replace(" ", "") for groups in digits_in(pdf)] == [digits for digits, _link in made.cards]
    assert len(reader.pages) == 20 // on_a_sheet(language)
    assert fonts <= {"NotoSans-Regular", "NotoSansArabic-Regular"}
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert text_of(pdf).count(PORTAL) == 20


def test_a_card_says_what_it_is_and_asks_for_an_own_number() -> None:
    text = text_of(blank_cards_pdf(batch(10)))

    for words in ("Ihre Mitmachkarte", "Ohne Namen.", "Wir sagen niemandem, ob Sie hingehen.",
                  "Beim ersten Mal denken Sie sich vier weitere Ziffern aus", "Vorführung."):
        assert text.count(words) == 10, words
    assert [word for word in ("Jobcenter", "Agentur", "Gesundheit") if word in text] == []


def test_five_hundred_cards_are_ready_in_seconds() -> None:
    begun = time.process_time()
    made = blank_cards_pdf(batch(500))

    assert len(PdfReader(BytesIO(made)).pages) == 50
    assert time.process_time() - begun < 10


# At the desks


@pytest.mark.parametrize("desk", ["koordination", "anbieter"])
def test_staff_print_cards_that_are_genuine_and_need_an_own_number(
        coordination: Client, provider: Client, desk: str) -> None:
    client = coordination if desk == "koordination" else provider
    response = client.post(f"/{desk}/karten/", {"number": "20", "language": "uk"})

    assert (response["Content-Type"], response["Content-Disposition"], response["Cache-Control"]) == (
        "application/pdf", 'attachment; filename="karten.pdf"', "no-store, private")
    made = [cards.read(digits) for digits in digits_in(response.content)]
    assert (len(made), len({card.digits for card in made})) == (20, 20)
    assert {card.kind for card in made} == {Kind.HANDED}
    assert "testserver/uk" in text_of(response.content)


def test_a_unit_prints_a_thousand_a_day_and_is_told_how_many_are_left(coordination: Client, provider: Client) -> None:
    for _ in range(2):
        last = coordination.post("/koordination/karten/", {"number": "500", "language": "de"})
        assert last["Content-Type"] == "application/pdf"
    refused = coordination.post("/koordination/karten/", {"number": "10", "language": "de"})

    assert refused["Content-Type"].startswith("text/html")
    assert "Für heute sind alle Karten Ihrer Stelle gedruckt. Morgen geht es weiter." in refused.content.decode()
    other = provider.post("/anbieter/karten/", {"number": "10", "language": "de"})
    assert other["Content-Type"] == "application/pdf", "another unit prints on"


@pytest.mark.parametrize("told", [{"number": "7", "language": "de"}, {"number": "100000", "language": "de"},
                                  {"number": "10", "language": "xx"}, {"number": ""}])
def test_what_is_not_offered_is_not_printed(coordination: Client, told: dict[str, str]) -> None:
    response = coordination.post("/koordination/karten/", told)
    assert response["Content-Type"].startswith("text/html")
    assert "aus der Liste" in response.content.decode()


def test_whoever_may_not_print_cards_does_not(client: Client, plant: Plant) -> None:
    def make() -> object:
        person = an_account()
        a_membership(person, an_organisation(), Role.LEADER)
        return person

    assert signed_in(plant(make)).get("/anbieter/karten/").status_code == 403
    assert client.get("/anbieter/karten/").status_code == 302


# A day's allowance


@pytest.fixture
def club() -> str:
    """Somebody nobody counted before: what is taken is taken for good, whatever becomes of the test."""
    return f"club {uuid4()}"


def test_so_much_a_day_and_no_more_and_tomorrow_again(club: str) -> None:
    noon = timezone.now()

    assert limits_daily.take(FEW, club, 3, at=noon)
    assert not limits_daily.take(FEW, club, 3, at=noon), "three of the two that are left"
    assert limits_daily.left(FEW, club, at=noon) == 2
    assert limits_daily.take(FEW, club, 2, at=noon)
    assert limits_daily.take(FEW, f"another {club}", 5, at=noon)
    assert limits_daily.left(FEW, club, at=noon + timedelta(days=1)) == 5


def test_two_at_once_do_not_both_get_the_last(club: str) -> None:
    noon = timezone.now()

    def one(_number: int) -> bool:
        return limits_daily.take(FEW, club, 1, at=noon)

    with ThreadPoolExecutor(8) as several:
        assert sum(several.map(one, range(20))) == FEW.most


def test_nothing_tells_who_printed(coordination: Client) -> None:
    coordination.post("/koordination/karten/", {"number": "10", "language": "de"})
    with acting_as(LIMITS):
        rows = set(FailedTry.objects.filter(what="blank cards").values_list("client", flat=True))
    assert rows
    assert [one for one in rows if not re.fullmatch("[0-9a-f]{64}", one)] == []

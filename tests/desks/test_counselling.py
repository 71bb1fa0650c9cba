"""The counselling desk: finding without a trace, three offers on a sheet, one fresh card, no person."""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from tests.factories import offers as make
from verzahnt.desks.parts import languages
from verzahnt.kit.qr import qr_code
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.conversations.guide import MAY_BE_NOTED, STEPS
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.partners.states import OrganisationKind

pytestmark = pytest.mark.django_db

LANGUAGES = [one.code for one in languages.KNOWN]
DECIDE = "Sie entscheiden. Wir sagen niemandem, ob Sie hingehen."


@pytest.fixture
def on_offer(plant: Callable[..., object]) -> None:
    """Three things to do in Mühlhausen that report to nobody, and two that tell an office."""
    soon = timezone.localdate() + timedelta(days=10)

    def some() -> None:
        for slug, title in (("rueckenkurs", "Rückenkurs"), ("kochen", "Zusammen kochen"),
                            ("treff", "Offenes Frühstück"), ("tanzen", "Tanzen")):
            make.a_run(make.an_offer(slug, title=title, what_to_bring="Feste Schuhe",
                                     telephone_hours="werktags von 9 bis 12 Uhr"), starts_on=soon)
        make.a_run(make.an_offer("pflichtkurs", title="Bewerben und bewegen", registration="telephone",
                                 reports_to="Jobcenter Beispielort"), starts_on=soon)
        office = make.an_organisation("amt", name="Jobcenter Musterstadt", kind=OrganisationKind.JOBCENTER)
        make.a_run(make.an_offer("amtskurs", title="Kurs beim Amt", registration="telephone", provider=office),
                   starts_on=soon)

    plant(some)


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/beratung/{query}")
    assert response.status_code == 200
    return read(response)


def made(client: Client, *slugs: str, **more: str) -> HttpResponse:
    return client.post("/beratung/handzettel/", {"ort": "99974", "wahl": list(slugs), **more})


def read(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def digits_on(answer: str) -> str:
    """The card's digits, as they are in the part of the page that is printed alone."""
    found = re.search(r'class="handout__digits only-print">(.*?)</p>', answer, re.DOTALL)
    assert found
    return re.sub(r"\D", "", re.sub(r"<[^>]*>", "", found[1]))


def files_of(answer: str) -> dict[str, bytes]:
    links = re.findall(r'download="([^"]+)" href="data:application/pdf;base64,([^"]+)"', answer)
    return {name: b64decode(body) for name, body in links}


def words_in(pdf: bytes) -> str:
    text = " ".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages)
    return " ".join(text.replace("\u200b", "").split())


# Finding


def test_the_desk_opens_without_signing_in_and_sets_no_cookie(client: Client, on_offer: None) -> None:
    for address in ("/beratung/", "/beratung/?ort=99974", "/beratung/leitfaden/"):
        response = client.get(address)
        assert (response.status_code, dict(response.cookies)) == (200, {})


def test_a_postal_code_finds_what_is_near_and_says_why(client: Client, on_offer: None) -> None:
    answer = page(client, "?ort=99974&suche=Tanzen")

    assert re.findall(r'class="found" id="a-([^"]+)"', answer)[0] == "tanzen"
    assert "Angebote rund um 99974 Mühlhausen" in answer
    assert "Genau zu „Tanzen“ passt wenig. Weiter unten steht, was dem nahekommt." in answer
    assert "Halle am Park (Beispiel), Mühlhausen" in answer
    assert "beginnt bald" in answer
    assert '<li class="badge badge--success">frei</li>' in answer


def test_a_bookmark_fills_in_the_kreis_and_nothing_remembers_it(client: Client, on_offer: None) -> None:
    assert 'id="ort" name="ort" value="Unstrut-Hainich-Kreis"' in page(client, "?kreis=16064")
    assert 'id="ort" name="ort" value="99974"' in page(client, "?kreis=16064&ort=99974")
    assert 'id="ort" name="ort" value=""' in page(client, "?kreis=16064&ort=")
    assert 'id="ort" name="ort" value=""' in page(client)


@pytest.mark.parametrize("query", ["?kreis=99999x", "?kreis=00000", "?kreis=%00", "?wahl=%27%3B--&papier=xx&seite=-1"])
def test_an_address_that_makes_no_sense_opens_an_empty_desk(client: Client, query: str) -> None:
    assert "In drei Schritten" in page(client, query)


def test_an_unknown_postal_code_gets_a_sentence_and_what_was_chosen_stays(client: Client, on_offer: None) -> None:
    answer = page(client, "?ort=00001&suche=kochen&wahl=kochen")

    assert "„00001“ haben wir nicht gefunden." in answer
    assert 'name="suche" id="suche" value="kochen"' in answer
    assert on_the_sheet(answer) == ["Zusammen kochen"]


def test_a_name_that_may_be_several_places_asks_back(client: Client) -> None:
    answer = page(client, "?ort=M%C3%BChlhausen&wahl=x")

    assert "Welcher Ort ist gemeint?" in answer
    assert len(re.findall(r'<li><a href="/beratung/\?ort=[0-9]{5}\+M%C3%BChlhausen&wahl=x"', answer)) > 1


def test_what_tells_an_office_is_marked_and_has_no_button(client: Client, on_offer: None) -> None:
    answer = page(client, "?ort=99974")
    told = {slug: "Angebot des Jobcenters oder mit Meldung." in body for slug, body in results_on(answer).items()}
    buttons = {slug: f'value="{slug}" formaction' in body for slug, body in results_on(answer).items()}

    assert told == {"rueckenkurs": False, "kochen": False, "treff": False, "tanzen": False, "pflichtkurs": True,
                    "amtskurs": True}
    assert buttons == {slug: not tells for slug, tells in told.items()}
    assert "Hier erfährt Jobcenter Beispielort, wer teilnimmt." in answer
    assert "Hier erfährt Jobcenter Musterstadt, wer teilnimmt." in answer


def results_on(answer: str) -> dict[str, str]:
    parts = re.split(r'class="found" id="a-([^"]+)"', answer.split('<aside class="two-sides__paper')[0])[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


# The hand-out grows


def on_the_sheet(answer: str) -> list[str]:
    """The titles in the preview of the sheet."""
    return re.findall(r'handout__offer">\s*<h\d class="handout__title"><span[^>]*>(.*?)</span>', answer)


def test_the_sheet_grows_in_the_order_of_choosing_and_shows_no_digits(client: Client, on_offer: None) -> None:
    answer = page(client, "?ort=99974&wahl=kochen&wahl=tanzen")

    assert on_the_sheet(answer) == ["Zusammen kochen", "Tanzen"]
    assert "•••• •••• •••• ••••" in re.sub(r"<[^>]*>", "", answer)
    assert not re.search(r"\d{4}</span> <span>\d{4}", answer)


def test_each_button_adds_one_and_takes_it_off_again_by_the_address_alone(client: Client, on_offer: None) -> None:
    before = page(client, "?ort=99974&wahl=kochen")
    assert '<form id="auswahl" method="get" action="/beratung/"><input type="hidden" name="ort" value="99974">' \
           '<input type="hidden" name="wahl" value="kochen"></form>' in before

    taken_off = client.get("/beratung/?ort=99974&wahl=kochen&wahl=tanzen&ohne=kochen")
    assert (taken_off.status_code, taken_off["Location"]) == (302, "/beratung/?ort=99974&wahl=tanzen#handzettel")


def test_a_fourth_choice_is_named_and_the_three_stay(client: Client, on_offer: None) -> None:
    four = ["rueckenkurs", "kochen", "treff", "tanzen"]
    answer = page(client, "?ort=99974&" + "&".join(f"wahl={slug}" for slug in four))

    assert on_the_sheet(answer) == ["Rückenkurs", "Zusammen kochen", "Offenes Frühstück"]
    assert "Nehmen Sie zuerst eines herunter, dann ist Platz für „Tanzen“." in answer


@pytest.mark.parametrize(("slug", "sentence"), [
    ("gibt-es-nicht", "Das Angebot „gibt-es-nicht“ gibt es nicht oder nicht mehr."),
    ("pflichtkurs", "„Bewerben und bewegen“ kommt nicht auf den Handzettel"),
    ("amtskurs", "„Kurs beim Amt“ kommt nicht auf den Handzettel"),
])
def test_what_cannot_go_on_the_sheet_is_said_and_the_rest_stays(
        client: Client, on_offer: None, slug: str, sentence: str) -> None:
    answer = page(client, f"?ort=99974&wahl=kochen&wahl={slug}")
    assert sentence in answer
    assert on_the_sheet(answer) == ["Zusammen kochen"]

    posted = made(client, "kochen", slug)
    assert sentence in read(posted)
    assert on_the_sheet(read(posted)) == ["Zusammen kochen"]
    assert "download=" not in read(posted)


def test_a_course_one_cannot_join_any_more_is_not_printed(client: Client, plant: Callable[..., object]) -> None:
    plant(lambda: make.a_run(make.an_offer("vorbei", title="Längst begonnen"),
                             starts_on=timezone.localdate() - timedelta(days=3)))
    assert "Bei „Längst begonnen“ kann man zurzeit nicht einsteigen." in page(client, "?wahl=vorbei")


def test_nothing_chosen_gets_a_sentence_and_the_search_stays(client: Client, on_offer: None) -> None:
    answer = read(made(client, suche="kochen"))

    assert "Auf dem Handzettel steht noch nichts. Wählen Sie zuerst ein Angebot." in answer
    assert 'name="suche" id="suche" value="kochen"' in answer
    assert 'id="ort" name="ort" value="99974"' in answer


# Handing it over


def test_the_hand_out_carries_one_fresh_card_that_needs_an_own_number(client: Client, on_offer: None) -> None:
    first, second = (read(made(client, "kochen")) for _ in range(2))
    card = cards.read(digits_on(first))

    assert (card.kind, card.needs_own_number) == (Kind.HANDED, True)
    assert digits_on(second) != card.digits
    assert "fragt der Browser, ob er noch einmal senden soll: Dann entsteht eine andere Karte." in first


def test_one_answer_holds_page_and_files_with_the_same_card_and_nobody_keeps_it(client: Client, on_offer: None) -> None:
    response = made(client, "kochen")
    digits = digits_on(read(response))
    grouped = " ".join(digits[at : at + 4] for at in range(0, 16, 4))
    files = files_of(read(response))

    assert response["Cache-Control"] == "no-store, private"
    assert dict(response.cookies) == {}
    assert list(files) == ["fuer-sie.pdf", "fuer-sie-klein.pdf"]
    assert [grouped in words_in(pdf) for pdf in files.values()] == [True, True]


def test_the_small_sheet_is_there_for_one_offer_and_never_in_large_type(client: Client, on_offer: None) -> None:
    assert list(files_of(read(made(client, "kochen", "tanzen")))) == ["fuer-sie.pdf"]
    assert list(files_of(read(made(client, "kochen", papier="de-simple")))) == ["fuer-sie.pdf"]


def test_the_screen_shows_no_digit_of_the_card(client: Client, on_offer: None) -> None:
    answer = read(made(client, "kochen"))
    grouped = re.search(r'class="handout__digits no-print" aria-hidden="true">(.*?)</p>', answer, re.DOTALL)

    assert grouped
    assert re.sub(r"<[^>]*>|\s", "", grouped[1]) == "•" * 16
    assert answer.count(digits_on(answer)) == 0, "the digits stand together somewhere"
    assert 'class="handout__card handout__card--masked"' in answer


def test_the_sheet_says_all_one_needs_to_go_there(client: Client, on_offer: None) -> None:
    text = words_in(files_of(read(made(client, "kochen")))["fuer-sie.pdf"])

    for words in ("Zusammen kochen", "Erstes Mal:", ":30 Uhr", "Halle am Park (Beispiel)",
                  "Beispielweg 1, 99974 Mühlhausen", "km\xa0entfernt", "Kostet nichts. Die Fahrt zahlen Sie selbst.",
                  "Feste Schuhe", "Mit der Karte unten, oder am Telefon mit einem Wunschnamen.", "0361 5550123",
                  "werktags von 9 bis 12 Uhr", DECIDE, "testserver"):
        assert " ".join(words.split()) in text, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sheet_names_an_office_or_a_sender(client: Client, on_offer: None, language: str) -> None:
    answer = read(made(client, "kochen", "tanzen", papier=language))
    pdf = files_of(answer)["fuer-sie.pdf"]
    sheet = answer.split('<article class="handout', 1)[1].split("</article>")[0]
    title = answer.split("<title>")[1].split("</title>")[0]
    said = f"{words_in(pdf)} {PdfReader(BytesIO(pdf)).metadata} {sheet} {title}"

    assert [word for word in ("Jobcenter", "Agentur", "Beratung", "beratung") if word in said] == []


@pytest.mark.parametrize(("language", "direction", "prefix"), [
    ("de", "ltr", ""), ("de-simple", "ltr", "leicht/"), ("en", "ltr", "en/"), ("ar", "rtl", "ar/")])
def test_the_sheet_speaks_the_chosen_language_and_the_desk_german(
        client: Client, on_offer: None, plant: Callable[..., object], language: str, direction: str,
        prefix: str) -> None:
    said = {"de": "Zusammen kochen", "de-simple": "Wir kochen", "en": "Cooking together", "ar": "نطبخ معًا"}
    plant(lambda: [make.a_text(make.Offer.objects.get(slug="kochen"), "title", code, body)
                   for code, body in said.items() if code != "de"])
    before = page(client, f"?ort=99974&wahl=kochen&papier={language}")
    after = read(made(client, "kochen", papier=language))

    for answer in (before, after):
        lang = language.split("-")[0]
        assert re.search(rf'<article class="handout[^"]*" lang="{lang}" dir="{direction}">', answer)
        assert on_the_sheet(answer) == [said[language]]
        assert '<html lang="de" dir="ltr">' in answer
        times = r"\d+ bis \d+:30 Uhr" if lang == "de" else r"\d+:00–\d+:30"
        assert re.search(times, answer.split('<article class="handout', 1)[1])
    assert f">testserver{'/' + prefix.rstrip('/') if prefix else ''}</strong>" in after


def test_the_code_on_the_sheet_leads_to_the_card_in_its_language(client: Client, on_offer: None) -> None:
    answer = read(made(client, "kochen", papier="en"))
    assert qr_code(f"http://testserver/en/karte/#{digits_on(answer)}").path in answer


def test_whoever_comes_to_the_sheet_by_its_address_is_led_to_the_desk(client: Client) -> None:
    response = client.get("/beratung/handzettel/")
    assert (response.status_code, response["Location"]) == (302, "/beratung/")


# The guide, and what is nowhere


def test_the_guide_has_five_open_questions_and_the_one_sentence_for_the_file(client: Client) -> None:
    answer = read(client.get("/beratung/leitfaden/"))

    assert len(STEPS) == 5
    assert re.findall(r'guide__question">„(.*?)“</p>', answer) == [step.question for step in STEPS]
    assert f"readonly>{MAY_BE_NOTED}</textarea>" in answer
    assert MAY_BE_NOTED == "Allgemein über freiwillige Gesundheitsangebote informiert."
    assert all(step.question.split()[0].rstrip(",") in ("Wie", "Was") for step in STEPS)


def test_no_page_of_the_desk_has_a_field_for_a_person(client: Client, on_offer: None) -> None:
    answers = [page(client), page(client, "?ort=99974&wahl=kochen"), read(made(client, "kochen")),
               read(client.get("/beratung/leitfaden/"))]
    fields = {name for answer in answers for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", answer)
              for name in re.findall(r' name="([^"]+)"', tag)}

    assert fields == {"ort", "suche", "thema", "umkreis", "art", "fuer", "sprache", "tag", "zeit", "von", "bis",
                      "wochen", "frei", "sortierung", "merkmal", "wahl"}
    assert all("Hier wird nichts über die Person gespeichert." in answer for answer in answers)


@pytest.mark.parametrize("table", [
    "bookings_place", "bookings_particulars", "attendance_mark", "offers_seats", "ledgers_tally", "ledgers_answer",
    "people_account", "people_membership", "ledgers_journalentry", "django_session"])
def test_the_desk_cannot_read_what_it_must_not_know(table: str) -> None:
    with pytest.raises(ProgrammingError, match=f"permission denied for table {table}"), transaction.atomic(), \
            as_desk("counselling"), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")


def test_the_desk_may_write_nothing_but_a_units_week_in_numbers() -> None:
    with transaction.atomic(), as_desk("counselling"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND ("
            "has_table_privilege(oid, 'INSERT') OR has_table_privilege(oid, 'DELETE') OR "
            "has_any_column_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'TRUNCATE'))")
        assert cursor.fetchall() == [("conversations_weeklynumbers",)]


def test_a_list_of_seven_and_a_full_sheet_cost_as_many_questions_as_one_of_each(
        client: Client, on_offer: None, plant: Callable[..., object]) -> None:
    def questions(query: str) -> int:
        page(client, query)  # lists are read once a day
        with CaptureQueriesContext(connection) as seen:
            page(client, query)
        return len(seen)

    plant(lambda: make.a_run(make.an_offer("yoga", title="Yoga", topics=["stress"]),
                             starts_on=timezone.localdate() + timedelta(days=10)))
    one, full = "?ort=99974&thema=stress&wahl=yoga", "?ort=99974&wahl=kochen&wahl=tanzen&wahl=treff"

    assert (len(results_on(page(client, one))), len(results_on(page(client, full)))) == (1, 7)
    assert questions(one) == questions(full)

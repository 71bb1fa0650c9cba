"""The guide, the screen turned to the person, the sheet before the talk, the hand-out for a phone."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader

from tests.desks.test_counselling import digits_on, made, on_offer, page, read, words_in  # noqa: F401
from tests.factories.people import a_jobcenter, a_site, an_organisation
from tests.factories.training import a_course, a_course_date
from verzahnt.desks.parts import languages
from verzahnt.kit.qr import qr_code
from verzahnt.programme.conversations.guide import MAY_BE_NOTED, STEPS
from verzahnt.programme.conversations.topics import ASKING
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.reference import queries as reference

pytestmark = pytest.mark.django_db
LANGUAGES = [one.code for one in languages.KNOWN]
TURNED = "/beratung/leitfaden/drehen/"
GUIDE = "/beratung/leitfaden/"


def words_of(answer: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.split("<main")[1]).split())


def said_to_the_person() -> Iterator[object]:
    """Every sentence of the guide that stands on a turned screen."""
    for step in STEPS:
        yield from step.shown
        for scale in step.scales:
            yield from (scale.question, scale.least, scale.most)
        if not step.scales:
            yield step.question
    for asking in ASKING.values():
        yield from asking.questions


# The guide


def test_every_topic_has_open_questions_and_none_asks_for_a_reason() -> None:
    with as_desk("counselling"):
        assert set(ASKING) == {topic.slug for topic in reference.topics()}
    for asking in ASKING.values():
        assert len(asking.questions) >= 2
        for question in map(str, asking.questions):
            assert re.match(r"(Was|Wie|Wann|Wo|Worüber|Mit wem|Welche) ", question), question
            assert not re.search("warum|krank|Diagnose|Beschwerden", question, re.IGNORECASE)


def test_the_guide_asks_about_each_topic_and_turns_the_screen_to_it(client: Client) -> None:
    answer = read(client.get(GUIDE, {"sprache": "uk"}))

    for slug, asking in ASKING.items():
        assert f"{TURNED}?schritt=2&thema={slug}&sprache=uk" in answer
        assert all(f"<li>„{question}“</li>" in answer for question in asking.questions)


def test_the_last_thing_the_guide_says_is_what_may_be_noted(client: Client) -> None:
    answer = read(client.get(GUIDE))
    rest = answer.split("Nur dieser Satz:")[1].split("Hier wird nichts")[0]

    assert re.sub(r"<[^>]+>|\s+", " ", rest).split() == ["Der", "Satz", "für", "Ihre", "Akte", *MAY_BE_NOTED.split(),
                                                         "Satz", "kopieren"]


def test_the_guide_says_which_training_comes_next_and_when_there_is_none(
        client: Client, plant: Callable[..., object]) -> None:
    assert "Zurzeit ist keine Qualifizierung eingetragen." in read(client.get(GUIDE))

    def offered() -> None:
        site = a_site(an_organisation(), office=a_jobcenter(), name="Beispielort", slug="beispielort")
        course = a_course(name="Kurzform (Beispiel)")
        for days, cancelled in ((-3, False), (9, False), (12, True)):
            a_course_date(site, timezone.localdate() + timedelta(days=days), course=course, is_cancelled=cancelled)

    plant(offered)
    assert read(client.get(GUIDE)).count("Kurzform (Beispiel)") == 1


# The turned screen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_turned_screen_speaks_the_persons_language_alone(client: Client, language: str) -> None:
    known = languages.BY_CODE[language]
    for number, step in enumerate(STEPS, start=1):
        response = client.get(TURNED, {"schritt": number, "sprache": language})
        answer = read(response)
        with translation.override(language):
            expected = [str(one) for one in (*step.shown, *(scale.question for scale in step.scales))]
        assert f'<html lang="{known.tag}" dir="{known.direction}">' in answer
        assert [sentence for sentence in expected if sentence not in answer] == []
        assert response["Content-Language"] == language
        assert dict(response.cookies) == {}


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "de"])
def test_nothing_on_a_turned_screen_is_left_in_german(language: str) -> None:
    with translation.override(language):
        said = [str(one) for one in said_to_the_person()]
    with translation.override("de"):
        german = [str(one) for one in said_to_the_person()]
    same = {one for one, other in zip(german, said, strict=True) if one == other}
    # A short German sentence may be easy already.
    assert {one for one in same if language != "de-simple" or len(one.split()) > 9} == set()


def test_a_turned_screen_has_nothing_of_the_desk_and_nothing_to_fill_in(client: Client) -> None:
    for number in range(1, len(STEPS) + 1):
        answer = read(client.get(TURNED, {"schritt": number}))
        assert re.findall(r"<(?:form|input|select|textarea|button)\b", answer) == []
        assert [word for word in ("Beratung", "Jobcenter", "Wochenzahlen", "Handzettel") if word in answer] == []


def test_a_topic_brings_its_own_questions_to_the_second_step_and_stays(client: Client) -> None:
    answer = read(client.get(TURNED, {"schritt": 2, "thema": "bewegung"}))

    assert all(str(question) in answer for question in ASKING["bewegung"].questions)
    assert str(STEPS[1].question) not in answer
    assert f"{TURNED}?schritt=3&thema=bewegung&sprache=de" in answer


@pytest.mark.parametrize("query", ["schritt=9", "schritt=-1&sprache=xx", "schritt=%00&thema=%27", "sprache=../.."])
def test_an_address_that_makes_no_sense_shows_the_first_step_in_german(client: Client, query: str) -> None:
    assert str(STEPS[0].question) in read(client.get(f"{TURNED}?{query}"))


# The sheet before the talk


def test_there_is_a_sheet_in_every_language(client: Client) -> None:
    links = re.findall(r'href="(/beratung/material/[^"]+)"', read(client.get("/beratung/material/")))

    assert len(links) == 2 * len(LANGUAGES) - 1, "one size in Leichte Sprache"
    for link in links:
        response = client.get(link)
        assert (response["Content-Type"], response["Content-Disposition"]) == (
            "application/pdf", 'inline; filename="gut-zu-wissen.pdf"')


@pytest.mark.parametrize("address", ["xx-a4", "de-a3", "de", "de-simple-a6"])
def test_a_sheet_there_is_not_is_not_there(client: Client, address: str) -> None:
    assert client.get(f"/beratung/material/{address}.pdf").status_code == 404


def test_the_sheet_says_that_it_is_voluntary_and_names_nobody(client: Client) -> None:
    pdf = client.get("/beratung/material/de-a5.pdf").content
    text = words_in(pdf)

    for words in ("Darüber zu sprechen ist freiwillig. Nein sagen ist in Ordnung.", "Ihr Geld bleibt gleich",
                  "Das können Sie vorher überlegen", "testserver"):
        assert words in text
    whole = f"{text} {PdfReader(BytesIO(pdf)).metadata}"
    assert [word for word in ("Jobcenter", "Agentur", "Beratung", "Termin") if word in whole] == []


# For a phone


def test_the_phone_view_carries_the_same_card_and_each_offers_page(client: Client, on_offer: None) -> None:  # noqa: F811
    answer = read(made(client, "kochen", "tanzen", papier="uk", als="telefon"))
    shown = answer.split('<article class="to-phone"')[1].split("</article>")[0]

    assert '<details class="phone-view" open>' in answer
    for link in ("http://testserver/uk/angebote/kochen/", "http://testserver/uk/angebote/tanzen/",
                 f"http://testserver/uk/karte/#{digits_on(answer)}"):
        assert qr_code(link).path in shown
    assert "0361 5550123" in shown
    assert not re.search(r"\d{4}\s*(?:</span>)?\s*(?:<span>)?\d{4} ", shown), "digits are in the code alone"


def test_the_phone_view_is_closed_until_somebody_opens_it(client: Client, on_offer: None) -> None:  # noqa: F811
    assert '<details class="phone-view">' in read(made(client, "kochen", als="druck"))


# The same filters as everybody


def test_weekday_time_weeks_and_free_places_narrow_it_down_here_too(client: Client, on_offer: None) -> None:  # noqa: F811
    answer = page(client, "?ort=99974&tag=mo&zeit=9-13&wochen=4&frei=1&umkreis=kreis")

    assert 'Genauer suchen (5)' in answer
    for field in ('id="tag-mo" value="mo" checked', '<option value="9" selected', '<option value="13" selected',
                  '<option value="4" selected', 'id="frei-1" value="1" checked', '<option value="kreis" selected'):
        assert field in answer, field
    assert "tag=mo" in page(client, "?ort=99974&tag=mo&wahl=kochen").split('class="growing__languages"')[1]


def test_where_nothing_fits_every_way_on_has_words(client: Client, on_offer: None) -> None:  # noqa: F811
    answer = page(client, "?ort=99974&umkreis=5&zeit=3-4")
    assert "An anderen Tagen oder zu anderer Zeit" in answer


def test_places_are_suggested_without_the_portal(client: Client) -> None:
    answer = read(client.get("/beratung/orte/", {"als": "liste", "q": "Mühlh"}))

    assert 'data-places="/beratung/orte/"' in page(client)
    assert 'role="option"' in answer
    assert "Mühlhausen" in answer


def test_a_place_nobody_knows_is_answered_with_what_sounds_like_it(client: Client) -> None:
    answer = page(client, "?ort=Mühlhasuen&wahl=x")
    assert "Mühlhausen" in answer
    assert "wahl=x" in answer

"""Every short message, in all nine languages, with the longest that is likely in it: few parts, since each is paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.conf import settings as set_up
from django.utils import translation

from verzahnt.desks.jobs import letters_places as letters
from verzahnt.desks.jobs.letters_places import Meeting, Words
from verzahnt.kit.berlin import BERLIN
from verzahnt.kit.short_messages import parts_at_most, parts_of
from verzahnt.programme.bookings.actions_dates import LONGEST_WORDS
from verzahnt.programme.bookings.states import NoticeKind

LANGUAGES = [code for code, _name in set_up.LANGUAGES]
WHERE = "Mehrgenerationenhaus, Friedrich-Ebert-Straße 104, 99974 Mühlhausen/Thüringen"
LONG = Meeting(datetime(2027, 9, 30, 10, 15, tzinfo=BERLIN), datetime(2027, 9, 30, 11, 45, tzinfo=BERLIN), WHERE)
ANSWER = date(2027, 9, 29)
TOLD = "Gymnastikraum im zweiten Stock links, durch die Glastür am Ende des langen Flurs"
IN_THE_GAP = {NoticeKind.LATER: "180",
              NoticeKind.TELEPHONE: "0361 5550123, dann die Raumnummer 471147 und die Raute-Taste"}
MESSAGES: dict[str, Callable[[], Words]] = {
    "confirmed": lambda: letters.place_confirmed(LONG),
    "waiting, and hears": lambda: letters.on_the_waiting_list(LONG, hears=True),
    "waiting": lambda: letters.on_the_waiting_list(LONG, hears=False),
    "promoted": lambda: letters.place_promoted(LONG),
    "offered": lambda: letters.place_offered(LONG, answer_by=ANSWER),
    "lapsed": lambda: letters.place_lapsed(LONG),
    "tomorrow": lambda: letters.place_reminder(LONG, tomorrow=True, first=True),
    "soon": lambda: letters.place_reminder(LONG, tomorrow=False, first=True),
    "again": lambda: letters.place_reminder(LONG, tomorrow=True, first=False),
    "cancelled": lambda: letters.session_cancelled(LONG, next_one=LONG),
    "moved": lambda: letters.session_moved(LONG),
    "replaced": lambda: letters.session_replaced(LONG, is_theirs=True),
    "replaced, to choose": lambda: letters.session_replaced(LONG, is_theirs=False),
    "run cancelled": lambda: letters.run_cancelled(LONG),
    "left under the card": lambda: letters.message_to_all(LONG, sentence=""),
} | {
    f"told: {kind}": lambda label=kind.label, words=IN_THE_GAP.get(kind, TOLD): (
        letters.message_to_all(LONG, sentence=str(label) % words)) for kind in NoticeKind
}


def test_what_is_told_here_is_as_long_as_it_may_be() -> None:
    assert len(TOLD) == LONGEST_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", MESSAGES)
def test_no_message_takes_more_parts_than_are_worth_it(message: str, language: str, settings: object) -> None:
    settings.VERZAHNT_ADDRESS = "https://www.verzahnt-thueringen.de"  # type: ignore[attr-defined]
    with translation.override(language):
        text = MESSAGES[message]().as_short_message("+491510000000").text
    assert parts_of(text) <= parts_at_most(text), f"{parts_of(text)} parts, {len(text)} signs: {text}"


@pytest.mark.parametrize(("text", "parts"), [
    ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
    ("ж" * 70, 1), ("ж" * 71, 2), ("ж" * 134, 2), ("ж" * 135, 3), ("ş" + "a" * 69, 1), ("ş" + "a" * 70, 2),
    ("🙂" * 35, 1), ("🙂" * 36, 2), ("", 1),
])
def test_parts_are_counted_as_networks_do(text: str, parts: int) -> None:
    assert parts_of(text) == parts


def test_a_dash_of_print_makes_no_message_dearer() -> None:
    with translation.override("en"):
        text = letters.place_reminder(LONG, tomorrow=True, first=True).as_short_message("+491510000000").text
    assert ("10:15-11:45" in text, "–" in text, parts_of(text)) == (True, False, 1)


def test_in_latin_letters_two_parts_at_most_else_three() -> None:
    assert [parts_at_most(text) for text in ("Größe, şüphe", "завтра", "غدا")] == [2, 3, 3]

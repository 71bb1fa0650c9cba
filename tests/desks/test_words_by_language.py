"""Days as the sentences of each language say them: in Ukrainian, Russian and Polish in the case they ask for."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import gettext, override

from verzahnt.desks.parts import words


@pytest.mark.parametrize(("language", "said"), [
    ("uk", "щовівторка, 10:00–11:30, з 3 березня"), ("ru", "по вторникам, 10:00–11:30, начало 3 марта"),
    ("pl", "we wtorki, 10:00–11:30, od 3 marca"),
    ("tr", "Salı günleri, 10:00–11:30, başlangıç: 3 Mart"), ("fa", "سه‌شنبه‌ها، 10:00–11:30، از 3 مارس")])
def test_a_weekly_offer_says_its_weekday_and_its_first_day(language: str, said: str) -> None:
    start, end = datetime(2026, 3, 3, 9, 0, tzinfo=UTC), datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
    with override(language):
        told = gettext("%(weekdays)s, %(span)s, ab %(day)s") % {
            "weekdays": words.on_weekdays(start), "span": words.time_span(start, end), "day": words.short_day(start)}
    assert told == said


@pytest.mark.parametrize("language", ["uk", "ru", "pl"])
def test_every_weekday_has_its_own_word(language: str) -> None:
    with override(language):
        week = [words.on_weekdays(date(2026, 3, 2 + number)) for number in range(7)]
    assert len(set(week)) == 7
    assert week[1] == {"uk": "щовівторка", "ru": "по вторникам", "pl": "we wtorki"}[language]


def test_late_in_the_evening_berlin_decides_the_weekday() -> None:
    with override("pl"):
        assert words.on_weekdays(datetime(2026, 3, 2, 23, 30, tzinfo=UTC)) == "we wtorki"


@pytest.mark.parametrize(("language", "said"), [
    ("tr", ["3 Mart Salı", "3 Mart 2026 Salı"]), ("fa", ["سه‌شنبه، 3 مارس", "سه‌شنبه 3 مارس 2026"])])
def test_a_day_with_its_weekday_is_in_the_gregorian_calendar_and_in_the_digits_of_the_card(
        language: str, said: list[str]) -> None:
    with override(language):
        day = date(2026, 3, 3)
        assert [words.weekday_short_day(day), words.weekday_day(day)] == said


@pytest.mark.parametrize(("language", "said"), [("tr", "Sa"), ("fa", "سه‌شنبه")])
def test_a_weekday_cut_short_is_still_a_word(language: str, said: str) -> None:
    with override(language):
        assert words.short_weekday(date(2026, 3, 3)) == said

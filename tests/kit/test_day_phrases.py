"""Days in words, in the languages that decline months and put words behind the day."""

import re
from datetime import date

import pytest

from verzahnt.desks.parts.languages import KNOWN
from verzahnt.kit.day_phrases import PHRASES
from verzahnt.kit.days import OPEN, KnownDay, Period, period_words, when, words

TODAY = date(2026, 2, 3)
DAY, MONTH, YEAR, END = (KnownDay.day(date(2024, 12, 19)), KnownDay.month(2016, 12), KnownDay.year(2017),
                         KnownDay.end_of_year(2021))
SEPTEMBER, OCTOBER = KnownDay.month_without_year(9), KnownDay.not_later_than(date(2019, 10, 8))


def test_every_language_of_the_pages_has_its_words_for_days():
    assert sorted(PHRASES) == sorted(language.code for language in KNOWN)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", ["19 грудня 2024 року", "грудень 2016 року", "2017", "кінець 2021 року", "вересень (рік не вказано)",
                "не пізніше 8 жовтня 2019 року", "невідомо"]),
        ("tr", ["19 Aralık 2024", "Aralık 2016", "2017", "2021 yılının sonu", "Eylül ayı (yılı belirtilmemiş)",
                "en geç 8 Ekim 2019", "bilinmiyor"]),
        ("ru", ["19 декабря 2024 года", "декабрь 2016 года", "2017", "конец 2021 года", "сентябрь (год не указан)",
                "не позднее 8 октября 2019 года", "неизвестно"]),
        ("fa", ["19 دسامبر 2024", "دسامبر 2016", "2017", "پایان سال 2021", "ماه سپتامبر (سال ذکر نشده)",
                "8 اکتبر 2019 یا پیش از آن", "نامشخص"]),
        ("pl", ["19 grudnia 2024", "grudzień 2016", "2017", "koniec 2021 roku", "wrzesień (rok nieznany)",
                "najpóźniej 8 października 2019", "nie wiadomo"]),
    ],
)
def test_a_day_alone_is_named_in_the_nominative(language, said):
    assert [words(day, language) for day in (DAY, MONTH, YEAR, END, SEPTEMBER, OCTOBER, KnownDay.unknown())] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", ["19 грудня 2024 року", "у грудні 2016 року", "у 2017 році", "у вересні (рік не вказано)"]),
        ("tr", ["19 Aralık 2024 tarihinde", "Aralık 2016 tarihinde", "2017 yılında",
                "Eylül ayında (yılı belirtilmemiş)"]),
        ("ru", ["19 декабря 2024 года", "в декабре 2016 года", "в 2017 году", "в сентябре (год не указан)"]),
        ("fa", ["در 19 دسامبر 2024", "در دسامبر 2016", "در سال 2017", "در ماه سپتامبر (سال ذکر نشده)"]),
        ("pl", ["19 grudnia 2024", "w grudniu 2016", "w 2017 roku", "we wrześniu (rok nieznany)"]),
    ],
)
def test_inside_a_sentence_a_month_takes_its_case(language, said):
    assert [when(day, language) for day in (DAY, MONTH, YEAR, SEPTEMBER)] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", ["з грудня 2016 року по 19 грудня 2024 року", "з 2017 року, без дати закінчення",
                "по кінець 2021 року (початок не вказано)"]),
        ("tr", ["Aralık 2016 tarihinden 19 Aralık 2024 tarihine kadar", "2017 yılından beri, bitiş tarihi açık",
                "2021 yılının sonuna kadar (başlangıcı belirtilmemiş)"]),
        ("ru", ["с декабря 2016 года по 19 декабря 2024 года", "с 2017 года, без даты окончания",
                "по конец 2021 года (начало не указано)"]),
        ("fa", ["از دسامبر 2016 تا 19 دسامبر 2024", "از سال 2017، بدون تاریخ پایان",
                "تا پایان سال 2021 (آغاز ذکر نشده)"]),
        ("pl", ["od grudnia 2016 do 19 grudnia 2024", "od 2017 roku, bez daty końcowej",
                "do końca 2021 roku (początek nie jest podany)"]),
    ],
)
def test_a_period_takes_the_case_of_from_and_of_to(language, said):
    periods = (Period(MONTH, DAY), Period(YEAR, OPEN), Period(KnownDay.unknown(), END))
    assert [period_words(period, language, on=TODAY) for period in periods] == said


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_from_right_to_left_the_comma_looks_the_other_way_and_digits_are_those_of_the_page(language):
    said = period_words(Period(DAY, OPEN), language, on=TODAY)
    assert "،" in said
    assert "," not in said
    assert re.findall(r"\d", said) == list("192024")

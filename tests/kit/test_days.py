from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import isolate_apps
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from verzahnt.kit.day_phrases import PHRASES
from verzahnt.kit.days import (
    OPEN,
    KnownDay,
    KnownDayColumns,
    Period,
    PeriodColumns,
    Precision,
    in_order_of,
    period_words,
    when,
    words,
)
from verzahnt.kit.months import first_of_month, months_after, months_before

TODAY = date(2026, 2, 3)
dates = st.dates(date(2014, 1, 1), date(2030, 12, 31))
years = st.integers(2014, 2030)
months = st.integers(1, 12)
known_days = st.one_of(
    st.builds(KnownDay.day, dates),
    st.builds(KnownDay.month, years, months),
    st.builds(KnownDay.year, years),
    st.builds(KnownDay.end_of_year, years),
    st.builds(KnownDay.month_without_year, months),
    st.builds(lambda month, day: KnownDay.month_without_year(month, not_later_than=day), months, dates),
    st.builds(KnownDay.not_later_than, dates),
    st.just(KnownDay.unknown()),
)


@pytest.mark.parametrize(
    ("day", "de", "simple", "en", "ar"),
    [
        (
            KnownDay.day(date(2024, 12, 19)),
            "19. Dezember 2024",
            "19. Dezember 2024",
            "19 December 2024",
            "19 ديسمبر 2024",
        ),
        (KnownDay.month(2016, 12), "Dezember 2016", "Dezember 2016", "December 2016", "ديسمبر 2016"),
        (KnownDay.year(2017), "2017", "2017", "2017", "2017"),
        (KnownDay.end_of_year(2021), "Ende 2021", "Ende 2021", "end of 2021", "نهاية عام 2021"),
        (
            KnownDay.month_without_year(9),
            "im September (Jahr nicht genannt)",
            "im September (das Jahr wissen wir nicht)",
            "in September (year not stated)",
            "في سبتمبر (السنة غير مذكورة)",
        ),
        (
            KnownDay.not_later_than(date(2019, 10, 8)),
            "spätestens 8. Oktober 2019",
            "am 8. Oktober 2019 oder früher",
            "no later than 8 October 2019",
            "في موعد أقصاه 8 أكتوبر 2019",
        ),
        (KnownDay.unknown(), "nicht bekannt", "das wissen wir nicht", "not known", "غير معروف"),
    ],
)
def test_a_day_is_told_as_exactly_as_the_source_tells_it(day, de, simple, en, ar):
    assert [words(day, language) for language in ("de", "de-simple", "en", "ar")] == [de, simple, en, ar]


def test_inside_a_sentence_a_day_gets_its_preposition():
    assert [when(day, "de") for day in (KnownDay.day(date(2024, 12, 19)), KnownDay.month(2016, 12))] == [
        "am 19. Dezember 2024",
        "im Dezember 2016",
    ]
    assert when(KnownDay.end_of_year(2021), "de") == "Ende 2021"
    assert when(KnownDay.year(2017), "ar") == "في عام 2017"


def test_a_language_without_phrases_of_its_own_is_served_the_german_ones():
    assert words(KnownDay.end_of_year(2021), "xx") == "Ende 2021"


@given(known_days, st.sampled_from(sorted(PHRASES)))
def test_words_are_always_finished(day, language):
    for said in (words(day, language), when(day, language), period_words(Period(day, OPEN), language, on=TODAY)):
        assert said.strip() == said != ""
        assert "{" not in said


@given(known_days, known_days)
def test_what_was_certainly_before_is_also_sorted_before(one, other):
    if one.certainly_before(other):
        assert one < other
        assert one.may_be_before(other)
        assert not other.may_be_before(one)


@given(known_days, known_days)
def test_the_order_is_total_and_only_equal_days_share_a_rank(one, other):
    assert (one < other) + (other < one) + (one == other) == 1


@given(st.lists(known_days))
def test_the_unknown_comes_last(days):
    ranks = [day.is_known for day in sorted(days)]
    assert ranks == sorted(ranks, reverse=True)


@given(known_days, dates, known_days, dates)
def test_certainly_and_maybe_agree_with_every_day_it_may_have_been(one, day, other, other_day):
    if day in one and other_day in other:
        if one.certainly_before(other):
            assert day < other_day
        if day < other_day:
            assert one.may_be_before(other)


def test_days_are_sorted_by_when_they_had_certainly_happened_and_the_wider_one_first():
    in_order = [
        KnownDay.month(2016, 12),
        KnownDay.day(date(2017, 3, 1)),
        KnownDay.not_later_than(date(2017, 12, 31)),
        KnownDay.year(2017),
        KnownDay.end_of_year(2017),
        KnownDay.month(2017, 12),
        KnownDay.day(date(2017, 12, 31)),
        KnownDay.month_without_year(9, not_later_than=date(2018, 11, 5)),
        KnownDay.month_without_year(3),
        KnownDay.month_without_year(9),
        KnownDay.unknown(),
    ]
    shuffled = in_order[1::2] + in_order[::2]
    assert sorted(shuffled) == in_order


def test_a_month_without_a_year_was_at_the_latest_the_last_one_before_it_was_said():
    september = KnownDay.month_without_year(9, not_later_than=date(2020, 3, 1))
    assert september.latest == date(2019, 9, 30)
    assert date(2018, 9, 2) in september
    assert date(2018, 10, 2) not in september
    assert date(2020, 9, 2) not in september
    assert KnownDay.month_without_year(9, not_later_than=date(2020, 9, 8)).latest == date(2020, 9, 8)


@pytest.mark.parametrize(
    "parts",
    [
        (date(2020, 1, 2), date(2020, 1, 1), Precision.DAY),
        (date(2020, 1, 1), date(2020, 1, 30), Precision.MONTH),
        (date(2020, 1, 1), date(2021, 12, 31), Precision.YEAR),
        (date(2020, 9, 1), date(2020, 12, 31), Precision.END_OF_YEAR),
        (None, date(2020, 1, 1), Precision.UNKNOWN),
        (None, None, Precision.NOT_LATER_THAN),
        (None, None, Precision.MONTH_WITHOUT_YEAR),
        (None, date(2020, 8, 1), Precision.MONTH_WITHOUT_YEAR, 9),
        (None, None, Precision.MONTH_WITHOUT_YEAR, 13),
        (None, None, Precision.UNKNOWN, 9),
    ],
)
def test_a_day_that_contradicts_itself_is_refused(parts):
    with pytest.raises(ValueError, match="not a known day"):
        KnownDay(*parts)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period(KnownDay.year(2017), KnownDay.unknown()), "seit 2017"),
        (Period(KnownDay.year(2017), OPEN), "seit 2017, Ende offen"),
        (Period(KnownDay.year(2027), OPEN), "ab 2027, Ende offen"),
        (Period(KnownDay.unknown(), OPEN), "Beginn nicht genannt, Ende offen"),
        (Period(KnownDay.unknown(), KnownDay.unknown()), "Beginn und Ende nicht genannt"),
        (Period(KnownDay.unknown(), KnownDay.end_of_year(2021)), "bis Ende 2021 (Beginn nicht genannt)"),
        (Period(KnownDay.year(2017), KnownDay.end_of_year(2025)), "von 2017 bis Ende 2025"),
        (
            Period(KnownDay.day(date(2026, 1, 1)), KnownDay.day(date(2028, 12, 31))),
            "vom 1. Januar 2026 bis 31. Dezember 2028",
        ),
        (Period(KnownDay.month_without_year(9), OPEN), "seit September (Jahr nicht genannt), Ende offen"),
        (Period(KnownDay.not_later_than(date(2019, 10, 8)), KnownDay.unknown()), "seit spätestens 8. Oktober 2019"),
    ],
)
def test_unknown_and_open_ends_are_told_apart(period, said):
    assert period_words(period, "de", on=TODAY) == said


def test_a_period_is_told_in_other_languages():
    period = Period(KnownDay.year(2017), KnownDay.end_of_year(2025))
    assert [period_words(period, language, on=TODAY) for language in ("de-simple", "en", "ar")] == [
        "von 2017 bis Ende 2025",
        "from 2017 to the end of 2025",
        "من عام 2017 إلى نهاية عام 2025",
    ]


def test_nobody_says_of_an_open_or_unknown_end_that_it_is_over():
    start = KnownDay.year(2017)
    ends = (OPEN, KnownDay.unknown(), KnownDay.end_of_year(2025), KnownDay.year(2026))
    assert [Period(start, end).certainly_over(on=TODAY) for end in ends] == [False, False, True, False]
    assert not Period(start, KnownDay.day(TODAY)).certainly_over(on=TODAY)
    assert Period(start, KnownDay.day(TODAY - timedelta(days=1))).certainly_over(on=TODAY)


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="ends before it starts"):
        Period(KnownDay.year(2020), KnownDay.end_of_year(2019))
    assert Period(KnownDay.year(2020), KnownDay.end_of_year(2020))


def test_periods_overlap_only_where_that_is_beyond_doubt():
    first = Period(KnownDay.day(date(2018, 1, 1)), KnownDay.day(date(2020, 12, 31)))
    assert first.certainly_overlaps(Period(KnownDay.day(date(2020, 12, 31)), OPEN))
    assert not first.certainly_overlaps(Period(KnownDay.day(date(2021, 1, 1)), OPEN))
    assert not first.certainly_overlaps(Period(KnownDay.year(2020), KnownDay.unknown()))
    assert first.certainly_overlaps(Period(KnownDay.year(2019), KnownDay.end_of_year(2021)))
    assert not first.certainly_overlaps(Period(KnownDay.unknown(), OPEN))


@isolate_apps("tests")
def test_a_model_keeps_a_known_day_in_four_columns_and_a_constraint():
    class Agreement(models.Model):
        signed = KnownDayColumns("Tag der Unterzeichnung")
        title = models.CharField(max_length=20)

        class Meta:
            app_label = "tests"

    row = Agreement(signed=KnownDay.end_of_year(2021))

    assert row.signed == KnownDay.end_of_year(2021)
    assert Agreement().signed == KnownDay.unknown()
    assert [field.name for field in Agreement._meta.local_concrete_fields] == [
        "id",
        "signed_earliest",
        "signed_latest",
        "signed_calendar_month",
        "signed_precision",
        "title",
    ]
    assert [constraint.name for constraint in Agreement._meta.constraints] == ["agreement_signed_precision_holds"]
    assert [str(order.expression) for order in in_order_of("signed")] == [
        "F(signed_latest)",
        "F(signed_earliest)",
        "F(signed_calendar_month)",
    ]


@isolate_apps("tests")
def test_heirs_of_an_abstract_model_each_keep_the_constraint_beside_their_own():
    class Stated(models.Model):
        said = KnownDayColumns("Stand")

        class Meta:
            app_label = "tests"
            abstract = True

    class Figure(Stated):
        class Meta(Stated.Meta):
            app_label = "tests"
            constraints = (models.UniqueConstraint(fields=["said_latest"], name="one_a_day"),)

    class Sentence(Stated):
        pass

    assert [constraint.name for constraint in Figure._meta.constraints] == ["one_a_day", "figure_said_precision_holds"]
    assert [constraint.name for constraint in Sentence._meta.constraints] == ["sentence_said_precision_holds"]
    assert Sentence(said=KnownDay.year(2020)).said == KnownDay.year(2020)


@isolate_apps("tests")
def test_migrations_see_plain_columns_and_nothing_new_the_second_time():
    class Term(models.Model):
        lasts = PeriodColumns("Laufzeit")

        class Meta:
            app_label = "tests"

    written = ModelState.from_model(Term)
    paths = {name: field.deconstruct()[1] for name, field in written.fields.items()}
    as_read = [(name, import_string(paths[name])(**field.deconstruct()[3])) for name, field in written.fields.items()]
    before, after = ProjectState(), ProjectState()
    before.add_model(ModelState("tests", "Term", as_read, written.options))
    after.add_model(written)

    assert {path for name, path in paths.items() if name != "id"} == {
        "django.db.models.DateField",
        "django.db.models.PositiveSmallIntegerField",
        "django.db.models.CharField",
        "django.db.models.BooleanField",
    }
    assert [constraint.name for constraint in written.options["constraints"]] == [
        "term_lasts_from_precision_holds",
        "term_lasts_to_precision_holds",
        "term_lasts_open_holds",
    ]
    assert MigrationAutodetector(before, after)._detect_changes() == {}


@isolate_apps("tests")
def test_a_model_keeps_a_period_and_whether_its_end_is_open():
    class Term(models.Model):
        lasts = PeriodColumns("Laufzeit")

        class Meta:
            app_label = "tests"

    unknown_end = Period(KnownDay.year(2017), KnownDay.unknown())
    open_end = Period(KnownDay.year(2017), OPEN)
    assert [Term(lasts=unknown_end).lasts, Term(lasts=open_end).lasts] == [unknown_end, open_end]
    assert [Term(lasts=unknown_end).lasts_open, Term(lasts=open_end).lasts_open] == [False, True]


def test_months_are_counted_as_people_do():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2024, 11, 30), 15) == date(2026, 2, 28)
    assert months_before(date(2025, 12, 31), 6) == date(2025, 6, 30)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert first_of_month(date(2024, 2, 29)) == date(2024, 2, 1)


@given(dates, st.integers(0, 60), st.integers(0, 60))
def test_more_months_never_lead_to_an_earlier_day(day, fewer, more):
    if fewer <= more:
        assert months_after(day, fewer) <= months_after(day, more)
        assert months_before(day, fewer) >= months_before(day, more)


def _wrong_days():
    """Each way in which the columns can contradict each other."""
    first, last = date(2020, 1, 1), date(2020, 1, 31)
    yield {"day_earliest": first, "day_latest": last, "day_precision": "day"}
    yield {"day_earliest": first, "day_latest": None, "day_precision": "day"}
    yield {"day_earliest": last, "day_latest": first, "day_precision": "month"}
    yield {"day_earliest": first, "day_latest": first, "day_precision": "year"}
    yield {"day_earliest": first, "day_latest": last, "day_precision": "not_later_than"}
    yield {"day_earliest": None, "day_latest": None, "day_precision": "not_later_than"}
    yield {"day_earliest": None, "day_latest": last, "day_precision": "unknown"}
    yield {"day_calendar_month": 9, "day_precision": "unknown"}
    yield {"day_calendar_month": None, "day_precision": "month_without_year"}
    yield {"day_calendar_month": 13, "day_precision": "month_without_year"}
    yield {"day_earliest": first, "day_calendar_month": 9, "day_precision": "month_without_year"}
    yield {"day_precision": "perhaps"}


@pytest.mark.django_db
@isolate_apps("tests")
def test_the_database_takes_every_known_day_and_none_that_contradicts_itself():
    class Event(models.Model):
        day = KnownDayColumns("Tag")

        class Meta:
            app_label = "tests"

    (holds,) = Event._meta.constraints
    for day in (
        KnownDay.day(date(2024, 2, 29)),
        KnownDay.month(2016, 12),
        KnownDay.year(2017),
        KnownDay.end_of_year(2021),
        KnownDay.month_without_year(9),
        KnownDay.month_without_year(9, not_later_than=date(2020, 3, 1)),
        KnownDay.not_later_than(date(2019, 10, 8)),
        KnownDay.unknown(),
    ):
        holds.validate(Event, Event(day=day))
    for wrong in _wrong_days():
        with pytest.raises(ValidationError):
            holds.validate(Event, Event(**wrong))


@pytest.mark.django_db
@isolate_apps("tests")
def test_the_database_takes_no_period_that_ends_before_it_starts_nor_an_open_one_with_an_end():
    class Term(models.Model):
        lasts = PeriodColumns("Laufzeit")

        class Meta:
            app_label = "tests"

    holds = Term._meta.constraints[-1]
    for end in (OPEN, KnownDay.unknown(), KnownDay.end_of_year(2017), KnownDay.year(2018)):
        holds.validate(Term, Term(lasts=Period(KnownDay.year(2017), end)))
    for wrong in (
        Term(lasts_from=KnownDay.year(2017), lasts_to=KnownDay.year(2016)),
        Term(lasts_from=KnownDay.year(2017), lasts_to=KnownDay.year(2018), lasts_open=True),
    ):
        with pytest.raises(ValidationError):
            holds.validate(Term, wrong)

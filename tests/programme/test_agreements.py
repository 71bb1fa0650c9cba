"""When agreements run on, begin anew, or are old news; and who leads a site."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.agreements import a_mandate, a_term, an_agreement, days
from tests.factories.chronicle import a_source
from tests.factories.people import a_jobcenter, a_site, an_organisation
from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.kit.roles import acting_as
from verzahnt.programme.agreements import actions, queries, rules
from verzahnt.programme.agreements.models import Agreement, Term
from verzahnt.programme.agreements.states import TermKind
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
Plant = Callable[..., Any]


def ends(last: date) -> Period:
    return days(last - timedelta(days=700), last)


def coordinator_of(agreement: Agreement) -> Actor:
    return Actor("coordination", account=7, sites=tuple(agreement.for_sites),
                 permissions=frozenset({"agreements.keep"}))


def extended(agreement: Agreement, until: date, *, actor: Actor | None = None, signed: date = TODAY) -> Term:
    actor = actor or coordinator_of(agreement)
    with transaction.atomic(), as_desk("coordination", actor):
        return actions.extend(agreement, until=until, reason="gute Arbeit", signed=signed, actor=actor, at=AT)


def renewed(agreement: Agreement, starts: date, until: date) -> Term:
    actor = coordinator_of(agreement)
    with transaction.atomic(), as_desk("coordination", actor):
        return actions.renew(agreement, starts=starts, until=until, reason="", signed=TODAY, actor=actor, at=AT)


# --- rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "may"),
    [
        (KnownDay.day(date(2027, 5, 3)), False),  # six months and a day ahead
        (KnownDay.day(date(2027, 5, 2)), True),
        (KnownDay.day(TODAY), True),
        (KnownDay.day(date(2026, 11, 1)), False),  # over
        (KnownDay.end_of_year(2026), True),
        (KnownDay.end_of_year(2025), False),
        (KnownDay.unknown(), True),  # nobody can say that it is over
        (OPEN, False),  # there is nothing to extend
    ],
)
def test_an_agreement_may_be_extended_from_six_months_before_its_end_until_the_day_it_ends(end: Any, may: bool) -> None:
    assert rules.may_extend(Period(KnownDay.unknown(), end), on=TODAY) is may


@pytest.mark.parametrize(
    ("end", "may"),
    [
        (KnownDay.day(date(2026, 11, 1)), True),
        (KnownDay.day(TODAY), False),
        (KnownDay.end_of_year(2025), True),
        (KnownDay.unknown(), False),
        (OPEN, False),
    ],
)
def test_after_its_end_an_agreement_is_renewed(end: Any, may: bool) -> None:
    assert rules.may_renew(Period(KnownDay.unknown(), end), on=TODAY) is may


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 3, 15), 3, date(2025, 12, 15)),
        (date(2026, 11, 22), -5, date(2027, 4, 22)),
    ],
)
def test_months_before_keeps_the_day_or_takes_the_months_last(day: date, months: int, expected: date) -> None:
    assert rules.months_before(day, months) == expected


def test_days_for_certain_are_those_no_doubt_touches() -> None:
    between = Period(KnownDay.year(2024), KnownDay.end_of_year(2025))
    assert rules.days_for_certain(between) == rules.Span(date(2024, 12, 31), date(2025, 10, 2))
    assert rules.days_for_certain(Period(KnownDay.unknown(), KnownDay.end_of_year(2025))) is None
    assert rules.days_for_certain(Period(KnownDay.year(2025), KnownDay.end_of_year(2025))) is None


# --- deeds ------------------------------------------------------------------------------------------------------------


def test_an_extension_goes_on_from_the_earlier_end_and_overwrites_nothing(plant: Plant) -> None:
    agreement = plant(an_agreement, ends(date(2027, 3, 31)))
    before = _terms(agreement)

    term = extended(agreement, date(2028, 12, 31))

    assert (term.number, term.kind, term.runs) == (2, TermKind.EXTENSION, days(date(2027, 4, 1), date(2028, 12, 31)))
    assert (term.reason, term.signed) == ("gute Arbeit", KnownDay.day(TODAY))
    assert _terms(agreement)[:1] == before


def test_where_the_earlier_end_is_not_known_to_the_day_neither_is_the_start_of_the_extension(plant: Plant) -> None:
    agreement = plant(an_agreement, Period(KnownDay.year(2024), KnownDay.end_of_year(2026)))
    assert extended(agreement, date(2028, 12, 31)).runs == Period(KnownDay.unknown(), KnownDay.day(date(2028, 12, 31)))


def test_a_renewal_begins_after_the_end(plant: Plant) -> None:
    agreement = plant(an_agreement, ends(date(2026, 6, 30)))
    term = renewed(agreement, date(2027, 1, 1), date(2028, 12, 31))
    assert (term.number, term.kind, term.runs) == (2, TermKind.RENEWAL, days(date(2027, 1, 1), date(2028, 12, 31)))


@pytest.mark.parametrize(
    ("end", "until", "refusal"),
    [
        (date(2027, 12, 31), date(2029, 12, 31), actions.TooEarly),
        (date(2026, 6, 30), date(2029, 12, 31), actions.AlreadyOver),
        (date(2027, 3, 31), date(2027, 3, 31), actions.EndsTooEarly),
        (date(2027, 3, 31), date(2026, 12, 31), actions.EndsTooEarly),
    ],
)
def test_an_extension_that_cannot_be_is_refused_with_a_sentence(
    plant: Plant, end: date, until: date, refusal: type[Exception]
) -> None:
    agreement = plant(an_agreement, ends(end))
    with pytest.raises(refusal, match=r"\w.*\.$"):
        extended(agreement, until)
    assert len(_terms(agreement)) == 1


def test_without_an_agreed_end_there_is_nothing_to_extend(plant: Plant) -> None:
    agreement = plant(an_agreement, Period(KnownDay.year(2024), OPEN))
    with pytest.raises(actions.NothingToExtend):
        extended(agreement, date(2028, 12, 31))


@pytest.mark.parametrize(
    ("end", "starts", "until", "refusal"),
    [
        (date(2027, 3, 31), date(2027, 4, 1), date(2028, 12, 31), actions.NotOverYet),
        (date(2026, 6, 30), date(2026, 6, 30), date(2028, 12, 31), actions.Overlaps),
        (date(2026, 6, 30), date(2027, 1, 1), date(2026, 12, 31), actions.EndsBeforeItStarts),
        (date(2025, 6, 30), date(2025, 7, 1), date(2026, 10, 31), actions.AlreadyPast),
    ],
)
def test_a_renewal_that_cannot_be_is_refused_with_a_sentence(
    plant: Plant, end: date, starts: date, until: date, refusal: type[Exception]
) -> None:
    agreement = plant(an_agreement, ends(end))
    with pytest.raises(refusal, match=r"\w.*\.$"):
        renewed(agreement, starts, until)
    assert len(_terms(agreement)) == 1


def test_nobody_signs_tomorrow(plant: Plant) -> None:
    agreement = plant(an_agreement, ends(date(2027, 3, 31)))
    with pytest.raises(actions.SignedLater):
        extended(agreement, date(2028, 12, 31), signed=TODAY + timedelta(days=1))


def test_only_the_coordination_of_the_site_may_extend(plant: Plant) -> None:
    agreement, other = plant(an_agreement, ends(date(2027, 3, 31))), plant(an_agreement, ends(date(2027, 3, 31)))
    reader = Actor("coordination", account=7, sites=tuple(agreement.for_sites))
    for actor in (coordinator_of(other), reader):
        with pytest.raises(actions.NotYours):
            extended(agreement, date(2028, 12, 31), actor=actor)


def test_the_database_lets_no_other_site_add_a_term(plant: Plant) -> None:
    agreement, other = plant(an_agreement, ends(date(2027, 3, 31))), plant(an_agreement, ends(date(2027, 3, 31)))
    with pytest.raises(Exception, match="row-level security"), transaction.atomic(), \
            as_desk("coordination", coordinator_of(other)):
        a_term(agreement, days(date(2027, 4, 1), date(2028, 1, 1)), number=2, kind=TermKind.EXTENSION)


def test_who_extended_stands_in_the_journal(plant: Plant) -> None:
    agreement = plant(an_agreement, ends(date(2027, 3, 31)))
    extended(agreement, date(2028, 12, 31))
    with transaction.atomic(), acting_as("planting"):
        entries = list(JournalEntry.objects.values_list("deed", "object_kind", "object_id", "account", "site", "at"))
    assert entries == [("agreement_extension", "agreement", str(agreement.pk), 7, agreement.for_sites[0], AT)]


def test_terms_with_known_days_stay_apart_in_the_database_too(plant: Plant) -> None:
    agreement = plant(an_agreement, ends(date(2027, 3, 31)))
    with pytest.raises(IntegrityError, match="terms_with_known_days_stay_apart"):
        plant(a_term, agreement, days(date(2027, 3, 31), date(2028, 1, 1)), number=2, kind=TermKind.RENEWAL)


def test_a_refused_extension_leaves_no_trace_in_the_journal(plant: Plant) -> None:
    agreement = plant(an_agreement, ends(date(2027, 12, 31)))
    with pytest.raises(actions.TooEarly):
        extended(agreement, date(2029, 12, 31))
    with transaction.atomic(), acting_as("planting"):
        assert JournalEntry.objects.count() == 0


# --- questions --------------------------------------------------------------------------------------------------------


def test_a_term_a_source_told_of_is_old_news_once_it_is_certainly_over(plant: Plant) -> None:
    agreement = plant(an_agreement, Period(KnownDay.unknown(), KnownDay.end_of_year(2025)))
    term = plant(_with_source, agreement)
    with as_desk("portal"):
        assert [queries.is_stale(term, day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == [False, True]


def test_a_later_mandate_at_the_site_is_newer_news(plant: Plant) -> None:
    agreement = plant(an_agreement, Period(KnownDay.unknown(), KnownDay.end_of_year(2025)))
    term = plant(_with_source, agreement)
    site = plant(lambda: agreement.sites.get())
    plant(a_mandate, site, plant(an_organisation), Period(KnownDay.day(date(2026, 1, 1)), KnownDay.unknown()))
    with as_desk("portal"):
        assert not queries.is_stale(term, TODAY)


def test_a_term_entered_here_is_never_called_old_news(plant: Plant) -> None:
    agreement = plant(an_agreement, ends(date(2025, 6, 30)))
    with as_desk("portal"):
        assert not queries.is_stale(agreement.terms.get(), TODAY)


def test_who_leads_on_a_day_follows_the_mandates(plant: Plant) -> None:
    site, early, late = plant(a_site, office=plant(a_jobcenter)), plant(an_organisation), plant(an_organisation)
    plant(a_mandate, site, early, Period(KnownDay.year(2017), KnownDay.day(date(2025, 12, 31))))
    plant(a_mandate, site, late, Period(KnownDay.day(date(2026, 1, 1)), OPEN))
    with as_desk("portal"):
        leads = [queries.lead_of(site, day) for day in (date(2016, 12, 31), date(2025, 12, 31), date(2026, 1, 1))]
        led = [queries.also_led_by(early, day) for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert (leads, led) == ([None, early, late], [[site], []])


def test_reading_three_agreements_takes_five_queries(plant: Plant, django_assert_max_num_queries: Any) -> None:
    site = plant(a_site, office=plant(a_jobcenter))
    for _ in range(3):
        plant(an_agreement, ends(date(2027, 3, 31)), site=site)
    with as_desk("portal"), django_assert_max_num_queries(5):
        read = [(one.title, list(one.terms.all()), list(one.parties.all())) for one in queries.agreements_of(site)]
    assert len(read) == 3


def _with_source(agreement: Agreement) -> Term:
    term = agreement.terms.get()
    term.source = a_source()
    term.save()
    return term


def _terms(agreement: Agreement) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor, transaction.atomic(), acting_as("planting"):
        cursor.execute("SELECT * FROM agreements_term WHERE agreement_id = %s ORDER BY number", [agreement.pk])
        return [tuple(map(str, row)) for row in cursor.fetchall()]

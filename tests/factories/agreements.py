"""Agreements for tests: called through `plant`."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from tests.factories.people import a_jobcenter, a_site
from verzahnt.kit.days import KnownDay, Period
from verzahnt.programme.agreements import rules
from verzahnt.programme.agreements.models import Agreement, Mandate, Term
from verzahnt.programme.agreements.states import MandateKind, TermKind
from verzahnt.programme.partners.models import Organisation, Site

_numbers = count(1)


def days(first: date, last: date) -> Period:
    return Period(KnownDay.day(first), KnownDay.day(last))


def an_agreement(runs: Period, *, site: Site | None = None, **changes: Any) -> Agreement:
    """An agreement of a site with one term."""
    site = site or a_site(office=a_jobcenter())
    agreement = Agreement.objects.create(**{
        "slug": f"vereinbarung-{next(_numbers)}", "title": "Kooperationsvereinbarung (Beispiel)",
        "programme_name": "teamw()rk für Gesundheit und Arbeit", "for_sites": [site.pk], "is_invented": True,
        **changes})
    agreement.sites.add(site)
    a_term(agreement, runs)
    return agreement


def a_term(agreement: Agreement, runs: Period, *, number: int = 1, kind: str = TermKind.INITIAL,
           **changes: Any) -> Term:
    sure = rules.days_for_certain(runs)
    return Term.objects.create(agreement=agreement, for_sites=agreement.for_sites, number=number, kind=kind, runs=runs,
                               known_days=DateRange(sure.first, sure.end) if sure else None, **changes)


def a_mandate(site: Site, organisation: Organisation, runs: Period, **changes: Any) -> Mandate:
    return Mandate.objects.create(
        **{"site": site, "organisation": organisation, "kind": MandateKind.LEAD, "runs": runs} | changes)

"""Questions about money. Row security shows a site's coordination its own, a payer what it pays; nobody else any.

money_of(site, on) · money_by_site(on) · allotments_of(site, on) · sites_paid_by(organisations)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from verzahnt.programme.funding import rules
from verzahnt.programme.funding.models import Allotment, LegalBasis
from verzahnt.programme.funding.rules import Money, Planned
from verzahnt.programme.partners.models import Site


@dataclass(frozen=True)
class Purse:
    """The money of one legal basis at a site."""

    legal_basis: LegalBasis
    money: Money


def money_of(site: Site, *, on: date) -> list[Purse]:
    """What a site has on a day, by legal basis; empty where nothing is allotted, or nothing may be seen."""
    return money_by_site([site.pk], on=on).get(site.pk, [])


def money_by_site(sites: Iterable[int], *, on: date) -> dict[int, list[Purse]]:
    """The same for several sites, in one question."""
    planned: dict[int, list[Planned]] = {}
    for row in Allotment.objects.filter(site__in=list(sites)).select_related("pot").order_by("site", "id"):
        planned.setdefault(row.site_id, []).append(_planned(row))
    purses = {site: rules.by_legal_basis(rows, on=on) for site, rows in planned.items()}
    return {site: [Purse(basis, sums[basis]) for basis in LegalBasis if basis in sums]
            for site, sums in purses.items() if sums}


def sites_paid_by(organisations: Iterable[int]) -> set[int]:
    """The sites that have, had or will have money from these payers' pots."""
    return set(Allotment.objects.filter(payer__in=list(organisations)).values_list("site", flat=True))


def _planned(row: Allotment) -> Planned:
    return Planned(row.pot.legal_basis, row.from_on, row.until_on, Money(row.amount, row.committed, row.settled))

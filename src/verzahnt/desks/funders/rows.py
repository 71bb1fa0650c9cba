"""The portfolio: which sites somebody at this desk sees, and one row for each, gathered in a few questions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from verzahnt.desks.parts.deadlines import ends_in
from verzahnt.kit.days import OPEN
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.agreements.models import Term
from verzahnt.programme.evaluation import queries as evaluation
from verzahnt.programme.evaluation.models import Release
from verzahnt.programme.funding import queries as funding
from verzahnt.programme.funding.queries import Purse
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import of_sites as offers
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people.states import Role


@dataclass(frozen=True)
class Row:
    """One site in a line."""

    site: Site
    lead: Organisation | None
    term: Term | None
    ends: str
    ends_soon: bool
    running: int
    purses: list[Purse]
    release: Release | None

    @property
    def last_day(self) -> date | None:
        """The last day the agreement may run to; None where no end is agreed or known."""
        return self.term.runs.end.latest if self.term and self.term.runs.end is not OPEN else None

    @property
    def left(self) -> Decimal | None:
        """What is left of all pots, for sorting alone: on the page they stand apart."""
        return sum((purse.money.left for purse in self.purses), Decimal(0)) if self.purses else None

    @property
    def released(self) -> str:
        return evaluation.quarter_name(self.release.quarter) if self.release else ""


def portfolio_of(actor: Actor, *, on: date) -> QuerySet[Site]:
    """The sites somebody sees here: those the own organisation leads or pays for.

    Whoever may only read and pays for none sees all sites: agreements and released figures are public anyway.
    """
    own = set(agreements.sites_led_by(actor.organisations, on).values_list("pk", flat=True))
    own |= funding.sites_paid_by(actor.organisations)
    sites = partners.sites()
    return sites if not own and actor.role == Role.FUNDER else sites.filter(pk__in=own)


def rows_of(sites: list[Site], *, on: date) -> list[Row]:
    """One row a site; as many questions for three as for one."""
    numbers = [site.pk for site in sites]
    terms = _terms(numbers)
    leads = agreements.leads_on(on)
    running = offers.running_by_site(numbers)
    money = funding.money_by_site(numbers, on=on)
    released = evaluation.last_release_of(numbers)
    return [_row(site, leads.get(site.pk), terms.get(site.pk), running.get(site.pk, 0), money.get(site.pk, []),
                 released.get(site.pk), on) for site in sites]


def _row(site: Site, lead: Organisation | None, term: Term | None, running: int, purses: list[Purse],
         release: Release | None, on: date) -> Row:
    ends = ends_in(term.runs, on=on) if term else "keine Vereinbarung bekannt"
    return Row(site, lead, term, ends, term is not None and agreements.ends_soon(term, on), running, purses, release)


def _terms(sites: list[int]) -> dict[int, Term]:
    found: dict[int, Term] = {}
    for agreement in agreements.agreements().filter(for_sites__overlap=sites):
        term = agreements.last_term(agreement)
        found |= {number: term for number in agreement.for_sites if term is not None}
    return found


SORTED_BY: dict[str, tuple[str, Callable[[Row], object]]] = {
    "standort": ("Standort", lambda row: row.site.name.casefold()),
    "federfuehrung": ("Federführung", lambda row: row.lead.called.casefold() if row.lead else None),
    "ende": ("Vereinbarung", lambda row: row.last_day),
    "angebote": ("Angebote", lambda row: row.running),
    "mittel": ("Mittel frei", lambda row: row.left),
    "freigabe": ("Letzte Freigabe", lambda row: row.release.quarter if row.release else None),
}


def in_order(rows: list[Row], by: str, *, downwards: bool) -> list[Row]:
    """The rows by one of the columns, equal ones by name; what is not known always comes last."""
    key = SORTED_BY[by][1]
    named = sorted(rows, key=lambda row: row.site.name.casefold())
    known = [row for row in named if key(row) is not None]
    return sorted(known, key=key, reverse=downwards) + [row for row in named if key(row) is None]  # type: ignore[arg-type]

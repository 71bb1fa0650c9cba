"""The portfolio: which sites somebody at this desk sees, and one row for each, gathered in a few questions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from verzahnt.desks.parts.deadlines import Ending, endings_of
from verzahnt.programme.agreements import queries as agreements
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
    endings: list[Ending]
    running: int
    purses: list[Purse]
    release: Release | None

    @property
    def last_day(self) -> date | None:
        """The next end of an agreement, else the last one that is over; None where no end is agreed or known."""
        ahead = [one.last_day for one in self.endings if one.last_day and not one.over]
        over = [one.last_day for one in self.endings if one.last_day and one.over]
        return min(ahead) if ahead else max(over, default=None)

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
    endings = endings_of(numbers, on=on)
    leads = agreements.leads_on(on)
    running = offers.running_by_site(numbers)
    money = funding.money_by_site(numbers, on=on)
    released = evaluation.last_release_of(numbers)
    return [Row(site, leads.get(site.pk), endings.get(site.pk, []), running.get(site.pk, 0), money.get(site.pk, []),
                released.get(site.pk)) for site in sites]


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

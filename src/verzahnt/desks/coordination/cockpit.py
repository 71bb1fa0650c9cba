"""What the cockpit of a site shows, gathered in a few questions. Nothing in it knows a person or counts places."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from statistics import median

from django.utils.timezone import localdate

from verzahnt.desks.coordination.asks import area_names
from verzahnt.desks.coordination.freshness import rows_of
from verzahnt.desks.parts.deadlines import Stretch, ends_in, stretch
from verzahnt.kit.months import first_of_month, months_before
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.agreements import rules as agreement_rules
from verzahnt.programme.agreements.models import Agreement, Term
from verzahnt.programme.evaluation import months
from verzahnt.programme.evaluation import queries as evaluation
from verzahnt.programme.evaluation.queries import Quarter
from verzahnt.programme.funding import queries as funding
from verzahnt.programme.funding.queries import Purse
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.tally import Kind
from verzahnt.programme.offers import fresh, of_sites
from verzahnt.programme.offers import queries as offers
from verzahnt.programme.offers.models import Approval, Offer
from verzahnt.programme.offers.states import AGREED, OfferState
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.partners.models import NetworkMembership, Site
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.training import queries as training
from verzahnt.programme.training.rules import Coverage

QUARTERS_SHOWN = 6


@dataclass(frozen=True)
class Running:
    """An agreement with the term that counts now."""

    agreement: Agreement
    term: Term
    stretch: Stretch | None
    ends: str
    ends_soon: bool
    is_over: bool


@dataclass(frozen=True)
class Asked:
    """A yes that is waited for, and since how many days."""

    approval: Approval
    days: int


@dataclass(frozen=True)
class Cockpit:
    """Each part is asked for once, when the page comes to it."""

    site: Site
    actor: Actor
    at: datetime

    @property
    def today(self) -> date:
        return localdate(self.at)

    @cached_property
    def agreements(self) -> list[Running]:
        found = []
        for agreement in agreements.agreements_of(self.site):
            if (term := agreements.last_term(agreement)) is not None:
                found.append(Running(
                    agreement, term, stretch(term.runs), ends_in(term.runs, on=self.today),
                    agreements.ends_soon(term, self.today), agreement_rules.may_renew(term.runs, on=self.today)))
        return found

    @cached_property
    def offers(self) -> list[Offer]:
        """What is handed in, published or paused here, by title."""
        shown = (OfferState.CONCEPT, *AGREED)
        return list(offers.visible_to(self.actor).filter(site=self.site, state__in=shown).order_by("title"))

    @cached_property
    def by_topic(self) -> list[tuple[str, int]]:
        """How many published offers there are for each topic; topics without any are the gaps."""
        published = [offer for offer in self.offers if offer.state == OfferState.PUBLISHED]
        return [(topic.plain_name, sum(topic.slug in offer.topics for offer in published))
                for topic in reference.topics()]

    @cached_property
    def days_to_publish(self) -> int | None:
        """The middle one of the days from idea to published."""
        days = offers.days_to_publish(self.offers)
        return round(median(days)) if days else None

    @cached_property
    def to_approve(self) -> list[Asked]:
        if not self.actor.may("offers.approve"):
            return []
        asked = offers.approvals_asked_of(self.actor).filter(site=self.site.pk, is_lead=False)
        return [Asked(one, (self.today - localdate(one.asked_at)).days) for one in asked]

    @cached_property
    def to_call(self) -> int:
        """How many offers nobody has confirmed although their providers were asked again and again."""
        return sum(row.call for row in rows_of(fresh.open_inquiries(sites=[self.site.pk]), on=self.today))

    @cached_property
    def network(self) -> list[NetworkMembership]:
        return list(partners.network_of(self.site))

    @cached_property
    def coverage(self) -> Coverage | None:
        found = training.coverage(self.site, on=self.today)
        return found if found and found.may_be_shown else None

    @cached_property
    def lapsing(self) -> int:
        """How many counsellors' certificates lapse within ninety days; nothing where too few work to be counted."""
        if self.coverage is None or not self.actor.may("training.keep"):
            return 0
        return training.lapsing_soon(self.site, on=self.today)

    @cached_property
    def gaps(self) -> list[tuple[str, int]]:
        """What was asked for in the last twelve months and is not on offer here: (topic, asks), most asked first."""
        since = months_before(first_of_month(self.today), 12)
        asked = months.by_topic(months.asked_in(list(area_names(self.site)), since=since))
        names = {topic.slug: topic.plain_name for topic in reference.topics()}
        running = of_sites.published_by_topic(self.site.pk)
        return [(names.get(topic, topic), number) for topic, number in asked if topic not in running]

    @cached_property
    def quarters(self) -> list[Quarter]:
        return evaluation.figures_of(self.site)

    @property
    def visits(self) -> list[tuple[str, int | None]]:
        """Teilnahmen by quarter, the oldest first; None where they are hidden."""
        shown = [one for one in self.quarters if Kind.VISITS in one.figures][:QUARTERS_SHOWN]
        return [(f"{one.name[0]}/{one.name[-4:]}", one.figures[Kind.VISITS].value) for one in reversed(shown)]

    @cached_property
    def purses(self) -> list[Purse]:
        return funding.money_of(self.site, on=self.today) if self.actor.may("money.see") else []

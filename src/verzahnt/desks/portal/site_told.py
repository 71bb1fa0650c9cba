"""What one site's page needs to know, gathered in a few questions and put into reading order."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup

from verzahnt.desks.parts.areas import middle_of_site
from verzahnt.desks.parts.telling import named_once
from verzahnt.desks.portal.circle import Spoke, spokes
from verzahnt.kit.maps import Dot, draw
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.agreements.models import Agreement, Mandate, Party, Term
from verzahnt.programme.chronicle import queries as chronicle
from verzahnt.programme.chronicle.models import Statement
from verzahnt.programme.chronicle.states import Theme
from verzahnt.programme.evaluation import queries as evaluation
from verzahnt.programme.evaluation.queries import Quarter
from verzahnt.programme.offers import of_sites as offers
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.partners.models import NetworkMembership, Organisation, Site
from verzahnt.programme.partners.states import LABOUR_ADMINISTRATION, PartnerRole
from verzahnt.programme.press import queries as press
from verzahnt.programme.press.models import PressRelease
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.models import Audience
from verzahnt.programme.sources.models import Source


@dataclass(frozen=True)
class Agreed:
    """An agreement as one reads it: offices on the left, insurers on the right; `is_old`: newer is not known."""

    agreement: Agreement
    offices: list[Party]
    insurers: list[Party]
    terms: list[Term]
    last: Term | None
    is_old: bool


@dataclass(frozen=True)
class SiteTold:
    """Everything about a site that anyone may read. Each part is asked for once, when the page comes to it."""

    site: Site
    today: date

    @cached_property
    def agreements(self) -> list[Agreed]:
        return [self._read(agreement) for agreement in agreements.agreements_of(self.site)]

    def _read(self, agreement: Agreement) -> Agreed:
        parties = list(agreement.parties.all())
        offices = [party for party in parties if party.organisation.kind in LABOUR_ADMINISTRATION]
        last = agreements.last_term(agreement)
        return Agreed(
            agreement,
            offices,
            [party for party in parties if party not in offices],
            list(agreement.terms.all()),
            last,
            last is not None and agreements.is_stale(last, self.today),
        )

    @cached_property
    def mandates(self) -> list[tuple[Mandate, list[Site]]]:
        """Who led and leads, each with the other sites the same source names under the same lead."""
        return [(mandate, agreements.led_alongside(mandate)) for mandate in agreements.mandates_of(self.site)]

    @cached_property
    def leading_now(self) -> Organisation | None:
        return agreements.lead_of(self.site, self.today)

    @cached_property
    def network(self) -> list[NetworkMembership]:
        return list(partners.network_of(self.site))

    @cached_property
    def circle(self) -> list[Spoke]:
        return spokes([(member.is_planned, member.role == PartnerRole.LEAD) for member in self.network])

    @cached_property
    def statements(self) -> list[Statement]:
        return chronicle.statements_of(self.site)

    @cached_property
    def themes(self) -> dict[Theme, list[Statement]]:
        """What sources say, by theme; history stands apart."""
        return chronicle.by_theme(one for one in self.statements if one.theme != Theme.HISTORY)

    @cached_property
    def history(self) -> list[Statement]:
        return [one for one in self.statements if one.theme == Theme.HISTORY]

    @cached_property
    def published(self) -> list[Offer]:
        return offers.published_at(self.site, on=self.today)

    @cached_property
    def named_offers(self) -> list[Offer]:
        return offers.named_at(self.site)

    @cached_property
    def audiences(self) -> list[Audience]:
        """Whom sources name first here, at the site or for an offer; "for all" is no group of its own."""
        of_offers = {word for offer in self.named_offers for word in offer.audiences}
        named = (of_offers | set(self.site.audiences)) - {Audience.FOR_ALL}
        return list(reference.audiences().filter(slug__in=named)) if named else []

    @cached_property
    def topics(self) -> dict[str, Any]:
        return {topic.slug: topic for topic in reference.topics()}

    @cached_property
    def figures(self) -> list[Quarter]:
        """Released figures, the newest quarter first. There are no others."""
        return evaluation.figures_of(self.site)

    @cached_property
    def releases(self) -> list[PressRelease]:
        return press.releases_of(self.site)

    @cached_property
    def sources(self) -> list[Source]:
        agreed = [one.agreement for one in self.agreements]
        terms = [term for one in self.agreements for term in one.terms]
        mandates = [mandate for mandate, _others in self.mandates]
        return named_once([self.site, *agreed, *terms, *mandates, *self.network, *self.named_offers, *self.statements,
                           *self.releases])


def map_of(site: Site, *, title: str, description: str) -> Markup | None:
    """The site's Kreise within their Land; where a site serves a Bezirk, a point in the city."""
    keys = [kreis.key for kreis in site.kreise.all()]
    place = middle_of_site(site)
    frame = reference.frame_of([site.land_id]) or reference.frame_of(keys)
    if place is None or frame is None:
        return None
    dots = [Dot(1, place, site.name)] if site.districts.all() else []
    return draw(
        [*reference.land_shapes(only=[site.land_id]), *reference.kreis_shapes(keys)],
        faint=reference.kreis_borders(within_land=site.land_id),
        dots=dots,
        frame=frame,
        key="karte",
        title=title,
        description=description,
    )

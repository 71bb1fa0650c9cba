"""Questions about sites, their networks and organisations. All of it is public.

sites · site · network_of · network_by_part · newest_members · organisations · organisation · contact_points ·
sites_of · networks_of
"""

from datetime import date

from django.db.models import Q, QuerySet

from verzahnt.programme.partners.models import ContactPoint, NetworkMembership, Organisation, Site
from verzahnt.programme.partners.states import PartnerRole, SiteState

NOT_NAMED = "anbieter-nicht-genannt"  # stands where a source names an offer and not who provides it
NEWSPAPER_NOT_NAMED = "zeitung-nicht-genannt"


def sites(*, with_named: bool = True) -> QuerySet[Site]:
    """All sites by name, with Land, source, offices and areas; without those a source merely names, if wished."""
    found = Site.objects.all() if with_named else Site.objects.exclude(state=SiteState.NAMED)
    return found.select_related("land", "source").prefetch_related("offices", "kreise", "districts")


def site(slug: str) -> Site:
    """The site of this address."""
    return sites().get(slug=slug)


def network_of(site: Site) -> QuerySet[NetworkMembership]:
    """Who works with the site, or is to be won, as the sources name them: leads and companions first."""
    return site.network.select_related("organisation", "source").order_by("is_planned", "id")


def network_by_part(site: Site) -> dict[PartnerRole, list[NetworkMembership]]:
    """The network grouped by the part its members play, in the order of the parts."""
    members = list(network_of(site))
    groups = {part: [member for member in members if member.role == part] for part in PartnerRole}
    return {part: found for part, found in groups.items() if found}


def organisations() -> QuerySet[Organisation]:
    """Every organisation by name, except the rows that stand for what no source names."""
    known = Organisation.objects.exclude(slug__in=[NOT_NAMED, NEWSPAPER_NOT_NAMED])
    return known.order_by("name").select_related("carrier", "parent", "source")


def organisation(slug: str) -> Organisation:
    """The organisation of this address; the rows that stand for what no source names have one, too."""
    return Organisation.objects.select_related("carrier", "parent", "source").get(slug=slug)


def contact_points(organisation: Organisation) -> QuerySet[ContactPoint]:
    """How an organisation is reached, by function."""
    return organisation.contact_points.order_by("function", "id")


def sites_of(organisation: Organisation) -> QuerySet[Site]:
    """The sites where an organisation is an office or belongs to the network."""
    return sites().filter(Q(offices=organisation) | Q(network__organisation=organisation)).distinct()


def networks_of(organisation: Organisation) -> QuerySet[NetworkMembership]:
    """The networks an organisation belongs to, or is to be won for, by site."""
    return organisation.networks.select_related("site__land", "source").order_by("site__name", "id")


def newest_members(site: Site, *, since: date) -> QuerySet[NetworkMembership]:
    """Who joined a site's network for certain on or after a day, latest first."""
    return network_of(site).filter(joined_earliest__gte=since).order_by("-joined_earliest", "id")

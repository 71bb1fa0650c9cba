"""Where a site lies: for maps, and for the search that looks around it."""

from collections.abc import Iterable

from verzahnt.kit.distance import Point
from verzahnt.kit.maps import Area
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.models import District, Kreis


def areas_of(site: Site) -> list[District] | list[Kreis]:
    """The Bezirke a site serves, else its Kreise."""
    return [*site.districts.all()] or [*site.kreise.all()]


def middle_of_site(site: Site) -> Point | None:
    """Where a site is drawn: the middle of its areas. It is no address."""
    areas = areas_of(site)
    if not areas:
        return None
    return Point(sum(area.latitude for area in areas) / len(areas), sum(area.longitude for area in areas) / len(areas))


def invented_areas(sites: Iterable[Site]) -> list[Area]:
    """The made-up Kreise of these sites, to be drawn beside the real Länder."""
    keys = {kreis.key for site in sites if site.is_invented for kreis in site.kreise.all()}
    return reference.kreis_shapes(keys) if keys else []


def search_place(site: Site) -> str:
    """What to type into the search to find what is on around a site."""
    areas = areas_of(site)
    return str(areas[0]) if areas else ""

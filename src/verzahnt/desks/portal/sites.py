"""The sites: all of them by Land, and one with everything sources say about it."""

from itertools import groupby

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from verzahnt.desks.parts.areas import areas_of, invented_areas, middle_of_site, search_place
from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.telling import Telling, told_at
from verzahnt.desks.portal.own_words import offer_words
from verzahnt.desks.portal.site_told import SiteTold, map_of
from verzahnt.kit.maps import Dot, draw
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.reference import queries as reference

SHOWN_OFFERS = 6


@public
def sites(request: HttpRequest) -> HttpResponse:
    in_order = sorted(partners.sites(), key=lambda site: (site.is_invented, site.land.name, site.name))
    numbered = list(enumerate(in_order, start=1))
    by_land = [(land, list(group)) for land, group in groupby(numbered, key=lambda pair: pair[1].land)]
    country = draw(
        [*reference.land_shapes(), *invented_areas(in_order)],
        dots=[Dot(number, place, site.name) for number, site in numbered if (place := middle_of_site(site))],
        key="standorte",
        title=_("Wo die Standorte liegen"),
        description=_("Karte von Deutschland mit den Ländern. Jede Nummer steht auch in der Liste daneben."),
    )
    return render(request, "portal/sites.html", {"by_land": by_land, "count": len(numbered), "map": country})


@public
def site(request: HttpRequest, slug: str) -> HttpResponse:
    today = localdate()
    site = get_object_or_404(partners.sites(), slug=slug)
    prefetch_related_objects([site], "offices__contact_points")
    told = SiteTold(site, today)
    context = {
        "site": site,
        "told": told,
        "telling": Telling(get_language() or "de", today),
        "offers": told.published[:SHOWN_OFFERS],
        "words": offer_words(told.published[:SHOWN_OFFERS], "title", "summary"),
        "map": map_of(
            site,
            title=_("Wo %(site)s liegt") % {"site": site.name},
            description=_("Karte des Landes %(land)s; das Gebiet des Standorts ist hervorgehoben.")
            % {"land": site.land.name},
        ),
        "areas": areas_of(site),
        "search_place": search_place(site),
        "told_at": told_at(told.releases),
    }
    return render(request, "portal/site.html", context)

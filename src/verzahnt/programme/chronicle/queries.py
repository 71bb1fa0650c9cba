"""Questions about the programme's history and about what sources state. All of it is public.

phases · statements_of(site) · statements_of_land(land) · statements_of_programme · by_theme
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from verzahnt.kit.days import KnownDay, in_order_of
from verzahnt.programme.chronicle.models import Phase, Statement
from verzahnt.programme.chronicle.states import Theme
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference.models import Land


def phases() -> list[Phase]:
    """The programme's history from its beginning, as far as sources tell it."""
    told = Phase.objects.select_related("source").order_by("id")
    return sorted(told, key=lambda phase: _when_it_may_have_begun(phase.begins))


def _when_it_may_have_begun(begins: KnownDay) -> tuple[date, int]:
    """A year stands before the days in it: what is told more broadly is told first."""
    return begins.earliest or date.max, -(begins.latest or date.max).toordinal()


def _statements() -> QuerySet[Statement]:
    return Statement.objects.select_related("source", "land", "site").order_by(*in_order_of("as_of"), "id")


def statements_of(site: Site) -> list[Statement]:
    """What sources say about a site, oldest first."""
    return list(_statements().filter(site=site))


def statements_of_land(land: Land) -> list[Statement]:
    """What sources say about a Land as a whole."""
    return list(_statements().filter(land=land, site=None))


def statements_of_laender() -> list[Statement]:
    """What sources say about Länder, by Land, oldest first: the counts per Land with the day they are true for."""
    return sorted(_statements().exclude(land=None).filter(site=None), key=lambda one: one.land.name if one.land else "")


def statements_of_programme() -> list[Statement]:
    """What sources say about the whole programme."""
    return list(_statements().filter(site=None, land=None))


def by_theme(statements: Iterable[Statement]) -> dict[Theme, list[Statement]]:
    """Statements grouped by what they are about, in the order of the themes."""
    told = list(statements)
    groups = {theme: [one for one in told if one.theme == theme] for theme in Theme}
    return {theme: found for theme, found in groups.items() if found}

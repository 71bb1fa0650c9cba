"""Questions about released figures, the only figures there are. Everyone reads the same.

national() · figures_of(site) · table_of(release, site) · last_release_of(sites)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from verzahnt.programme.evaluation.indicators import INDICATORS, WHY_HIDDEN, Indicator
from verzahnt.programme.evaluation.models import Hidden, Release, ReleasedFigure
from verzahnt.programme.evaluation.rules import NO_TOPIC
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference.models import Topic

FEW_PROVIDERS = "Oder es stehen weniger als drei Anbieter dahinter."


@dataclass(frozen=True)
class Figure:
    """A released figure as one reads it: `value` is None where it is hidden, and `why` says for what reason."""

    indicator: Indicator
    value: int | None
    why: str = ""
    of: int | None = None
    """The denominator's value, where there is one and it is shown."""

    @property
    def share(self) -> int | None:
        """The figure in percent of its denominator."""
        return round(100 * self.value / self.of) if self.value is not None and self.of else None


@dataclass(frozen=True)
class Line:
    """One line of a site's table: a topic, or with an empty one the sum; a figure for each indicator, if counted."""

    topic: str
    name: str
    figures: dict[str, Figure | None]


@dataclass(frozen=True)
class Quarter:
    """The figures of one area in one release."""

    release: Release
    name: str
    figures: dict[str, Figure]


def quarter_name(quarter: date) -> str:
    """3. Quartal 2026"""
    return f"{(quarter.month + 2) // 3}. Quartal {quarter.year}"


def figures_of(site: Site) -> list[Quarter]:
    """A site's sums, quarter by quarter, the newest first."""
    return _quarters(ReleasedFigure.objects.filter(land=site.land_id, site=site.pk, topic=""))


def national() -> list[Quarter]:
    """The sums of the whole country, quarter by quarter, the newest first."""
    return _quarters(ReleasedFigure.objects.filter(land="", site=None, topic=""))


def table_of(release: Release, site: Site) -> list[Line]:
    """A site's topics in one release, and below them the sum. Empty where nothing was counted."""
    rows = list(release.figures.filter(land=site.land_id, site=site.pk))
    names = {topic.slug: topic.name for topic in Topic.objects.all()} | {NO_TOPIC: "ohne Thema", "": "Zusammen"}
    lines = []
    for topic in sorted({row.topic for row in rows}, key=lambda slug: (slug == "", names.get(slug, slug))):
        found = _told([row for row in rows if row.topic == topic])
        lines.append(Line(topic, names.get(topic, topic), {str(one.key): found.get(one.key) for one in INDICATORS}))
    return lines


def last_release_of(sites: Iterable[int]) -> dict[int, Release]:
    """For each site the newest release in which it has figures."""
    rows = ReleasedFigure.objects.filter(site__in=list(sites), topic="").select_related("release")
    found: dict[int, Release] = {}
    for row in rows.order_by("release__quarter"):
        if row.site is not None:
            found[row.site] = row.release
    return found


def _quarters(rows: QuerySet[ReleasedFigure]) -> list[Quarter]:
    by_release: dict[Release, list[ReleasedFigure]] = {}
    for row in rows.select_related("release").order_by("-release__quarter"):
        by_release.setdefault(row.release, []).append(row)
    return [Quarter(release, quarter_name(release.quarter), _told(found)) for release, found in by_release.items()]


def _told(rows: list[ReleasedFigure]) -> dict[str, Figure]:
    """The figures of one area by indicator, in the order of the indicators."""
    values = {row.indicator: row for row in rows}
    found = {}
    for indicator in INDICATORS:
        if (row := values.get(indicator.key)) is not None:
            below = values.get(indicator.denominator) if indicator.denominator else None
            found[str(indicator.key)] = Figure(indicator, row.value, _why(row), below.value if below else None)
    return found


def _why(row: ReleasedFigure) -> str:
    if row.hidden == Hidden.SMALL and not row.land:
        return f"{WHY_HIDDEN[Hidden.SMALL]} {FEW_PROVIDERS}"
    return WHY_HIDDEN.get(row.hidden, "")

"""The one deed by which figures leave: the release of a quarter, computed and written by role `release` alone."""

from datetime import date

from django.db import transaction

from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.evaluation import rules
from verzahnt.programme.evaluation.indicators import BY_KEY
from verzahnt.programme.evaluation.models import Hidden, Release, ReleasedFigure
from verzahnt.programme.evaluation.rules import NO_TOPIC, Area, Count, Sum
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import RELEASE
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference.models import Land


class NotOverYet(NotPossible):
    message = ("Dieses Vierteljahr ist noch nicht abgerechnet. Freigegeben wird, wenn es vorbei ist und alle Listen "
               "geschlossen sind, 15 Tage nach seinem Ende.")


class NotAQuarter(NotPossible):
    message = "Ein Vierteljahr beginnt am 1. Januar, 1. April, 1. Juli oder 1. Oktober."


class AlreadyReleased(NotPossible):
    message = "Dieses Vierteljahr ist schon freigegeben. Was freigegeben ist, ändert sich nicht mehr."


class WouldBetray(NotPossible):
    message = "Zusammen mit früheren Freigaben ließe sich eine verborgene Zahl berechnen. Es wurde nichts freigegeben."


@transaction.atomic
def release(quarter: date, *, on: date) -> Release:
    """Release the figures of the quarter that begins on this day: once, frozen, small numbers hidden.

    Role `release` sees tally, answers, reference and partners, and nothing that knows a person.
    """
    if quarter != rules.quarter_of(quarter):
        raise NotAQuarter
    if not rules.may_release(quarter, on=on):
        raise NotOverYet
    with acting_as(RELEASE):
        if Release.objects.filter(quarter=quarter).exists():
            raise AlreadyReleased
        counts = _counted(quarter)
        invented = frozenset(Land.objects.filter(is_invented=True).values_list("key", flat=True))
        is_invented = bool(counts) and all(area.land in invented for area in counts)
        made = Release.objects.create(quarter=quarter, released_on=on, is_invented=is_invented)
        apart = frozenset() if is_invented else invented  # beside real figures, invented ones never enter a sum
        figures = [figure for kinds in rules.HIDDEN_TOGETHER for figure in _figures(made, counts, kinds, apart)]
        _check_against_the_ledger(made, figures, invented)
        ReleasedFigure.objects.bulk_create(figures)
    return made


def release_due(*, on: date) -> list[Release]:
    """Release every quarter that has been counted, is over, and was not released yet; earlier ones first."""
    with transaction.atomic(), acting_as(RELEASE):
        counted = {rules.quarter_of(month) for month in
                   Tally.objects.filter(kind__in=list(BY_KEY)).values_list("month", flat=True).distinct()}
        counted -= set(Release.objects.values_list("quarter", flat=True))
    return [release(quarter, on=on) for quarter in sorted(counted) if rules.may_release(quarter, on=on)]


def _counted(quarter: date) -> dict[Area, dict[str, Count]]:
    """The quarter's counts by topic at a site."""
    rows = Tally.objects.filter(month__gte=quarter, month__lt=rules.next_quarter(quarter), site__isnull=False,
                                kind__in=list(BY_KEY))
    lands = dict(Site.objects.filter(pk__in=rows.values("site")).values_list("pk", "land_id"))
    counts: dict[Area, dict[str, Count]] = {}
    for row in rows:
        assert row.site is not None
        kinds = counts.setdefault(Area(lands[row.site], row.site, row.topic or NO_TOPIC), {})
        one = Count(row.total, row.largest_unit, frozenset(row.providers))
        kinds[row.kind] = kinds[row.kind] + one if row.kind in kinds else one
    return counts


def _figures(made: Release, counts: dict[Area, dict[str, Count]], kinds: frozenset[str],
             apart: frozenset[str]) -> list[ReleasedFigure]:
    """The figures of kinds that are hidden together: shown with their value, or hidden without any."""
    chosen = {area: {kind: count for kind, count in found.items() if kind in kinds} for area, found in counts.items()}
    chosen = {area: found for area, found in chosen.items() if found}
    worked_out = rules.Suppression(chosen, apart=apart)
    sums: dict[tuple[str, Area], int] = {}
    for leaf, found in chosen.items():
        for kind, count in found.items():
            for area in worked_out.paths[leaf]:
                sums[kind, area] = sums.get((kind, area), 0) + count.total
    return [
        ReleasedFigure(release=made, indicator=kind, land=area.land, site=area.site or None, topic=area.topic,
                       value=None if hidden else value, hidden=hidden)
        for (kind, area), value in sorted(sums.items())
        for hidden in [_why(worked_out, area)]
    ]


def _why(worked_out: rules.Suppression, area: Area) -> Hidden:
    if area in worked_out.small:
        return Hidden.SMALL
    return Hidden.BETRAYS if area in worked_out.betrays else Hidden.NO


def _check_against_the_ledger(made: Release, figures: list[ReleasedFigure], apart: frozenset[str]) -> None:
    """All releases together must not determine what one of them hides, whatever way each came about."""
    earlier = ReleasedFigure.objects.exclude(release=made).select_related("release")
    for kind in {figure.indicator for figure in figures}:
        own = [*(one for one in earlier if one.indicator == kind), *(one for one in figures if one.indicator == kind)]
        if rules.betrayed(_open_sums(own, apart)):
            raise WouldBetray


def _open_sums(figures: list[ReleasedFigure], invented: frozenset[str]) -> list[Sum]:
    """What is left of each shown sum when the shown counts in it are taken away: sums of hidden counts."""
    leaves = {(one.release.quarter, _area(one)): one.value for one in figures if one.topic}
    parts: dict[tuple[date, Area], list[tuple[date, Area]]] = {}
    is_invented = {one.release.quarter: one.release.is_invented for one in figures}
    for when, leaf in leaves:
        apart = frozenset() if is_invented[when] else invented
        for area in rules.path_of(leaf, apart)[1:]:
            parts.setdefault((when, area), []).append((when, leaf))
    found = []
    for one in figures:
        if one.value is not None and not one.topic:
            below = parts.get((one.release.quarter, _area(one)), [])
            hidden = frozenset(part for part in below if leaves[part] is None)
            if hidden:
                found.append(Sum(hidden, one.value - sum(leaves[part] or 0 for part in below)))
    return found


def _area(figure: ReleasedFigure) -> Area:
    return Area(figure.land, figure.site or 0, figure.topic)

"""Questions to the reference: areas, lists, outlines, holidays. Finding a place by its name is in `finding.py`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import holidays
from django.db import connection
from django.db.models import Q, QuerySet

from verzahnt.kit.maps import Area
from verzahnt.kit.outlines import Frame
from verzahnt.programme.reference.crisis import help_for
from verzahnt.programme.reference.finding import locate
from verzahnt.programme.reference.models import (
    Audience,
    Concept,
    District,
    JobcenterArea,
    Kreis,
    Land,
    Language,
    Outline,
    SchoolHoliday,
    Topic,
    Trait,
)
from verzahnt.programme.reference.rules import INVENTED_LAND
from verzahnt.programme.reference.spots import Located, Spot
from verzahnt.programme.reference.suggesting import look_alikes, suggestions

__all__ = ["Located", "PublicHoliday", "Spot", "audiences", "bezirke", "concepts", "first_choices", "frame_of",
           "help_for", "jobcenter_areas", "kreis_borders", "kreis_names", "kreis_shapes", "kreise_of", "kreise_within",
           "laender", "land_shapes", "languages", "locate", "look_alikes", "outlines", "public_holidays",
           "school_holidays", "stems_of", "suggestions", "topics", "traits"]


def laender(*, with_invented: bool = False) -> QuerySet[Land]:
    """The 16 Länder by name; with the invented one only where it is asked for."""
    return Land.objects.all() if with_invented else Land.objects.filter(is_invented=False)


def kreise_of(land: Land) -> QuerySet[Kreis]:
    """The Kreise of a Land by name, Germans' way."""
    return land.kreise.order_by("short_search_key", "kind")


def kreis_names(keys: Collection[str]) -> dict[str, str]:
    """What these Kreise are called in full, in the order given."""
    names = dict(Kreis.objects.filter(key__in=keys).values_list("key", "long_name"))
    return {key: names[key] for key in keys if key in names}


def bezirke() -> QuerySet[District]:
    """The Bezirke of Berlin."""
    return District.objects.order_by("name")


def topics() -> QuerySet[Topic]:
    return Topic.objects.all()


def first_choices() -> QuerySet[Topic]:
    """The six topics the start page offers as pictures."""
    return Topic.objects.filter(is_first_choice=True)


def audiences() -> QuerySet[Audience]:
    return Audience.objects.all()


def traits() -> QuerySet[Trait]:
    return Trait.objects.all()


def languages(codes: Collection[str] | None = None) -> QuerySet[Language]:
    return Language.objects.all() if codes is None else Language.objects.filter(code__in=codes)


def jobcenter_areas(kreis_key: str, district_key: str | None = None) -> QuerySet[JobcenterArea]:
    """The Jobcenter serving a Kreis; in Berlin the one of the Bezirk, or all twelve where it is not known."""
    areas = JobcenterArea.objects.filter(kreis_keys__contains=[kreis_key])
    return areas.filter(Q(district=None) | Q(district=district_key)) if district_key else areas


def concepts() -> QuerySet[Concept]:
    """What people type in the search, and what they mean."""
    return Concept.objects.all()


def stems_of(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The stems each of these folded words may have, marked with their language ("g:ruck")."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, word_stems(word) FROM unnest(%s::text[]) AS word", [list(words)])
        return {word: tuple(stems) for word, stems in cursor.fetchall()}


class PublicHoliday(NamedTuple):
    day: date
    name: str


@lru_cache(maxsize=256)
def _public_holidays(short: str, year: int) -> tuple[PublicHoliday, ...]:
    days = holidays.country_holidays("DE", subdiv=short, years=year, language="de")
    return tuple(PublicHoliday(day, name) for day, name in sorted(days.items()))


def public_holidays(land: Land, year: int) -> tuple[PublicHoliday, ...]:
    """The days on which everyone in this Land is off, in order. Those of single municipalities are not among them."""
    return () if land.is_invented else _public_holidays(land.short, year)


def school_holidays(land: Land | str, begins_on: date, ends_on: date) -> QuerySet[SchoolHoliday]:
    """School holidays in the Land (or the one with this key) that touch the days from the first to the last given."""
    key = land if isinstance(land, str) else land.key
    return SchoolHoliday.objects.filter(land=key, begins_on__lte=ends_on, ends_on__gte=begins_on)


def land_shapes(marked: Collection[str] = (), *, only: Collection[str] | None = None, near: bool = False) -> list[Area]:
    """The Länder, or only these, as areas to draw, the marked ones with their names.

    The invented one is there only if it is marked.
    """
    names = dict(Land.objects.values_list("key", "name"))
    return _shapes(names, names if only is None else only, marked, near)


def kreis_shapes(keys: Collection[str], marked: Collection[str] = (), *, near: bool = False) -> list[Area]:
    """These Kreise as areas to draw, the marked ones with their names."""
    names = dict(Kreis.objects.filter(key__in=keys).values_list("key", "long_name"))
    return _shapes(names, names, marked or keys, near)


def _shapes(names: dict[str, str], keys: Collection[str], marked: Collection[str], near: bool) -> list[Area]:
    return [Area(path, names[key] if key in marked else "", key in marked)
            for key, path in outlines(keys, near=near).items() if key in marked or not key.startswith(INVENTED_LAND)]


def outlines(keys: Collection[str], *, near: bool = False) -> dict[str, str]:
    """The outlines of these Kreise and Länder as paths, by their keys, in order; near by they are finer."""
    rows = Outline.objects.filter(area_key__in=keys).order_by("area_key")
    return dict(rows.values_list("area_key", "fine" if near else "coarse"))


def kreis_borders(*, within_land: str = "", near: bool = False) -> list[str]:
    """The borders of all Kreise, or of one Land's, as thin lines without names."""
    outlines = Outline.objects.filter(area_key__startswith=within_land, area_key__regex=r"^[0-9]{5}$")
    if not within_land.startswith(INVENTED_LAND):
        outlines = outlines.exclude(area_key__startswith=INVENTED_LAND)
    return list(outlines.values_list("fine" if near else "coarse", flat=True))


def kreise_within(frame: Frame) -> list[Kreis]:
    """The Kreise of which something may be seen in this cut-out; invented ones only among invented ones."""
    seen = Outline.objects.filter(left__lt=frame.right, right__gt=frame.left, top__lt=frame.bottom,
                                  bottom__gt=frame.top)
    return list(Kreis.objects.filter(key__in=seen.values("area_key")))


def frame_of(keys: Collection[str], *, margin_km: float = 5.0) -> Frame | None:
    """The cut-out that holds these Kreise or Länder; None if none of them is known."""
    rows = Outline.objects.filter(area_key__in=keys).values_list("left", "top", "right", "bottom")
    frames = [Frame(*row) for row in rows]
    return Frame.around(frames).widened(margin_km) if frames else None

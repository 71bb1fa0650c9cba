"""Helps pages retell what sources say: days and periods in words, and each source named once at the foot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from verzahnt.kit.days import KnownDay, Period, Precision, period_words, when, words
from verzahnt.programme.sources.models import Source


@dataclass(frozen=True)
class Telling:
    """In which language, and seen from which day."""

    language: str
    today: date

    def period(self, period: Period) -> str:
        """ "seit 2017, Ende offen" """
        return period_words(period, self.language, on=self.today)

    def span(self, start: KnownDay, end: KnownDay) -> str:
        """ "von Juni 2014 bis Juni 2015" """
        return self.period(Period(start, end))

    def when(self, day: KnownDay) -> str:
        """ "am 19. Dezember 2024" """
        return when(day, self.language)

    def state_of(self, source: Source | None) -> str:
        """The month up to which a source can know: "Dezember 2024"; empty where it bears no day."""
        if source is None or not source.published.is_known:
            return ""
        day = source.published
        if day.precision is Precision.DAY and day.latest:
            day = KnownDay.month(day.latest.year, day.latest.month)
        return words(day, self.language)


def named_once(rows: Iterable[Any]) -> list[Source]:
    """The sources of these rows, each once, the newest first; those without a day last."""
    found = {row.source.pk: row.source for row in rows if row.source is not None}
    dated = [source for source in found.values() if source.published.is_known]
    return [*sorted(dated, key=lambda source: source.published, reverse=True),
            *(source for source in found.values() if not source.published.is_known)]


def told_at(releases: Iterable[Any]) -> dict[int, str]:
    """By number of the source: where our own page about this publication is."""
    return {release.source_id: reverse("portal:press_release", args=[release.slug]) for release in releases}

"""The filters of a list of offers: what may be chosen, with how many results each, and what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verzahnt.desks.parts import words
from verzahnt.programme.offers import search as offers
from verzahnt.programme.offers.choices import Choices
from verzahnt.programme.offers.question import KREIS, RADII, USUAL_RADIUS, WEEKS, Question
from verzahnt.programme.offers.rules import TIMES, WEEKDAYS
from verzahnt.programme.offers.states import KIND_IN_ADDRESS, OfferKind

A_MONDAY = date(2026, 3, 2)  # only to name the days of the week
HOURS = range(6, 23)


@dataclass(frozen=True)
class Option:
    """One choice of a filter, and how many results there would be with it; None: not counted."""

    value: str
    label: str
    count: int | None
    chosen: bool
    short: str = ""


@dataclass(frozen=True)
class Filter:
    """A list to choose one of. `any_label` is its first entry: no matter; empty where one always holds."""

    name: str
    label: str
    any_label: str
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address of the same search without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Filters:
    """All filters of a results page, in the order of the form."""

    radius: Filter
    days: list[Option]
    time: Filter
    hours: list[Filter]
    weeks: Filter
    free: Option
    lists: list[Filter]
    traits: list[Option]
    sorting: Filter
    chosen: list[Chip]


def filters_of(results: offers.Results, lists: Choices) -> Filters:
    """What can be chosen on this page; what would leave nothing is left out, unless it is chosen. Where nothing was
    counted yet, all can."""
    question, counts = results.question, results.counts
    return Filters(
        radius=_radius(question),
        days=[Option(day, _weekday(day), _count(counts, "day", day), day in question.days,
                     words.short_weekday(_day(day))) for day in WEEKDAYS],
        time=_filter("zeit", _("Uhrzeit"), _("egal"), _times(), counts.get("time"), question.time),
        hours=_hours(question),
        weeks=_filter("wochen", _("Beginnt"), _("egal"), {str(number): _within(number) for number in WEEKS},
                      counts.get("weeks"), str(question.weeks or "")),
        free=Option("1", _("Nur mit freien Plätzen"), _count(counts, "free", "1"), question.free),
        lists=_lists(question, counts, lists),
        traits=_filter("merkmal", "", "", {key: one.name for key, one in lists.traits.items()}, counts.get("trait"),
                       *question.traits).options,
        sorting=_filter("sortierung", _("Zuerst zeigen"), "", {
            "passend": _("was am besten passt"), "nah": _("was am nächsten ist"), "bald": _("was am ehesten beginnt"),
        }, None, question.sorting),
        chosen=list(_chosen(question, lists)),
    )


def _lists(question: Question, counts: Mapping[str, Mapping[str, int]], lists: Choices) -> list[Filter]:
    kinds = {KIND_IN_ADDRESS[kind]: str(OfferKind(kind).label) for kind in OfferKind.values}
    by_kind = ({KIND_IN_ADDRESS.get(kind, kind): number for kind, number in counts["kind"].items()}
               if "kind" in counts else None)
    audiences = {key: one.name for key, one in lists.audiences.items() if key != "alle"}
    found = [
        _filter("thema", _("Thema"), _("alle Themen"), {key: one.name for key, one in lists.topics.items()},
                counts.get("topic"), question.topic),
        _filter("art", _("Art"), _("alle Arten"), kinds, by_kind, KIND_IN_ADDRESS.get(question.kind, "")),
        _filter("fuer", _("Für wen"), _("für alle"), audiences, counts.get("audience"), question.audience),
        _filter("sprache", _("Sprache"), _("alle Sprachen"), lists.languages, counts.get("language", {}),
                question.language),
    ]
    return [one for one in found if one.options]


def _filter(name: str, label: str, any_label: str, named: Mapping[str, str], counts: Mapping[str, int] | None,
            *chosen: str) -> Filter:
    options = [Option(key, word, None if counts is None else counts.get(key, 0), key in chosen)
               for key, word in named.items() if counts is None or counts.get(key) or key in chosen]
    return Filter(name, label, any_label, options)


def _radius(question: Question) -> Filter:
    options = [Option(str(km), _("%(km)s km") % {"km": km}, None, question.radius == km) for km in RADII]
    return Filter("umkreis", _("Umkreis"), "",
                  [*options, Option(KREIS, _("nur in meinem Kreis"), None, question.radius == KREIS)])


def _hours(question: Question) -> list[Filter]:
    """Own hours: who must be home at 13 o'clock says so. Set, they take the place of a time of day."""
    own = question.time not in TIMES and question.time != ""
    begin, end = (question.hours.begin, question.hours.end) if own else (0, 24)
    return [
        Filter("von", _("frühestens"), "–", [Option(str(hour), _o_clock(hour), None, own and hour == begin)
                                             for hour in HOURS]),
        Filter("bis", _("spätestens"), "–", [Option(str(hour), _o_clock(hour), None, own and hour == end)
                                             for hour in HOURS]),
    ]


def _chosen(question: Question, lists: Choices) -> list[Chip]:
    """What narrows the search down, each with the way to take it off again."""
    def chip(label: str, **without: object) -> Chip:
        return Chip(label, question.but(**without).address() or "?")

    chips = [chip(f"„{question.text}“", text="")] if question.text else []
    if question.radius != USUAL_RADIUS:
        chips.append(chip(_("nur in meinem Kreis") if question.radius == KREIS
                          else _("%(km)s km") % {"km": question.radius}, radius=USUAL_RADIUS))
    if question.topic in lists.topics:
        chips.append(chip(lists.topics[question.topic].name, topic=""))
    if question.kind:
        chips.append(chip(str(OfferKind(question.kind).label), kind=""))
    if question.audience in lists.audiences:
        chips.append(chip(lists.audiences[question.audience].name, audience=""))
    if question.language in lists.languages:
        chips.append(chip(lists.languages[question.language], language=""))
    chips += [chip(_weekday(day), days=tuple(one for one in question.days if one != day)) for day in question.days]
    if question.time:
        chips.append(chip(time_named(question), time=""))
    if question.weeks:
        chips.append(chip(_within(question.weeks), weeks=0))
    if question.free:
        chips.append(chip(_("Nur mit freien Plätzen"), free=False))
    chips += [chip(lists.traits[trait].name, traits=tuple(one for one in question.traits if one != trait))
              for trait in question.traits if trait in lists.traits]
    return chips


def time_named(question: Question) -> str:
    """The time of day somebody chose, in words: "vormittags", "von 9 bis 13 Uhr"."""
    hours = question.hours
    return _times().get(question.time) or _("von %(begin)s bis %(end)s Uhr") % {"begin": hours.begin, "end": hours.end}


def _times() -> dict[str, str]:
    return {
        "vormittags": _("vormittags"), "nachmittags": _("nachmittags"), "abends": _("abends"),
        "schulzeit": _("während die Kinder in der Schule sind"),
    }


def _within(weeks: int) -> str:
    return ngettext("in der nächsten Woche", "in den nächsten %(num)d Wochen", weeks) % {"num": weeks}


def _weekday(day: str) -> str:
    return words.weekday(_day(day))


def _day(day: str) -> date:
    return A_MONDAY + timedelta(days=WEEKDAYS.index(day))


def _o_clock(hour: int) -> str:
    return _("%(hour)s Uhr") % {"hour": hour}


def _count(counts: Mapping[str, Mapping[str, int]], facet: str, key: str) -> int | None:
    return counts[facet].get(key, 0) if facet in counts else None

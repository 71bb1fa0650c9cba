"""The provider's offers as a table that can be changed and brought back, and the empty one to begin with.

A table taken away and brought back unchanged changes nothing: each offer bears its number, or else its address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Prefetch
from django.utils.timezone import localtime

from verzahnt.kit.spreadsheets import Sheet
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.incoming import MOST_DATES, Edition, Where
from verzahnt.programme.offers.incoming_columns import COLUMNS
from verzahnt.programme.offers.incoming_plan import of_prepared, of_run
from verzahnt.programme.offers.incoming_values import WEEKDAYS
from verzahnt.programme.offers.models import Offer, Run, Session
from verzahnt.programme.offers.states import Cost, OfferKind, OfferState, Registration, RunState
from verzahnt.programme.reference import queries as reference

HEAD = [column.label for column in COLUMNS]
WIDTHS = [max(12, min(40, len(column.example) + 4, 44)) for column in COLUMNS]


def own_table(actor: Actor, *, on: date) -> list[list[str]]:
    """Every offer of the actor's organisation that is not over: a row for each of its editions, or one without."""
    names = _names()
    runs = (Run.objects.filter(state=RunState.OPEN, ends_on__gte=on).select_related("venue", "seats")
            .prefetch_related(Prefetch("sessions", Session.objects.filter(is_cancelled=False).order_by("starts_at"))))
    offers = (Offer.objects.filter(provider__in=actor.organisations)
              .exclude(state__in=[OfferState.ENDED, OfferState.NAMED]).select_related("site")
              .prefetch_related(Prefetch("runs", runs.order_by("starts_on", "id")), "prepared_runs")
              .order_by("title", "id"))
    return [[cells.get(column.key, "") for column in COLUMNS] for offer in offers for cells in _rows(offer, names)]


def template() -> list[Sheet]:
    """An example marked as such, and a second sheet that says what may stand where."""
    example = [[column.example for column in COLUMNS]]
    return [Sheet("Angebote", HEAD, example, WIDTHS),
            Sheet("Was möglich ist", ["Spalte", "Was hineingehört", "Mögliche Werte"], _explained(), [24, 60, 80])]


def _explained() -> list[list[str]]:
    possible = {
        "kind": [str(label) for label in OfferKind.labels], "topics": [one.plain_name for one in reference.topics()],
        "audiences": [one.name for one in reference.audiences()], "traits": [one.name for one in reference.traits()],
        "languages": [one.name for one in reference.languages()][:40] + ["…"],
        "cost": ["kostet nichts", "mit Gutschein", "120 Euro, 96 Euro zurück"],
        "registration": ["Mitmachkarte", "Telefon", "Internetseite", "ohne Anmeldung"],
        "weekday": [f"{day}s" for day in WEEKDAYS], "starts_on": ["3.3.2027"], "hours": ["10–11:30 Uhr"],
    }
    return [[column.label, column.hint, " | ".join(possible.get(column.key, []))] for column in COLUMNS]


def _names() -> dict[str, Mapping[str, str]]:
    return {
        "topics": {one.slug: one.plain_name for one in reference.topics()},
        "audiences": {one.slug: one.name for one in reference.audiences()},
        "languages": {one.code: one.name for one in reference.languages()},
        "traits": {one.slug: one.name for one in reference.traits()},
    }


def _rows(offer: Offer, names: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, str]]:
    cells = {name: getattr(offer, name) for name in (
        "title", "summary", "about", "telephone", "telephone_hours", "website", "cost_note", "what_to_bring",
        "led_by", "certificate")}
    cells |= {name: ", ".join(words[key] for key in getattr(offer, name) if key in words)
              for name, words in names.items()}
    cells |= {"own_key": offer.own_key or offer.slug, "site": offer.site.name if offer.site else "",
              "kind": str(OfferKind(offer.kind).label), "cost": str(Cost(offer.cost).label),
              "registration": str(Registration(offer.registration).label)}
    editions = [*(_planned(run) for run in offer.runs.all()), *(of_prepared(one) for one in offer.prepared_runs.all())]
    yield from (cells | _dates(edition) for edition in editions)
    if not editions:
        yield cells


def _planned(run: Run) -> Edition:
    times = tuple((localtime(one.starts_at), localtime(one.ends_at)) for one in run.sessions.all())
    return Edition(0, of_run(run), times, run.seats.seats)


def _dates(edition: Edition) -> dict[str, str]:
    where = edition.where or Where()
    cells = {"venue": where.venue, "street": where.street, "postal_code": where.postal_code, "town": where.town,
             "online_how": where.online_how, "seats": str(edition.seats or "")}
    if not edition.times:
        return cells
    first, until = edition.times[0]
    cells |= {"starts_on": f"{first.day}.{first.month}.{first.year}", "hours": f"{first:%H:%M}–{until:%H:%M} Uhr"}
    if 1 < len(edition.times) <= MOST_DATES:
        cells |= {"weekday": f"{WEEKDAYS[first.weekday()]}s", "times": str(len(edition.times))}
    return cells

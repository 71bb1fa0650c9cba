"""Many generated offers spread over Germany, to try out and to measure with. Clearly invented; never in production.

The same number always gives the same offers (their dates begin anew from the day they are loaded). Their numbers start
at ten million, apart from everything real; loading again changes them in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from verzahnt.kit.bulk import put
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import CONTENT
from verzahnt.programme.offers.models import Listing, Offer, Run, Seats, Session, Venue
from verzahnt.programme.partners.models import Organisation
from verzahnt.programme.reference.models import PostalCode

FIRST = 10_000_000
MOST = 1_000_000
BATCH = 2_000
OFFERS_OF_A_PROVIDER = 40
BERLIN = ZoneInfo("Europe/Berlin")
Tell = Callable[[str], None]

# By topic: title, kind, what it is.
IDEAS: dict[str, list[tuple[str, str, str]]] = {
    "bewegung": [("Rückenschule", "course", "Leichte Übungen für einen starken Rücken."),
                 ("Spazieren und Reden", "open_meeting", "Gemeinsam gehen, ohne Eile und ohne Ziel."),
                 ("Sanft in Schwung", "training", "Langsam anfangen, jede Woche ein wenig mehr."),
                 ("Eltern-Kind-Turnen", "family_course", "Turnen für Kinder und ihre Eltern.")],
    "stress": [("Ruhig werden", "course", "Atem und einfache Übungen gegen Anspannung."),
               ("Besser schlafen", "course", "Was abends hilft und was nicht."),
               ("Pause am Mittwoch", "open_meeting", "Eine Stunde nur für sich.")],
    "ernaehrung": [("Günstig und gut kochen", "course", "Zusammen kochen, zusammen essen, wenig ausgeben."),
                   ("Familienküche", "family_course", "Kochen mit Kindern, von Brei bis Auflauf."),
                   ("Frühstück für alle", "open_meeting", "Ein gemeinsames Frühstück, einmal in der Woche.")],
    "kontakte": [("Offener Treff", "open_meeting", "Kaffee, Spiele, Gespräche. Einfach vorbeikommen."),
                 ("Gärtnern zusammen", "open_meeting", "Ein Beet, viele Hände."),
                 ("Chor ohne Noten", "course", "Singen, ohne es können zu müssen.")],
    "sucht": [("Rauchfrei in sechs Wochen", "course", "Schritt für Schritt weniger rauchen."),
              ("Weniger trinken", "self_help_group", "Eine Gruppe, die zuhört.")],
    "gespraech": [("Reden hilft", "consultation", "Ein offenes Ohr, ohne Termin."),
                  ("Gruppe für schwere Tage", "self_help_group", "Mit anderen sprechen, die das kennen.")],
    "tagesstruktur": [("Guter Morgen", "training", "Zusammen in den Tag starten.")],
    "selbstwert": [("Mut tut gut", "coaching", "Was kann ich? Was will ich?")],
    "gesundheitskompetenz": [("Fragen an die Ärztin", "information_event", "Gesundheit verständlich erklärt."),
                             ("Gesundheitstag", "health_day", "Ausprobieren, messen lassen, fragen.")],
}
TRAITS = ["ohne-anmeldung", "schnuppern", "kinderbetreuung", "kind-darf-mit", "einfache-sprache", "begleitung",
          "aufsuchend", "ohne-vorkenntnisse", "ohne-sportkleidung"]
AUDIENCES = ["alleinerziehende", "zugewanderte", "familien", "ab-50", "junge-menschen", "frauen", "lange-ohne-arbeit"]
LANGUAGES = ["en", "ar", "uk", "tr", "ru", "fa", "pl"]
FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Organisation: ("id", "slug", "kind", "name", "short_name", "about", "street", "postal_code", "town", "website",
                   "is_invented"),
    Venue: ("id", "provider", "name", "street", "postal_code", "town", "kreis", "lat", "lon", "way", "stop",
            "step_free", "toilet", "parking", "is_invented"),
    Offer: ("id", "slug", "title", "provider", "kind", "origin", "summary", "about", "topics", "audiences", "languages",
            "traits", "reach", "reach_areas", "registration", "cost", "cost_note", "what_to_bring", "led_by",
            "telephone", "telephone_hours", "website", "uses_programme_money", "certificate", "reports_to",
            "silence_confirmed_on", "state", "first_described_on", "published_on", "checked_on", "is_invented"),
    Run: ("id", "offer", "provider", "venue", "online_how", "state", "minimum", "band", "starts_on", "ends_on",
          "is_invented"),
    Seats: ("run", "provider", "seats", "waiting_places", "taken", "waiting", "turns"),
    Session: ("id", "run", "provider", "starts_at", "ends_at", "is_cancelled"),
}
FIXED: dict[type[models.Model], dict[str, Any]] = {
    Organisation: {"kind": "sports_club", "about": "", "street": "Beispielweg 1", "website": "https://example.org/"},
    Venue: {"way": "", "stop": "", "toilet": "not_checked", "parking": "not_checked"},
    Offer: {"origin": "local_partner", "cost_note": "", "what_to_bring": "Bequeme Kleidung", "led_by": "",
            "telephone_hours": "montags bis freitags, 9 bis 12 Uhr", "uses_programme_money": False, "certificate": "",
            "state": "published"},
    Run: {"state": "open", "minimum": 3},
    Seats: {"waiting_places": 10, "taken": 0, "waiting": 0, "turns": 0},
    Session: {"is_cancelled": False},
}


class OnlyForShowing(NotPossible):
    message = "Erfundene Angebote gibt es nur in der Vorführung, nie im echten Betrieb."


class AlreadyUsed(NotPossible):
    message = "In den erfundenen Angeboten hat schon jemand einen Platz. Bitte nehmen Sie eine frische Datenbank."


@dataclass
class Rows:
    """The rows of some offers, by table."""

    of: dict[type[models.Model], list[tuple[Any, ...]]] = field(default_factory=lambda: {model: [] for model in FIELDS})

    def add(self, model: type[models.Model], **values: Any) -> None:
        given = FIXED[model] | {"is_invented": True} | values
        self.of[model].append(tuple(given[name] for name in FIELDS[model]))


def load(count: int, *, today: date, tell: Tell = lambda line: None) -> None:
    """Write `count` offers with venues, runs, seats and sessions, in one transaction. `tell` hears how far it is."""
    if not settings.VERZAHNT_DEMO:
        raise OnlyForShowing
    count, known = min(max(count, 0), MOST), 0
    with transaction.atomic():
        with acting_as(CONTENT):
            codes = list(PostalCode.objects.exclude(code__startswith="00").order_by("code").values_list(
                "code", "main_place", "kreis_id", "latitude", "longitude"))
            _take_away(from_number=FIRST + count)
        for start in range(0, count, BATCH):
            rows, end = Rows(), min(start + BATCH, count)
            for number in range(start, end):
                _offer(rows, number, codes, today)
            with acting_as(CONTENT):
                for model, lines in rows.of.items():
                    put(model, FIELDS[model], lines, match=(FIELDS[model][0],))
            if end >= known * 4 or end == count:
                known = end
                _count_anew()
            tell(f"Erfundene Angebote: {end} von {count}")


def _count_anew() -> None:
    """Tell the planner how full the tables are now; else it plans for empty ones. The owner may, nobody else."""
    with connection.cursor() as cursor:
        for table in [Listing._meta.db_table, *(model._meta.db_table for model in FIELDS)]:
            cursor.execute(f'ANALYZE "{table}"')


def _take_away(from_number: int) -> None:
    """What an earlier, larger load left behind."""
    try:
        with transaction.atomic():
            gone = Run.objects.filter(offer__gte=from_number)
            Session.objects.filter(run__in=gone).delete()
            Seats.objects.filter(run__in=gone).delete()
            gone.delete()
            Offer.objects.filter(pk__gte=from_number).delete()
    except IntegrityError:
        raise AlreadyUsed from None


def _offer(rows: Rows, number: int, codes: list[tuple[Any, ...]], today: date) -> None:
    dice, pk = Random(f"verzahnt {number}"), FIRST + number
    code, town, kreis, latitude, longitude = codes[dice.randrange(len(codes))]
    provider = FIRST + number // OFFERS_OF_A_PROVIDER
    if number % OFFERS_OF_A_PROVIDER == 0:
        rows.add(Organisation, id=provider, slug=f"beispielverein-{provider - FIRST + 1}", postal_code=code, town=town,
                 name=f"Beispielverein {provider - FIRST + 1} (Beispiel)",
                 short_name=f"Beispielverein {provider - FIRST + 1}")
    topic = dice.choice(list(IDEAS))
    title, kind, summary = dice.choice(IDEAS[topic])
    is_online = dice.random() < 0.02
    reports = dice.random() < 0.02
    registration = "telephone" if reports else dice.choices(["card", "telephone", "none", "website"], [80, 12, 6, 2])[0]
    if is_online:
        reach = dice.choices(["laender", "kreise", "everywhere"], [60, 30, 10])[0]
    else:
        reach = dice.choices(["everywhere", "kreise", "laender"], [70, 25, 5])[0]
    described_on = today - timedelta(days=dice.randint(60, 400))
    rows.add(
        Offer, id=pk, slug=f"beispiel-{number + 1}", title=f"{title} {number + 1}", provider=provider, kind=kind,
        summary=summary, about=f"{summary} Dieses Angebot ist erfunden und dient nur zum Ausprobieren.", topics=[topic],
        audiences=["alle"] if dice.random() < 0.7 else [dice.choice(AUDIENCES)],
        languages=["de"] if dice.random() < 0.8 else ["de", dice.choice(LANGUAGES)],
        traits=sorted(dice.sample(TRAITS, dice.randint(0, 3))), reach=reach,
        reach_areas={"everywhere": [], "kreise": [kreis], "laender": [kreis[:2]]}[reach], registration=registration,
        cost=dice.choices(["free", "voucher", "refunded"], [92, 5, 3])[0],
        telephone=f"030 23125{dice.randint(0, 999):03}",
        website="https://example.org/" if registration == "website" else "",
        reports_to="Jobcenter (Beispiel)" if reports else "",
        silence_confirmed_on=None if reports else today - timedelta(days=30), first_described_on=described_on,
        published_on=described_on + timedelta(days=dice.randint(5, 50)),
        checked_on=today - timedelta(days=dice.randint(5, 500)))
    lat, lon = latitude + dice.uniform(-0.02, 0.02), longitude + dice.uniform(-0.02, 0.02)
    if not is_online:
        rows.add(Venue, id=pk, provider=provider, name="Haus am Markt (Beispiel)",
                 street=f"Beispielweg {dice.randint(1, 99)}", postal_code=code, town=town, kreis=kreis,
                 lat=round(lat, 5), lon=round(lon, 5),
                 step_free=dice.choices(["yes", "no", "not_checked"], [40, 15, 45])[0])
    for edition in range(1 if dice.random() < 0.7 else 2):
        run = FIRST + number * 2 + edition
        days = list(_days(dice, kind, today, edition))
        band = dice.choices(["free", "few", "waiting"], [70, 18, 12])[0]
        rows.add(Run, id=run, offer=pk, provider=provider, venue=None if is_online else pk, band=band,
                 online_how="Per Video. Den Link bekommen Sie vorher." if is_online else "",
                 starts_on=days[0], ends_on=days[-1])
        seats = dice.randint(8, 20)
        rows.add(Seats, run=run, provider=provider, seats=seats)
        begins = time(dice.randint(8, 18), dice.choice([0, 0, 30]))
        for index, day in enumerate(days):
            start = datetime.combine(day, begins, BERLIN)
            rows.add(Session, id=FIRST + (number * 2 + edition) * 12 + index, run=run, provider=provider,
                     starts_at=start, ends_at=start + timedelta(minutes=90))


def _days(dice: Random, kind: str, today: date, edition: int) -> Iterator[date]:
    """Weekly dates ahead of today; an open meeting began long ago and goes on."""
    if kind == "open_meeting":
        first, dates = today - timedelta(days=dice.randint(7, 30)), 10
    else:
        first, dates = today + timedelta(days=dice.randint(3, 90) + 60 * edition), 1
        if kind not in ("information_event", "health_day"):
            dates = dice.randint(3, 8)
    while first.weekday() > 4:
        first += timedelta(days=1)
    yield from (first + timedelta(weeks=week) for week in range(dates))

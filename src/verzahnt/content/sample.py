"""Many generated offers spread over Germany, to try out and to measure with. Clearly invented; never in production.

The same number always gives the same offers (their dates begin anew from the day they are loaded). Their numbers start
at ten million, apart from everything real; loading again changes them in place.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from verzahnt.content.sample_ideas import HOW_OFTEN, IDEAS, VENUES, Idea
from verzahnt.kit.berlin import BERLIN
from verzahnt.kit.bulk import put
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import CONTENT
from verzahnt.programme.offers.models import Listing, Offer, Run, Seats, Session, Venue
from verzahnt.programme.offers.states import COME_ANY_TIME, OfferState
from verzahnt.programme.partners.models import Organisation
from verzahnt.programme.reference.models import Kreis, PostalCode

FIRST = 10_000_000
MOST = 1_000_000
BATCH = 2_000
OFFERS_OF_A_PROVIDER = 40
MOST_DATES = 12
Tell = Callable[[str], None]

TRAITS = ["schnuppern", "kinderbetreuung", "kind-darf-mit", "einfache-sprache", "begleitung",
          "aufsuchend", "ohne-vorkenntnisse", "ohne-sportkleidung"]
AUDIENCES = ["alleinerziehende", "zugewanderte", "familien", "ab-50", "junge-menschen", "frauen", "lange-ohne-arbeit",
             "maenner", "pflegende"]
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
            "state": "approved"},
    Run: {"state": "open", "minimum": 3},
    Seats: {"waiting_places": 10, "taken": 0, "waiting": 0, "turns": 0},
    Session: {"is_cancelled": False},
}


@dataclass(frozen=True)
class Places:
    """Postal codes, each as likely as its share of its Kreis's inhabitants."""

    codes: Sequence[tuple[str, str, str, float, float]]
    up_to: Sequence[int]

    @classmethod
    def of_germany(cls) -> Places:
        codes = list(PostalCode.objects.exclude(code__startswith="00").order_by("code").values_list(
            "code", "main_place", "kreis_id", "latitude", "longitude"))
        people = dict(Kreis.objects.values_list("key", "inhabitants"))
        in_kreis = Counter(code[2] for code in codes)
        return cls(codes, list(accumulate((people[code[2]] or 0) // in_kreis[code[2]] for code in codes)))

    def somewhere(self, dice: Random) -> tuple[str, str, str, float, float]:
        return self.codes[bisect(self.up_to, dice.randrange(self.up_to[-1]))]


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
            places = Places.of_germany()
            _take_away(from_number=FIRST + count)
        for start in range(0, count, BATCH):
            rows, end = Rows(), min(start + BATCH, count)
            for number in range(start, end):
                _offer(rows, number, places, today)
            with acting_as(CONTENT):
                for model, lines in rows.of.items():
                    put(model, FIELDS[model], lines, match=(FIELDS[model][0],))
                # Published when all is there: so the database lists each of them once.
                Offer.objects.filter(pk__in=range(FIRST + start, FIRST + end)).update(state=OfferState.PUBLISHED)
            if end >= known * 4 or end == count:
                known = end
                _count_anew()
            tell(f"Erfundene Angebote: {end} von {count}")
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:  # as the server would by itself before long: then the index alone is read
            cursor.execute(f'VACUUM (ANALYZE) "{Listing._meta.db_table}"')


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


def _offer(rows: Rows, number: int, places: Places, today: date) -> None:
    dice, pk = Random(f"verzahnt {number}"), FIRST + number
    code, town, kreis, latitude, longitude = places.somewhere(dice)
    provider = FIRST + number // OFFERS_OF_A_PROVIDER
    if number % OFFERS_OF_A_PROVIDER == 0:
        rows.add(Organisation, id=provider, slug=f"beispielverein-{provider - FIRST + 1}", postal_code=code, town=town,
                 name=f"Beispielverein {provider - FIRST + 1} (Beispiel)",
                 short_name=f"Beispielverein {provider - FIRST + 1}")
    topic = dice.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))[0]
    idea = dice.choice(IDEAS[topic])
    is_online = idea.kind == "digital" or dice.random() < 0.01
    reports = dice.random() < 0.02
    registration = dice.choices(["card", "telephone", "none", "website"], [0 if reports else 75, 13, 10, 2])[0]
    reach = dice.choices(["laender", "kreise", "everywhere"], [55, 40, 5] if is_online else [5, 25, 70])[0]
    described_on = today - timedelta(days=dice.randint(60, 400))
    rows.add(
        Offer, id=pk, slug=f"beispiel-{number + 1}", title=_title(dice, idea, town), provider=provider, kind=idea.kind,
        summary=idea.summary, about=f"{idea.summary} Dieses Angebot ist erfunden und dient nur zum Ausprobieren.",
        topics=_topics(dice, topic),
        audiences=[idea.audience] if idea.audience else ["alle"] if dice.random() < 0.85 else [dice.choice(AUDIENCES)],
        languages=["de"] if dice.random() < 0.8 else ["de", *dice.sample(LANGUAGES, dice.choice([1, 1, 1, 2]))],
        traits=sorted(dice.sample(TRAITS, dice.randint(0, 3)) + ["nur-frauen"] * (idea.audience == "frauen")),
        reach=reach, reach_areas={"everywhere": [], "kreise": [kreis], "laender": [kreis[:2]]}[reach],
        registration=registration, cost=dice.choices(["free", "voucher", "refunded"], [92, 5, 3])[0],
        telephone=f"030 23125{dice.randint(0, 999):03}",
        website="https://example.org/" if registration == "website" else "",
        reports_to="Jobcenter (Beispiel)" if reports else "",
        silence_confirmed_on=None if reports else today - timedelta(days=30), first_described_on=described_on,
        published_on=described_on + timedelta(days=dice.randint(5, 50)),
        checked_on=today - timedelta(days=dice.randint(5, 500)))
    lat, lon = latitude + dice.uniform(-0.02, 0.02), longitude + dice.uniform(-0.03, 0.03)
    if not is_online:
        rows.add(Venue, id=pk, provider=provider, name=f"{dice.choice(VENUES)} (Beispiel)",
                 street=f"Beispielweg {dice.randint(1, 99)}", postal_code=code, town=town, kreis=kreis,
                 lat=round(lat, 5), lon=round(lon, 5),
                 step_free=dice.choices(["yes", "no", "not_checked"], [40, 15, 45])[0])
    if dice.random() < 0.05:
        return  # dates are told on the telephone
    for edition in range(1 if dice.random() < 0.7 else 2):
        run = FIRST + number * 2 + edition
        times = list(_times(dice, idea, today, edition))
        band = dice.choices(["free", "few", "waiting"], [70, 18, 12])[0] if registration != "none" else "free"
        rows.add(Run, id=run, offer=pk, provider=provider, venue=None if is_online else pk, band=band,
                 online_how="Per Video. Den Link bekommen Sie vorher." if is_online else "",
                 starts_on=times[0].date(), ends_on=times[-1].date())
        rows.add(Seats, run=run, provider=provider, seats=dice.randint(8, 20))
        long = timedelta(minutes=dice.choice([60, 90, 90, 120]))
        # The last date first: loaded again a week later, each moves to where the next one stood before.
        for index, start in reversed(list(enumerate(times))):
            rows.add(Session, id=FIRST + (number * 2 + edition) * MOST_DATES + index, run=run, provider=provider,
                     starts_at=start, ends_at=start + long)


def _title(dice: Random, idea: Idea, town: str) -> str:
    return idea.title + dice.choices(["", " am Vormittag", " ohne Vorkenntnisse", " in kleiner Gruppe", f" in {town}"],
                                     [50, 5 if idea.times == "m" else 0, 10, 15, 20])[0]


def _topics(dice: Random, topic: str) -> list[str]:
    """Its own, and sometimes one more."""
    return [topic] if dice.random() < 0.8 else sorted({topic, dice.choice(list(HOW_OFTEN))})


def _times(dice: Random, idea: Idea, today: date, edition: int) -> Iterator[datetime]:
    """Weekly dates ahead of today, some twice a week; where one may come any time, it began long ago and goes on."""
    when = dice.choice(idea.times)
    hour = dice.choice({"m": (8, 9, 9, 10, 11), "n": (13, 14, 15, 16), "e": (17, 18, 18, 19), "w": (10, 11, 14)}[when])
    begins = time(hour, dice.choice([0, 0, 30]))
    if idea.kind in COME_ANY_TIME:
        first, dates = today - timedelta(days=dice.randint(7, 30)), 10
    else:
        first = today + timedelta(days=dice.randint(3, 90) + 60 * edition)
        dates = 1 if idea.kind in ("information_event", "service_event", "health_day") else dice.randint(3, 8)
    weekday = dice.choice((5, 5, 6)) if when == "w" else dice.randrange(5)
    first += timedelta(days=(weekday - first.weekday()) % 7)
    twice = dates > 1 and when != "w" and dice.random() < 0.12
    for number in range(dates):
        day = first + (timedelta(weeks=number // 2, days=number % 2) if twice else timedelta(weeks=number))
        yield datetime.combine(day, begins, BERLIN)

"""What makes an offer good to find and easy to come to: criteria by name, each fulfilled or open, and no score.

They help whoever describes an offer; nothing is refused because one is open. Pure: no database, no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from verzahnt.programme.offers.states import Access, Cost, OfferKind, Registration

A_YEAR = timedelta(days=365)
CHILDCARE = ("kinderbetreuung", "kind-darf-mit")
COMPANION = "begleitung"
SIMPLE = "de-simple"
MAY_BE_CERTIFIED = (OfferKind.COURSE, OfferKind.TRAINING, OfferKind.FAMILY_COURSE)


class Criterion(Enum):
    """The criterion's name, and what to do while it is open."""

    LEADER = "Wer es leitet, ist gesagt", "Der Beruf genügt, zum Beispiel: eine Übungsleiterin mit Lizenz."
    BRING = "Was man mitbringt, ist gesagt", "Schreiben Sie auch, wenn man nichts mitbringen muss."
    HOURS = "Wann jemand ans Telefon geht, ist gesagt", "Zum Beispiel: dienstags 9 bis 12 Uhr."
    CHILDCARE = "Kinderbetreuung ist geklärt", "Sagen Sie auch, wenn es keine gibt. Dann fragt niemand vergeblich."
    COMPANION = "Ob jemand mitkommen darf, ist gesagt", "Viele trauen sich zu zweit eher."
    CERTIFICATE = "Das Zertifikat ist genannt", "Bei Kursen mit Gutschein muss es dabeistehen."
    WAY = "Der Weg dorthin ist beschrieben", "Vom Bus bis zur Tür, in zwei Sätzen. Es steht beim Ort."
    STOP = "Die nächste Haltestelle ist genannt", "Sie steht beim Ort."
    ACCESS = "Barrierefreiheit ist geprüft", "Sehen Sie nach: Stufen, WC, Parkplatz. Auch „nein“ hilft weiter."
    DATES = "Ein Termin steht bevor", "Legen Sie einen Durchgang an."
    IN_SIMPLE = "In Leichter Sprache da", "Name und zwei Sätze genügen für den Anfang."
    IN_ANOTHER = "In einer weiteren Sprache da", "Zum Beispiel auf Englisch, Ukrainisch oder Arabisch."
    UP_TO_DATE = "Alle Übersetzungen passen zum deutschen Text", "Der deutsche hat sich geändert. Bitte vergleichen."
    LOOKED_AT = "Vor weniger als einem Jahr nachgesehen", "Stimmt noch alles? Ein Klick genügt."

    @property
    def words(self) -> str:
        return self.value[0]

    @property
    def advice(self) -> str:
        return self.value[1]


@dataclass(frozen=True)
class Place:
    """What the criteria ask of a venue."""

    way: str = ""
    stop: str = ""
    access: tuple[str, ...] = ()  # step-free, toilet, parking


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the criteria need to know of an offer."""

    kind: str = OfferKind.COURSE
    registration: str = Registration.CARD
    cost: str = Cost.FREE
    led_by: str = ""
    what_to_bring: str = ""
    telephone_hours: str = ""
    certificate: str = ""
    traits: Collection[str] = ()
    denied_traits: Collection[str] = ()
    takes_place: bool = False
    """Agreed to, so that dates and venues may be asked for."""
    has_dates: bool = False
    places: Collection[Place] = ()
    texts: Mapping[str, bool] = field(default_factory=dict)
    """By language: whether name and summary are there and all its texts fit the German as it is."""
    checked_on: date | None = None


def quality(told: Told, *, on: date) -> list[tuple[Criterion, bool]]:
    """Each criterion that can be asked of this offer now, and whether it is fulfilled."""
    settled = {*told.traits, *told.denied_traits}
    found = {
        Criterion.LEADER: bool(told.led_by.strip()),
        Criterion.BRING: bool(told.what_to_bring.strip()),
        Criterion.HOURS: bool(told.telephone_hours.strip()),
        Criterion.CHILDCARE: bool(settled.intersection(CHILDCARE)),
        Criterion.COMPANION: COMPANION in settled,
    }
    if told.certificate or (told.kind in MAY_BE_CERTIFIED and told.cost == Cost.VOUCHER):
        found[Criterion.CERTIFICATE] = bool(told.certificate.strip())
    if told.takes_place:
        found[Criterion.DATES] = told.has_dates
    if told.places:
        found[Criterion.WAY] = all(place.way.strip() for place in told.places)
        found[Criterion.STOP] = all(place.stop.strip() for place in told.places)
        found[Criterion.ACCESS] = all(fact != Access.NOT_CHECKED for place in told.places for fact in place.access)
    found[Criterion.IN_SIMPLE] = SIMPLE in told.texts
    found[Criterion.IN_ANOTHER] = any(language != SIMPLE for language in told.texts)
    if told.texts:
        found[Criterion.UP_TO_DATE] = all(told.texts.values())
    if told.takes_place:
        found[Criterion.LOOKED_AT] = told.checked_on is not None and on - told.checked_on < A_YEAR
    return [(one, found[one]) for one in Criterion if one in found]

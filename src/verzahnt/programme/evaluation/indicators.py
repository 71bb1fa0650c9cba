"""What we count, in words: each figure's name, numerator, denominator, unit and definition as pages show them."""

from dataclasses import dataclass

from verzahnt.programme.ledgers.tally import Kind


@dataclass(frozen=True)
class Indicator:
    """A defined figure. `denominator` names another indicator, or nothing where a number stands for itself."""

    key: Kind
    name: str
    unit: str
    numerator: str
    denominator: Kind | None
    definition: str


INDICATORS = (
    Indicator(
        Kind.VISITS, "Teilnahmen", "Teilnahmen", "Anwesenheiten mit Platz, alle Termine zusammen", None,
        "Jede Anwesenheit an einem Termin zählt einmal: Acht Termine mit je sechs Anwesenden sind 48 Teilnahmen.",
    ),
    Indicator(
        Kind.GUESTS, "Teilnahmen ohne Platz", "Teilnahmen", "Gäste, alle Termine zusammen", None,
        "Wer ohne Anmeldung vorbeikommt, zählt an jedem Termin einmal.",
    ),
    Indicator(
        Kind.PLACES_CAME, "Genutzte Plätze", "Plätze", "Plätze, auf denen jemand mindestens einmal da war",
        Kind.PLACES_BOOKED, "Wie viele der vergebenen Plätze mindestens einmal genutzt wurden.",
    ),
    Indicator(
        Kind.PLACES_BOOKED, "Vergebene Plätze", "Plätze", "Plätze, die beim Abschluss vergeben waren",
        Kind.SEATS_OFFERED, "Wie viele der angebotenen Plätze vergeben waren, mit Karte oder am Telefon. "
        "Wer zwei Angebote nutzt, hat zwei Plätze.",
    ),
    Indicator(
        Kind.SEATS_OFFERED, "Angebotene Plätze", "Plätze", "alle Plätze der abgeschlossenen Durchgänge", None,
        "Wie viele Plätze es gab, ob vergeben oder nicht.",
    ),
)
BY_KEY = {str(indicator.key): indicator for indicator in INDICATORS}
HOW_WE_COUNT = (
    "Wir zählen Plätze und Teilnahmen, nie Personen. Ein Durchgang zählt einmal, wenn seine Liste geschlossen ist: im "
    "Vierteljahr, in dem er endete, am Standort und beim ersten Thema des Angebots. Angebote ohne Standort fehlen hier."
)
HOW_WE_HIDE = (
    "Eine Zahl erscheint nur, wenn wenigstens in einem einzelnen Durchgang fünf oder mehr Plätze genutzt wurden; "
    "bundesweit müssen auch mindestens drei Anbieter dahinterstehen. Damit niemand eine verborgene Zahl aus Summen "
    "zurückrechnet, bleiben manchmal größere Zahlen und Summen verborgen. Ein Feld ist in allen Kennzahlen verborgen "
    "oder in keiner."
)
WHY_HIDDEN = {
    "small": "Zu kleine Zahl: Kein einzelner Durchgang hatte hier fünf genutzte Plätze.",
    "betrays": "Verborgen, weil sich sonst eine kleine Zahl zurückrechnen ließe.",
}

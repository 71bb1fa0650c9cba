"""What we count, in words: each figure's name, numerator, denominator, unit and definition as pages show them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzahnt.programme.ledgers.tally import Kind


@dataclass(frozen=True)
class Indicator:
    """A defined figure. `denominator` names another indicator, or nothing where a number stands for itself."""

    key: Kind
    name: str | Promise
    unit: str | Promise
    numerator: str | Promise
    denominator: Kind | None
    definition: str | Promise


INDICATORS = (
    Indicator(
        Kind.VISITS,
        _("Teilnahmen"),
        _("Teilnahmen"),
        _("Anwesenheiten mit Platz, alle Termine zusammen"),
        None,
        _("Jede Anwesenheit an einem Termin zählt einmal: Acht Termine mit je sechs Anwesenden sind 48 Teilnahmen."),
    ),
    Indicator(
        Kind.GUESTS,
        _("Teilnahmen ohne Platz"),
        _("Teilnahmen"),
        _("Gäste, alle Termine zusammen"),
        None,
        _("Wer ohne Anmeldung vorbeikommt, zählt an jedem Termin einmal."),
    ),
    Indicator(
        Kind.PLACES_CAME,
        _("Genutzte Plätze"),
        _("Plätze"),
        _("Plätze, auf denen jemand mindestens einmal da war"),
        Kind.PLACES_BOOKED,
        _("Wie viele der vergebenen Plätze mindestens einmal genutzt wurden."),
    ),
    Indicator(
        Kind.PLACES_BOOKED,
        _("Vergebene Plätze"),
        _("Plätze"),
        _("Plätze, die beim Abschluss vergeben waren"),
        Kind.SEATS_OFFERED,
        _(
            "Wie viele der angebotenen Plätze vergeben waren, mit Karte oder am Telefon. "
            "Wer zwei Angebote nutzt, hat zwei Plätze."
        ),
    ),
    Indicator(
        Kind.SEATS_OFFERED,
        _("Angebotene Plätze"),
        _("Plätze"),
        _("alle Plätze der abgeschlossenen Durchgänge"),
        None,
        _("Wie viele Plätze es gab, ob vergeben oder nicht."),
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

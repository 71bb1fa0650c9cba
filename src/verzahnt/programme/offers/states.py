"""States of offers and runs with the moves allowed between them, and the kinds an offer can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OfferState(TextChoices):
    IDEA = "idea", _("Idee")
    CONCEPT = "concept", _("eingereicht")
    APPROVED = "approved", _("zugestimmt")
    PUBLISHED = "published", _("veröffentlicht")
    PAUSED = "paused", _("pausiert")
    ENDED = "ended", _("beendet")
    NAMED = "named", "von einer Quelle genannt"  # we know that it was, not whether it still is


OFFER_MOVES: dict[str, frozenset[str]] = {
    OfferState.IDEA: frozenset({OfferState.CONCEPT, OfferState.ENDED}),
    OfferState.CONCEPT: frozenset({OfferState.IDEA, OfferState.APPROVED, OfferState.ENDED}),
    OfferState.APPROVED: frozenset({OfferState.PUBLISHED, OfferState.ENDED}),
    OfferState.PUBLISHED: frozenset({OfferState.PAUSED, OfferState.ENDED}),
    OfferState.PAUSED: frozenset({OfferState.PUBLISHED, OfferState.ENDED}),
    OfferState.ENDED: frozenset(),
    OfferState.NAMED: frozenset(),
}

AGREED = (OfferState.APPROVED, OfferState.PUBLISHED, OfferState.PAUSED)
"""All who were asked said yes, and it is not over: it may have runs."""


class Readers(TextChoices):
    """Who may read an offer, by its state: the one thing its texts must know of it."""

    PROVIDER = "provider", "nur der Anbieter"
    ASKED = "asked", "auch wer zustimmen soll"
    ALL = "all", "alle"


def readers_of(state: str, *, was_published: bool) -> Readers:
    """As the database says it of an offer's row; an idea that ended unseen stays its provider's."""
    if state == OfferState.IDEA or (state == OfferState.ENDED and not was_published):
        return Readers.PROVIDER
    return Readers.ASKED if state in (OfferState.CONCEPT, OfferState.APPROVED) else Readers.ALL


class OfferKind(TextChoices):
    COURSE = "course", _("Kurs")
    TRAINING = "training", _("Training")
    FAMILY_COURSE = "family_course", _("Familienkurs")
    OPEN_MEETING = "open_meeting", _("Offener Treff")
    HEALTH_DAY = "health_day", _("Gesundheitstag")
    CONSULTATION = "consultation", _("Beratung")
    INFORMATION_EVENT = "information_event", _("Infoveranstaltung")
    SERVICE_EVENT = "service_event", _("Service-Veranstaltung")
    SELF_HELP_GROUP = "self_help_group", _("Selbsthilfegruppe")
    COACHING = "coaching", _("Coaching")
    DIGITAL = "digital", _("Digitales Angebot")


# How the kinds are called in an address.
KIND_IN_ADDRESS: dict[str, str] = {
    OfferKind.COURSE: "kurs",
    OfferKind.TRAINING: "training",
    OfferKind.FAMILY_COURSE: "familienkurs",
    OfferKind.OPEN_MEETING: "treff",
    OfferKind.HEALTH_DAY: "gesundheitstag",
    OfferKind.CONSULTATION: "beratung",
    OfferKind.INFORMATION_EVENT: "infoveranstaltung",
    OfferKind.SERVICE_EVENT: "service",
    OfferKind.SELF_HELP_GROUP: "selbsthilfe",
    OfferKind.COACHING: "coaching",
    OfferKind.DIGITAL: "digital",
}

# Where one may come in at any date; everything else is a closed series, joined before it begins.
COME_ANY_TIME = frozenset({OfferKind.OPEN_MEETING, OfferKind.CONSULTATION, OfferKind.SELF_HELP_GROUP})


class Origin(TextChoices):
    LABOUR_PROMOTION = "labour_promotion", _("Arbeitsförderung")
    INSURER = "insurer", _("Krankenkasse")
    LOCAL_PARTNER = "local_partner", _("Partner vor Ort")


class Cost(TextChoices):
    FREE = "free", _("kostet nichts")
    VOUCHER = "voucher", _("kostet mit Gutschein nichts")
    REFUNDED = "refunded", _("zuerst bezahlen, ein Teil kommt zurück")


class Registration(TextChoices):
    CARD = "card", _("mit Mitmachkarte")
    TELEPHONE = "telephone", _("per Telefon")
    WEBSITE = "website", _("auf der Seite des Anbieters")
    NONE = "none", _("ohne Anmeldung")


class Reach(TextChoices):
    KREISE = "kreise", _("Menschen aus bestimmten Kreisen")
    LAENDER = "laender", _("Menschen aus bestimmten Ländern")
    EVERYWHERE = "everywhere", _("alle, egal woher")


class RunState(TextChoices):
    OPEN = "open", _("offen")
    CANCELLED = "cancelled", _("abgesagt")
    CLOSED = "closed", _("abgeschlossen")


class Band(TextChoices):
    """Free places as everyone outside the provider's desk sees them: never a number."""

    FREE = "free", _("frei")
    FEW = "few", _("wenige Plätze")
    WAITING = "waiting", _("Warteliste")


class Access(TextChoices):
    YES = "yes", _("ja")
    NO = "no", _("nein")
    NOT_CHECKED = "not_checked", _("noch nicht geprüft")


class Answer(TextChoices):
    YES = "yes", _("ja")
    NO = "no", _("nein")
    OFF = "off", "nicht mehr gefragt"  # the provider took the offer back before the answer came

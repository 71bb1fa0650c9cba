"""States of offers and runs with the moves allowed between them, and the kinds an offer can be."""

from django.db.models import TextChoices


class OfferState(TextChoices):
    IDEA = "idea", "Idee"
    CONCEPT = "concept", "eingereicht"
    APPROVED = "approved", "zugestimmt"
    PUBLISHED = "published", "veröffentlicht"
    PAUSED = "paused", "pausiert"
    ENDED = "ended", "beendet"
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


class OfferKind(TextChoices):
    COURSE = "course", "Kurs"
    TRAINING = "training", "Training"
    FAMILY_COURSE = "family_course", "Familienkurs"
    OPEN_MEETING = "open_meeting", "Offener Treff"
    HEALTH_DAY = "health_day", "Gesundheitstag"
    CONSULTATION = "consultation", "Beratung"
    INFORMATION_EVENT = "information_event", "Infoveranstaltung"
    SERVICE_EVENT = "service_event", "Service-Veranstaltung"
    SELF_HELP_GROUP = "self_help_group", "Selbsthilfegruppe"
    COACHING = "coaching", "Coaching"
    DIGITAL = "digital", "Digitales Angebot"


# Where one may come in at any date; everything else is a closed series, joined before it begins.
COME_ANY_TIME = frozenset({OfferKind.OPEN_MEETING, OfferKind.CONSULTATION, OfferKind.SELF_HELP_GROUP})


class Origin(TextChoices):
    LABOUR_PROMOTION = "labour_promotion", "Arbeitsförderung"
    INSURER = "insurer", "Krankenkasse"
    LOCAL_PARTNER = "local_partner", "Partner vor Ort"


class Cost(TextChoices):
    FREE = "free", "kostet nichts"
    VOUCHER = "voucher", "kostet mit Gutschein nichts"
    REFUNDED = "refunded", "zuerst bezahlen, ein Teil kommt zurück"


class Registration(TextChoices):
    CARD = "card", "mit Mitmachkarte"
    TELEPHONE = "telephone", "per Telefon"
    WEBSITE = "website", "auf der Seite des Anbieters"
    NONE = "none", "ohne Anmeldung"


class Reach(TextChoices):
    KREISE = "kreise", "Menschen aus bestimmten Kreisen"
    LAENDER = "laender", "Menschen aus bestimmten Ländern"
    EVERYWHERE = "everywhere", "alle, egal woher"


class RunState(TextChoices):
    OPEN = "open", "offen"
    CANCELLED = "cancelled", "abgesagt"
    CLOSED = "closed", "abgeschlossen"


class Band(TextChoices):
    """Free places as everyone outside the provider's desk sees them: never a number."""

    FREE = "free", "frei"
    FEW = "few", "wenige Plätze"
    WAITING = "waiting", "Warteliste"


class Access(TextChoices):
    YES = "yes", "ja"
    NO = "no", "nein"
    NOT_CHECKED = "not_checked", "noch nicht geprüft"


class Answer(TextChoices):
    YES = "yes", "ja"
    NO = "no", "nein"
    OFF = "off", "nicht mehr gefragt"  # the provider took the offer back before the answer came

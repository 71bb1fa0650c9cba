"""A place is taken, offered or waits; given back, it is gone without a trace. And what somebody may need there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceState(TextChoices):
    TAKEN = "taken", "Platz"
    OFFERED = "offered", "Platz angeboten"  # somebody moved up and is asked for a yes; the seat is held for them
    WAITING = "waiting", "Warteliste"
    # Kept for its holder to read, without a seat, until the list closes:
    LAPSED = "lapsed", "nicht angenommen"
    CALLED_OFF = "called_off", "abgesagt"


SEATED = (PlaceState.TAKEN, PlaceState.OFFERED)
IN_PLAY = (*SEATED, PlaceState.WAITING)


class Need(TextChoices):
    """Chosen from a list, so that nobody writes a reason down."""

    STEP_FREE = "step_free", _("ein Weg ohne Stufen")
    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache")
    INTERPRETER = "interpreter", _("jemand, der übersetzt")
    CHILDCARE = "childcare", _("Betreuung für mein Kind")
    COMPANION = "companion", _("Platz für jemanden, der mir hilft")


class Purpose(TextChoices):
    """What somebody wants to hear of; each is asked for by itself."""

    REMINDER = "reminder", _("Erinnerung vor dem Termin")
    CHANGE = "change", _("wenn sich etwas ändert")


class NoticeKind(TextChoices):
    """What a provider may tell all who have a place: a sentence with one gap, no free text. `%s` is the gap."""

    ROOM = "room", _("Wir treffen uns an einem anderen Ort im Haus: %s")
    BRING = "bring", _("Bitte bringen Sie mit: %s")
    ENTRANCE = "entrance", _("Der Eingang ist an anderer Stelle: %s")
    LEADER = "leader", _("Diesmal leitet den Termin: %s")
    ONLINE = "online", _("Der Termin findet online statt. So kommen Sie hinein: %s")
    LATER = "later", _("Der Beginn ist heute %s Minuten später.")
    TELEPHONE = "telephone", _("Der Termin findet am Telefon statt. Wählen Sie: %s")

"""What a letter is, and what those to staff say, in German. Those to people with a place: `letters_places`."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Letter:
    """A letter ready to send: to whom, its subject, and its paragraphs."""

    to: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join((_("Guten Tag,"), *self.paragraphs, _("Herzliche Grüße"))) + "\n"


def approval_asked(to: str, *, offer: str, site: str, link: str, is_lead: bool) -> Letter:
    """To the site, and to the body that leads it where programme money pays. Staff letters are German."""
    why = "Es braucht Ihre Zustimmung, weil Programmgeld dafür eingeplant ist." if is_lead else (
        "Es braucht die Zustimmung des Standorts.")
    how = "Ansehen und antworten können Sie hier, ohne Anmeldung:" if is_lead else "Ansehen und antworten:"
    return Letter(to, f"Ein Angebot wartet auf Ihre Antwort: {offer}", (
        f"am Standort {site} ist ein neues Angebot eingereicht: „{offer}“. {why}",
        f"{how}\n{link}",
    ))


def offer_published(to: str, *, offer: str, link: str) -> Letter:
    """To the provider, when all who were asked have agreed."""
    return Letter(to, f"Ihr Angebot ist veröffentlicht: {offer}", (
        f"alle haben zugestimmt: „{offer}“ steht jetzt in der Suche.",
        f"Als Nächstes planen Sie einen Durchgang:\n{link}",
    ))


def offer_sent_back(to: str, *, offer: str, link: str) -> Letter:
    """To the provider, when somebody asked for a change."""
    return Letter(to, f"Zu Ihrem Angebot gibt es eine Bitte: {offer}", (
        f"zu „{offer}“ gibt es eine Rückmeldung. Was geändert werden soll, lesen Sie hier:\n{link}",
        "Danach reichen Sie das Angebot einfach noch einmal ein.",
    ))


def invitation(to: str, *, organisation: str, role: str, link: str) -> Letter:
    """To somebody who is to work with us."""
    return Letter(to, "Ihr Zugang zu Verzahnt", (
        f"Sie sind eingeladen, bei Verzahnt für „{organisation}“ mitzuarbeiten ({role}).",
        f"Mit diesem Link richten Sie Ihren Zugang ein. Er gilt 14 Tage:\n{link}",
        "Haben Sie das nicht erwartet? Dann löschen Sie diese Nachricht einfach.",
    ))


def address(path: str) -> str:
    """A full address of this installation."""
    return settings.VERZAHNT_ADDRESS.rstrip("/") + path

"""The outbox: letters to send, as kind, place and day. The sending job finds out whether and where to."""

from datetime import date
from uuid import UUID

from verzahnt.programme.ledgers.models import OutboxItem

PLACE_CONFIRMED = "place_confirmed"
PLACE_PROMOTED = "place_promoted"
PLACE_REMINDER = "place_reminder"
INVITATION = "invitation"  # `subject`: the number of the invitation


def post(kind: str, *, due_on: date, place: UUID | None = None, account: int | None = None, subject: str = "") -> None:
    """Ask for a letter, in the transaction of the deed it is about: it stands or falls with it."""
    OutboxItem.objects.create(kind=kind, place=place, account=account, subject=subject, due_on=due_on)

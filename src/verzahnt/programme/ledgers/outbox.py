"""The outbox: letters to send, as kind, place and day. The sending job finds out whether and where to."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from verzahnt.programme.ledgers.models import OutboxItem

PLACE_CONFIRMED = "place_confirmed"
PLACE_PROMOTED = "place_promoted"
PLACE_REMINDER = "place_reminder"  # `subject`: the number of the date
PLACE_OFFERED = "place_offered"  # somebody moves up and is asked for a yes by a day
PLACE_LAPSED = "place_lapsed"  # the yes did not come in time
SESSION_CANCELLED = "session_cancelled"  # `subject`: the number of the date
SESSION_MOVED = "session_moved"  # `subject`: the number of the date
SESSION_REPLACED = "session_replaced"  # `subject`: the number of the date that takes its place
RUN_CANCELLED = "run_cancelled"
MESSAGE_TO_ALL = "message_to_all"  # `subject`: the number of the notice
LEADER_LINK = "leader_link"  # `subject`: the number of the link
INVITATION = "invitation"  # `subject`: the number of the invitation


def post(kind: str, *, due_on: date, place: UUID | None = None, account: int | None = None, subject: str = "") -> None:
    """Ask for a letter, in the transaction of the deed it is about: it stands or falls with it."""
    OutboxItem.objects.create(kind=kind, place=place, account=account, subject=subject, due_on=due_on)


def post_all(letters: Sequence[tuple[str, UUID, str]], *, due_on: date) -> None:
    """Ask for several letters to holders of places: kind, place, and what else it is about."""
    if letters:
        OutboxItem.objects.bulk_create(
            OutboxItem(kind=kind, place=place, subject=subject, due_on=due_on) for kind, place, subject in letters)


def due(*, on: date) -> list[UUID]:
    """The numbers of the letters that are due, oldest first. For the sending job."""
    return list(OutboxItem.objects.filter(due_on__lte=on).order_by("due_on", "pk").values_list("pk", flat=True))


def claim(number: UUID) -> OutboxItem | None:
    """A letter to send, held against other workers until the transaction ends; nothing if another has it."""
    return OutboxItem.objects.select_for_update(skip_locked=True).filter(pk=number).first()


def done(item: OutboxItem) -> None:
    """The letter is out, or nobody is left to write to: forget it."""
    item.delete()

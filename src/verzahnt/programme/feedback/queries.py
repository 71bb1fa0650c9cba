"""Questions about what people are asked beside the five faces, and what they wrote.

asks_for_words(run) · remarks_of(run) · runs_with_words(actor) · kept_until(run)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from verzahnt.kit.sealed import KeyGone, NotGenuine
from verzahnt.programme.bookings.rules import closes_on, month_of
from verzahnt.programme.bookings.sealing import month_keys
from verzahnt.programme.feedback import rules
from verzahnt.programme.feedback.models import OpenQuestion, Remark
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.models import Run


@dataclass(frozen=True, slots=True)
class Written:
    """A remark in the clear. Nothing of it appears in logs."""

    id: UUID
    text: str = field(repr=False)


def asks_for_words(run_id: int) -> bool:
    """Whether people may write a few words after this run."""
    return OpenQuestion.objects.filter(run_id=run_id).exists()


def remarks_of(run: Run) -> list[Written]:
    """What people wrote about a run, by their numbers of chance: so in no order. For its provider."""
    keys = month_keys(for_one_look=True)
    found = []
    for one in Remark.objects.filter(run=run).order_by("pk"):
        month = rules.month_of_remarks(one.closed_on)
        try:
            found.append(Written(one.pk, keys.open(bytes(one.text), month, bound_to=bound_to(one.pk))))
        except (KeyGone, NotGenuine):
            continue
    return found


def runs_with_words(actor: Actor) -> QuerySet[Run]:
    """The actor's own runs about which somebody wrote something that is still kept, the latest first."""
    runs = Run.objects.filter(pk__in=Remark.objects.filter(provider__in=actor.organisations).values("run"))
    return runs.select_related("offer").order_by("-ends_on", "-pk")


def kept_until(run: Run) -> date:
    """The last day on which a remark about this run is kept."""
    return rules.remarks_until(closes_on(run.ends_on))


def sealed_beside_the_answer(text: str, run: Run) -> tuple[bytes, date]:
    """A remark as it waits for the list to close, and the month whose key opens it. All have the same length."""
    month = month_of(run.ends_on)
    return month_keys().seal(text, month, bound_to=while_open(run.pk), block=rules.REMARK_BLOCK), month


def while_open(run_id: int) -> str:
    """A remark that waits can be read only as one about this run."""
    return f"ledgers_openanswer|{run_id}|remark"


def bound_to(remark: UUID) -> str:
    """A remark that is kept can be read only in its own row."""
    return f"feedback_remark|{remark}|text"

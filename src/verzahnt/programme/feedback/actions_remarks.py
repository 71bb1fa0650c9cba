"""The open question: asked or not; words parted from their token, deleted by their reader or when their year is over.

While the list is open words stand sealed beside the faces, in a table nobody reads. When it closes they are sealed anew
under the key of the month in which they go, so that copies in backups go with them.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.kit.sealed import KeyGone, NotGenuine
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.bookings.sealing import month_keys
from verzahnt.programme.feedback import queries, refusals, rules
from verzahnt.programme.feedback.models import OpenQuestion, Remark
from verzahnt.programme.feedback.queries import Written
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import RunState


@transaction.atomic
def ask_for_words(run: Run, *, actor: Actor, at: datetime) -> None:
    """From now on whoever answers may write a few words, too. Twice does no harm."""
    _own(run, actor)
    if run.state == RunState.CANCELLED or run.offer.reports_to or closes_on(run.ends_on) <= localdate(at):
        raise refusals.NobodyLeftToAsk
    _asked, is_new = OpenQuestion.objects.get_or_create(run=run, defaults={"provider": run.provider_id})
    if is_new:
        journal.note("ask_for_words", "run", run.pk, actor, at, organisation=run.provider_id)


@transaction.atomic
def ask_no_longer(run: Run, *, actor: Actor, at: datetime) -> None:
    """Nobody is asked any more, and what was written goes unread when the list closes. Twice does no harm."""
    _own(run, actor)
    if closes_on(run.ends_on) <= localdate(at):
        raise refusals.NobodyLeftToAsk
    gone, _each = OpenQuestion.objects.filter(run=run).delete()
    if gone:
        journal.note("ask_no_longer", "run", run.pk, actor, at, organisation=run.provider_id)


@transaction.atomic
def read_remarks(run: Run, *, actor: Actor, at: datetime) -> list[Written]:
    """What people wrote, for the run's provider; where there is something, the look is written down."""
    _own(run, actor)
    found = queries.remarks_of(run)
    if found:
        journal.note("read_remarks", "run", run.pk, actor, at, organisation=run.provider_id)
    return found


@transaction.atomic
def delete_remark(run: Run, number: UUID, *, actor: Actor, at: datetime) -> None:
    """Somebody wrote more than they should have, a name or an illness: it goes at once. Twice does no harm."""
    _own(run, actor)
    gone, _each = Remark.objects.filter(pk=number, run=run).delete()
    if gone:
        journal.note("delete_remark", "run", run.pk, actor, at, organisation=run.provider_id)


def keep_remarks(run: Run, waiting: Sequence[tuple[bytes, date]]) -> None:
    """Keep what was written, in random order and sealed anew. What can't be opened any more is dropped."""
    keys, closed_on = month_keys(), closes_on(run.ends_on)
    month = rules.month_of_remarks(closed_on)
    kept = []
    for sealed, of_month in waiting:
        number = uuid4()
        try:
            text = keys.open(sealed, of_month, bound_to=queries.while_open(run.pk))
            again = keys.seal(text, month, bound_to=queries.bound_to(number), block=rules.REMARK_BLOCK)
        except (KeyGone, NotGenuine):
            continue
        kept.append(Remark(pk=number, run=run, provider=run.provider_id, closed_on=closed_on, text=again))
    secrets.SystemRandom().shuffle(kept)
    Remark.objects.bulk_create(kept)


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete what was written a year ago and more. How many."""
    with acting_as(KEEPING):
        gone, _each = Remark.objects.filter(closed_on__lt=Remark.keeping.gone_before(on)).delete()
    return gone


def _own(run: Run, actor: Actor) -> None:
    if run.provider_id not in actor.organisations:
        raise refusals.NotYours

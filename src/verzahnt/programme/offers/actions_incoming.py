"""Deeds on tables of offers: keep one that was read, match its columns, take it in, plan the dates that waited.

Taking in is one transaction: all rows without a problem, or none. A long table is taken in by a job that acts in a
role of its own, for the provider who sent it and for nobody else; how far it is, it writes down on a connection apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q

from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.kit.spreadsheets import Line
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import INCOMING, KEEPING
from verzahnt.programme.offers import actions, actions_run, refusals
from verzahnt.programme.offers.incoming import Edition, Problem, Where
from verzahnt.programme.offers.incoming_columns import BY_KEY, head_among, matched
from verzahnt.programme.offers.incoming_models import PreparedRun, Upload, UploadState
from verzahnt.programme.offers.incoming_plan import SEATS_UNLESS_SAID, Plan, Step, of_prepared, plan
from verzahnt.programme.offers.models import Offer, Venue
from verzahnt.programme.offers.states import AGREED

MOST_ROWS = 1000
AT_ONCE = 60
"""So many offers are taken in while one waits for the page; more are left to the job."""
GIVEN_UP_AFTER = timedelta(minutes=15)
Progress = Callable[[int], None]


class NoOffersInIt(NotPossible):
    message = "In der Tabelle stehen nur Überschriften. Schreiben Sie in jede Zeile darunter ein Angebot."


class AlreadyTakenIn(NotPossible):
    message = "Diese Tabelle ist schon übernommen. Laden Sie sie noch einmal hoch, wenn sich etwas geändert hat."


class NothingToTakeIn(NotPossible):
    message = "In dieser Tabelle ist nichts, was sich übernehmen lässt. Bitte sehen Sie die Hinweise an."


@transaction.atomic
def keep(lines: Sequence[Line], *, file_name: str, actor: Actor, at: datetime) -> Upload:
    """Keep a table that was read, its columns matched as well as their names tell. Nothing is taken in yet."""
    if len(actor.organisations) != 1:
        raise refusals.NotYours
    head = head_among([line.cells for line in lines])
    if len(lines) == head + 1:
        raise NoOffersInIt
    names = list(lines[head].cells)
    wide = max(len(line.cells) for line in lines[head:])
    names += [""] * (wide - len(names))
    return Upload.objects.create(
        provider_id=actor.organisations[0], account=actor.account, uploaded_at=at, file_name=file_name[:120],
        head=names, columns=matched(names), rows=[[line.number, list(line.cells)] for line in lines[head + 1:]])


@transaction.atomic
def match(upload: Upload, columns: Sequence[str], *, actor: Actor) -> Upload:
    """Say by hand which column means what; each of ours is taken once, by the first."""
    upload = _own(upload, actor)
    found: list[str] = []
    for key in columns:
        found.append(key if key in BY_KEY and key not in found else "")
    upload.columns = (found + [""] * len(upload.head))[:len(upload.head)]
    upload.save(update_fields=["columns"])
    return upload


@transaction.atomic
def discard(upload: Upload, *, actor: Actor) -> None:
    """Forget a table that is not to be taken in."""
    _own(upload, actor).delete()


@transaction.atomic
def confirm(upload: Upload, *, silence_confirmed: bool, actor: Actor, at: datetime) -> Upload:
    """Take the table in: a short one now, a long one by the job."""
    upload = _own(upload, actor)
    found = plan(upload, actor=actor, at=at)
    if not found.steps:
        raise NothingToTakeIn
    upload.silence_confirmed = silence_confirmed
    upload.total = len(found.to_do)
    if upload.total <= AT_ONCE:
        take_in(upload, found, actor=actor, at=at)
    else:
        upload.state = UploadState.WAITING
    upload.save()
    return upload


@transaction.atomic
def take_in(upload: Upload, found: Plan, *, actor: Actor, at: datetime, progress: Progress | None = None) -> None:
    """Every step of the plan, in one transaction; an offer that says no stays out, with its sentence."""
    problems = list(found.problems)
    done = {"new": 0, "changed": 0}
    for number, step in enumerate(found.to_do, start=1):
        try:
            with transaction.atomic():
                _take(step, upload, actor, at)
        except NotPossible as no:
            problems.append(Problem(step.draft.row, BY_KEY["title"].label, str(no)))
        else:
            done[step.kind] += 1
        if progress is not None and number % 10 == 0:
            progress(number)
    upload.state, upload.total, upload.done = UploadState.DONE, len(found.to_do), len(found.to_do)
    upload.new, upload.changed, upload.unchanged = done["new"], done["changed"], found.number("same")
    upload.left_out = len({one.row for one in problems if one.stays_out})
    upload.sentences = [[one.row, one.column, one.sentence] for one in sorted(problems, key=lambda one: one.row)]
    upload.rows = []  # what was taken in stands in the offers
    upload.save()
    journal.note("take_in_table", "upload", upload.pk, actor, at)


def _take(step: Step, upload: Upload, actor: Actor, at: datetime) -> None:
    offer = actions.describe(step.description, actor=actor, at=at, offer=step.offer,
                             silence_confirmed=upload.silence_confirmed and step.offer is None)
    own_key = step.draft.own_key
    if own_key and own_key not in (offer.own_key, offer.slug):
        offer.own_key = own_key
        offer.save(update_fields=["own_key"])
    for edition in step.to_plan:
        try:
            with transaction.atomic():
                _plan(offer, edition, actor, at)
        except refusals.SilenceNotConfirmed:  # asked for on the provider's pages; then the job plans them
            _prepared(offer, edition).save()
    if step.to_prepare is not None:
        PreparedRun.objects.filter(offer=offer).delete()
        PreparedRun.objects.bulk_create(_prepared(offer, edition) for edition in step.to_prepare)


def _prepared(offer: Offer, edition: Edition) -> PreparedRun:
    where = edition.where or Where()
    return PreparedRun(
        offer=offer, provider=offer.provider_id, venue=where.venue, street=where.street,
        postal_code=where.postal_code, town=where.town, online_how=where.online_how, seats=edition.seats,
        times=[[start.isoformat(), end.isoformat()] for start, end in edition.times])


def _plan(offer: Offer, edition: Edition, actor: Actor, at: datetime) -> None:
    where = edition.where or Where()
    venue = _venue(where, actor, at) if where.postal_code else None
    actions_run.add_run(offer, times=edition.times, seats=edition.seats or SEATS_UNLESS_SAID, venue=venue,
                        online_how=where.online_how, actor=actor, at=at)


def _venue(where: Where, actor: Actor, at: datetime) -> Venue:
    """The provider's venue at this address, entered where it is new."""
    near = Venue.objects.filter(provider__in=actor.organisations, postal_code=where.postal_code)
    for venue in near.order_by("pk"):
        if Where(venue.name, venue.street, venue.postal_code).key == where.key:
            return venue
    return actions_run.add_venue(name=where.venue, street=where.street, postal_code=where.postal_code,
                                 town=where.town, actor=actor, at=at)


def _own(upload: Upload, actor: Actor) -> Upload:
    found = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if found is None or found.provider_id not in actor.organisations:
        raise refusals.NotYours
    if found.state != UploadState.READ:
        raise AlreadyTakenIn
    return found


# The job


def take_in_waiting(*, at: datetime) -> int:
    """Take in every long table that waits, one after the other. How many."""
    number = 0
    while (upload := _claim(at)) is not None:
        number += 1
        actor = Actor("providers", account=upload.account, organisations=(upload.provider_id,))
        try:
            with transaction.atomic(), acting_as(INCOMING, **actor.context()):
                take_in(upload, plan(upload, actor=actor, at=at), actor=actor, at=at,
                        progress=partial(_say_how_far, upload.pk))
        except Exception:
            with transaction.atomic(), acting_as(INCOMING):
                Upload.objects.filter(pk=upload.pk).update(state=UploadState.FAILED, done=0)
            raise
    return number


@transaction.atomic
def _claim(at: datetime) -> Upload | None:
    """The next table that waits, also one whose job died: nothing of it was done."""
    with acting_as(INCOMING):
        upload = (Upload.objects.select_for_update(skip_locked=True, of=("self",))
                  .filter(Q(state=UploadState.WAITING)
                          | Q(state=UploadState.TAKING_IN, started_at__lt=at - GIVEN_UP_AFTER))
                  .order_by("uploaded_at").first())
        if upload is not None:
            upload.state, upload.started_at, upload.done = UploadState.TAKING_IN, at, 0
            upload.save(update_fields=["state", "started_at", "done"])
    return upload


def _say_how_far(number: UUID, done: int) -> None:
    """For whoever looks at the page: seen at once, while the rows themselves are not there until all are."""
    parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
    with psycopg.connect(**parameters) as apart, apart.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {INCOMING}")
        cursor.execute("UPDATE offers_upload SET done = least(%s, total) WHERE id = %s", [done, number])


def plan_prepared(*, at: datetime) -> int:
    """Plan the dates that waited for a yes, wherever it has come. How many; what is over by now stays and is told."""
    with transaction.atomic(), acting_as(INCOMING):
        providers = list(PreparedRun.objects.order_by().values_list("provider", flat=True).distinct())
    return sum(_plan_prepared_of(provider, at) for provider in providers)


@transaction.atomic
def _plan_prepared_of(provider: int, at: datetime) -> int:
    actor, planned = Actor("providers", organisations=(provider,)), 0
    with acting_as(INCOMING, **actor.context()):
        for one in PreparedRun.objects.filter(offer__state__in=AGREED).select_related("offer"):
            edition = of_prepared(one)
            if not edition.times or edition.where is None or edition.times[0][0] <= at:
                continue
            try:
                with transaction.atomic():
                    _plan(one.offer, edition, actor, at)
            except NotPossible:  # the yearly confirmation is missing: the provider's pages ask for it
                continue
            one.delete()
            planned += 1
    return planned


@transaction.atomic
def forget_prepared(one: PreparedRun, *, actor: Actor, at: datetime) -> None:
    """The provider does not want these dates any more."""
    if one.provider not in actor.organisations:
        raise refusals.NotYours
    journal.note("forget_prepared", "offer", one.offer_id, actor, at)
    one.delete()


@transaction.atomic
def delete_due(on: date) -> int:
    """Forget tables uploaded two weeks ago. For the keeping job."""
    with acting_as(KEEPING):
        return Upload.objects.filter(uploaded_at__date__lt=Upload.keeping.gone_before(on)).delete()[0]


@transaction.atomic
def hand_in_ready(offers: Sequence[Offer], *, actor: Actor, at: datetime) -> tuple[int, list[tuple[Offer, str]]]:
    """Hand in all of these at once; how many, and what the others said."""
    handed_in, others = 0, []
    for offer in offers:
        try:
            with transaction.atomic():
                actions.hand_in(offer, actor=actor, at=at)
        except NotPossible as no:
            others.append((offer, str(no)))
        else:
            handed_in += 1
    return handed_in, others


"""Deeds on agreements. Nothing earlier is overwritten: each deed adds a term."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate

from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.agreements import rules
from verzahnt.programme.agreements.models import Agreement, Term
from verzahnt.programme.agreements.states import TermKind
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor


class NotYours(NotPossible):
    message = "Diese Vereinbarung gehört nicht zu Ihrem Standort."


class NothingToExtend(NotPossible):
    message = "Für diese Vereinbarung ist kein Ende vereinbart. Sie läuft weiter, auch ohne Verlängerung."


class TooEarly(NotPossible):
    message = "Verlängern können Sie ab sechs Monaten vor dem Ende. Bis dahin gilt die Vereinbarung ohnehin."


class AlreadyOver(NotPossible):
    message = "Diese Laufzeit ist schon zu Ende. Bitte schließen Sie eine Folgevereinbarung."


class NotOverYet(NotPossible):
    message = "Diese Laufzeit ist noch nicht zu Ende. Sie können sie verlängern."


class EndsBeforeItStarts(NotPossible):
    message = "Das neue Ende muss nach dem Beginn liegen. Bitte prüfen Sie die beiden Tage."


class EndsTooEarly(NotPossible):
    message = "Das neue Ende muss nach dem bisherigen Ende liegen."


class AlreadyPast(NotPossible):
    message = "Das neue Ende liegt in der Vergangenheit. Bitte wählen Sie einen späteren Tag."


class Overlaps(NotPossible):
    message = "Die neue Laufzeit überschneidet sich mit einer früheren. Sie kann erst nach deren Ende beginnen."


class SignedLater(NotPossible):
    message = "Der Tag der Unterschrift liegt in der Zukunft. Tragen Sie die Laufzeit ein, wenn unterschrieben ist."


@transaction.atomic
def extend(agreement: Agreement, *, until: date, reason: str, signed: date, actor: Actor, at: datetime,
           place_signed: str = "") -> Term:
    """Let an agreement run on from the end of its last term to a new last day."""
    last = _last_term(agreement, actor)
    on = localdate(at)
    if last.runs.end is OPEN:
        raise NothingToExtend
    if not rules.may_extend(last.runs, on=on):
        raise AlreadyOver if rules.may_renew(last.runs, on=on) else TooEarly
    if last.runs.end.latest is not None and until <= last.runs.end.latest:
        raise EndsTooEarly
    runs = rules.following(last.runs, until)
    return _add(agreement, last, TermKind.EXTENSION, runs, reason, signed, place_signed, actor, at)


@transaction.atomic
def renew(agreement: Agreement, *, starts: date, until: date, reason: str, signed: date, actor: Actor,
          at: datetime, place_signed: str = "") -> Term:
    """Agree anew after the last term has ended."""
    last = _last_term(agreement, actor)
    if not rules.may_renew(last.runs, on=localdate(at)):
        raise NotOverYet
    if until < starts:
        raise EndsBeforeItStarts
    if last.runs.end is not OPEN and last.runs.end.latest is not None and starts <= last.runs.end.latest:
        raise Overlaps
    runs = Period(KnownDay.day(starts), KnownDay.day(until))
    return _add(agreement, last, TermKind.RENEWAL, runs, reason, signed, place_signed, actor, at)


def _last_term(agreement: Agreement, actor: Actor) -> Term:
    """The last term, with the agreement locked, so that two people do not both add the next one."""
    if not actor.may("agreements.keep") or not set(agreement.for_sites) & set(actor.sites):
        raise NotYours
    Agreement.objects.select_for_update().only("pk").get(pk=agreement.pk)
    return agreement.terms.exclude(kind=TermKind.AMENDMENT).latest("number")


def _add(agreement: Agreement, last: Term, kind: TermKind, runs: Period, reason: str, signed: date,
         place_signed: str, actor: Actor, at: datetime) -> Term:
    if signed > localdate(at):
        raise SignedLater
    if runs.end is not OPEN and runs.end.certainly_before(localdate(at)):
        raise AlreadyPast
    terms = list(agreement.terms.all())
    if rules.overlaps(runs, (term.runs for term in terms if term.kind != TermKind.AMENDMENT)):
        raise Overlaps
    sure = rules.days_for_certain(runs)
    term = Term(agreement=agreement, for_sites=agreement.for_sites, kind=kind, reason=reason.strip(),
                place_signed=place_signed.strip(), number=max(term.number for term in terms) + 1,
                known_days=DateRange(sure.first, sure.end) if sure else None)
    term.runs, term.signed = runs, KnownDay.day(signed)
    term.full_clean(exclude=["for_sites"], validate_constraints=False)
    term.save()
    site = next((number for number in agreement.for_sites if number in actor.sites), None)
    journal.note(f"agreement_{kind}", "agreement", agreement.pk, actor, at, site=site)
    return term

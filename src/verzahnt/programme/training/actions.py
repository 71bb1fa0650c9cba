"""Deeds on training: what a site's coordination enters, reminders before a certificate lapses, the end of keeping."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from verzahnt.kit.months import months_after
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers import journal, outbox
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people.colleagues import counsellors_at
from verzahnt.programme.people.queries import left_behind
from verzahnt.programme.reference.rules import search_key
from verzahnt.programme.training import rules
from verzahnt.programme.training.models import Certificate, Course, CourseDate, Length, Staffing

CERTIFICATE_LAPSES = "certificate_lapses"  # `subject`: the number of the certificate
MOST_COUNSELLORS = 2000


class NotYourSite(NotPossible):
    message = "Das trägt die Koordination des Standorts ein."


class NotACounsellorHere(NotPossible):
    message = "Diese Person arbeitet an diesem Standort nicht als Fachkraft. Bitte wählen Sie aus der Liste."


class NotAUnitHere(NotPossible):
    message = "Diese Einheit gehört nicht zum Standort. Bitte wählen Sie aus der Liste."


class NotYetCompleted(NotPossible):
    message = "Dieser Tag liegt in der Zukunft. Eingetragen wird ein Zertifikat, wenn der Kurs abgeschlossen ist."


class NeverEntered(NotPossible):
    message = "Dieses Zertifikat steht hier nicht. Es gibt nichts zurückzunehmen."


class NoSuchNumber(NotPossible):
    message = f"Bitte geben Sie eine Zahl von 0 bis {MOST_COUNSELLORS} ein."


class EndsBeforeItStarts(NotPossible):
    message = "Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie beide Tage."


class InThePast(NotPossible):
    message = "Dieser Tag liegt in der Vergangenheit. Bitte wählen Sie einen kommenden."


class KnownAlready(NotPossible):
    message = "Eine Qualifizierung mit diesem Namen gibt es schon. Wählen Sie sie aus der Liste."


@transaction.atomic
def certify(account: int, course: Course, *, unit: Organisation, site: Site, completed_on: date, actor: Actor,
            at: datetime) -> Certificate:
    """Note that a counsellor of the site completed a course. Entered again, it corrects or renews what stood there."""
    _keeps(site, actor)
    if account not in counsellors_at(site, actor, on=localdate(at)):
        raise NotACounsellorHere
    if not Staffing.objects.filter(site=site, unit=unit).exists():
        raise NotAUnitHere
    if completed_on > localdate(at):
        raise NotYetCompleted
    made, _new = Certificate.objects.update_or_create(
        account_id=account, course=course, site=site,
        defaults={"unit": unit, "completed_on": completed_on, "reminded": None,
                  "valid_until": months_after(completed_on, course.valid_months)})
    journal.note("Zertifikat eingetragen", "certificate", made.pk, actor, at, site=site.pk)
    return made


@transaction.atomic
def take_back(account: int, course: Course, *, site: Site, actor: Actor, at: datetime) -> None:
    """Delete a certificate that was entered by mistake."""
    _keeps(site, actor)
    found = Certificate.objects.filter(account=account, course=course, site=site).first()
    if found is None:
        raise NeverEntered
    journal.note("Zertifikat zurückgenommen", "certificate", found.pk, actor, at, site=site.pk)
    found.delete()


@transaction.atomic
def count_staff(site: Site, counsellors: Mapping[Organisation, int | None], *, actor: Actor, at: datetime) -> None:
    """Note how many counsellors each unit has; None for a unit that is not to be counted (any more)."""
    _keeps(site, actor)
    for unit, number in counsellors.items():
        if number is None:
            Staffing.objects.filter(site=site, unit=unit).delete()
            continue
        if not 0 <= number <= MOST_COUNSELLORS:
            raise NoSuchNumber
        Staffing.objects.update_or_create(site=site, unit=unit,
                                          defaults={"counsellors": number, "as_of": localdate(at)})
    journal.note("Zahl der Fachkräfte eingetragen", "site", site.pk, actor, at, site=site.pk)


@transaction.atomic
def describe(name: str, *, length: str, hours: int, contents: str, valid_months: int, actor: Actor,
             at: datetime) -> Course:
    """Add a course that nobody has described yet; it can be chosen everywhere then."""
    if not actor.may("training.keep"):
        raise NotYourSite
    slug = search_key(name).replace(" ", "-")
    if not slug or Course.objects.filter(slug=slug).exists():
        raise KnownAlready
    made = Course.objects.create(slug=slug, name=name, length=Length(length), hours=hours, contents=contents,
                                 valid_months=valid_months)
    journal.note("Qualifizierung beschrieben", "course", made.pk, actor, at)
    return made


@transaction.atomic
def announce(course: Course, *, site: Site, starts_on: date, ends_on: date, times: str, place: str,
             how_to_register: str, actor: Actor, at: datetime) -> CourseDate:
    """Offer a course on days to come; counsellors see it beside the guide."""
    _keeps(site, actor)
    if starts_on < localdate(at):
        raise InThePast
    if ends_on < starts_on:
        raise EndsBeforeItStarts
    made = CourseDate.objects.create(course=course, site=site, starts_on=starts_on, ends_on=ends_on, times=times,
                                     place=place, how_to_register=how_to_register)
    journal.note("Qualifizierung angekündigt", "course_date", made.pk, actor, at, site=site.pk)
    return made


@transaction.atomic
def cancel(one: CourseDate, *, actor: Actor, at: datetime) -> None:
    """A course is not held on these days."""
    _keeps(one.site, actor)
    CourseDate.objects.filter(pk=one.pk).update(is_cancelled=True)
    journal.note("Qualifizierung abgesagt", "course_date", one.pk, actor, at, site=one.site_id)


@transaction.atomic
def remind_due(on: date) -> int:
    """Ask for a letter to everybody whose certificate lapses in 90 or 30 days, each once. How many.

    Who holds another one that is valid for longer needs none.
    """
    with acting_as(KEEPING):
        lapsing = Certificate.objects.filter(valid_until__gt=on, valid_until__lte=rules.first_reminder_by(on))
        letters = 0
        for one in lapsing.select_for_update(of=("self",)).order_by("pk"):
            days = rules.reminder_due(one.valid_until, reminded=one.reminded, on=on)
            if days is None:
                continue
            Certificate.objects.filter(pk=one.pk).update(reminded=days)
            if not Certificate.objects.filter(account=one.account_id, valid_until__gt=one.valid_until).exists():
                outbox.post(CERTIFICATE_LAPSES, due_on=on, account=one.account_id, subject=str(one.pk))
                letters += 1
    return letters


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete certificates a year after they lapsed, and those of accounts that go. How many."""
    lapsed = Q(valid_until__lte=Certificate.keeping.gone_before(on))
    with acting_as(KEEPING):
        gone, _each = Certificate.objects.filter(lapsed | Q(account__in=left_behind(on))).delete()
    return gone


def _keeps(site: Site, actor: Actor) -> None:
    if not actor.may("training.keep") or site.pk not in actor.sites:
        raise NotYourSite

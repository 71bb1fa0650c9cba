"""The letter before a certificate lapses: until when it holds, and where to learn next. Staff letters are German."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from verzahnt.desks.jobs.letters import Letter, address
from verzahnt.desks.parts.words import day
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.people.models import Account
from verzahnt.programme.training import queries
from verzahnt.programme.training.models import Certificate, CourseDate

COURSES_NAMED = 3


def certificate_lapses(item: OutboxItem, on: date) -> Letter | None:
    """To its holder, as long as it is still to lapse and nobody has renewed it meanwhile."""
    found = Certificate.objects.filter(pk=item.subject, account=item.account, valid_until__gt=on)
    certificate = found.select_related("course").first()
    if certificate is None or certificate.reminded is None:
        return None
    holder = Account.objects.filter(pk=certificate.account_id, is_active=True).only("email").first()
    if holder is None:
        return None
    kreis = certificate.site.kreise.order_by("pk").first()
    courses = list(queries.next_courses(on=on, kreis=kreis.key if kreis else "")[:COURSES_NAMED])
    return Letter(holder.email, f"Ihre Qualifizierung gilt noch bis {day(certificate.valid_until)}", (
        f"Ihr Zertifikat „{certificate.course.name}“ gilt noch bis {day(certificate.valid_until)}.",
        _next(courses),
        f"Ihre Zertifikate sehen Sie hier:\n{address('/konto/')}",
    ))


def _next(courses: Sequence[CourseDate]) -> str:
    if not courses:
        return "Wann die nächste Auffrischung stattfindet, weiß die Koordination Ihres Standorts."
    named = "\n".join(f"- {one.course.name}: {day(one.starts_on)}, {one.place}. {one.how_to_register}"
                      for one in courses)
    return f"Die nächsten Termine zum Auffrischen:\n{named}"

"""The letter with a leader's link. Staff letters are German."""

from __future__ import annotations

from datetime import date

from verzahnt.desks.jobs.letters import Letter, address
from verzahnt.desks.parts.words import day
from verzahnt.programme.attendance.actions_links import link_for
from verzahnt.programme.attendance.models import LeaderLink
from verzahnt.programme.attendance.queries import mailbox_of
from verzahnt.programme.ledgers.models import OutboxItem


def leader_link(item: OutboxItem, on: date) -> Letter | None:
    """To the mailbox the link was made for, as long as it opens anything. Its token is made just here."""
    link = LeaderLink.objects.filter(pk=item.subject, revoked_on=None, until__gte=on).select_related(
        "contact_point", "run").first()
    to = mailbox_of(link) if link else ""
    if link is None or not to:
        return None
    return Letter(to, "Ihr Link zur Liste", (
        f"mit diesem Link sehen Sie, wer kommt, und haken ab, wer da ist. Los geht es am {day(link.run.starts_on)}.",
        address(f"/anbieter/kursleitung/{link_for(link.pk)}/"),
        f"Er gilt bis {day(link.until)}, und nur für Sie. Bitte geben Sie ihn nicht weiter.",
    ))

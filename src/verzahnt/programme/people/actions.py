"""Deeds of the entrance: invite, take up, withdraw; and the end of keeping."""

from datetime import date, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers import journal, outbox
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people import queries
from verzahnt.programme.people.models import Account, Invitation, Membership
from verzahnt.programme.people.rules import Held, may_hold
from verzahnt.programme.people.states import Role
from verzahnt.programme.reference.models import Land

VALID_FOR = timedelta(days=14)


class NotForYouToGive(NotPossible):
    message = "Diese Rolle können Sie für diese Organisation nicht vergeben."


class SeesWhoComes(NotPossible):
    message = (
        "Wer für ein Jobcenter oder eine Agentur für Arbeit arbeitet, darf nicht sehen, wer zu einem Angebot kommt. "
        "Deshalb können diese beiden Rollen nicht zusammenkommen."
    )


class HasItAlready(NotPossible):
    message = "Diese Person hat diese Rolle schon."


class NeedsSiteOrLand(NotPossible):
    message = "Zu dieser Rolle gehört ein Standort oder ein Land. Bitte wählen Sie es aus."


class InvitationIsOver(NotPossible):
    message = (
        "Diese Einladung gilt nicht mehr: Sie wurde schon angenommen oder ist älter als 14 Tage. "
        "Bitte lassen Sie sich noch einmal einladen."
    )


class MeantForSomebodyElse(NotPossible):
    message = "Diese Einladung gilt für eine andere E-Mail-Adresse als die, mit der Sie angemeldet sind."


class HasAnAccount(NotPossible):
    message = "Zu dieser E-Mail-Adresse gibt es schon einen Zugang. Bitte melden Sie sich damit an."


@transaction.atomic
def invite(
    email: str,
    *,
    organisation: Organisation,
    role: str,
    by: Actor | None,
    at: datetime,
    site: Site | None = None,
    land: Land | None = None,
) -> Invitation:
    """Invite a mailbox to a membership; a letter follows. `by` is nobody when the operator invites.

    An earlier open invitation to the same is replaced. What the rules forbid is refused here already, also against
    other invitations still open.
    """
    email = email.strip().lower()
    if by is not None and not queries.organisations_to_invite_for(by, role).filter(pk=organisation.pk).exists():
        raise NotForYouToGive
    if by is not None and site is None and len(by.sites) == 1:
        site = Site.objects.get(pk=by.sites[0])
    if (role in (Role.COUNSELLOR, Role.SITE_COORDINATION) and site is None) or (
        role == Role.LAND_COORDINATION and land is None
    ):
        raise NeedsSiteOrLand
    if by is not None and site is not None and by.sites and site.pk not in by.sites:
        raise NotForYouToGive
    site = None if role in (Role.PROVIDER, Role.LEADER) else site
    held = list(queries.memberships_of_mailbox(email, on=_day(at)))
    if any((one.organisation_id, one.role, one.site_id) == (organisation.pk, role, _key(site)) for one in held):
        raise HasItAlready
    queries.open_invitations(at=at).filter(email=email, organisation=organisation, role=role, site=site).delete()
    promised = queries.open_invitations(at=at).filter(email=email)
    others = [queries.as_held(one) for one in held] + [_as_promised(one, at) for one in promised]
    if not may_hold(queries.would_hold(organisation, role, from_on=_day(at)), others):
        raise SeesWhoComes
    invitation = Invitation(
        email=email, organisation=organisation, role=role, site=site, land=land, expires_at=at + VALID_FOR,
        invited_by_id=by.account if by else None,
    )
    invitation.token_hash = queries.hash_of(queries.token_of(invitation))
    invitation.save(force_insert=True)
    outbox.post(outbox.INVITATION, due_on=_day(at), subject=str(invitation.pk))
    journal.note("eingeladen", "invitation", invitation.pk, by or Actor("entrance"), at,
                 organisation=organisation.pk, site=_key(site), note=Role(role).label)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Take an open invitation back; its link opens nothing any more."""
    if invitation.invited_by_id != by.account or invitation.taken_up_at is not None:
        raise InvitationIsOver
    journal.note("Einladung zurückgezogen", "invitation", invitation.pk, by, at,
                 organisation=invitation.organisation_id, site=invitation.site_id)
    invitation.delete()


@transaction.atomic
def open_account(token: str, *, name: str, password: str, at: datetime) -> Membership:
    """Take up an invitation with a new account. The mailbox is proven by the link."""
    invitation = _claim(token, at)
    if queries.account_by_email(invitation.email) is not None:
        raise HasAnAccount
    account = Account.objects.create_user(invitation.email, password, name)
    return _take_up(invitation, account, at)


@transaction.atomic
def join(token: str, *, account: Account, at: datetime) -> Membership:
    """Take up an invitation with the account one is signed in with; it must be the invited mailbox's."""
    invitation = _claim(token, at)
    if invitation.email.lower() != account.email.lower():
        raise MeantForSomebodyElse
    return _take_up(invitation, account, at)


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete what has been kept long enough: invitations, ended memberships, accounts left without any. How many."""
    with acting_as(KEEPING):
        stale, _ = Invitation.objects.filter(expires_at__date__lt=Invitation.keeping.gone_before(on)).delete()
        ended, _ = Membership.objects.filter(until_on__lte=Membership.keeping.gone_before(on)).delete()
        # The database deletes second factors with the account; the collector of Django would have to read them.
        left = Account.objects.filter(memberships__isnull=True, certificates__isnull=True, invited__isnull=True)
        gone = Account.objects.filter(pk__in=list(left.values_list("pk", flat=True)))._raw_delete(connection.alias)
    return stale + ended + int(gone or 0)  # nothing to ask for: no answer


@transaction.atomic
def forget_sign_ins(at: datetime) -> int:
    """Forget that somebody was signed in, once it no longer holds: not everybody signs out. How many."""
    with acting_as(KEEPING):
        return Session.objects.filter(expire_date__lt=at).delete()[0]


def _claim(token: str, at: datetime) -> Invitation:
    invitation = queries.invitation_by(token, at=at)
    if invitation is None:
        raise InvitationIsOver
    claimed = Invitation.objects.select_for_update().filter(pk=invitation.pk, taken_up_at__isnull=True)
    if not claimed.exists():
        raise InvitationIsOver
    return invitation


def _take_up(invitation: Invitation, account: Account, at: datetime) -> Membership:
    held = list(queries.memberships_of_mailbox(account.email, on=_day(at)))
    new = queries.would_hold(invitation.organisation, invitation.role, from_on=_day(at))
    if not may_hold(new, [queries.as_held(one) for one in held]):
        raise SeesWhoComes
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                account=account, organisation=invitation.organisation, role=invitation.role, site=invitation.site,
                land=invitation.land, from_on=_day(at),
            )
    except IntegrityError as no:  # a second link taken up in the same moment; the database stands firm
        raise SeesWhoComes from no
    invitation.taken_up_at = at
    invitation.save(update_fields=["taken_up_at"])
    journal.note("Einladung angenommen", "membership", membership.pk, Actor("entrance", account=account.pk), at,
                 organisation=invitation.organisation_id, site=invitation.site_id, note=Role(invitation.role).label)
    return membership


def _as_promised(invitation: Invitation, at: datetime) -> Held:
    return queries.would_hold(invitation.organisation, invitation.role, from_on=_day(at))


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _key(site: Site | None) -> int | None:
    return None if site is None else site.pk

"""Who may hold what, who may invite whom, and what a link opens."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from tests.factories import people as factory
from tests.factories.people import AT, PASSWORD, SINCE
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING, SENDING
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.partners.states import OrganisationKind
from verzahnt.programme.people import actions as people
from verzahnt.programme.people import queries
from verzahnt.programme.people.access import ACCESS, INVITES
from verzahnt.programme.people.models import Account, Invitation, Membership
from verzahnt.programme.people.rules import Held, may_hold
from verzahnt.programme.people.states import Role, Side
from verzahnt.programme.reference.models import Land

Plant = Callable[..., Any]
pytestmark = pytest.mark.django_db

OFFICE = Held(in_labour_administration=True, shows_a_list=False, from_on=date(2026, 1, 1))
LIST = Held(in_labour_administration=False, shows_a_list=True, from_on=date(2026, 1, 1))
NEITHER = Held(in_labour_administration=False, shows_a_list=False, from_on=date(2026, 1, 1))


# The rule

def test_nobody_works_for_an_office_and_sees_who_comes() -> None:
    both = Held(in_labour_administration=True, shows_a_list=True, from_on=date(2026, 1, 1))
    allowed = {
        "one that is both": may_hold(both, []),
        "a list beside an office": may_hold(LIST, [OFFICE]),
        "an office beside a list": may_hold(OFFICE, [NEITHER, LIST]),
        "two offices": may_hold(OFFICE, [OFFICE]),
        "two lists": may_hold(LIST, [LIST, NEITHER]),
    }
    assert allowed == {"one that is both": False, "a list beside an office": False, "an office beside a list": False,
                       "two offices": True, "two lists": True}


def test_after_leaving_the_office_one_may_see_a_list_from_that_day_on() -> None:
    left = Held(True, False, from_on=date(2020, 1, 1), until_on=date(2026, 6, 1))
    assert [may_hold(Held(False, True, from_on=day), [left]) for day in (date(2026, 5, 31), date(2026, 6, 1))] == [
        False, True]


# The database holds it too

def test_database_and_rules_agree_on_every_role_in_every_kind_of_organisation(plant: Plant) -> None:
    site = plant(factory.a_site)
    person = plant(factory.an_account)
    for kind in OrganisationKind:
        organisation = plant(factory.an_organisation, kind)
        for role in Role:
            with acting_as(PLANTING):
                held = queries.would_hold(organisation, role, from_on=SINCE)
                possible = may_hold(held, [])
                try:
                    with transaction.atomic():
                        made = factory.a_membership(person, organisation, role, site=site,
                                                    land=Land.objects.get(name="Thüringen"),
                                                    until_on=SINCE + timedelta(days=1))
                        said = queries.as_held(made)
                        made.delete()
                except IntegrityError:
                    assert not possible, (kind, role)
                else:
                    assert (said.in_labour_administration, said.shows_a_list) == (
                        held.in_labour_administration, held.shows_a_list), (kind, role)
                    assert possible


def test_a_unit_of_an_office_and_what_it_carries_count_as_the_office(plant: Plant) -> None:
    office = plant(factory.a_jobcenter)
    unit = plant(factory.an_organisation, OrganisationKind.OTHER, parent=office)
    inner = plant(factory.an_organisation, OrganisationKind.OTHER, parent=unit)
    carried = plant(factory.an_organisation, OrganisationKind.FAMILY_CENTRE, carrier=office)
    person = plant(factory.an_account)
    for organisation in (unit, inner, carried):
        with pytest.raises(IntegrityError, match="membership_is_not_on_both_sides"):
            plant(factory.a_membership, person, organisation, Role.LEADER)
        with as_desk("entrance"):
            assert queries.belongs_to_an_office(Organisation.objects.get(pk=organisation.pk))


def test_the_database_refuses_a_second_membership_on_the_other_side(plant: Plant) -> None:
    person = plant(factory.an_account)
    club, office = plant(factory.an_organisation), plant(factory.a_jobcenter)
    site = plant(factory.a_site, club, office=office)
    plant(factory.a_membership, person, club, Role.PROVIDER)
    with pytest.raises(IntegrityError, match="nobody_is_on_both_sides"):
        plant(factory.a_membership, person, office, Role.COUNSELLOR, site=site)
    with pytest.raises(IntegrityError, match="nobody_is_on_both_sides"):
        plant(factory.a_membership, person, office, Role.COUNSELLOR, site=site, from_on=date(2027, 1, 1))
    plant(factory.a_membership, person, plant(factory.an_organisation), Role.LEADER)


def test_nobody_can_say_a_membership_is_on_another_side_than_it_is(plant: Plant) -> None:
    office = plant(factory.a_jobcenter)
    site = plant(factory.a_site, office=office)
    made = plant(factory.a_membership, plant(factory.an_account), office, Role.SITE_COORDINATION, site=site,
                 side=Side.NEITHER)
    assert made.side == Side.OFFICE
    with as_desk("entrance"):
        Membership.objects.filter(pk=made.pk).update(side=Side.NEITHER)
        assert Membership.objects.get(pk=made.pk).side == Side.OFFICE


# Inviting

def test_who_may_invite_whom() -> None:
    assert {role: set(roles) for role, roles in INVITES.items()} == {
        Role.SITE_COORDINATION: {Role.COUNSELLOR, Role.PROVIDER},
        Role.PROVIDER: {Role.LEADER},
    }
    assert {role for role, rights in ACCESS.items() if "staff.invite" in rights.permissions} == set(INVITES)


def test_coordination_invites_counsellors_of_its_offices_and_people_of_its_network(plant: Plant) -> None:
    club, insurer, stranger = (plant(factory.an_organisation, kind) for kind in (
        OrganisationKind.SPORTS_CLUB, OrganisationKind.INSURER, OrganisationKind.SPORTS_CLUB))
    office, foreign_office = plant(factory.a_jobcenter), plant(factory.a_jobcenter)
    unit = plant(factory.an_organisation, OrganisationKind.OTHER, parent=office)
    site = plant(factory.a_site, club, insurer, office, office=office)
    plant(factory.a_site, stranger, office=foreign_office)
    by = _coordinating(site, office)
    with as_desk("entrance"):
        assert {
            role: set(queries.organisations_to_invite_for(by, role)) for role in Role
        } == {**{role: set() for role in Role}, Role.COUNSELLOR: {office, unit}, Role.PROVIDER: {club}}
        with pytest.raises(people.NotForYouToGive):
            people.invite("a@example.org", organisation=stranger, role=Role.PROVIDER, by=by, at=AT)
        with pytest.raises(people.NotForYouToGive):
            people.invite("a@example.org", organisation=foreign_office, role=Role.COUNSELLOR, by=by, at=AT)
        with pytest.raises(people.NotForYouToGive):
            people.invite("a@example.org", organisation=club, role=Role.LEADER, by=by, at=AT)
        with pytest.raises(people.NotForYouToGive):
            people.invite("a@example.org", organisation=office, role=Role.SITE_COORDINATION, by=by, at=AT)


def test_a_provider_invites_leaders_of_its_own_alone(plant: Plant) -> None:
    club, other = plant(factory.an_organisation), plant(factory.an_organisation)
    by = _providing(club)
    with as_desk("entrance"):
        assert set(queries.organisations_to_invite_for(by, Role.LEADER)) == {club}
        with pytest.raises(people.NotForYouToGive):
            people.invite("a@example.org", organisation=other, role=Role.LEADER, by=by, at=AT)


def test_an_invitation_leaves_a_letter_a_note_and_only_the_hash_of_its_link(plant: Plant) -> None:
    club = plant(factory.an_organisation)
    with as_desk("entrance"):
        invitation = people.invite(" Neu@Example.org ", organisation=club, role=Role.LEADER, by=_providing(club), at=AT)
        token = queries.token_of(invitation)
    with acting_as(PLANTING):
        row = Invitation.objects.values().get()
        letter = OutboxItem.objects.values("kind", "place", "account", "subject", "due_on").get()
        noted = JournalEntry.objects.values_list("deed", "object_id", "organisation", "note").get()
    assert (row["email"], row["expires_at"]) == ("neu@example.org", AT + timedelta(days=14))
    assert token not in map(str, row.values())
    assert letter == {"kind": "invitation", "place": None, "account": None, "subject": str(invitation.pk),
                      "due_on": AT.date()}
    assert noted == ("eingeladen", str(invitation.pk), club.pk, "Kursleitung")
    with acting_as(SENDING):
        to_send = queries.invitation_to_send(letter["subject"], at=AT)
        assert to_send is not None
        assert (to_send.email, queries.token_of(to_send)) == ("neu@example.org", token)


def test_with_another_secret_the_link_would_be_another(plant: Plant) -> None:
    club = plant(factory.an_organisation)
    with as_desk("entrance"):
        invitation = people.invite("a@example.org", organisation=club, role=Role.LEADER, by=None, at=AT)
    token = queries.token_of(invitation)
    with override_settings(SECRET_KEY="another"):
        assert queries.token_of(invitation) != token


def test_inviting_again_replaces_the_earlier_link(plant: Plant) -> None:
    club = plant(factory.an_organisation)
    by = _providing(club)
    with as_desk("entrance"):
        first = people.invite("a@example.org", organisation=club, role=Role.LEADER, by=by, at=AT)
        second = people.invite("A@example.org", organisation=club, role=Role.LEADER, by=by, at=AT)
        assert [one.pk for one in queries.open_invitations(at=AT)] == [second.pk]
        with pytest.raises(people.InvitationIsOver):
            people.open_account(queries.token_of(first), name="A", password=PASSWORD, at=AT)


def test_the_inviter_takes_an_invitation_back_and_nobody_else_does(plant: Plant) -> None:
    club, person = plant(factory.an_organisation), plant(factory.an_account)
    by = _providing(club, account=person.pk)
    with as_desk("entrance"):
        invitation = people.invite("a@example.org", organisation=club, role=Role.LEADER, by=by, at=AT)
        with pytest.raises(people.InvitationIsOver):
            people.withdraw(invitation, by=_providing(club, account=person.pk + 1), at=AT)
        people.withdraw(invitation, by=by, at=AT)
        assert list(queries.open_invitations(at=AT)) == []


def test_a_role_that_needs_a_site_is_not_given_without(plant: Plant) -> None:
    office = plant(factory.a_jobcenter)
    with as_desk("entrance"), pytest.raises(people.NeedsSiteOrLand):
        people.invite("a@example.org", organisation=office, role=Role.COUNSELLOR, by=None, at=AT)


# Taking up

def test_a_link_makes_an_account_once(plant: Plant) -> None:
    club = plant(factory.an_organisation)
    with as_desk("entrance"):
        token = queries.token_of(people.invite("neu@example.org", organisation=club, role=Role.LEADER, by=None, at=AT))
        membership = people.open_account(token, name="Neu Beispiel", password=PASSWORD, at=AT)
        account = Account.objects.get(email="neu@example.org")
        assert (account.name, account.check_password(PASSWORD)) == ("Neu Beispiel", True)
        assert (membership.account_id, membership.organisation_id, membership.role, membership.from_on,
                membership.until_on) == (account.pk, club.pk, Role.LEADER, AT.date(), None)
        with pytest.raises(people.InvitationIsOver):
            people.join(token, account=account, at=AT)


def test_after_fourteen_days_a_link_opens_nothing(plant: Plant) -> None:
    club = plant(factory.an_organisation)
    with as_desk("entrance"):
        token = queries.token_of(people.invite("a@example.org", organisation=club, role=Role.LEADER, by=None, at=AT))
        late = AT + timedelta(days=14)
        assert queries.invitation_by(token, at=late - timedelta(seconds=1)) is not None
        with pytest.raises(people.InvitationIsOver):
            people.open_account(token, name="A", password=PASSWORD, at=late)


def test_a_link_is_for_the_invited_mailbox_alone(plant: Plant) -> None:
    club = plant(factory.an_organisation)
    other, invited = plant(factory.an_account), plant(factory.an_account, "da@example.org")
    with as_desk("entrance"):
        token = queries.token_of(people.invite("Da@example.org", organisation=club, role=Role.LEADER, by=None, at=AT))
        with pytest.raises(people.MeantForSomebodyElse):
            people.join(token, account=other, at=AT)
        with pytest.raises(people.HasAnAccount):
            people.open_account(token, name="Zweitzugang", password=PASSWORD, at=AT)
        assert people.join(token, account=invited, at=AT).account == invited


def test_who_works_for_an_office_is_not_invited_to_see_a_list(plant: Plant) -> None:
    club, office = plant(factory.an_organisation), plant(factory.a_jobcenter)
    site = plant(factory.a_site, club, office=office)
    plant(factory.a_membership, plant(factory.an_account, "amt@example.org"), office, Role.COUNSELLOR, site=site)
    with as_desk("entrance"):
        for role, by in ((Role.PROVIDER, _coordinating(site, office)), (Role.LEADER, _providing(club))):
            with pytest.raises(people.SeesWhoComes):
                people.invite("Amt@Example.org", organisation=club, role=role, by=by, at=AT)
        assert Invitation.objects.count() == 0


def test_a_second_invitation_sneaks_past_neither_inviting_nor_taking_up(plant: Plant) -> None:
    club, office = plant(factory.an_organisation), plant(factory.a_jobcenter)
    site = plant(factory.a_site, club, office=office)
    with as_desk("entrance"):
        listed = people.invite("x@example.org", organisation=club, role=Role.LEADER, by=_providing(club), at=AT)
        with pytest.raises(people.SeesWhoComes):  # while the other is still open
            people.invite("x@example.org", organisation=office, role=Role.COUNSELLOR, by=_coordinating(site, office),
                          at=AT)
    # Even with two open links (invited by two people at the same moment), only the first is taken up.
    with acting_as(PLANTING):
        sneaky = Invitation(email="x@example.org", organisation=office, role=Role.COUNSELLOR, site=site,
                            expires_at=AT + timedelta(days=14))
        sneaky.token_hash = queries.hash_of(queries.token_of(sneaky))
        sneaky.save(force_insert=True)
    with as_desk("entrance"):
        account = people.open_account(queries.token_of(listed), name="X", password=PASSWORD, at=AT).account
        with pytest.raises(people.SeesWhoComes):
            people.join(queries.token_of(sneaky), account=account, at=AT)
        assert [one.role for one in Membership.objects.filter(account=account)] == [Role.LEADER]


def test_every_refusal_is_a_sentence() -> None:
    refusals = [one for one in vars(people).values() if isinstance(one, type) and issubclass(one, NotPossible)
                and one is not NotPossible]
    assert len(refusals) >= 6
    assert [one.__name__ for one in refusals if not str(one.message).endswith(".")] == []


# Actors

def test_whoever_holds_both_is_an_actor_without_any_role(plant: Plant) -> None:
    """Should the rules ever be got round (an organisation becomes a Jobcenter's later), nothing opens."""
    club, office = plant(factory.an_organisation), plant(factory.a_jobcenter)
    site, person = plant(factory.a_site, office=office), plant(factory.an_account)
    plant(factory.a_membership, person, club, Role.PROVIDER)
    other = plant(factory.a_membership, person, club, Role.FUNDER)
    held = [Membership(side=Side.LIST, from_on=SINCE), Membership(side=Side.OFFICE, from_on=SINCE)]
    assert [queries.usable(one, held) for one in held] == [False, False]
    assert (site.pk > 0, other.side) == (True, Side.NEITHER)


def test_the_actor_acts_in_the_membership_of_the_desk(plant: Plant) -> None:
    person = plant(factory.a_provider_person)
    organisation = person.memberships.model
    with as_desk("entrance"):
        membership = organisation.objects.select_related("organisation").get(account=person)
        here = queries.actor_for(person, chosen=None, desk="providers")
        elsewhere = queries.actor_for(person, chosen=membership.pk, desk="coordination")
    assert here == Actor("providers", account=person.pk, name="Kim Beispiel", role=Role.PROVIDER,
                         acting_for=membership.organisation.name, memberships=1,
                         organisations=(membership.organisation_id,),
                         permissions=frozenset(ACCESS[Role.PROVIDER].permissions))
    assert elsewhere == Actor("coordination", account=person.pk, name="Kim Beispiel", memberships=1)


def test_where_a_second_factor_is_demanded_there_is_no_role_without(plant: Plant, settings: Any) -> None:
    settings.VERZAHNT_SECOND_FACTOR_REQUIRED = True
    coordinator, provider = plant(factory.a_coordinator), plant(factory.a_provider_person)
    with as_desk("entrance"):
        assert queries.actor_for(coordinator, chosen=None, desk="coordination").role == ""
        assert queries.actor_for(provider, chosen=None, desk="providers").role == Role.PROVIDER
        from allauth.mfa.totp.internal.auth import TOTP

        TOTP.activate(coordinator, "JBSWY3DPEHPK3PXP")
        assert queries.actor_for(coordinator, chosen=None, desk="coordination").role == Role.SITE_COORDINATION


# Keeping

def test_what_is_over_goes_in_its_time_and_secrets_go_with_the_account(plant: Plant) -> None:
    from allauth.mfa.models import Authenticator

    today = timezone.localdate()
    club = plant(factory.an_organisation)
    gone, stays = plant(factory.an_account), plant(factory.an_account)
    for person, days in ((gone, 365), (stays, 364)):
        plant(factory.a_membership, person, club, Role.LEADER, from_on=date(2020, 1, 1),
              until_on=today - timedelta(days=days))
    with acting_as(PLANTING):
        for person in (gone, stays):
            Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
        for days in (30, 32):
            Invitation.objects.create(email=f"{days}@example.org", organisation=club, role=Role.LEADER,
                                      token_hash=str(days), expires_at=timezone.now() - timedelta(days=days))
    people.delete_due(today)
    with acting_as(PLANTING):
        assert [one.pk for one in Account.objects.filter(pk__in=[gone.pk, stays.pk])] == [stays.pk]
        assert list(Authenticator.objects.values_list("user_id", flat=True)) == [stays.pk]
        assert [one.email for one in Invitation.objects.all()] == ["30@example.org"]


def _coordinating(site: Site, office: Organisation) -> Actor:
    return Actor("entrance", role=Role.SITE_COORDINATION, organisations=(office.pk,), sites=(site.pk,),
                 permissions=frozenset(ACCESS[Role.SITE_COORDINATION].permissions))


def _providing(club: Organisation, account: int | None = None) -> Actor:
    return Actor("entrance", account=account, role=Role.PROVIDER, organisations=(club.pk,),
                 permissions=frozenset(ACCESS[Role.PROVIDER].permissions))

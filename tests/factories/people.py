"""Staff: organisations to work for, sites to work at, accounts, memberships. Call what makes rows through `plant`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from verzahnt.programme.partners.models import NetworkMembership, Organisation, Site
from verzahnt.programme.partners.states import OrganisationKind, SiteState
from verzahnt.programme.people.models import Account, Membership
from verzahnt.programme.people.states import Role
from verzahnt.programme.reference.models import Land

PASSWORD = "Sonnenblume am Fenster"
SINCE = date(2026, 1, 1)
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_numbers = count(1)


def an_organisation(kind: str = OrganisationKind.SPORTS_CLUB, **changes: object) -> Organisation:
    n = next(_numbers)
    return Organisation.objects.create(**{
        "slug": f"einrichtung-{n}", "kind": kind, "name": f"Einrichtung {n} (Beispiel)", "is_invented": True,
        **changes})


def a_jobcenter(**changes: object) -> Organisation:
    return an_organisation(OrganisationKind.JOBCENTER, **changes)


def a_site(*partners: Organisation, office: Organisation | None = None, **changes: object) -> Site:
    """A site with its office, and with these partners in its network."""
    n = next(_numbers)
    site = Site.objects.create(**{
        "slug": f"standort-{n}", "name": f"Standort {n} (Beispiel)", "state": SiteState.ACTIVE, "is_invented": True,
        "land": Land.objects.get(name="Thüringen"), **changes})
    if office is not None:
        site.offices.add(office)
    for partner in partners:
        NetworkMembership.objects.create(site=site, organisation=partner)
    return site


def an_account(email: str = "", *, name: str = "Kim Beispiel", password: str = PASSWORD) -> Account:
    return Account.objects.create_user(email or f"person-{next(_numbers)}@example.org", password, name)


def a_membership(account: Account, organisation: Organisation, role: str, **changes: object) -> Membership:
    made = Membership.objects.create(**{
        "account": account, "organisation": organisation, "role": role, "from_on": SINCE, **changes})
    made.refresh_from_db()
    return made


def a_coordinator(**account: str) -> Account:
    """Somebody who coordinates a site of its own, from its Jobcenter; a sports club is in the network."""
    office = a_jobcenter()
    site = a_site(an_organisation(), office=office)
    person = an_account(**account)
    a_membership(person, office, Role.SITE_COORDINATION, site=site)
    return person


def a_provider_person(**account: str) -> Account:
    """Somebody who acts for a provider."""
    person = an_account(**account)
    a_membership(person, an_organisation(), Role.PROVIDER)
    return person

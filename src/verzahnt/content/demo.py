"""Accounts to try the desks with, in the demonstration only. They are functions, never persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from verzahnt.content.entering import enter_once
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people.models import Account, Membership
from verzahnt.programme.people.states import Role

PASSWORD = "verzahnt-vorfuehrung"
SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class Held:
    role: Role
    organisation: str
    site: str = ""
    land: str = ""


@dataclass(frozen=True)
class DemoAccount:
    """Where it signs in, in words; its mailbox; its name; what it holds."""

    desk: str
    mailbox: str
    name: str
    held: tuple[Held, ...]

    @property
    def email(self) -> str:
        return f"{self.mailbox}@example.org"


ACCOUNTS = (
    DemoAccount("Koordination Unstrut-Hainich-Kreis", "koordination-unstrut-hainich",
                "Koordination Unstrut-Hainich (Vorführung)",
                (Held(Role.SITE_COORDINATION, "jobcenter-unstrut-hainich-kreis", site="unstrut-hainich-kreis"),)),
    DemoAccount("Koordination Musterkreis", "koordination-musterkreis", "Koordination Musterkreis (Vorführung)",
                (Held(Role.SITE_COORDINATION, "jobcenter-musterkreis", site="musterkreis"),)),
    DemoAccount("Programmkoordination Thüringen", "land-thueringen", "Programmkoordination Thüringen (Vorführung)",
                (Held(Role.LAND_COORDINATION, "vdek-thueringen", land="16"),)),
    DemoAccount("Anbieter im Unstrut-Hainich-Kreis", "anbieter-unstrut-hainich", "Sportverein (Vorführung)",
                (Held(Role.PROVIDER, "sportverein-beispielhausen"),)),
    DemoAccount("Anbieter im Musterkreis", "anbieter-musterkreis", "Verein für Bewegung (Vorführung)",
                (Held(Role.PROVIDER, "verein-fuer-bewegung-musterstadt"),)),
    DemoAccount("Federführung Thüringen und Sachsen", "federfuehrung", "Federführung (Vorführung)",
                (Held(Role.LEAD_INSURER, "vdek-thueringen"), Held(Role.LEAD_INSURER, "aok-plus"))),
    DemoAccount("Federführung Musterkreis", "federfuehrung-musterkreis", "Federführung Musterkreis (Vorführung)",
                (Held(Role.LEAD_INSURER, "beispielkasse"),)),
    DemoAccount("Beratung im Musterkreis", "fachkraft-musterkreis", "Fachkraft (Vorführung)",
                (Held(Role.COUNSELLOR, "jobcenter-musterkreis", site="musterkreis"),)),
)


def demo_logins() -> list[tuple[str, str, str]]:
    """The desk in words, the e-mail address and the password of each account."""
    return [(account.desk, account.email, PASSWORD) for account in ACCOUNTS]


def load(on: date) -> int:
    """The accounts with what they hold. How many there are. A password somebody changed stays changed."""
    password = ""  # hashed once, and only where an account is new
    for told in ACCOUNTS:
        account = Account.objects.filter(email=told.email).first()
        if account is None:
            password = password or make_password(PASSWORD)
            account = Account.objects.create(email=told.email, name=told.name, password=password)
        for held in told.held:
            organisation = Organisation.objects.get(slug=held.organisation)
            site = Site.objects.get(slug=held.site) if held.site else None
            enter_once(Membership, {"account": account, "organisation": organisation, "role": held.role, "site": site},
                       land_id=held.land or None, from_on=min(SINCE, on))
    return len(ACCOUNTS)

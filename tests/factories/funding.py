"""Money for a site. Call what makes rows through `plant`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

from tests.factories.people import an_organisation
from verzahnt.programme.funding.models import Allotment, LegalBasis, Pot
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.partners.states import OrganisationKind

_numbers = count(1)


def a_pot(payer: Organisation | None = None, legal_basis: str = LegalBasis.SETTING) -> Pot:
    number = next(_numbers)
    return Pot.objects.create(slug=f"topf-{number}", name=f"Topf {number} (Beispiel)", legal_basis=legal_basis,
                              payer=payer or an_organisation(OrganisationKind.INSURERS), is_invented=True)


def an_allotment(site: Site, pot: Pot | None = None, *, amount: int = 10_000, committed: int = 0, settled: int = 0,
                 from_on: date = date(2026, 1, 1), until_on: date = date(2028, 1, 1)) -> Allotment:
    pot = pot or a_pot()
    return Allotment.objects.create(site=site, pot=pot, payer=pot.payer, from_on=from_on, until_on=until_on,
                                    amount=Decimal(amount), committed=Decimal(committed), settled=Decimal(settled))

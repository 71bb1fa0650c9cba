"""The invented sixth site. It shows what no real one can yet: an end in sight, money, training, released figures.

Nothing of this is said of a real office: Land, Kreis, postal codes, organisations and figures are all made up.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from verzahnt.content import example_numbers, example_offers
from verzahnt.content.entering import certain_days, enter, enter_once, told_in
from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.kit.months import months_after, months_before
from verzahnt.programme.agreements.models import Agreement, Mandate, Party, Signatory, Term
from verzahnt.programme.agreements.states import Form, MandateKind, TermKind
from verzahnt.programme.evaluation.models import Release
from verzahnt.programme.evaluation.rules import may_release, quarter_of
from verzahnt.programme.funding.models import Allotment, Commitment, LegalBasis, Pot
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.tally import BY_MONTH, Kind
from verzahnt.programme.partners.models import ContactPoint, NetworkMembership, Organisation, Site
from verzahnt.programme.partners.states import PartnerRole, SiteKind, SiteState
from verzahnt.programme.people.models import Account, Membership
from verzahnt.programme.people.states import Role
from verzahnt.programme.reference.models import Kreis
from verzahnt.programme.training.models import Certificate, Course, Staffing

TOLD = "examples/musterkreis.toml"
LAND, KREIS = "99", "99901"
QUARTERS = 4


def load(on: date) -> Site:
    """The Musterkreis with everything in it."""
    told = told_in(TOLD)
    site = _enter_site(told)
    office, agency, lead = (Organisation.objects.get(slug=slug) for slug in
                            ("jobcenter-musterkreis", "agentur-fuer-arbeit-musterstadt", "beispielkasse"))
    ends_soon = months_after(on, 5)
    _enter_agreement(site, "musterkreis-jobcenter-beispielkasse", [office, lead], ends_soon, months=24)
    _enter_agreement(site, "musterkreis-agentur-beispielkasse", [agency, lead], months_before(on, 2), months=12)
    enter(Mandate, {"site": site, "organisation": lead, "kind": MandateKind.LEAD},
          runs=Period(KnownDay.year(2024), OPEN), note="Erfunden.")
    example_offers.load(site, told, on)
    _enter_money(site, lead, on)
    _enter_training(site, office, told, on)
    _plant_tally(site, on)
    example_numbers.load(site, KREIS, on)
    return site


def _enter_site(told: dict[str, Any]) -> Site:
    about = told["site"]
    site = enter(Site, {"slug": about["slug"]}, name=about["name"], kind=SiteKind.JOINT, state=SiteState.ACTIVE,
                 land_id=LAND, serves_sgb2=True, serves_sgb3=True, since=KnownDay.year(2024), about=about["about"],
                 is_invented=True)
    for one in told["organisations"]:
        organisation = enter(Organisation, {"slug": one["slug"]}, name=one["name"], kind=one["kind"],
                             about="Erfunden, um zu zeigen, wie es aussieht.", is_invented=True)
        if "email" in one:  # where letters that ask for a yes arrive
            enter(ContactPoint, {"organisation": organisation, "function": "Angebote und Zustimmung"},
                  email=one["email"])
        enter(NetworkMembership, {"site": site, "organisation": organisation}, brings=one["brings"],
              role=one.get("role", PartnerRole.MEMBER), joined=KnownDay.year(2024))
    site.offices.set(Organisation.objects.filter(slug__in=["jobcenter-musterkreis", "agentur-fuer-arbeit-musterstadt"]))
    site.kreise.set(Kreis.objects.filter(key=KREIS))
    return site


def _enter_agreement(site: Site, slug: str, parties: list[Organisation], until: date, *, months: int) -> None:
    """An agreement whose only term moves along with the days, until somebody extends or renews it."""
    title = f"Kooperationsvereinbarung: {' und '.join(one.name for one in parties)}"
    agreement = enter(Agreement, {"slug": slug}, form=Form.AGREEMENT, title=title, for_sites=[site.pk],
                      programme_name="teamw()rk für Gesundheit und Arbeit", about="Erfunden.", is_invented=True)
    agreement.sites.set([site])
    if agreement.terms.exclude(number=1).exists():
        return
    first = months_before(until, months) + timedelta(days=1)
    runs = Period(KnownDay.day(first), KnownDay.day(until))
    term = enter(Term, {"agreement": agreement, "number": 1}, kind=TermKind.INITIAL, runs=runs, for_sites=[site.pk],
                 known_days=certain_days(runs), signed=KnownDay.day(first - timedelta(days=12)),
                 place_signed="Musterstadt (Beispiel)")
    for order, organisation in enumerate(parties, 1):
        party = enter(Party, {"agreement": agreement, "organisation": organisation}, for_sites=[site.pk], order=order,
                      duties="Arbeitet in der Steuerungsgruppe mit und bringt ein, was in der eigenen Hand liegt.")
        enter(Signatory, {"term": term, "order": order}, for_sites=[site.pk], party=party,
              function=f"Leitung, {organisation.name}")


def _enter_money(site: Site, payer: Organisation, on: date) -> None:
    setting = enter(Pot, {"slug": "beispielkasse-20a"}, name="Lebenswelten (Beispiel)", payer=payer,
                    legal_basis=LegalBasis.SETTING, is_invented=True)
    individual = enter(Pot, {"slug": "beispielkasse-20"}, name="Einzelne Kurse (Beispiel)", payer=payer,
                       legal_basis=LegalBasis.INDIVIDUAL, is_invented=True)
    promised = [("Gemeinsam gehen, drei Durchgänge", Decimal("3600.00")),
                ("Gut und günstig kochen, zwei Durchgänge", Decimal("4150.00")),
                ("Gesundheitstag im Hafen", Decimal("2900.00"))]
    for pot, amount, purposes in ((setting, Decimal("24000.00"), promised), (individual, Decimal("6000.00"), [])):
        allotment, is_new = enter_once(
            Allotment, {"pot": pot, "site": site, "from_on": date(on.year, 1, 1)}, payer=payer,
            until_on=date(on.year + 1, 1, 1), amount=amount, committed=sum((sum_ for _, sum_ in purposes), Decimal()),
            settled=Decimal("3600.00") if purposes else Decimal())
        if is_new:
            Commitment.objects.bulk_create(
                Commitment(allotment=allotment, site=site, payer=payer, purpose=purpose, amount=amount_,
                           promised_on=date(on.year, 1, 15)) for purpose, amount_ in purposes)


def _enter_training(site: Site, office: Organisation, told: dict[str, Any], on: date) -> None:
    """Who is trained is known by account; these accounts belong to nobody and cannot sign in."""
    courses = [enter(Course, {"slug": one["slug"]}, name=one["name"], length=one["length"], hours=one["hours"],
                     contents=one["contents"], is_invented=True) for one in told["courses"]]
    units = []
    for one in told["units"]:
        unit = enter(Organisation, {"slug": one["slug"]}, name=one["name"], kind=office.kind, parent=office,
                     is_invented=True)
        enter_once(Staffing, {"unit": unit, "site": site}, counsellors=one["counsellors"], as_of=on)
        units.append(unit)
    for number in range(1, 11):
        account = enter(Account, {"email": f"fachkraft-{number}@example.org"}, name=f"Fachkraft {number} (Beispiel)",
                        is_active=False, password="!")
        unit = units[number % len(units)]
        enter_once(Membership, {"account": account, "organisation": unit, "role": Role.COUNSELLOR, "site": site},
                   from_on=on)
        completed = on - timedelta(days=105 * number)  # the last of them lapses soon
        enter_once(Certificate, {"account": account, "course": courses[number % 2], "site": site}, unit=unit,
                   completed_on=completed, valid_until=months_after(completed, 36))


# topic: runs a quarter, seats a run, places used in the fullest run, places booked beyond that, how often each came
COUNTED = {
    "bewegung": (3, 12, 9, 2, 6),
    "ernaehrung": (2, 8, 6, 1, 4),
    "stress": (2, 10, 7, 2, 5),
    "kontakte": (2, 12, 8, 1, 5),
    "tagesstruktur": (1, 12, 4, 1, 3),  # too few to be shown
    "sucht": (1, 8, 3, 1, 4),  # too few to be shown
}


def _plant_tally(site: Site, on: date) -> None:
    """What was counted in the last four quarters that may be released. Counted once, never changed afterwards."""
    providers = list(Organisation.objects.filter(is_invented=True, offers__site=site).distinct().order_by("pk")
                     .values_list("pk", flat=True))
    for quarter in _last_quarters(on):
        counted = Tally.objects.filter(site=site.pk, month__gte=quarter, month__lt=months_after(quarter, 3)).exclude(
            kind__in=BY_MONTH)
        if counted.exists() or Release.objects.filter(quarter=quarter).exists():
            continue
        Tally.objects.bulk_create(
            Tally(kind=kind, month=months_after(quarter, (rank % 3)), site=site.pk, kreis=KREIS, topic=topic,
                  total=total, units=COUNTED[topic][0], largest_unit=largest, providers=providers)
            for rank, topic in enumerate(COUNTED)
            for kind, total, largest in _counts(topic, quarter.year * 4 + quarter.month // 3 + rank))


def _counts(topic: str, shift: int) -> list[tuple[Kind, int, int]]:
    """Kind, sum and largest single run. The quarters differ a little, as they do in life."""
    runs, seats, came, beyond, visits = COUNTED[topic]
    came = came if came < 5 else came - shift % 3
    came_in_all = runs * came - (runs - 1)
    booked = min(came + beyond, seats)
    found = [
        (Kind.SEATS_OFFERED, runs * seats, seats),
        (Kind.PLACES_BOOKED, came_in_all + runs * (booked - came), booked),
        (Kind.PLACES_CAME, came_in_all, came),
        (Kind.VISITS, came_in_all * visits, came),
    ]
    return [*found, (Kind.GUESTS, 9 + shift % 4, 6)] if topic == "kontakte" else found


def _last_quarters(on: date) -> list[date]:
    quarter = quarter_of(on)
    while not may_release(quarter, on=on):
        quarter = months_before(quarter, 3)
    return [months_before(quarter, 3 * back) for back in reversed(range(QUARTERS))]

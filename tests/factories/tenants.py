"""Two tenants and a row of each in every table that row security guards. Call it through `plant`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.db import models

from tests.factories import people
from verzahnt.programme.agreements.models import Agreement, AgreementDocument, Mandate, Party, Signatory, Term
from verzahnt.programme.agreements.states import TermKind
from verzahnt.programme.attendance.models import Guests, LeaderLink, Mark, Tap
from verzahnt.programme.bookings.models import DateSeats, Notice, Particulars, Place, Stamp
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.conversations.rules import A_WEEK, monday_of
from verzahnt.programme.feedback.models import OpenQuestion, Remark
from verzahnt.programme.funding.models import Allotment, Commitment, LegalBasis, Pot
from verzahnt.programme.ledgers.models import JournalEntry, OpenAnswer, OutboxItem
from verzahnt.programme.offers.models import (
    Approval,
    Inquiry,
    InquiryLink,
    Offer,
    OfferMove,
    OfferText,
    PreparedRun,
    Run,
    Seats,
    Session,
    Upload,
    Venue,
    VenueText,
)
from verzahnt.programme.offers.states import OfferKind, OfferState
from verzahnt.programme.partners.models import NetworkMembership, Organisation, Site
from verzahnt.programme.partners.states import OrganisationKind
from verzahnt.programme.people.models import Account, Invitation
from verzahnt.programme.people.states import Role
from verzahnt.programme.training.models import Certificate, Course, CourseDate, Length, Staffing

TODAY = date.today()  # the walls of lists read the database's own clock
NOW = datetime.now(UTC)
LATER = TODAY + timedelta(days=30)


@dataclass
class Tenant:
    """A site with its office, a provider and an insurer that leads, and the rows planted for it by table."""

    name: str
    office: Organisation
    provider: Organisation
    lead: Organisation
    site: Site
    account: Account
    keys: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, object]] = field(default_factory=dict)  # table → label → primary key

    def keep(self, row: models.Model, state: str = "") -> None:
        label = f"{self.name} {state}".strip()
        self.rows.setdefault(row._meta.db_table, {})[label] = row.pk

    @property
    def context(self) -> dict[str, str]:
        """Everything a request of this tenant could hold at once: more than any single actor has."""
        organisations = (self.office.pk, self.provider.pk, self.lead.pk)
        return {"account": str(self.account.pk), "organisations": ",".join(map(str, organisations)),
                "sites": str(self.site.pk), "keys": ",".join(self.keys.values()), "link": ""}


def two_tenants() -> tuple[Tenant, Tenant]:
    return _planted("own"), _planted("foreign")


def _planted(name: str) -> Tenant:
    office, provider = people.a_jobcenter(), people.an_organisation()
    lead = people.an_organisation(OrganisationKind.INSURERS)
    site = people.a_site(office=office)
    t = Tenant(name, office, provider, lead, site, people.an_account())
    t.keep(t.account)
    _network_and_people(t)
    _agreement(t)
    _money(t)
    runs = _offers(t)
    _places(t, runs)
    _ledgers(t)
    _feedback(t, runs)
    return t


def _network_and_people(t: Tenant) -> None:
    t.keep(NetworkMembership.objects.create(site=t.site, organisation=t.provider))
    t.keep(people.a_membership(t.account, t.office, Role.SITE_COORDINATION, site=t.site))
    t.keep(Invitation.objects.create(email=f"{t.name}@example.org", organisation=t.provider, role=Role.LEADER,
                                     token_hash=uuid4().hex, invited_by=t.account, expires_at=NOW))
    course = Course.objects.create(slug=f"kurs-{t.site.pk}", name="Gespräch", length=Length.SHORT, hours=8)
    t.keep(Certificate.objects.create(account=t.account, course=course, site=t.site, completed_on=TODAY,
                                      valid_until=LATER))
    t.keep(CourseDate.objects.create(course=course, site=t.site, starts_on=LATER, ends_on=LATER, place="Amt",
                                     how_to_register="am Telefon"))
    t.keep(Staffing.objects.create(unit=t.office, site=t.site, counsellors=7, as_of=TODAY))
    for week, state in ((monday_of(TODAY), ""), (monday_of(TODAY) - 4 * A_WEEK, "counted")):
        t.keep(WeeklyNumbers.objects.create(site=t.site, unit=t.office, units=[t.office.pk], week=week, conversations=9,
                                            handouts=4, missing={"stress": 2}, is_counted=bool(state)), state)


def _agreement(t: Tenant) -> None:
    for_sites = [t.site.pk]
    agreement = Agreement.objects.create(slug=f"vereinbarung-{t.site.pk}", title="Vereinbarung", for_sites=for_sites,
                                         programme_name="teamw()rk")
    party = Party.objects.create(agreement=agreement, for_sites=for_sites, organisation=t.office)
    term = Term.objects.create(agreement=agreement, for_sites=for_sites, number=1, kind=TermKind.INITIAL)
    for row in (agreement, party, term,
                Signatory.objects.create(term=term, for_sites=for_sites, function="Leitung", party=party),
                Mandate.objects.create(site=t.site, organisation=t.lead),
                AgreementDocument.objects.create(agreement=agreement, site=t.site.pk, title="Vertrag", name="v.pdf",
                                                 media_type="application/pdf", sha256="0" * 64, content=b"%PDF")):
        t.keep(row)


def _money(t: Tenant) -> None:
    pot = Pot.objects.create(slug=f"topf-{t.site.pk}", name="Topf", legal_basis=LegalBasis.SETTING, payer=t.lead)
    allotment = Allotment.objects.create(pot=pot, site=t.site, payer=t.lead, from_on=TODAY, until_on=LATER, amount=1000)
    t.keep(allotment)
    t.keep(Commitment.objects.create(allotment=allotment, site=t.site, payer=t.lead, purpose="Kurs", amount=100,
                                     promised_on=TODAY))


def _offers(t: Tenant) -> dict[str, Run]:
    venue = Venue.objects.create(provider=t.provider, name="Haus", street="Weg 1", postal_code="99974",
                                 town="Mühlhausen", kreis="16064", lat=51.2, lon=10.4)
    t.keep(venue)
    t.keep(VenueText.objects.create(venue=venue, provider=t.provider.pk, language="en", field="way", body="Here"))
    runs: dict[str, Run] = {}
    for state in (OfferState.IDEA, OfferState.CONCEPT, OfferState.PUBLISHED):
        offer = Offer.objects.create(
            slug=f"angebot-{t.site.pk}-{state}", title="Sanft bewegen", provider=t.provider, site=t.site, lead=t.lead,
            kind=OfferKind.COURSE, summary="…", state=state, first_described_on=TODAY, published_on=TODAY)
        t.keep(offer, state)
        text = OfferText.of(offer, language="en", field="title", body="Move gently")
        text.save()
        t.keep(text, state)
    t.keep(OfferMove.objects.create(offer=offer, provider=t.provider.pk, site=t.site.pk, after=OfferState.PUBLISHED,
                                    at=NOW, account=t.account.pk))
    t.keep(PreparedRun.objects.create(offer=offer, provider=t.provider.pk, venue="Haus", postal_code="99974"))
    t.keep(Inquiry.objects.create(offer=offer, provider=t.provider.pk, site=t.site.pk, opened_on=TODAY, asked_on=TODAY))
    t.keep(InquiryLink.objects.create(provider=t.provider, link_hash=uuid4().hex, made_at=NOW))
    t.keep(Upload.objects.create(provider=t.provider, account=t.account.pk, uploaded_at=NOW, file_name="kurse.csv"))
    for is_lead, asked in ((False, t.office), (True, t.lead)):
        t.keep(Approval.objects.create(
            offer=offer, provider=t.provider.pk, site=t.site.pk, lead=t.lead.pk, asked=asked, is_lead=is_lead,
            asked_at=NOW, link_hash=uuid4().hex if is_lead else ""), "of the lead" if is_lead else "of the site")
    for state, closes_on in (("open", LATER), ("closed", TODAY)):
        run = Run.objects.create(offer=offer, provider=t.provider, site=t.site, venue=venue, starts_on=TODAY,
                                 ends_on=closes_on)
        runs[state] = run
        session = Session.objects.create(run=run, provider=t.provider.pk, starts_at=NOW,
                                         ends_at=NOW + timedelta(hours=1))
        t.keep(run, state)
        t.keep(session, state)
        t.keep(Seats.objects.create(run=run, provider=t.provider.pk, seats=5, taken=1), state)
        t.keep(Guests.objects.create(session=session, run=run.pk, provider=t.provider.pk, number=2), state)
    return runs


def _places(t: Tenant, runs: dict[str, Run]) -> None:
    """On the open list a place held by a card and one booked by telephone; on the closed list one held by a card."""
    for state, run, closes_on, key in (
        ("by card", runs["open"], LATER, uuid4().hex),
        ("by telephone", runs["open"], LATER, None),
        ("closed", runs["closed"], TODAY, uuid4().hex),
    ):
        place = Place.objects.create(run=run, provider=t.provider.pk, key=key, state=PlaceState.TAKEN, given_on=TODAY,
                                     closes_on=closes_on)
        t.keep(place, state)
        t.keep(Particulars.objects.create(place=place, run=run.pk, provider=t.provider.pk, key=key, closes_on=closes_on,
                                          month=TODAY.replace(day=1), alias=b"sealed"), state)
        t.keep(Mark.objects.create(session=run.sessions.get(), place=place, run=run.pk, provider=t.provider.pk, key=key,
                                   closes_on=closes_on), state)
        if key and state == "by card":
            t.keys[state] = key
            t.keep(Stamp.objects.create(key=key, month=TODAY, dates=3, until_on=LATER))
    for state, run in runs.items():
        session = run.sessions.get()
        t.keep(DateSeats.objects.create(session=session, run=run, provider=t.provider.pk, seats=5, whole=1,
                                        waiting_places=10), state)
        t.keep(Tap.objects.create(pk=uuid4(), run=run, provider=t.provider.pk, made_on=TODAY), state)
        t.keep(Notice.objects.create(run=run, provider=t.provider.pk, kind="room", words=t.name, told_on=TODAY), state)
        t.keep(LeaderLink.objects.create(run=run, provider=t.provider.pk, name="Link 1", link_hash=uuid4().hex,
                                         month=TODAY.replace(day=1), mailbox=b"sealed", made_on=TODAY, until=LATER),
               state)


def _ledgers(t: Tenant) -> None:
    t.keep(JournalEntry.objects.create(at=NOW, account=t.account.pk, deed="angesehen", object_kind="run", object_id="1",
                                       organisation=t.provider.pk, site=t.site.pk))
    t.keep(OutboxItem.objects.create(kind="approval_asked", account=t.account.pk, due_on=TODAY))


def _feedback(t: Tenant, runs: dict[str, Run]) -> None:
    """Words that wait on the open list, and such as were kept of the closed one."""
    about = {"provider": t.provider.pk}
    t.keep(OpenAnswer.objects.create(run=runs["open"].pk, token_hash=uuid4().hex, question="remark", value=0,
                                     remark=b"sealed", month=TODAY.replace(day=1)))
    t.keep(OpenQuestion.objects.create(run=runs["open"], **about))
    t.keep(Remark.objects.create(run=runs["closed"], closed_on=TODAY, text=b"sealed", **about))

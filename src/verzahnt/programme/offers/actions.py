"""Deeds on offers: describe, hand in, pause, end. Who says yes stands in `actions_approval`, runs in `actions_run`.

Each deed writes the journal; who and when are always given. An offer moves by `OFFER_MOVES` alone.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.ledgers import journal, outbox
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import queries, refusals, rules
from verzahnt.programme.offers.models import Approval, Offer, OfferMove, OfferText
from verzahnt.programme.offers.states import OFFER_MOVES, Answer, Cost, OfferState, Origin, Reach, Registration
from verzahnt.programme.partners.models import Organisation

APPROVAL_ASKED = "approval_asked"  # outbox: `subject` is the approval's number
OTHER_PAGES = frozenset({"feed", "kalender", "neu", "als-tabelle"})
"""Words that stand in addresses where an offer's own could stand."""
AGREED_UPON = ("site_id", "kind", "cost", "uses_programme_money", "reports_to")
"""What was said yes to; it stays as it is once an offer is published."""


@dataclass(kw_only=True)
class Description:
    """All a provider says about an offer. Lists hold keys of the reference tables."""

    title: str
    kind: str
    summary: str = ""
    about: str = ""
    site_id: int | None = None
    origin: str = Origin.LOCAL_PARTNER
    topics: list[str] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
    denied_traits: list[str] = field(default_factory=list)
    reach: str = Reach.EVERYWHERE
    reach_areas: list[str] = field(default_factory=list)
    registration: str = Registration.CARD
    cost: str = Cost.FREE
    cost_note: str = ""
    what_to_bring: str = ""
    led_by: str = ""
    telephone: str = ""
    telephone_hours: str = ""
    website: str = ""
    uses_programme_money: bool = False
    certificate: str = ""
    reports_to: str = ""

    @classmethod
    def of(cls, offer: Offer) -> Description:
        """The description an offer has now."""
        return cls(**{name: getattr(offer, name) for name in cls.__dataclass_fields__})


@transaction.atomic
def describe(description: Description, *, actor: Actor, at: datetime, offer: Offer | None = None,
             silence_confirmed: bool = False) -> Offer:
    """Describe a new offer of the actor's organisation, or describe one of its offers anew.

    What an invented organisation offers is invented, too: marked on every page, and no figure of a real office.
    `silence_confirmed`: the provider says today "Wir sagen dem Jobcenter nicht, wer kommt."
    """
    on = localdate(at)
    facts: dict[str, Any] = asdict(description) | ({"silence_confirmed_on": on} if silence_confirmed else {})
    offer = own(offer, actor) if offer is not None else None
    check(description, offer)
    if offer is None:
        return enter(facts, actor, at)
    if offer.state != OfferState.IDEA:
        facts["checked_on"] = on
    for name, value in facts.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(facts))
    _texts_belong_to(offer)
    journal.note("describe", "offer", offer.pk, actor, at, site=offer.site_id)
    return offer


@transaction.atomic
def confirm_silence(offer: Offer, *, actor: Actor, at: datetime) -> None:
    """The provider says again, as every year: "Wir sagen dem Jobcenter nicht, wer kommt." """
    offer = own(offer, actor)
    offer.silence_confirmed_on = offer.checked_on = localdate(at)
    offer.save(update_fields=["silence_confirmed_on", "checked_on"])
    journal.note("confirm_silence", "offer", offer.pk, actor, at, site=offer.site_id)


@transaction.atomic
def confirm_still_right(offer: Offer, *, actor: Actor, at: datetime) -> None:
    """The provider looked at the offer and it is still right."""
    offer = own(offer, actor)
    offer.checked_on = localdate(at)
    offer.save(update_fields=["checked_on"])
    journal.note("confirm_still_right", "offer", offer.pk, actor, at, site=offer.site_id)


@transaction.atomic
def hand_in(offer: Offer, *, actor: Actor, at: datetime) -> list[Approval]:
    """Ask the site for its yes, and the body that leads the site where programme money pays."""
    offer, on = own(offer, actor), localdate(at)
    if missing := rules.missing(queries.described(offer), on=on):
        raise refusals.StillMissing(missing)
    assert offer.site is not None
    office = offer.site.offices.order_by("pk").first() or agreements.lead_of(offer.site, on)
    if office is None:
        raise refusals.NobodyToAsk
    asked = [(office, False)]
    if offer.uses_programme_money:
        offer.lead = agreements.lead_of(offer.site, on)
        if offer.lead is None:
            raise refusals.NobodyPays
        asked.append((offer.lead, True))
        offer.save(update_fields=["lead"])
        _texts_belong_to(offer)
    Approval.objects.filter(offer=offer, answer="").update(answer=Answer.OFF, answered_at=at)
    move(offer, OfferState.CONCEPT, actor, at)
    approvals = [
        Approval.objects.create(offer=offer, provider=offer.provider_id, site=offer.site_id, lead=offer.lead_id,
                                asked=organisation, is_lead=is_lead, asked_at=at)
        for organisation, is_lead in asked
    ]
    for approval in approvals:
        outbox.post(APPROVAL_ASKED, subject=str(approval.pk), due_on=on)
    return approvals


@transaction.atomic
def take_back(offer: Offer, *, actor: Actor, at: datetime) -> None:
    """The provider takes a handed-in offer back to change it; nobody is asked any more."""
    offer = own(offer, actor)
    Approval.objects.filter(offer=offer, answer="").update(answer=Answer.OFF, answered_at=at)
    move(offer, OfferState.IDEA, actor, at)


@transaction.atomic
def pause(offer: Offer, *, actor: Actor, at: datetime) -> None:
    """Take a published offer out of the search for a while; who has a place keeps it."""
    move(own(offer, actor), OfferState.PAUSED, actor, at)


@transaction.atomic
def resume(offer: Offer, *, actor: Actor, at: datetime) -> None:
    """Put a paused offer back into the search."""
    offer = own(offer, actor)
    if offer.state != OfferState.PAUSED:
        raise refusals.WrongMove(offer.get_state_display(), OfferState.PUBLISHED.label)
    needs_silence(offer, on=localdate(at))
    move(offer, OfferState.PUBLISHED, actor, at)


@transaction.atomic
def end(offer: Offer, *, actor: Actor, at: datetime) -> None:
    """The offer is over for good; its page stays readable."""
    move(own(offer, actor), OfferState.ENDED, actor, at)


# What these deeds share with those on approvals, copies, runs and tables


def check(description: Description, offer: Offer | None) -> None:
    """Whether an offer, or a new one, may be described so: its known no, if there is one."""
    if description.reports_to and description.registration == Registration.CARD:
        raise refusals.NoCardWithReport
    match offer.state if offer else OfferState.IDEA:
        case OfferState.CONCEPT:
            raise refusals.BeingRead
        case OfferState.ENDED | OfferState.NAMED:
            raise refusals.AlreadyEnded
        case OfferState.IDEA:
            pass
        case _ if any(getattr(offer, name) != getattr(description, name) for name in AGREED_UPON):
            raise refusals.NeedsANewYes


def enter(facts: dict[str, Any], actor: Actor, at: datetime) -> Offer:
    """A new offer of the actor's organisation begins as an idea."""
    if len(actor.organisations) != 1:
        raise refusals.NotYours
    provider = Organisation.objects.get(pk=actor.organisations[0])
    offer = _with_a_free_slug(Offer(**facts, provider=provider, first_described_on=localdate(at),
                                    is_invented=provider.is_invented))
    _moved(offer, "", actor, at)
    return offer


def own(offer: Offer, actor: Actor) -> Offer:
    """The offer, locked and as it is now, if it is the actor's organisation's or at the actor's site."""
    found = Offer.objects.select_for_update(of=("self",)).select_related("site").filter(pk=offer.pk).first()
    if found is None or not (found.provider_id in actor.organisations or found.site_id in actor.sites):
        raise refusals.NotYours
    return found


def move(offer: Offer, after: str, actor: Actor, at: datetime, *, link: str = "") -> None:
    """Bring the offer into another state, if the table of moves allows it, and write down who did it."""
    before = offer.state
    if after not in OFFER_MOVES[before]:
        raise refusals.WrongMove(OfferState(before).label, OfferState(after).label)
    offer.state, fields = after, ["state"]
    if after == OfferState.PUBLISHED:
        on = localdate(at)
        offer.published_on, offer.checked_on = offer.published_on or on, on
        fields += ["published_on", "checked_on"]
    offer.save(update_fields=fields)
    _moved(offer, before, actor, at, link=link)


def needs_silence(offer: Offer, *, on: date) -> None:
    """Cards are taken only where the provider has confirmed within a year that nobody learns who comes."""
    if offer.registration == Registration.CARD and not rules.silence_holds(offer.silence_confirmed_on, on=on):
        raise refusals.SilenceNotConfirmed


def _moved(offer: Offer, before: str, actor: Actor, at: datetime, *, link: str = "") -> None:
    OfferMove.objects.create(offer=offer, provider=offer.provider_id, site=offer.site_id, lead=offer.lead_id,
                             before=before, after=offer.state, at=at, account=actor.account, desk=actor.desk,
                             by_id=actor.organisations[0] if len(actor.organisations) == 1 else None)
    journal.note(f"offer_{offer.state}", "offer", offer.pk, actor, at, site=offer.site_id, link=link)


def _texts_belong_to(offer: Offer) -> None:
    """Whom an offer is handed to may read its texts, too. Who else may, the database carries over by itself."""
    OfferText.objects.filter(offer=offer).update(site=offer.site_id, lead=offer.lead_id)


def _with_a_free_slug(offer: Offer) -> Offer:
    """Save a new offer under a speaking address; a number follows where another offer has it already."""
    plain = offer.title.lower()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(umlaut, letters)
    base = re.sub(r"-+$", "", slugify(plain)[:80]) or "angebot"
    for number in range(2 if base in OTHER_PAGES else 1, 1000):
        offer.slug = base if number == 1 else f"{base}-{number}"
        try:
            with transaction.atomic():
                offer.save(force_insert=True)
        except IntegrityError as error:
            if "slug" not in str(error):
                raise
        else:
            return offer
    raise RuntimeError(f"no free address for {base}")

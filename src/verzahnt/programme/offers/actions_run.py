"""Deeds on runs and venues: where and when an offer takes place, and for how many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import refusals, rules
from verzahnt.programme.offers.actions import needs_silence, own
from verzahnt.programme.offers.models import Offer, Run, Seats, Session, Venue
from verzahnt.programme.offers.states import AGREED, Access
from verzahnt.programme.partners.models import Organisation
from verzahnt.programme.reference.models import PostalCode

Times = Sequence[tuple[datetime, datetime]]


@transaction.atomic
def add_venue(*, name: str, street: str, postal_code: str, town: str = "", way: str = "", stop: str = "",
              step_free: str = Access.NOT_CHECKED, toilet: str = Access.NOT_CHECKED,
              parking: str = Access.NOT_CHECKED, actor: Actor, at: datetime) -> Venue:
    """Enter where the actor's organisation meets people. Its point is the postal code's."""
    if len(actor.organisations) != 1:
        raise refusals.NotYours
    code = _known(postal_code)
    venue = Venue.objects.create(
        provider_id=actor.organisations[0], name=name, street=street, postal_code=code.code,
        town=town or code.main_place, kreis=code.kreis_id, lat=code.latitude, lon=code.longitude, way=way, stop=stop,
        step_free=step_free, toilet=toilet, parking=parking,
        is_invented=Organisation.objects.filter(pk=actor.organisations[0], is_invented=True).exists())
    journal.note("add_venue", "venue", venue.pk, actor, at)
    return venue


@transaction.atomic
def change_venue(venue: Venue, *, street: str, postal_code: str, town: str, actor: Actor, at: datetime,
                 **told: str) -> Venue:
    """Describe an own venue anew: its name, the way there, the stop, what was checked. Moved, it gets a new point."""
    if venue.provider_id not in actor.organisations:
        raise refusals.NotYourVenue
    venue = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    if postal_code != venue.postal_code:
        code = _known(postal_code)
        venue.postal_code, venue.kreis, venue.lat, venue.lon = code.code, code.kreis_id, code.latitude, code.longitude
        town = town or code.main_place
    venue.street, venue.town = street, town or venue.town
    for name, value in told.items():
        setattr(venue, name, value)
    venue.save()
    journal.note("change_venue", "venue", venue.pk, actor, at)
    return venue


@transaction.atomic
def add_run(offer: Offer, *, times: Times, seats: int, actor: Actor, at: datetime, venue: Venue | None = None,
            online_how: str = "", waiting_places: int = 10, minimum: int = 0) -> Run:
    """Plan an edition of an offer that was agreed to: where, when, and for how many."""
    offer, on = own(offer, actor), localdate(at)
    if offer.state not in AGREED:
        raise refusals.NotYetAgreed
    needs_silence(offer, on=on)
    if venue is None and not online_how.strip():
        raise refusals.SayWhere
    if venue is not None and venue.provider_id != offer.provider_id:
        raise refusals.NotYourVenue
    if seats < 1:
        raise refusals.NoSeats
    times = sorted(times)
    if not times:
        raise refusals.NoDates
    if not rules.sessions_in_order(times):
        raise refusals.DatesOverlap
    if times[0][0] <= at:
        raise refusals.InThePast
    run = Run.objects.create(
        offer=offer, provider_id=offer.provider_id, site_id=offer.site_id, venue=venue, online_how=online_how.strip(),
        minimum=minimum, starts_on=localdate(times[0][0]), ends_on=localdate(times[-1][0]),
        is_invented=offer.is_invented)
    Seats.objects.create(run=run, provider=offer.provider_id, seats=seats, waiting_places=waiting_places)
    Session.objects.bulk_create(
        Session(run=run, provider=offer.provider_id, starts_at=start, ends_at=end) for start, end in times)
    journal.note("add_run", "run", run.pk, actor, at, site=offer.site_id)
    return run


def _known(postal_code: str) -> PostalCode:
    code = PostalCode.objects.filter(code=postal_code).first()
    if code is None:
        raise refusals.UnknownPostalCode
    return code

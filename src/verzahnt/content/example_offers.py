"""Invented providers, venues, offers and runs, marked as such, so that there is something to book at each place.

Offers are entered once and then belong to whoever plays with them. Runs whose dates have come are moved ahead at the
next loading as long as nobody booked; where somebody did, a new run stands beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from verzahnt.content.entering import enter, enter_once, told_in
from verzahnt.content.example_dates import WEEKDAYS, Plan, between_the_years
from verzahnt.desks.parts.languages import GERMAN, KNOWN
from verzahnt.kit.berlin import BERLIN
from verzahnt.kit.texts import TextState, german_hash
from verzahnt.programme.offers.fresh import ASKED_AGAIN_AFTER, TIMES_ASKED
from verzahnt.programme.offers.models import Approval, Inquiry, Offer, OfferMove, OfferText, Run, Seats, Session, Venue
from verzahnt.programme.offers.states import Answer, Cost, OfferState, Reach, Registration, RunState
from verzahnt.programme.partners.models import ContactPoint, NetworkMembership, Organisation, Site
from verzahnt.programme.reference.models import PostalCode
from verzahnt.programme.reference.queries import public_holidays

Told = dict[str, Any]
PATTERNS = "examples/patterns.toml"
LANGUAGES = {one.code: one.code.replace("-", "_") for one in KNOWN if one is not GERMAN}
DAYS_BACK = 75  # so long before the first loading the first offer was described
TO_BE_CONFIRMED_AFTER = timedelta(days=300)
ASKED_SINCE = timedelta(days=45)  # an offer whose provider does not answer


def load(site: Site, told: Told, on: date) -> int:
    """What is invented at a site. How many offers that is."""
    providers = {one["slug"]: _enter_provider(site, one) for one in told["providers"]}
    venues = {one["key"]: _enter_venue(providers[one["provider"]], one) for one in told["venues"]}
    is_holiday = _holidays(site)
    for number, one in enumerate(told["offers"]):
        offer = _enter_offer(site, providers, one, number, on)
        if offer.state == OfferState.PUBLISHED:
            _plan_runs(offer, one.get("runs", []), venues, on, is_holiday)
    _confirm_again(site, on)
    return len(told["offers"])


def _enter_provider(site: Site, told: Told) -> Organisation:
    provider = enter(Organisation, {"slug": told["slug"]}, kind=told["kind"], name=told["name"], about=told["about"],
                     postal_code=told["postal_code"], town=told["town"], street=told.get("street", ""),
                     website=f"https://{told['slug']}.example.org/", is_invented=True)
    enter(ContactPoint, {"organisation": provider, "function": "Anmeldung und Fragen"}, telephone=told["telephone"],
          hours=told["hours"], email=f"{told['slug']}@example.org")
    if site.is_invented:  # the network of a real site names only whom its sources name
        enter(NetworkMembership, {"site": site, "organisation": provider}, brings=told.get("brings", told["about"]))
    return provider


def _enter_venue(provider: Organisation, told: Told) -> Venue:
    """Near the point of its postal code, yet not on it: the address is invented."""
    code = PostalCode.objects.get(code=told["postal_code"])
    north, east = told.get("offset", [0.0, 0.0])
    return enter(Venue, {"provider": provider, "name": told["name"]}, street=told["street"], postal_code=code.code,
                 town=told["town"], kreis=code.kreis_id, lat=round(code.latitude + north, 5),
                 lon=round(code.longitude + east, 5), way=told["way"], stop=told.get("stop", ""),
                 step_free=told.get("step_free", "not_checked"), toilet=told.get("toilet", "not_checked"),
                 parking=told.get("parking", "not_checked"), is_invented=True)


def _enter_offer(site: Site, providers: dict[str, Organisation], told: Told, number: int, on: date) -> Offer:
    pattern = told_in(PATTERNS)[told["pattern"]]
    provider = providers[told["provider"]]
    office = provider.contact_points.earliest("pk")
    state = told.get("state", OfferState.PUBLISHED)
    described = on - timedelta(days=told.get("described_days_ago", DAYS_BACK - 3 * number))
    published = described + timedelta(days=told.get("days_to_publish", 6))
    reach_areas = list(site.kreise.values_list("key", flat=True)) if told.get("only_kreis") else []
    reports_to = told.get("reports_to", "")
    registration = told.get("registration", Registration.CARD)
    offer, is_new = enter_once(
        Offer, {"slug": f"{told['pattern']}-{site.slug}"},
        title=pattern["title"], summary=pattern["summary"], about=pattern.get("about", ""), kind=pattern["kind"],
        topics=pattern["topics"], audiences=told.get("audiences", pattern.get("audiences", ["alle"])),
        traits=told.get("traits", []), languages=told.get("languages", ["de"]), provider=provider, site=site,
        lead=Organisation.objects.get(slug=told["lead"]) if "lead" in told else None,
        origin=told.get("origin", "local_partner"), reach=Reach.KREISE if reach_areas else Reach.EVERYWHERE,
        reach_areas=reach_areas, registration=registration, cost=told.get("cost", Cost.FREE),
        what_to_bring=pattern.get("what_to_bring", ""), led_by=told.get("led_by", "Kursleitung des Vereins"),
        telephone=office.telephone, telephone_hours=office.hours, website=provider.website,
        uses_programme_money="lead" in told, reports_to=reports_to, state=state, is_invented=True,
        silence_confirmed_on=None if reports_to else described + timedelta(days=1),
        first_described_on=described, checked_on=published if state == OfferState.PUBLISHED else None,
        published_on=published if state == OfferState.PUBLISHED else None)
    if is_new:
        _enter_history(offer, described, published)
        if told.get("unanswered"):
            Inquiry.objects.create(offer=offer, provider=offer.provider_id, site=site.pk, opened_on=on - ASKED_SINCE,
                                   asked_on=on - ASKED_SINCE + 2 * ASKED_AGAIN_AFTER, times_asked=TIMES_ASKED)
        _enter_texts(offer, pattern)
    return offer


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BERLIN)


def _enter_history(offer: Offer, described: date, published: date) -> None:
    """From idea to handed in, and, where it is published, to everybody's yes."""
    assert offer.site is not None
    moves = [("", OfferState.IDEA, _at(described, 9)), (OfferState.IDEA, OfferState.CONCEPT, _at(described, 11))]
    is_published = offer.state == OfferState.PUBLISHED
    if is_published:
        moves += [(OfferState.CONCEPT, OfferState.APPROVED, _at(published, 10)),
                  (OfferState.APPROVED, OfferState.PUBLISHED, _at(published, 10) + timedelta(minutes=1))]
    OfferMove.objects.bulk_create(
        OfferMove(offer=offer, provider=offer.provider_id, site=offer.site_id, before=before, after=after, at=at)
        for before, after, at in moves)
    asked = [(office, False) for office in offer.site.offices.order_by("pk")[:1]]
    if offer.lead is not None:
        asked.append((offer.lead, True))
    Approval.objects.bulk_create(
        Approval(offer=offer, provider=offer.provider_id, site=offer.site_id, asked=who, is_lead=is_lead,
                 asked_at=_at(described, 11), answer=Answer.YES if is_published else "",
                 answered_at=_at(published, 10) if is_published else None)
        for who, is_lead in asked)


def _enter_texts(offer: Offer, pattern: Told) -> None:
    OfferText.objects.bulk_create(
        OfferText.of(offer, language=language, field=field, body=pattern[key][field], state=TextState.MACHINE,
                     german=getattr(offer, field), german_hash=german_hash(getattr(offer, field)))
        for language, key in LANGUAGES.items() if key in pattern
        for field in ("title", "summary"))


def _plan_runs(offer: Offer, told: list[Told], venues: dict[str, Venue], on: date,
               is_holiday: Callable[[date], bool]) -> None:
    """Each planned series has a run ahead. A series is known by its venue, its weekday and its time."""
    open_runs = Run.objects.filter(offer=offer, state=RunState.OPEN).select_related("seats").order_by("starts_on")
    by_series: dict[tuple[int | None, int, time], list[Run]] = {}
    for run in open_runs.prefetch_related("sessions"):
        first = run.sessions.all()[0].starts_at.astimezone(BERLIN)
        by_series.setdefault((run.venue_id, first.weekday(), first.time()), []).append(run)
    for one in told:
        plan = Plan(one["weekday"], time.fromisoformat(one["time"]), one["minutes"], one["dates"], one["weeks"])
        venue = venues[one["venue"]] if "venue" in one else None
        series = (venue.pk if venue else None, WEEKDAYS.index(plan.weekday), plan.starts)
        runs = by_series.get(series, [])
        if any(run.starts_on > on for run in runs):
            continue
        _plan(offer, one, venue, plan.sessions(on, is_holiday), next(filter(_nobody_booked, runs), None))


def _nobody_booked(run: Run) -> bool:
    return (run.seats.taken, run.seats.waiting, run.seats.turns) == (0, 0, 0)


def _plan(offer: Offer, told: Told, venue: Venue | None, sessions: list[tuple[datetime, datetime]],
          run: Run | None) -> None:
    """A new run, or an empty one moved ahead."""
    starts_on, ends_on = sessions[0][0].date(), sessions[-1][0].date()
    if run is None:
        run = Run.objects.create(
            offer=offer, provider_id=offer.provider_id, site_id=offer.site_id, venue=venue, starts_on=starts_on,
            online_how=told.get("online_how", ""), minimum=told.get("minimum", 3), ends_on=ends_on, is_invented=True)
        Seats.objects.create(run=run, provider=offer.provider_id, seats=told["seats"],
                             waiting_places=told.get("waiting", 6))
    else:
        run.starts_on, run.ends_on = starts_on, ends_on
        run.save(update_fields=["starts_on", "ends_on"])
    # Rows are moved, not replaced: others may point at them. The last one first, so that no two ever meet.
    held = list(Session.objects.filter(run=run).order_by("starts_at"))
    for session, (start, end) in reversed(list(zip(held, sessions, strict=False))):
        session.starts_at, session.ends_at = start, end
        session.save(update_fields=["starts_at", "ends_at"])
    Session.objects.bulk_create(
        Session(run=run, provider=offer.provider_id, starts_at=start, ends_at=end)
        for start, end in sessions[len(held):])


def _holidays(site: Site) -> Callable[[date], bool]:
    known: dict[int, set[date]] = {}

    def is_holiday(day: date) -> bool:
        if day.year not in known:
            known[day.year] = {holiday.day for holiday in public_holidays(site.land, day.year)}
        return between_the_years(day) or day in known[day.year]

    return is_holiday


def _confirm_again(site: Site, on: date) -> None:
    """Invented providers confirm their silence in time, so that the demonstration does not run dry."""
    due = Q(silence_confirmed_on__lt=on - TO_BE_CONFIRMED_AFTER)
    Offer.objects.filter(due, site=site, is_invented=True).update(silence_confirmed_on=on, checked_on=on)

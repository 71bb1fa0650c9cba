"""Brings what the five press releases say into the tables, then what is invented to show the rest of the path.

`places/` holds what sources say, in our own words, one file a place; `examples/` holds what is made up. The two never
mix: a row from `examples/` is marked as invented, a row from `places/` names its source. Loading twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from verzahnt.content import demo, example_offers, musterkreis
from verzahnt.content.entering import certain_days, day, enter, period, told_in
from verzahnt.kit.days import KnownDay, Period
from verzahnt.kit.roles import acting_as
from verzahnt.programme.agreements.models import Agreement, Mandate, Party, Signatory, Term
from verzahnt.programme.agreements.states import MandateKind
from verzahnt.programme.chronicle.models import Phase, Statement
from verzahnt.programme.evaluation.actions import release_due
from verzahnt.programme.evaluation.actions_months import release_months
from verzahnt.programme.ledgers.roles import CONTENT
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.states import OfferState, Reach, Registration
from verzahnt.programme.partners.models import NetworkMembership, Organisation, Site
from verzahnt.programme.partners.queries import NOT_NAMED
from verzahnt.programme.partners.states import OrganisationKind, SiteKind, SiteState
from verzahnt.programme.press.models import PressRelease, Quoted
from verzahnt.programme.reference.models import District, Kreis
from verzahnt.programme.sources.models import Source

Tell = Callable[[str], None]
Told = dict[str, Any]

PLACES = ("kreis-steinfurt", "landkreis-meissen", "mayen-koblenz", "unstrut-hainich-kreis", "berlin-lichtenberg")
SHARED = "places/programme.toml"


@transaction.atomic
def load(on: date, tell: Tell = lambda line: None) -> None:
    """All of it in one transaction, as the role that may write content, seen from the day `on`."""
    with acting_as(CONTENT):
        _load_sources()
        tell(f"Quellen: {Source.objects.count()}")
        _load_shared()
        tell(f"Geschichte: {Phase.objects.count()} Abschnitte")
        for name in PLACES:
            place = told_in(f"places/{name}.toml")
            site = _load_place(name, place, on)
            made_up = example_offers.load(site, told_in(f"examples/{name}.toml"), on)
            tell(f"{site.name}: {len(place['statements'])} Aussagen, {made_up} Beispielangebote")
        tell(f"{musterkreis.load(on).name}: Vereinbarung, Mittel, Zählung, Qualifizierung")
        tell(f"Vorführung: {demo.load(on)} Konten")
    tell(f"Freigaben: {len(release_due(on=on))} Quartale und {len(release_months(on=on))} Monatszahlen neu")


def _load_sources() -> None:
    for told in told_in(SHARED)["sources"]:
        _enter_source(told)
    for name in PLACES:
        _enter_source(told_in(f"places/{name}.toml")["source"])


def _enter_source(told: Told) -> None:
    facts = {name: value for name, value in told.items() if name not in ("slug", "published")}
    enter(Source, {"slug": told["slug"]}, published=day(told.get("published", "")), **facts)


def _source(slug: str | None) -> Source | None:
    return Source.objects.get(slug=slug) if slug else None


def _load_shared() -> None:
    shared = told_in(SHARED)
    for told in shared["organisations"]:
        _enter_organisation(told)
    for told in shared["phases"]:
        enter(Phase, {"slug": told["slug"]}, title=told["title"], programme_name=told["programme_name"],
              what_happened=told["what_happened"], begins=day(told.get("begins", "")), ends=day(told.get("ends", "")),
              source=_source(told["source"]))
    for told in shared["statements"]:
        _enter_statement(told)
    for told in shared["sites"]:
        _enter_named_site(told)


def _enter_organisation(told: Told, source: Source | None = None) -> Organisation:
    links = {name: Organisation.objects.get(slug=told[name]) for name in ("carrier", "parent") if name in told}
    facts = {name: value for name, value in told.items() if name not in ("slug", "source", *links)}
    return enter(Organisation, {"slug": told["slug"]}, source=_source(told.get("source")) or source, **facts, **links)


def _enter_statement(told: Told, *, source: Source | None = None, site: Site | None = None) -> None:
    """A statement is true as of the day it names, else as of the day its source appeared."""
    own = _source(told.get("source")) or source
    assert own is not None, f"{told['slug']} names no source"
    as_of = day(told["as_of"]) if "as_of" in told else own.published
    enter(Statement, {"slug": told["slug"]}, theme=told["theme"], sentence=told["sentence"], says=told["says"],
          as_of=as_of, site=site, land_id=told.get("land"), source=own, figure=told.get("figure"),
          unit=told.get("unit", ""), is_approximate=told.get("is_approximate", False))


def _enter_named_site(told: Told) -> None:
    """A site that a source names in passing: who it is and that it takes part, nothing more."""
    source = _source("presse-unstrut-hainich-kreis")
    by_agency = "agency" in told
    kind = OrganisationKind.AGENCY if by_agency else OrganisationKind.JOBCENTER
    slug = told["slug"] if by_agency else f"jobcenter-{told['slug']}"
    office = enter(Organisation, {"slug": slug}, kind=kind, name=told.get("agency") or told["jobcenter"], source=source)
    site = enter(Site, {"slug": told["slug"]}, name=told["name"], land_id="16", state=SiteState.NAMED, source=source,
                 kind=SiteKind.AGENCY if by_agency else SiteKind.JOBCENTER,
                 serves_sgb2=not by_agency, serves_sgb3=by_agency)
    _link(site, [office], told["kreise"], [])


def _link(site: Site, offices: list[Organisation], kreise: list[str], districts: list[str]) -> None:
    """Django's `set` writes only what differs."""
    site.offices.set(offices)
    site.kreise.set(Kreis.objects.filter(key__in=kreise))
    site.districts.set(District.objects.filter(key__in=districts))


def _load_place(slug: str, told: Told, on: date) -> Site:
    source = Source.objects.get(slug=told["source"]["slug"])
    for one in told["organisations"]:
        _enter_organisation(one, source)
    site = _enter_site(slug, told["site"], source)
    _enter_agreement(site, told["agreement"], source)
    for one in told.get("mandates", []):
        _enter_mandate(site, one["organisation"], one["kind"], period(one["runs"]), one.get("note", ""),
                       _source(one.get("source")) or source)
    if "alongside" in told:
        _enter_mandates_alongside(told["alongside"], source)
    for one in told["network"]:
        _enter_network(site, one, source)
    for one in told["statements"]:
        _enter_statement(one, source=source, site=site)
    for one in told.get("offers", []):
        _enter_named_offer(site, one, source, on)
    _enter_press(site, told["press"], source)
    return site


def _enter_site(slug: str, told: Told, source: Source) -> Site:
    site = enter(Site, {"slug": slug}, name=told["name"], state=told.get("state", SiteState.NAMED),
                 land_id=told["land"], serves_sgb2=told.get("serves_sgb2", False),
                 serves_sgb3=told.get("serves_sgb3", False), audiences=told.get("audiences", []),
                 since=day(told.get("since", "")), about=told["about"], source=source)
    _link(site, [Organisation.objects.get(slug=office) for office in told["offices"]], told["kreise"],
          told.get("districts", []))
    return site


def _enter_agreement(site: Site, told: Told, source: Source) -> None:
    agreement = enter(Agreement, {"slug": told["slug"]}, title=told["title"], programme_name=told["programme_name"],
                      about=told.get("about", ""), for_sites=[site.pk], source=source)
    agreement.sites.set([site])
    of_it = {"agreement": agreement}
    parties = {}
    for order, one in enumerate(told["parties"], 1):
        representative = one.get("represented_by")
        parties[one["organisation"]] = enter(
            Party, of_it | {"organisation": Organisation.objects.get(slug=one["organisation"])},
            for_sites=[site.pk], duties=one["duties"], order=order,
            represented_by=Organisation.objects.get(slug=representative) if representative else None)
    for number, one in enumerate(told["terms"], 1):
        runs = period(one.get("runs", {}))
        term = enter(Term, of_it | {"number": number}, for_sites=[site.pk], kind=one["kind"], runs=runs,
                     known_days=certain_days(runs), stated_length=one.get("stated_length", ""),
                     reason=one.get("reason", ""), signed=day(one.get("signed", "")),
                     place_signed=one.get("place_signed", ""), source=source)
        for order, person in enumerate(one.get("signatories", []), 1):
            enter(Signatory, {"term": term, "order": order}, for_sites=[site.pk], name=person.get("name", ""),
                  function=person["function"], party=parties.get(person.get("party", "")),
                  note=person.get("note", ""))


def _enter_mandate(site: Site, slug: str, kind: str, runs: Period, note: str, source: Source | None) -> None:
    organisation = Organisation.objects.get(slug=slug)
    enter(Mandate, {"site": site, "organisation": organisation, "kind": kind}, runs=runs, note=note, source=source)


def _enter_mandates_alongside(told: Told, source: Source) -> None:
    """The other sites of the same lead; when it began there, no source says."""
    unknown, until = KnownDay.unknown(), day(told["until"])
    for slug in (*told["sites"], *told["sites_with_unknown_end"]):
        site = Site.objects.get(slug=slug)
        ended = slug in told["sites"]
        _enter_mandate(site, told["organisation"], MandateKind.LEAD, Period(unknown, until if ended else unknown), "",
                       source)
        if ended:
            _enter_mandate(site, told["successor"], MandateKind.COORDINATION,
                           Period(day(told["successor_from"]), unknown), "", _source(told["successor_source"]))


def _enter_network(site: Site, told: Told, source: Source) -> None:
    slug = told.get("organisation")
    organisation = Organisation.objects.get(slug=slug) if slug else None
    marks = {"site": site, "organisation": organisation, "wording": told.get("wording", "")}
    enter(NetworkMembership, marks, kind_named=told.get("kind_named", ""), role=told.get("role", "member"),
          brings=told["brings"], joined=day(told.get("joined", "")), left=day(told.get("left", "")),
          is_planned=told.get("is_planned", False), source=_source(told.get("source")) or source)


def _enter_named_offer(site: Site, told: Told, source: Source, on: date) -> None:
    """An offer that a source names. Who provides it, and whether it still exists, the source does not say."""
    described = Offer.objects.filter(slug=told["slug"]).values_list("first_described_on", flat=True)
    enter(Offer, {"slug": told["slug"]}, title=told["title"], kind=told["kind"], summary=told["summary"], site=site,
          provider=Organisation.objects.get(slug=NOT_NAMED), origin=told.get("origin", "local_partner"),
          topics=told["topics"], audiences=told.get("audiences", []), traits=told.get("traits", []), languages=[],
          reach=Reach.EVERYWHERE, registration=Registration.NONE, state=OfferState.NAMED, source=source,
          first_described_on=described.first() or on)


def _enter_press(site: Site, told: Told, source: Source) -> None:
    release = enter(PressRelease, {"slug": told["slug"]}, kind=told["kind"], number=told.get("number", ""),
                    title=told["title"], published=source.published, place=told.get("place", ""),
                    publisher=Organisation.objects.get(slug=told["publisher"]), author=told.get("author", ""),
                    site=site, summary=told["summary"], facts=told["facts"], background=told.get("background", ""),
                    photo=told.get("photo", ""), contacts=told.get("contacts", []), source=source)
    for order, one in enumerate(told.get("quoted", []), 1):
        enter(Quoted, {"press_release": release, "order": order}, name=one["name"], function=one["function"],
              says=one["says"])

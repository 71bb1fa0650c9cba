"""Questions about agreements and mandates. What was agreed is public.

agreements_of(site) · agreement(slug) · last_term(agreement) · is_stale(term, on) · ends_soon(term, on) ·
mandates_of(site) · also_led_by(organisation, on) · led_alongside(mandate) · lead_of(site, on) · sites_led_by ·
mandates_held_by · agreed_by · leads_on
"""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from verzahnt.kit.days import OPEN, in_order_of
from verzahnt.programme.agreements import rules
from verzahnt.programme.agreements.models import Agreement, Mandate, Party, Signatory, Term
from verzahnt.programme.agreements.states import TermKind
from verzahnt.programme.partners.models import Organisation, Site


def agreements() -> QuerySet[Agreement]:
    """Agreements with all that a page reads of them."""
    parties = Party.objects.select_related("organisation__carrier", "represented_by__carrier")
    signatories = Signatory.objects.select_related("party__organisation")
    terms = Term.objects.select_related("source").prefetch_related(Prefetch("signatories", signatories))
    return (
        Agreement.objects.select_related("source")
        .prefetch_related("sites", Prefetch("parties", parties), Prefetch("terms", terms))
        .order_by("id")
    )


def agreements_of(site: Site) -> QuerySet[Agreement]:
    """The agreements of a site."""
    return agreements().filter(sites=site)


def agreement(slug: str) -> Agreement:
    """The agreement of this address."""
    return agreements().get(slug=slug)


def last_term(agreement: Agreement) -> Term | None:
    """The term that counts now: the last one that is no mere amendment."""
    terms = [term for term in agreement.terms.all() if term.kind != TermKind.AMENDMENT]
    return max(terms, key=lambda term: term.number, default=None)


def is_stale(term: Term, on: date) -> bool:
    """A source told of the term, it has certainly ended, and no later term or mandate there tells of more.

    A term without a source was entered here by those who agreed it; they know what has become of it.
    """
    later_terms = Term.objects.filter(agreement=term.agreement_id, number__gt=term.number)
    runs = term.runs
    if term.source_id is None or runs.end is OPEN or not rules.is_old_news(runs, newer=later_terms.exists(), on=on):
        return False
    later_mandates = Mandate.objects.filter(site__in=term.for_sites, runs_from_earliest__gt=runs.end.latest)
    return not later_mandates.exists()


def ends_soon(term: Term, on: date) -> bool:
    """The term's end lies at most six months ahead."""
    return rules.warned(term.runs, on=on)


def mandates_of(site: Site) -> list[Mandate]:
    """Who led or coordinated the site, in the order of time."""
    return list(_mandates().filter(site=site).order_by(*in_order_of("runs_from"), "id"))


def _mandates() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("organisation", "site__land", "source")


def _held(on: date) -> Q:
    """Mandates that hold on a day, as far as anyone knows: neither certainly over nor certainly yet to begin."""
    begun = Q(runs_from_earliest__isnull=True) | Q(runs_from_earliest__lte=on)
    not_over = Q(runs_to_latest__isnull=True) | Q(runs_to_latest__gte=on)
    return begun & not_over


def also_led_by(organisation: Organisation, on: date) -> list[Site]:
    """The sites an organisation leads or coordinates on a day, as far as sources tell."""
    held = _mandates().filter(_held(on), organisation=organisation).order_by("site__name")
    return list(dict.fromkeys(mandate.site for mandate in held))


def led_alongside(mandate: Mandate) -> list[Site]:
    """The other sites that the same source names under the same lead."""
    others = _mandates().filter(organisation=mandate.organisation_id, kind=mandate.kind, source=mandate.source_id)
    return [other.site for other in others.exclude(site=mandate.site_id).order_by("id")]


def mandates_held_by(organisation: Organisation) -> list[Mandate]:
    """Every site an organisation led, leads or coordinates, by site."""
    return list(_mandates().filter(organisation=organisation).order_by("site__name", *in_order_of("runs_from"), "id"))


def agreed_by(organisation: Organisation) -> QuerySet[Party]:
    """The agreements an organisation is a party of, or speaks in for another."""
    spoken = Party.objects.filter(Q(organisation=organisation) | Q(represented_by=organisation))
    found = spoken.select_related("agreement", "organisation", "represented_by")
    return found.prefetch_related("agreement__sites").order_by("agreement__title", "id")


def lead_of(site: Site, on: date) -> Organisation | None:
    """Who leads or coordinates the site for the insurers on a day; of several the one that began last."""
    held = sorted(_mandates().filter(_held(on), site=site), key=lambda mandate: mandate.runs.start)
    return held[-1].organisation if held else None


def leads_on(on: date) -> dict[int, Organisation]:
    """Who leads or coordinates on a day, by number of the site; of several the one that began last."""
    held = sorted(_mandates().filter(_held(on)), key=lambda mandate: mandate.runs.start)
    return {mandate.site_id: mandate.organisation for mandate in held}


def sites_led_by(organisations: tuple[int, ...], on: date) -> QuerySet[Site]:
    """The sites that one of these organisations leads or coordinates on a day."""
    held = Mandate.objects.filter(_held(on), organisation__in=organisations)
    return Site.objects.filter(pk__in=held.values("site")).select_related("land").order_by("name")

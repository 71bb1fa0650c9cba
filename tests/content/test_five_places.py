"""What the five press releases say stands in the model as they say it."""

from __future__ import annotations

from datetime import date

import pytest

from verzahnt.kit.days import KnownDay, Period, period_words, words
from verzahnt.kit.known_days import Precision
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.agreements.models import Agreement, Term
from verzahnt.programme.chronicle import queries as chronicle
from verzahnt.programme.chronicle.models import Phase, Statement
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.states import OfferState
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.partners.models import Site
from verzahnt.programme.partners.states import PartnerRole
from verzahnt.programme.press import queries as press
from verzahnt.programme.sources.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
REAL = ("kreis-steinfurt", "landkreis-meissen", "mayen-koblenz", "unstrut-hainich-kreis", "berlin-lichtenberg")


def site(slug: str) -> Site:
    return partners.site(slug)


def agreement_of(slug: str) -> Agreement:
    return agreements.agreements_of(site(slug)).get()


def signatures(term: Term) -> list[tuple[str, str, str]]:
    return [(one.name, one.function, one.party.organisation.called if one.party else "")
            for one in term.signatories.all()]


# --- what sources say -------------------------------------------------------------------------------------------------


def test_unstrut_hainich_extended_in_december_2024_to_the_end_of_2025() -> None:
    with as_desk("portal"):
        agreement = agreement_of("unstrut-hainich-kreis")
        first, extension = agreement.terms.all()
        signed = signatures(extension)
    unknown = KnownDay.unknown()
    assert agreement.programme_name == "teamw()rk für Gesundheit und Arbeit"
    assert (first.kind, first.runs, first.signed) == ("initial", Period(KnownDay.year(2017), unknown), unknown)
    assert (extension.kind, extension.runs) == ("extension", Period(unknown, KnownDay.end_of_year(2025)))
    assert (extension.signed, extension.reason, extension.stated_length, extension.place_signed) == (
        KnownDay.day(date(2024, 12, 19)), "", "", "")
    assert signed == [
        ("Peter Gundermann", "Geschäftsführer des Jobcenters Unstrut-Hainich-Kreis",
         "Jobcenter Unstrut-Hainich-Kreis"),
        ("Thomas Fabisch", "Regionalcenterleiter der AOK PLUS", "AOK PLUS"),
    ]


def test_meissen_extended_for_two_more_years_with_a_reason() -> None:
    with as_desk("portal"):
        first, extension = agreement_of("landkreis-meissen").terms.all()
        signed = signatures(extension)
    assert first.runs == Period(KnownDay.unknown(), KnownDay.unknown())  # "seit Dezember 2016" is said of the country
    assert extension.runs == Period(KnownDay.unknown(), KnownDay.end_of_year(2021))
    assert (extension.stated_length, extension.reason) == (
        "weitere zwei Jahre", "wegen der erreichten Ergebnisse und der sehr erfolgreichen Arbeit vor Ort")
    assert extension.signed == KnownDay.not_later_than(date(2020, 1, 13))
    assert [name for name, *_ in signed] == ["Volker Wünsche", "Susann Lenz"]


def test_in_mayen_koblenz_the_insurers_are_represented_and_the_source_spells_one_name_in_two_ways() -> None:
    with as_desk("portal"):
        agreement = agreement_of("mayen-koblenz")
        term = agreement.terms.get()
        people = [(one.name, one.function, one.note) for one in term.signatories.all()]
        insurers = agreement.parties.get(organisation__slug="gesetzliche-krankenkassen")
        quoted = [one.name for one in press.release("mayen-koblenz").quoted.all()]
        chain = (insurers.represented_by.name, insurers.represented_by.carrier.short_name)
    assert chain == ("Koordinierungsstelle gesundheitliche Chancengleichheit",
                     "Landeszentrale für Gesundheitsförderung")
    assert (term.signed, term.runs) == (KnownDay.unknown(), Period(KnownDay.unknown(), KnownDay.unknown()))
    assert people == [
        ("Burkhard Nauroth", "Erster Beigeordneter des Landkreises",
         "Im selben Text auch „Burkhardt Nauroth“ geschrieben."),
        ("Rolf Koch", "Geschäftsführer des Jobcenters", ""),
        ("", "Landesvorstände der gesetzlichen Krankenkassen", "Im Text ohne Namen genannt."),
        ("Axel Clever", "IKK", "Nach der Bildunterschrift."),
        ("Sandra Helms", "Projektfederführung GKV", "Nach der Bildunterschrift."),
    ]
    assert quoted[0] == "Burkhardt Nauroth"
    assert all("Zuständigkeit" in party.duties for party in agreement.parties.all())


def test_steinfurt_and_lichtenberg_name_no_signatories_and_quoting_is_not_signing() -> None:
    with as_desk("portal"):
        quoted = {slug: [one.name for one in press.releases_of(site(slug))[0].quoted.all()] for slug in REAL}
        steinfurt, lichtenberg = (agreement_of(slug).terms.get() for slug in ("kreis-steinfurt", "berlin-lichtenberg"))
        signed = [list(term.signatories.all()) for term in (steinfurt, lichtenberg)]
    assert signed == [[], []]
    assert (quoted["kreis-steinfurt"], quoted["berlin-lichtenberg"]) == (
        ["Thomas Ostholthoff"], ["Lutz Neumann", "Dirk Leicher"])
    assert (steinfurt.signed, steinfurt.place_signed) == (KnownDay.not_later_than(date(2019, 10, 8)), "dem Jobcenter")
    assert lichtenberg.signed == KnownDay.unknown()


def test_days_are_told_as_exactly_as_the_sources_tell_them() -> None:
    with as_desk("portal"):
        told = {
            "UH signs": words(agreement_of("unstrut-hainich-kreis").terms.all()[1].signed, "de"),
            "UH runs": period_words(agreement_of("unstrut-hainich-kreis").terms.all()[1].runs, "de",
                                    on=date(2026, 11, 2)),
            "all Länder": words(Phase.objects.get(slug="alle-laender").begins, "de"),
            "LI meets": words(Statement.objects.get(slug="lichtenberg-treffen").as_of, "de"),
            "ST since": words(site("kreis-steinfurt").since, "de"),
            "ME since": words(site("landkreis-meissen").since, "de"),
            "MK signs": words(agreement_of("mayen-koblenz").terms.get().signed, "de"),
        }
        precisions = {one.as_of.precision for one in Statement.objects.all()}
    assert told == {
        "UH signs": "19. Dezember 2024", "UH runs": "bis Ende 2025 (Beginn nicht genannt)",
        "all Länder": "Dezember 2016", "LI meets": "im September (Jahr nicht genannt)",
        "ST since": "spätestens 8. Oktober 2019", "ME since": "nicht bekannt", "MK signs": "nicht bekannt",
    }
    assert Precision.MONTH_WITHOUT_YEAR in precisions


def test_the_same_lead_served_seven_other_sites_and_thuringia_was_handed_to_the_vdek() -> None:
    others = ["Ilm-Kreis", "Eichsfeld", "Saalfeld-Rudolstadt", "Jena", "Gera", "Saale-Orla-Kreis",
              "Agentur für Arbeit Jena"]
    with as_desk("portal"):
        here = site("unstrut-hainich-kreis")
        lead, coordination = agreements.mandates_of(here)
        alongside = [other.name for other in agreements.led_alongside(lead)]
        leads = [agreements.lead_of(here, on) for on in (date(2024, 12, 19), date(2025, 12, 31), date(2026, 1, 1))]
        source = coordination.source
        meissen = agreements.mandates_of(site("landkreis-meissen"))
    assert (lead.organisation.called, lead.runs) == (
        "AOK PLUS", Period(KnownDay.year(2017), KnownDay.day(date(2025, 12, 31))))
    assert (coordination.organisation.called, coordination.runs.start) == (
        "vdek Thüringen", KnownDay.day(date(2026, 1, 1)))
    assert alongside == others
    assert [one.called for one in leads if one] == ["AOK PLUS", "AOK PLUS", "vdek Thüringen"]
    assert "bis Ende 2028" in coordination.note
    assert source is not None
    assert source.address.startswith("https://www.vdek")
    assert meissen == []  # the source says no more than whom the agreement was with


def test_a_passed_term_is_old_news_where_no_newer_source_stands_beside_it() -> None:
    with as_desk("portal"):
        stale = {slug: agreements.is_stale(agreement_of(slug).terms.order_by("-number")[0], date(2026, 11, 22))
                 for slug in REAL}
    assert stale == dict.fromkeys(REAL, False) | {"landkreis-meissen": True}


def test_history_is_told_from_2014_to_the_fifth_phase() -> None:
    with as_desk("overview"):
        told = [(words(phase.begins, "de"), phase.programme_name.split()[0]) for phase in chronicle.phases()]
    old, new = "Verzahnung", "teamw()rk"
    assert told == [("2014", old), ("Juni 2014", old), ("25. Juli 2015", old), ("Dezember 2016", old), ("2020", old),
                    ("2023", new), ("2026", new), ("1. Januar 2026", new)]


def test_stated_figures_keep_their_day_and_how_exact_they_are() -> None:
    with as_desk("portal"):
        rows = Statement.objects.filter(slug__in=["programm-2020-standorte", "sachsen-2020", "uhk-rund-500",
                                                  "meissen-35-prozent", "uhk-gesundheitstag-2024"])
        told = {one.slug: (int(one.figure), one.unit, one.is_approximate, words(one.as_of, "de")) for one in rows}
    assert told == {
        "programm-2020-standorte": (230, "Standorte", True, "2020"),
        "sachsen-2020": (17, "Kooperationen", False, "Januar 2020"),
        "uhk-rund-500": (500, "Menschen", True, "19. Dezember 2024"),
        "meissen-35-prozent": (35, "Prozent", True, "13. Januar 2020"),
        "uhk-gesundheitstag-2024": (12, "Netzwerkpartner", False, "19. Dezember 2024"),
    }


def test_every_statement_names_its_source_and_whose_it_is() -> None:
    with as_desk("portal"):
        silent = [one.slug for one in Statement.objects.select_related("source")
                  if not one.says or not one.source.title or not (one.source.publisher or one.source.author)]
        counted = {slug: len(chronicle.statements_of(site(slug))) for slug in REAL}
    assert silent == []
    assert all(number >= 9 for number in counted.values()), counted


def test_the_network_names_kinds_where_the_source_names_kinds_and_invents_nobody() -> None:
    with as_desk("portal"):
        kinds = {slug: [one.wording for one in partners.network_of(site(slug)) if not one.organisation]
                 for slug in REAL}
        companion = partners.network_by_part(site("berlin-lichtenberg"))[PartnerRole.ACCOMPANYING]
        invented = [one for slug in REAL for one in partners.network_of(site(slug))
                    if one.organisation and one.organisation.is_invented]
    assert kinds["kreis-steinfurt"] == ["(Sport-)Vereine", "Wohlfahrtsverbände", "Selbsthilfegruppen",
                                        "Familienzentren"]
    assert kinds["mayen-koblenz"] == ["Maßnahmeträger", "Anbieter für Gesundheitsförderung in der Region",
                                      "Andere Einrichtungen in Mayen-Koblenz"]
    assert [one.organisation.called for one in companion] == ["QPK Lichtenberg"]
    assert invented == []


def test_named_offers_stand_with_their_source_and_claim_nothing_more() -> None:
    with as_desk("portal"):
        named = Offer.objects.filter(state=OfferState.NAMED).select_related("site", "source", "provider")
        by_site = {slug: [one.title for one in named if one.site.slug == slug] for slug in REAL}
        claims = [one.slug for one in named if one.is_invented or not one.source or one.runs.exists()
                  or one.provider.slug != partners.NOT_NAMED]
    assert set(by_site["unstrut-hainich-kreis"]) == {
        "Rundum fit", "Gesundheitstreff", "Kurse für Familien", "Resilienztraining", "Gesundheitstag 2024",
        "Nordic Walking zum Ausprobieren", "Yoga zum Ausprobieren"}
    assert {slug: len(titles) for slug, titles in by_site.items()} == {
        "kreis-steinfurt": 3, "landkreis-meissen": 3, "mayen-koblenz": 0, "unstrut-hainich-kreis": 7,
        "berlin-lichtenberg": 4}
    assert claims == []


def test_the_article_is_an_article_by_its_author() -> None:
    with as_desk("portal"):
        article = press.release("berlin-lichtenberg")
        order = [one.slug for one in press.releases()]
    assert (article.get_kind_display(), article.author, article.published) == (
        "Zeitungsartikel", "Berit Müller", KnownDay.unknown())
    assert order == ["2024-unstrut-hainich-kreis", "2020-landkreis-meissen", "2019-kreis-steinfurt",
                     "berlin-lichtenberg", "mayen-koblenz"]


def test_the_sources_of_the_five_places_have_kind_day_publisher_and_address_where_known() -> None:
    with as_desk("portal"):
        told = {one.slug: (one.kind, words(one.published, "de"), one.by, bool(one.address))
                for one in Source.objects.filter(slug__regex=r"^(presse|artikel)-")}
    assert told == {
        "presse-kreis-steinfurt": ("press_release", "8. Oktober 2019", "Kreis Steinfurt", True),
        "presse-landkreis-meissen": ("press_release", "13. Januar 2020", "Landkreis Meißen", False),
        "presse-mayen-koblenz": ("press_release", "nicht bekannt", "Landkreis Mayen-Koblenz", False),
        "presse-unstrut-hainich-kreis": ("press_release", "19. Dezember 2024", "Jobcenter Unstrut-Hainich-Kreis",
                                         False),
        "artikel-berlin-lichtenberg": ("newspaper", "nicht bekannt", "Berit Müller", False),
    }

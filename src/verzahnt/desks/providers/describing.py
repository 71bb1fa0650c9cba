"""The one page on which an offer is described: its questions, and what the answers make of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from verzahnt.desks.providers.defaults import defaults
from verzahnt.desks.providers.fields import OneOf, Several, Words
from verzahnt.desks.providers.kreise_named import kreise_named
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.actions import AGREED_UPON, Description
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.quality import CHILDCARE, COMPANION
from verzahnt.programme.offers.states import Cost, OfferKind, OfferState, Origin, Reach, Registration
from verzahnt.programme.partners.models import Site
from verzahnt.programme.partners.states import SiteState
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.models import Kreis, Land

OFTEN_SPOKEN = ("de", "en", "uk", "ar", "tr", "ru", "fa", "pl", "ku", "ro", "bg", "fr")
NOBODY, SOMEBODY = "nobody", "somebody"
ASKED_BY_ITSELF = (*CHILDCARE, COMPANION)  # a no is an answer there, too
AS_IT_IS, NAMED_KREISE = "as_it_is", "named_kreise"
AGREED_FIELDS = ("site", "kind", "cost", "uses_programme_money", "reports", "reports_to")
CHILDREN = {
    "": "noch nicht gesagt", "kinderbetreuung": "Jemand passt auf Kinder auf",
    "kind-darf-mit": "Das Kind darf dabei sein", "both": "Jemand passt auf, oder es ist dabei",
    "no": "Kinder können nicht mit"}
WELL_WRITTEN_AMOUNT = re.compile(r"(\d{1,3}(\.\d{3})+|\d+)(,\d{2})?")
A_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
ABOUT_MONEY = re.compile(r"€|euro|eur\b", re.IGNORECASE)


class OfferForm(forms.Form):
    """Sentences with a gap. Only name and kind are needed to save an idea; what is missing beyond, the page says."""

    title = Words(120, label="Wie heißt Ihr Angebot?",
                  help_text="So, dass man sich etwas darunter vorstellen kann. Zum Beispiel: Rücken in Bewegung")
    kind = forms.ChoiceField(label="Was für ein Angebot ist es?", choices=OfferKind.choices)
    summary = Words(300, rows=3, label="Was passiert da? In zwei Sätzen.", required=False,
                    help_text="Wie am Telefon. Zum Beispiel: Wir bewegen uns leicht und ohne Eile. "
                              "Sie brauchen keine Vorkenntnisse.")
    about = Words(5000, rows=6, label="Möchten Sie mehr erzählen?", required=False)
    topics = Several(label="Darum geht es", required=False, help_text="Das Wichtigste zuerst; eines genügt.")
    site = forms.ChoiceField(label="Zu welchem Standort gehört es?", required=False,
                             help_text="Die Koordination dort liest Ihr Angebot und sagt Ja, bevor es erscheint.")
    audiences = Several(label="Für wen ist es gedacht?", required=False)
    languages = Several(label="Welche Sprachen werden dort gesprochen?", required=False)
    another_language = forms.ChoiceField(label="Noch eine andere Sprache?", required=False)
    traits = Several(label="Was macht den Einstieg leicht?", required=False)
    childcare = OneOf(label="Was ist mit Kindern?", required=False, choices=list(CHILDREN.items()))
    companion = OneOf(label="Darf jemand mitkommen?", required=False, choices=[
        ("", "noch nicht gesagt"), ("yes", "Ja, gern"), ("no", "Nein, das geht hier nicht")])
    origin = forms.ChoiceField(label="Von wem kommt das Angebot?", required=False, choices=[
        (Origin.LOCAL_PARTNER, "von einem Partner vor Ort"), (Origin.INSURER, "von einer Krankenkasse"),
        (Origin.LABOUR_PROMOTION, "aus der Arbeitsförderung, zum Beispiel vom Jobcenter")])
    reach = OneOf(label="Wer darf kommen?")
    kreise = Words(600, label="Aus welchen Kreisen?", required=False,
                   help_text="Nur, wenn Sie „Menschen aus diesen Kreisen“ gewählt haben. Mit Komma getrennt, zum "
                             "Beispiel: Unstrut-Hainich-Kreis, Eichsfeld")
    registration = OneOf(label="Wie macht man mit?", choices=[
        (Registration.CARD, "mit einer Mitmachkarte, ohne Namen (oder per Telefon)"),
        (Registration.NONE, "einfach vorbeikommen"),
        (Registration.TELEPHONE, "nur per Telefon"),
        (Registration.WEBSITE, "auf unserer eigenen Seite"),
    ])
    telephone = Words(40, label="Unter welcher Nummer antwortet jemand?", required=False,
                      help_text="Eine Nummer bei Ihnen, nie die des Jobcenters.",
                      widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}))
    telephone_hours = Words(100, label="Wann antwortet jemand?", required=False,
                            help_text="Zum Beispiel: dienstags und donnerstags 9 bis 12 Uhr")
    website = forms.URLField(label="Ihre Seite dazu", required=False, assume_scheme="https", max_length=200,
                             error_messages={"invalid": "Diese Adresse ist nicht vollständig. Sie sieht so aus: "
                                                        "www.beispielverein.example.org."},
                             widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}))
    reports = OneOf(label="Erfährt jemand von Ihnen, wer kommt?", choices=[
        (NOBODY, "Nein, niemand."), (SOMEBODY, "Ja, zum Beispiel das Jobcenter."),
    ])
    reports_to = Words(120, label="Wer erfährt es?", required=False)
    silence = forms.BooleanField(label="Wir sagen dem Jobcenter nicht, wer kommt.", required=False,
                                 help_text="Das bestätigen Sie einmal im Jahr. Ohne diesen Satz nimmt ein Angebot "
                                           "keine Mitmachkarten an.")
    cost = OneOf(label="Was kostet es?", choices=Cost.choices)
    cost_note = Words(200, label="Gibt es zu den Kosten noch etwas zu sagen?", required=False,
                      help_text="Zum Beispiel: 120 Euro zuerst, 96 Euro kommen zurück. "
                                "Oder: Die Fahrt zahlen Sie selbst.")
    uses_programme_money = forms.BooleanField(
        label="Das Programm soll es bezahlen (Programmgeld).", required=False,
        help_text="Dann fragen wir auch die Krankenkassen-Seite, die an diesem Standort federführend ist.")
    what_to_bring = Words(200, label="Was bringt man mit?", required=False,
                          help_text="Zum Beispiel: bequeme Schuhe, etwas zu trinken")
    led_by = Words(160, label="Wer leitet es?", required=False,
                   help_text="Der Beruf genügt. Zum Beispiel: eine Übungsleiterin mit Lizenz")
    certificate = Words(80, label="Hat der Kurs ein Zertifikat?", required=False,
                        help_text="Nur bei geprüften Kursen nach § 20 SGB V. Ändern Sie dann nichts ohne Rücksprache "
                                  "mit der Prüfstelle: Sonst gilt es nicht mehr.")

    def __init__(self, *args: Any, actor: Actor, offer: Offer | None = None, **kwargs: Any) -> None:
        self.offer = offer
        self.sites = {str(site.pk): site for site in _sites(actor, offer)}
        kwargs.setdefault("initial", _told(offer) if offer else defaults(actor, list(self.sites)))
        super().__init__(*args, **kwargs)
        self._offer_choices()
        if self.is_agreed:
            for name in AGREED_FIELDS:
                del self.fields[name]

    @property
    def is_agreed(self) -> bool:
        """What was said yes to stays as it is."""
        return self.offer is not None and self.offer.state != OfferState.IDEA

    def _offer_choices(self) -> None:
        spoken = {language.code: language.name for language in reference.languages()}
        own = [code for code in (self.offer.languages if self.offer else []) if code not in OFTEN_SPOKEN]
        near = [code for code in (*OFTEN_SPOKEN, *own) if code in spoken]
        others = sorted((name, code) for code, name in spoken.items() if code not in OFTEN_SPOKEN)
        reaches: list[tuple[str, str]] = [
            (Reach.EVERYWHERE, "alle, egal woher"), (Reach.KREISE, "Menschen aus dem Kreis des Standorts"),
            (Reach.LAENDER, "Menschen aus dem ganzen Bundesland"), (NAMED_KREISE, "Menschen aus diesen Kreisen:")]
        if self.offer and self.offer.reach_areas:
            reaches.append((AS_IT_IS, f"wie bisher: {_area_names(self.offer.reach_areas)}"))
        choices: dict[str, list[tuple[str, str]]] = {
            "site": [("", "Bitte wählen"), *((number, site.name) for number, site in self.sites.items())],
            "topics": [(topic.slug, topic.name) for topic in reference.topics()],
            "audiences": [(audience.slug, audience.name) for audience in reference.audiences()],
            "traits": [(trait.slug, trait.name) for trait in reference.traits() if trait.slug not in ASKED_BY_ITSELF],
            "languages": [(code, spoken[code]) for code in near],
            "another_language": [("", "keine"), *((code, name) for name, code in others)],
            "reach": [(str(value), label) for value, label in reaches],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_cost_note(self) -> str:
        note: str = self.cleaned_data["cost_note"]
        if ABOUT_MONEY.search(note):
            for written in A_NUMBER.findall(note):
                if not WELL_WRITTEN_AMOUNT.fullmatch(written):
                    raise forms.ValidationError(f"„{written}“ verstehen wir nicht. Einen Betrag schreiben wir so: "
                                                "12,50 Euro oder 120 Euro.")
        return note

    def clean(self) -> None:
        told = self.cleaned_data
        if told.get("reach") == NAMED_KREISE and "kreise" in told:
            try:
                told["kreise"] = kreise_named(told["kreise"])
            except forms.ValidationError as no:
                self.add_error("kreise", no)
            else:
                if not told["kreise"]:
                    self.add_error("kreise", "Bitte schreiben Sie mindestens einen Kreis.")
        if not self.is_agreed and told.get("reports") == SOMEBODY:
            if not told.get("reports_to") and "reports_to" not in self.errors:
                self.add_error("reports_to", "Bitte schreiben Sie, wer es erfährt.")
            if told.get("registration") == Registration.CARD:
                self.add_error("registration", "Wer jemandem sagt, wer kommt, kann keine Mitmachkarten annehmen. "
                                               "Bitte wählen Sie einen anderen Weg.")
        cost = self.offer.cost if self.is_agreed and self.offer else told.get("cost")
        if cost == Cost.REFUNDED and told.get("cost_note") and not re.search(r"\d", told["cost_note"]):
            self.add_error("cost_note", "Bitte nennen Sie die Beträge, zum Beispiel: 120 Euro zuerst, "
                                        "96 Euro kommen zurück.")
        if told.get("reach") in (Reach.KREISE, Reach.LAENDER) and self._site() is None:
            self.add_error("reach", "Bitte wählen Sie zuerst den Standort. Dann wissen wir, welcher Kreis gemeint ist.")

    def description(self) -> Description:
        """What the answers say, ready for the deed."""
        told = self.cleaned_data
        base = Description.of(self.offer) if self.offer else Description(title="", kind="")
        same = ("title", "summary", "about", "topics", "audiences", "registration", "telephone",
                "telephone_hours", "website", "cost_note", "what_to_bring", "led_by", "certificate")
        changed = {name: told[name] for name in same}
        changed["origin"] = told["origin"] or base.origin
        changed["traits"], changed["denied_traits"] = traits_of(
            told["traits"], told["childcare"], told["companion"])
        spoken = [*told["languages"], told["another_language"]]
        changed["languages"] = [code for code in dict.fromkeys(spoken) if code]
        if not self.is_agreed:
            site = self._site()
            changed |= {"kind": told["kind"], "cost": told["cost"], "site_id": site.pk if site else None,
                        "uses_programme_money": told["uses_programme_money"],
                        "reports_to": told["reports_to"] if told["reports"] == SOMEBODY else ""}
        if told["reach"] != AS_IT_IS:
            named = told["reach"] == NAMED_KREISE
            changed |= {"reach": Reach.KREISE if named else told["reach"],
                        "reach_areas": told["kreise"] if named else self._areas(told["reach"])}
        return replace(base, **changed)

    def _site(self) -> Site | None:
        if self.is_agreed and self.offer:
            return self.offer.site
        return self.sites.get(self.cleaned_data.get("site") or "")

    def _areas(self, reach: str) -> list[str]:
        site = self._site()
        if site is None or reach == Reach.EVERYWHERE:
            return []
        if reach == Reach.LAENDER:
            return [site.land_id]
        return list(site.kreise.order_by("key").values_list("key", flat=True))


def _sites(actor: Actor, offer: Offer | None) -> list[Site]:
    """Where one may be asked for a yes: the sites that take part, those whose network one belongs to first."""
    sites = Site.objects.exclude(state=SiteState.ENDED).filter(offices__isnull=False).distinct().order_by("name")
    own = set(Site.objects.filter(network__organisation__in=actor.organisations).values_list("pk", flat=True))
    if offer and offer.site_id:
        own.add(offer.site_id)
    return sorted(sites, key=lambda site: (site.pk not in own, site.state == SiteState.NAMED))


def _told(offer: Offer) -> dict[str, Any]:
    """The answers an offer was described with."""
    told = {name: getattr(offer, name) for name in Description.__dataclass_fields__ if name not in AGREED_UPON}
    return told | {
        "kind": offer.kind, "cost": offer.cost, "uses_programme_money": offer.uses_programme_money,
        "site": str(offer.site_id or ""), "reports": SOMEBODY if offer.reports_to else NOBODY,
        "reports_to": offer.reports_to, "childcare": _children(offer), "companion": _companion(offer),
        "reach": AS_IT_IS if offer.reach_areas else offer.reach,
    }


def _area_names(keys: list[str]) -> str:
    kreise = list(Kreis.objects.filter(key__in=keys).order_by("name").values_list("long_name", flat=True))
    laender = list(Land.objects.filter(key__in=keys).order_by("name").values_list("name", flat=True))
    return ", ".join([*kreise, *laender])


def _children(offer: Offer) -> str:
    there = [trait for trait in CHILDCARE if trait in offer.traits]
    if len(there) == len(CHILDCARE):
        return "both"
    return there[0] if there else "no" if set(CHILDCARE) <= set(offer.denied_traits) else ""


def _companion(offer: Offer) -> str:
    return "yes" if COMPANION in offer.traits else "no" if COMPANION in offer.denied_traits else ""


def traits_of(ticked: Iterable[str], childcare: str, companion: str) -> tuple[list[str], list[str]]:
    """What there is, and what there is not."""
    there: list[str] = list(ticked)
    denied: list[str] = []
    match childcare:
        case "both":
            there += CHILDCARE
        case "no":
            denied += CHILDCARE
        case one if one in CHILDCARE:
            there.append(one)
    match companion:
        case "yes":
            there.append(COMPANION)
        case "no":
            denied.append(COMPANION)
    return there, denied

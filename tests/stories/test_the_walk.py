"""The walk, once, at each of the five places and in the Musterkreis: from the agreement to the released figure.

Everybody sits at their own browser without scripts and does only what the pages offer; what is sent is what the forms
hold. Two things are not as in life, and this is how time passes here: the course that is marked and counted is planned
for ten minutes before midnight of today, so that somebody can book it and come on one day; and the nightly and the
quarterly work is called with a later day, as its own clock would on that day. No row is moved, no clock is turned.
Planted are two things: what two other places counted in the same month, since a figure that stands alone in the
country is hidden for that; and that the provider counts as a real one, since what an invented provider offers at a real
place never becomes a figure there.

What the sources do not name, nobody has: where no lead is known (four of the five places), programme money cannot be
asked for, and the provider reads why. Staff without a demo login get an account at the site's own office.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests.desks.test_counselling import digits_on, files_of, words_in
from tests.factories import people
from tests.factories.evaluation import counted
from tests.stories.test_no_trace import everything
from tests.stories.visitor import Visitor, words_of
from verzahnt.content.demo import PASSWORD
from verzahnt.desks.jobs import closing, sending
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance.models import Mark
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.evaluation.models import Release
from verzahnt.programme.evaluation.rules import may_release, next_quarter, quarter_of
from verzahnt.programme.ledgers.models import JournalEntry, Tally
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Offer, Run
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people.states import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
OWN_NUMBER, TITLE = "4827", "Leicht in den Tag"
GUEST = "gast@example.org"
TELLING = re.compile(r"jobcenter|agentur|arbeitslos|stress|leicht in den tag|bewegung|gesundheit|"
                     r"termin|einladung", re.I)


@dataclass(frozen=True)
class There:
    """A place as its people know it; `came`: how many will sit in the course."""

    slug: str
    postal_code: str
    provider: str
    deeds: tuple[str, ...]
    came: int
    lead: str = ""
    coordination_login: str = ""
    provider_login: str = ""
    funder_login: str = ""


PLACES = [
    There("kreis-steinfurt", "48565", "turnverein-musterfurt", ("extend",), came=6),
    There("landkreis-meissen", "01662", "gesundheitshaus-elbmuster", ("renew",), came=2),
    There("mayen-koblenz", "56727", "bewegungsforum-musterhoehe", ("extend",), came=5),
    There("unstrut-hainich-kreis", "99974", "sportverein-beispielhausen", ("renew",), came=5, lead="vdek-thueringen",
          coordination_login="koordination-unstrut-hainich@example.org",
          provider_login="anbieter-unstrut-hainich@example.org", funder_login="federfuehrung@example.org"),
    There("berlin-lichtenberg", "10365", "kiezhaus-musterberg", ("extend",), came=4),
    There("musterkreis", "00901", "verein-fuer-bewegung-musterstadt", ("extend", "renew"), came=7,
          lead="beispielkasse", coordination_login="koordination-musterkreis@example.org",
          provider_login="anbieter-musterkreis@example.org",
          funder_login="federfuehrung-musterkreis@example.org"),
]


@dataclass
class Walk:
    """Who walks where, and what the steps hand on."""

    place: There
    today: date
    plant: Callable[..., Any]

    def staff(self, login: str, role: Role) -> Visitor:
        """Somebody signed in for the place."""
        visitor, password = Visitor(), PASSWORD
        if not login:
            login, password = self.plant(self._account, role), people.PASSWORD
        visitor.sign_in(login, password)
        return visitor

    def _account(self, role: Role) -> str:
        site = Site.objects.get(slug=self.place.slug)
        organisation = {
            Role.SITE_COORDINATION: site.offices.order_by("pk").first(),
            Role.PROVIDER: Organisation.objects.get(slug=self.place.provider),
            Role.FUNDER: Organisation.objects.get(slug="gkv-buendnis"),
        }[role]
        account = people.an_account()
        people.a_membership(account, organisation, role, site=site if role == Role.SITE_COORDINATION else None)
        return str(account.email)


@pytest.fixture
def walk(request: pytest.FixtureRequest, plant: Callable[..., Any], settings: Any, tmp_path: Path,
         nobody_waits: None) -> Walk:
    """Keys of the story's own, since months go by in it."""
    settings.VERZAHNT_KEYS = tmp_path / "keys"
    cards.make(Kind.HANDED)  # the house's key of cards is there before anybody comes
    return Walk(request.param, timezone.localdate(), plant)


@pytest.mark.parametrize("walk", PLACES, ids=lambda there: there.slug, indirect=True)
def test_the_walk(walk: Walk, tmp_path: Path) -> None:
    coordination = walk.staff(walk.place.coordination_login, Role.SITE_COORDINATION)
    the_agreement_goes_on(walk, coordination)

    provider = walk.staff(walk.place.provider_login, Role.PROVIDER)
    walk.plant(Organisation.objects.filter(slug=walk.place.provider).update, is_invented=False)
    an_offer_is_described_and_handed_in(walk, provider)
    the_site_says_yes(walk, coordination)
    if walk.place.lead:
        the_lead_says_yes(walk)
    it_is_published(walk, coordination, provider)
    later, tonight = (dates_are_planned(walk, provider, days_ahead) for days_ahead in (10, 0))

    digits = a_counsellor_finds_it_and_hands_it_over(walk, tmp_path)
    somebody_books_and_gives_back(walk, digits, later)
    aliases = people_come_tonight(walk, digits, tonight)
    the_list_is_kept(walk, provider, tonight, aliases)

    time_passes(walk, digits, tonight, aliases)
    weeks_later = walk.staff(walk.place.coordination_login, Role.SITE_COORDINATION)  # the night forgot all sign-ins
    the_figure_is_released(walk, weeks_later)
    assert Visitor().open("/programm/").count(site_of(walk).name) >= 1


# 1. Coordination


def the_agreement_goes_on(walk: Walk, coordination: Visitor) -> None:
    """What the cockpit says of the agreements, and each extended or renewed: read as a sentence first, then entered."""
    cockpit = f"/koordination/{walk.place.slug}/"
    said = coordination.open("/koordination/")
    assert coordination.path == cockpit
    assert all(panel in said for panel in ("Vereinbarung", "Angebote", "Netzwerk", "Teilnahmen", "Mittel"))
    agreements = list(dict.fromkeys(re.findall(r'href="([^"]+/vereinbarung/[^"]+)"', coordination.page)))
    done = []
    for path in agreements:
        coordination.open(path)
        renews = "starts" in coordination.forms[-1].fields
        days = {"until": walk.today + timedelta(days=720), "signed": walk.today}
        if renews:
            days["starts"] = walk.today
        coordination.press("Weiter: den Satz lesen", reason="Die Zusammenarbeit hat sich bewährt.",
                           place_signed="im Rathaus", **days)
        assert "So wird es hier stehen:" in coordination.words
        sentence = re.search(r"<strong>(Kooperationsvereinbarung.*?|Absichtserklärung.*?)</strong>", coordination.page)
        assert sentence, coordination.words
        assert "Grund: Die Zusammenarbeit hat sich bewährt." in sentence[1]
        said = coordination.press("So eintragen")
        assert "Grund: Die Zusammenarbeit hat sich bewährt." in said
        done.append("renew" if renews else "extend")
    assert sorted(done) == list(walk.place.deeds)
    assert "endet in 23 Monaten" in coordination.open(cockpit) or "endet in 2 Jahren" in coordination.words


def the_site_says_yes(walk: Walk, coordination: Visitor) -> None:
    coordination.open(f"/koordination/{walk.place.slug}/")
    assert f"Zustimmen: {TITLE}" in coordination.words
    coordination.follow(f"Zustimmen: {TITLE}")
    said = coordination.press("Ja, zustimmen")
    assert ("Jetzt fehlt noch das Ja der Federführung." if walk.place.lead else "ist veröffentlicht") in said


# 2. Provider


def an_offer_is_described_and_handed_in(walk: Walk, provider: Visitor) -> None:
    """In one page. Programme money asks whoever leads the site; where nobody is known, that is said, and all stays."""
    provider.open("/anbieter/angebote/")
    provider.follow("Angebot beschreiben")
    site = site_of(walk)
    said = provider.press(
        "Speichern und einreichen", title=TITLE, kind="course", topics=["stress"], site=site.pk, silence="on",
        summary="Wir atmen durch und dehnen uns. Sie brauchen keine Vorkenntnisse.", telephone="0361 5550123",
        telephone_hours="werktags von 9 bis 12 Uhr", what_to_bring="bequeme Kleidung", uses_programme_money="on")
    if not walk.place.lead:
        assert "Gespeichert, aber noch nicht eingereicht." in said
        assert "niemand eingetragen, der das Programmgeld verantwortet" in said
        assert "bequeme Kleidung" in provider.page
        said = provider.press("Speichern und einreichen", uses_programme_money=[])
    assert "Eingereicht. Jetzt liest der Standort Ihr Angebot." in said
    assert "Noch nicht" not in provider.open(f"/anbieter/angebote/{offer_of(walk).slug}/")


def the_lead_says_yes(walk: Walk) -> None:
    """By the mailed link, without an account, and looking says nothing yet; at the desk where no mailbox is known."""
    mail.outbox.clear()
    sending.send_due(on=walk.today)
    if walk.place.slug == "unstrut-hainich-kreis":  # of a real body no mailbox is invented
        desk = walk.staff(walk.place.funder_login, Role.FUNDER)
        desk.open("/kassen/")
        desk.follow(TITLE)
        assert "Ihr Ja ist eingetragen." in desk.press("Ja, zustimmen")
        return
    [link] = {path for letter in mail.outbox for path in re.findall(r"/kassen/ja/[^/\s]+/", letter.body)}
    for _look in range(2):
        asked = Visitor()
        assert "Stimmen Sie zu?" in asked.open(link)
    assert offer_of(walk).state == "concept"
    assert "Ihr Ja ist eingetragen." in asked.press("Ja, zustimmen")
    assert "Hier ist nichts mehr zu tun" in Visitor().open(link, status=410)


def it_is_published(walk: Walk, coordination: Visitor, provider: Visitor) -> None:
    """Seen by everyone; and how long it took."""
    slug = offer_of(walk).slug
    assert TITLE in Visitor().open(f"/angebote/{slug}/")
    assert "Von der Idee bis zur Seite: 0 Tage." in coordination.open(
        f"/koordination/{walk.place.slug}/angebote/{slug}/")
    assert "Von der Idee bis dahin: am selben Tag." in provider.open(f"/anbieter/angebote/{slug}/")
    mail.outbox.clear()
    sending.send_due(on=walk.today)
    assert [letter.subject for letter in mail.outbox] == [f"Ihr Angebot ist veröffentlicht: {TITLE}"]


def dates_are_planned(walk: Walk, provider: Visitor, days_ahead: int) -> int:
    """Dates first to look at, then the run. Today's lies just before midnight."""
    provider.open(f"/anbieter/angebote/{offer_of(walk).slug}/")
    provider.follow("Durchgang anlegen")
    first = walk.today + timedelta(days=days_ahead)
    times = {"starts": "10:00", "ends": "11:30", "times": 3} if days_ahead else {
        "starts": "23:50", "ends": "23:59", "times": 1}
    said = provider.press("Termine ansehen", first_on=first, seats=8, waiting_places=2, no_public_holidays=[], **times)
    assert f"{times['times']}-mal" in said
    assert "Der Durchgang ist angelegt." in provider.press("Durchgang anlegen")
    return int(re.search(r"/durchgaenge/(\d+)/", provider.path)[1])  # type: ignore[index]


# 3. Counselling


def a_counsellor_finds_it_and_hands_it_over(walk: Walk, tmp_path: Path) -> str:
    """Without signing in; with reasons; on paper with a fresh card; and nothing is written."""
    before = everything(tmp_path)
    desk = Visitor()
    desk.open("/beratung/")
    found = desk.press("Suchen", ort=walk.place.postal_code, thema="stress")
    assert TITLE in found
    [own] = re.findall(rf'(?s)id="a-{offer_of(walk).slug}".*?<button', desk.page)
    assert re.search(r"\d km|0,\d km|ganz nah|in der Nähe|im Ort", words_of(own)), words_of(own)
    desk.press(f"Auf den Handzettel: {TITLE}")
    said = desk.press("Drucken")
    assert "Sie entscheiden. Wir sagen niemandem, ob Sie hingehen." in said
    digits = digits_on(desk.page)
    for name, pdf in files_of(desk.page).items():
        assert TITLE in words_in(pdf), name
        assert digits in re.sub(r"\D", "", words_in(pdf)), name
        assert b"/StructTreeRoot" in pdf, "tagged"
    assert dict(desk.client.cookies) == {}
    assert everything(tmp_path) == before
    return digits


# 4. Portal


def somebody_books_and_gives_back(walk: Walk, digits: str, run: int) -> None:
    """With the handed card, an own number and an alias: three requests from the offer's page on."""
    guest = Visitor()
    guest.open("/")
    assert TITLE in guest.press("Suchen", ort=walk.place.postal_code)
    guest.requests = 0
    guest.follow(TITLE)
    guest.open(f"/angebote/{offer_of(walk).slug}/platz/{run}/")
    said = guest.press("Platz nehmen", wahl="habe", karte=digits, eigene_zahl=OWN_NUMBER, wunschname="Ruhiger See",
                       email=GUEST)
    assert ("Sie sind dabei" in said, guest.requests) == (True, 3)
    letters_are_neutral(walk)

    at_home = Visitor()
    at_home.open("/karte/")
    assert "Ruhiger See" in at_home.press("Meine Plätze zeigen", karte=digits, eigene_zahl=OWN_NUMBER)
    assert "Sie haben Ihren Platz zurückgegeben." in at_home.press("Platz zurückgeben")
    mail.outbox.clear()
    sending.send_due(on=walk.today + timedelta(days=9))
    assert mail.outbox == [], "who gave a place back is reminded of nothing"


def letters_are_neutral(walk: Walk) -> None:
    """One letter, to the one who left an address; neither outside nor inside does it say what it is about."""
    mail.outbox.clear()
    sending.send_due(on=walk.today)
    [letter] = mail.outbox
    assert letter.to == [GUEST]
    said = f"{letter.subject} {letter.from_email} {letter.body}"
    said = said.replace("Sie können jederzeit absagen", "")
    with acting_as(PLANTING):
        where = Run.objects.select_related("venue").get(offer__title=TITLE, starts_on__gt=walk.today)
    for own in (where.venue.name, where.venue.way, where.venue.town):  # an address is what it is
        said = said.replace(own, "")
    assert TELLING.findall(said) == []


def people_come_tonight(walk: Walk, digits: str, run: int) -> list[str]:
    """The handed card once more, and others with cards of their own; none leaves an address, no letter goes out."""
    aliases = [f"Stiller Hafen {number}" for number in range(walk.place.came)]
    for number, alias in enumerate(aliases):
        guest = Visitor()
        guest.open(f"/angebote/{offer_of(walk).slug}/platz/{run}/")
        card = {"wahl": "neu"} if number else {"wahl": "habe", "karte": digits, "eigene_zahl": OWN_NUMBER}
        assert "Sie sind dabei" in guest.press("Platz nehmen", wunschname=alias, **card)
    mail.outbox.clear()
    sending.send_due(on=walk.today)
    assert mail.outbox == []
    return aliases


# 5. The list


def the_list_is_kept(walk: Walk, provider: Visitor, run: int, aliases: list[str]) -> None:
    """Every look is written down, and everybody is ticked."""
    provider.open("/anbieter/")
    said = provider.follow("Liste öffnen")
    assert [alias for alias in aliases if alias in said] == aliases
    assert "Wer diese Liste angesehen hat" in said
    looks = looks_at(run)
    assert looks >= 1
    for nth in range(len(aliases)):
        provider.press("war da", nth=nth)
    assert provider.page.count('aria-pressed="true"') == len(aliases)
    assert looks_at(run) > looks
    with acting_as(PLANTING):
        assert Mark.objects.filter(session__run=run).count() == len(aliases)


# 6. Jobs


def time_passes(walk: Walk, digits: str, run: int, aliases: list[str]) -> None:
    """Fifteen nights on the run is counted, and what was known of anybody is gone."""
    last_night_before = closes_on(walk.today) - timedelta(days=1)
    assert set(closing.close_the_day(on=last_night_before).values()) == {True}
    with acting_as(PLANTING):
        assert Place.objects.filter(run=run).count() == len(aliases)
    assert set(closing.close_the_day(on=closes_on(walk.today)).values()) == {True}
    with acting_as(PLANTING):
        assert (Place.objects.filter(run=run).count(), Mark.objects.filter(session__run=run).count()) == (0, 0)
        assert Particulars.objects.count() == 0
        assert Run.objects.get(pk=run).state == "closed"
        counted = Tally.objects.filter(site=site_of(walk).pk, topic="stress", month=walk.today.replace(day=1))
        assert dict(counted.values_list("kind", "total")) == {
            "seats_offered": 8, "places_booked": len(aliases), "places_came": len(aliases), "visits": len(aliases)}
    at_home = Visitor()
    at_home.open("/karte/")
    assert "Unter dieser Karte steht gerade nichts." in at_home.press(
        "Meine Plätze zeigen", karte=digits, eigene_zahl=OWN_NUMBER)


# 7. Figures


def the_figure_is_released(walk: Walk, coordination: Visitor) -> None:
    """After the quarter both desks read the same: the number, or a dash and why, where fewer than five came."""
    walk.plant(others_counted_too, walk)
    quarter = quarter_of(walk.today)
    on = next_quarter(quarter)
    while not may_release(quarter, on=on):
        closing.release_figures(on=on)
        assert not released(quarter), "too early"
        on += timedelta(days=1)
    closing.release_figures(on=on)
    assert released(quarter)
    came = walk.place.came
    dash = "– verborgen: Zu kleine Zahl: Kein einzelner Durchgang hatte hier fünf genutzte Plätze."
    told = f"{dash} nichts gezählt {dash} {dash} {dash}"
    if came >= 5:
        told = f"{came} nichts gezählt {came} (100 %) {came} ({100 * came / 8:.0f} %) 8"
    funder = walk.staff(walk.place.funder_login, Role.FUNDER)
    for visitor, path in ((coordination, f"/koordination/{walk.place.slug}/zahlen/"),
                          (funder, f"/kassen/{walk.place.slug}/")):
        visitor.open(path)
        rows = [words_of(row) for row in re.findall(r"(?s)<tr.*?</tr>", visitor.page)]
        assert f"Stress- und Ressourcenmanagement {told}" in rows, path
    assert TITLE not in funder.page
    assert funder.open("/kassen/").count(site_of(walk).name) >= 1


def others_counted_too(walk: Walk) -> None:
    """Elsewhere courses were held as well, by three other providers."""
    others = Site.objects.filter(slug__in=[one.slug for one in PLACES[:5]]).exclude(slug=walk.place.slug)
    for number, site in enumerate(others.order_by("pk")[:2]):
        counted(site, "bewegung", 20, largest=12, month=walk.today.replace(day=1),
                providers=[10**6 + number, 10**6 + 2 * number + 1])


# What the story asks the database, past every wall


def site_of(walk: Walk) -> Site:
    with acting_as(PLANTING):
        return Site.objects.get(slug=walk.place.slug)


def offer_of(walk: Walk) -> Offer:
    with acting_as(PLANTING):
        return Offer.objects.get(title=TITLE)


def released(quarter: date) -> bool:
    with acting_as(PLANTING):
        return Release.objects.filter(quarter=quarter).exists()


def looks_at(run: int) -> int:
    with acting_as(PLANTING):
        return JournalEntry.objects.filter(deed="open_list", object_id=str(run)).count()

"""Every address of the house, asked by everybody, for what is not theirs and with what makes no sense.

The addresses come from the router: a new page is in here by itself. Into another tenant's rows words are planted that
stand nowhere else; no answer to anybody else may hold one of them, in its body or its headers. And nothing anybody can
send makes the house say that something went wrong with it: the worst is a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from tests.factories import offers as of_offers
from tests.factories import people
from tests.factories.agreements import an_agreement, days
from tests.factories.bookings import keys_of_a_card
from tests.stories.visitor import forms_of
from verzahnt.content.demo import demo_logins
from verzahnt.kit.roles import acting_as
from verzahnt.programme.agreements.models import AgreementDocument
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import actions_telephone
from verzahnt.programme.bookings.queries import holding
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.funding.models import Allotment, Commitment, LegalBasis, Pot
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Approval
from verzahnt.programme.partners.states import OrganisationKind
from verzahnt.programme.people.models import Account, Invitation
from verzahnt.programme.people.states import Role
from verzahnt.programme.reference.models import Land

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
MARK = re.compile(rb"Zwetschge[a-z]+", re.I)
TODAY, NOW = date.today(), datetime.now(UTC)
NOBODY = "niemand"
EVERYBODY = [NOBODY, *(email for _desk, email, _password in demo_logins())]
ONE_OF_EACH = [NOBODY, "koordination-musterkreis@example.org", "land-thueringen@example.org",
               "anbieter-musterkreis@example.org", "federfuehrung-musterkreis@example.org",
               "fachkraft-musterkreis@example.org"]
OWN_SITES = ["musterkreis", "unstrut-hainich-kreis"]

ODD = [
    "🍀 Grüße 👩‍👩‍👧", "a" * 100_000, "nul\x00byte", "' OR 1=1; DROP TABLE offers_offer; --", "-1", "9" * 400, "1e309",
    "٣٤٥", "\ud7ff\u202e\u200b", "<script>alert(1)</script>", "../../../etc/passwd", "{{ 7*7 }}%s%n", "0x10", "",
    "2026-02-31", "99999999999999999999",
]
"""No file system, shell or database means these as what they are here: words."""
ASKED = ["ort", "suche", "thema", "umkreis", "art", "fuer", "sprache", "merkmal", "sortierung", "richtung", "seite",
         "kreis", "wahl", "ohne", "papier", "quartal", "termin", "next", "monate", "woche", "einheit"]
RAW = ("?%ff%fe=%00", "?" + "&" * 3000, "?seite=1&seite=2&ort[]=x", "?ort=%E2%82")
LANGUAGES = ("", "leicht/", "en/", "ar/")
Try = TypeVar("Try")


@dataclass
class Foreign:
    """Another tenant's names and numbers, as somebody could have copied them out of an address."""

    slugs: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    uuids: list[str] = field(default_factory=list)


@pytest.fixture
def foreign(plant: Callable[..., Any]) -> Foreign:
    """A tenant in a Land where nobody of the demonstration works. Every word of theirs begins with Zwetschge."""
    return plant(_planted)  # type: ignore[no-any-return]


def _planted() -> Foreign:
    office, lead = people.a_jobcenter(), people.an_organisation(OrganisationKind.INSURERS)
    provider = people.an_organisation()
    site = people.a_site(provider, office=office, land=Land.objects.get(name="Bayern"))
    account = people.an_account("zwetschgekonto@example.org", name="Zwetschgename")
    people.a_membership(account, provider, Role.PROVIDER)
    about = {"provider": provider, "site": site, "lead": lead}
    slugs = {}
    for word, state in (("idee", "idea"), ("eingereicht", "concept"), ("verworfen", "ended")):
        made = of_offers.an_offer(f"fremd-{word}", title=f"Zwetschge{word}titel", summary=f"Zwetschge{word}satz",
                                  about=f"Zwetschge{word}mehr", state=state, published_on=None, **about)
        slugs[word] = made
    for is_lead, asked in ((False, office), (True, lead)):
        Approval.objects.create(offer=slugs["eingereicht"], provider=provider.pk, site=site.pk, lead=lead.pk,
                                asked=asked, is_lead=is_lead, asked_at=NOW, answer="no" if is_lead else "",
                                answered_at=NOW if is_lead else None,
                                note="Zwetschgebemerkung" if is_lead else "", link_hash="f" * 64 if is_lead else "")
    shown = of_offers.an_offer("fremd-offen", title="Offenes Turnen (Beispiel)", silence_confirmed_on=TODAY, **about)
    run = of_offers.a_run(shown, starts_on=TODAY)
    pot = Pot.objects.create(slug="fremder-topf", name="Zwetschgetopf", legal_basis=LegalBasis.SETTING, payer=lead)
    allotment = Allotment.objects.create(pot=pot, site=site, payer=lead, from_on=TODAY,
                                         until_on=TODAY + timedelta(days=30), amount=1000)
    Commitment.objects.create(allotment=allotment, site=site, payer=lead, purpose="Zwetschgezweck", amount=100,
                              promised_on=TODAY)
    agreement = an_agreement(days(TODAY, TODAY + timedelta(days=100)), site=site, slug="fremde-vereinbarung")
    AgreementDocument.objects.create(agreement=agreement, site=site.pk, title="Zwetschgepapier", name="zwetschge.pdf",
                                     media_type="application/pdf", sha256="0" * 64, content=b"%PDF Zwetschgeinhalt")
    invitation = Invitation.objects.create(email="zwetschgeeinladung@example.org", organisation=provider,
                                           role=Role.LEADER, token_hash="0" * 64, invited_by=account,
                                           expires_at=NOW + timedelta(days=3))
    JournalEntry.objects.create(at=NOW, account=account.pk, deed="open_list", object_kind="run", object_id=str(run.pk),
                                organisation=provider.pk, site=site.pk, note="Zwetschgeeintrag")
    keys = keys_of_a_card()
    wishes = Wishes("Zwetschgewunschname", contact="email:zwetschgepost@example.org")
    with as_desk("portal"), holding(keys):
        place = bookings.book(run.pk, keys=keys, wishes=wishes, on=TODAY)
    leader = Actor("providers", account=account.pk, organisations=(provider.pk,),
                   permissions=frozenset({"attendance.mark"}))
    with as_desk("providers", leader):
        by_telephone = actions_telephone.book_by_telephone(run.pk, wishes=Wishes("Zwetschgeanrufer"), actor=leader,
                                                           at=NOW, on=TODAY)
    return Foreign([site.slug, office.slug, "fremd-idee", "fremd-eingereicht", "fremd-verworfen", "fremd-offen",
                    "fremde-vereinbarung", "fremder-topf"],
                   [run.pk, run.sessions.first().pk, slugs["idee"].pk],
                   [str(place.pk), str(by_telephone.pk), str(invitation.pk)])


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)


def somebody(email: str) -> Client:
    """A browser, signed in or not. What goes wrong in the house comes back as a page, as in life."""
    client = Client(raise_request_exception=False)
    if email != NOBODY:
        with acting_as(PLANTING):
            client.force_login(Account.objects.get(email=email))
    return client


# The router


@dataclass(frozen=True)
class Address:
    """One pattern of the router: its parts in order, and the kinds of what is to be put between them."""

    name: str
    pattern: str

    def paths(self, *, slugs: list[str], numbers: list[int], uuids: list[str]) -> Iterator[str]:
        """The address with everything put into every gap."""
        by_kind: dict[str, list[Any]] = {"slug": slugs, "int": numbers, "uuid": uuids,
                                         "str": ["erfunden", "Zm9vYmFy"]}
        pattern = self.pattern.replace(r"^", "").replace("$", "")
        pattern = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", pattern)
        gaps = re.findall(r"<(?:(\w+):)?\w+>", pattern)
        for values in product(*(by_kind[kind or "str"] for kind in gaps)):
            path = pattern
            for value in values:
                path = re.sub(r"<(?:\w+:)?\w+>", lambda _found, value=value: quote(str(value)), path, count=1)
            yield "/" + path


def addresses() -> list[Address]:
    """Every address the router knows, those of people looking for an offer in every language."""
    found: list[Address] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                inside = f"{one.namespace}:" if one.namespace else space
                if isinstance(one.pattern, LocalePrefixPattern):
                    for language in LANGUAGES:
                        walk(one.url_patterns, prefix + language, inside)
                else:
                    walk(one.url_patterns, prefix + str(one.pattern), inside)
            else:
                found.append(Address(space + (one.name or ""), prefix + str(one.pattern)))

    walk(get_resolver().url_patterns, "", "")
    return found


def needs_sign_in(address: Address) -> bool:
    return address.pattern.startswith(("anbieter/", "koordination/", "kassen/", "konto/", "beratung/wochenzahlen/"))


def addresses_for(email: str) -> list[Address]:
    """Pages without sign-in know nobody, so it is enough that nobody asks them."""
    return [one for one in addresses() if email == NOBODY or needs_sign_in(one)]


def test_the_addresses_are_all_of_the_routers() -> None:
    names = {one.name for one in addresses()}
    assert {"portal:start", "providers:run", "coordination:agreement", "funders:approval", "entrance:withdraw",
            "counselling:handout", "overview:programme", "account_login"} <= names
    assert len(addresses()) > 140
    assert sum(one.name == "portal:book" for one in addresses()) == 4


# What is another's


def told(answer: Any) -> set[bytes]:
    """The planted words an answer holds, in its body or its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items()) + str(answer.cookies)
    return set(MARK.findall(body + headers.encode()))


@pytest.mark.parametrize("email", EVERYBODY)
def test_nobody_reads_a_word_of_another_tenants(foreign: Foreign, email: str) -> None:
    client, troubles, asked = somebody(email), [], 0
    for address in addresses_for(email):
        gaps = {"slugs": [*OWN_SITES, *foreign.slugs], "numbers": foreign.numbers, "uuids": foreign.uuids}
        for path in address.paths(**gaps):  # type: ignore[arg-type]
            answer, asked = client.get(path), asked + 1
            if found := told(answer):
                troubles.append(f"{path}: {found}")
            if answer.status_code >= 500:
                troubles.append(f"{path}: {answer.status_code}")
    assert troubles == []
    assert asked > 60


@pytest.mark.parametrize("email", EVERYBODY)
def test_nobody_changes_a_row_of_another_tenants(foreign: Foreign, email: str) -> None:
    """Every form's deeds, sent to every foreign address with every foreign number."""
    client, before, troubles = somebody(email), rows_of_the_foreign(), []
    deeds = ["save", "hand_in", "take_back", "end", "pause", "confirm_silence", "eintragen"]
    for address in addresses_for(email):
        if not needs_sign_in(address) or "<" not in address.pattern:
            continue
        for path in address.paths(slugs=[OWN_SITES[0], *foreign.slugs[:1], *foreign.slugs[2:7]],
                                  numbers=foreign.numbers, uuids=foreign.uuids):
            for deed in deeds if address.name == "providers:offer" else deeds[:1]:
                answer = client.post(path, {
                    "deed": deed, "answer": "yes", "schritt": "eintragen", "came": "yes", "number": 9, "seats": 1,
                    "session": foreign.numbers[0], "place": foreign.uuids[1], "alias": "Fremd", "waiting_places": 0,
                    "until": "2031-12-31", "starts": "2030-01-01", "signed": TODAY.isoformat(), "reason": "Fremd."})
                if found := told(answer):
                    troubles.append(f"{path}: {found}")
                if answer.status_code >= 500:
                    troubles.append(f"{path}: {answer.status_code}")
    assert troubles == []
    assert rows_of_the_foreign() == before


def rows_of_the_foreign() -> dict[str, str]:
    """All that the other tenant has, as text; what only looks is not a change."""
    found = {}
    with acting_as(PLANTING), connection.cursor() as cursor:
        for table, where in (
            ("offers_offer", "slug LIKE 'fremd-%'"), ("offers_approval", "link_hash = repeat('f', 64) OR note = ''"),
            ("bookings_place", "true"), ("bookings_particulars", "true"), ("attendance_mark", "true"),
            ("attendance_guests", "true"), ("offers_seats", "true"), ("offers_run", "true"),
            ("agreements_term", "true"), ("people_invitation", "true"), ("people_membership", "true"),
        ):
            cursor.execute("SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) "
                           f"FROM {table} t WHERE {where}")
            found[table] = str(cursor.fetchone())
    return found


def test_what_would_be_told_is_found(foreign: Foreign) -> None:
    """The search is worth something: whoever they belong to reads these words."""
    client = somebody("zwetschgekonto@example.org")
    assert {b"Zwetschgeideetitel", b"Zwetschgename"} <= told(client.get("/anbieter/angebote/"))
    assert b"Zwetschgewunschname" in told(client.get(f"/anbieter/durchgaenge/{foreign.numbers[0]}/"))
    assert rows_of_the_foreign()["bookings_place"].startswith("(2,")


# What makes no sense


@pytest.mark.parametrize("email", ONE_OF_EACH)
def test_no_odd_address_makes_the_house_stumble(foreign: Foreign, email: str) -> None:
    client, troubles = somebody(email), []
    for turn, address in enumerate(addresses_for(email)):
        for path in address.paths(slugs=[OWN_SITES[0], "gibt-es-nicht"], numbers=[0, foreign.numbers[0], 10**30],
                                  uuids=foreign.uuids[:1]):
            for odd in in_turn(turn):
                query = urlencode(dict.fromkeys(ASKED, odd), errors="surrogatepass")
                if len(query) > 200_000:
                    query = urlencode({"ort": odd, "wahl": "a"})
                answer = client.get(f"{path}?{query}")
                if answer.status_code >= 500:
                    troubles.append(f"{path} with {odd[:30]!r}: {answer.status_code}")
            for raw in once_in_german(RAW, path, turn):
                if client.get(path + raw).status_code >= 500:
                    troubles.append(f"{path}{raw[:20]}")
    assert troubles == []


@pytest.mark.parametrize("name", ASKED)
def test_no_odd_word_in_a_search_makes_it_stumble(name: str) -> None:
    """Each word of the address by itself, at the two desks that search."""
    client, troubles = somebody(NOBODY), []
    for desk, odd in product(("/angebote/", "/beratung/", "/ar/angebote/"), ODD):
        for beside in ({}, {"ort": "99974"}):
            answer = client.get(desk, beside | {name: odd})
            if answer.status_code not in (200, 302, 400):
                troubles.append(f"{desk}?{name}={odd[:30]!r}: {answer.status_code}")
    assert troubles == []


@pytest.mark.parametrize("email", ONE_OF_EACH)
def test_garbage_in_any_form_gets_a_sentence(foreign: Foreign, email: str) -> None:
    """Each form of each page one may open, each field filled with what makes no sense: never more than a 4xx."""
    client, troubles, sent = somebody(email), [], 0
    for turn, (path, fields) in enumerate(pages_to_send_to(client, email, foreign)):
        for odd in in_turn(turn) if not fields else ODD:
            for name in [None, *sorted(fields)]:
                filled = dict.fromkeys(fields, odd) if name is None else fields | {name: odd}
                if name is not None and (len(fields) > 8 or fields[name] == odd):
                    continue  # big forms are filled at once
                answer, sent = client.post(path, filled), sent + 1
                if answer.status_code >= 500:
                    troubles.append(f"{path} with {name or 'all'}={odd[:20]!r}: {answer.status_code}")
            client = signed_in_again(client, email)
    assert troubles == []
    assert sent > 100


@pytest.mark.parametrize("email", ONE_OF_EACH)
def test_too_much_at_once_gets_a_sentence(foreign: Foreign, email: str) -> None:
    """Three megabytes, five thousand fields, half a file, and bodies that are no form."""
    client, troubles, sentences = somebody(email), [], 0
    boundary = "multipart/form-data; boundary=x"
    for turn, (path, fields) in enumerate(pages_to_send_to(client, email, foreign)):
        name = next(iter(fields), "a")
        for what, body, kind in once_in_german((
            ("3 MB", urlencode({**fields, name: "x" * 3_000_000}), FORM), ("5000 fields", "a=1&" * 5000, FORM),
            ("no boundary", "--y\r\n", "multipart/form-data"),
            ("half a part", "--x\r\nContent-Disposition: form", boundary),
            ("json", '{"a": [', "application/json"), ("bytes", b"\xff\xfe\x00", FORM), ("nothing", "", ""),
        ), path, turn):
            answer = client.post(path, body, content_type=kind)
            if answer.status_code >= 500:
                troubles.append(f"{path} with {what}: {answer.status_code}")
            if what == "3 MB" and answer.status_code < 400 and (b"xxxxxxxxxx" in answer.content):
                troubles.append(f"{path} took 3 MB: {answer.status_code}")
            if what == "3 MB" and answer.status_code == 400:
                sentences += "Das war zu viel Text auf einmal" in answer.content.decode()
        client = signed_in_again(client, email)
    assert troubles == []
    assert sentences >= 1


FORM = "application/x-www-form-urlencoded"


def once_in_german(tries: Sequence[Try], path: str, turn: int) -> Sequence[Try]:
    """All of them in German. In another language the same page gets two, from one address to the next other ones."""
    if not path.startswith(tuple(f"/{language}" for language in LANGUAGES if language)):
        return tries
    return [tries[(2 * turn + step) % len(tries)] for step in range(2)]


def in_turn(turn: int) -> list[str]:
    """Two of the odd words: from one address to the next other ones, so that all are tried."""
    return [ODD[(2 * turn + step) % len(ODD)] for step in range(2)]


def pages_to_send_to(client: Client, email: str, foreign: Foreign) -> list[tuple[str, dict[str, str]]]:
    """Where forms lead, with their fields as the pages fill them; and every address besides, without fields."""
    found: dict[str, dict[str, str]] = {}
    for address in addresses_for(email):
        for path in address.paths(slugs=OWN_SITES[:1], numbers=own_runs(email) or [foreign.numbers[0]],
                                  uuids=foreign.uuids[:1]):
            found.setdefault(path, {})
            answer = client.get(path)
            if answer.status_code != 200 or answer.streaming or "html" not in answer["Content-Type"]:
                continue
            for form in forms_of(answer.content.decode()):
                if form.method == "post":
                    where = (form.action or path).split("#")[0] or path
                    found[where] = found.get(where, {}) | {
                        one.name: (one.values or one.choices or [""])[0] for one in form.fields.values()}
    for path in OFFERS_OF.get(email, []):
        for form in forms_of(client.get(path).content.decode()):
            if form.method == "post":
                found[path] = found.get(path, {}) | {
                    one.name: (one.values or one.choices or [""])[0] for one in form.fields.values()}
    return sorted(found.items())


OFFERS_OF = {
    "anbieter-musterkreis@example.org": ["/anbieter/angebote/gemeinsam-gehen-musterkreis/",
                                         "/anbieter/angebote/gemeinsam-gehen-musterkreis/durchgang/"],
    "koordination-musterkreis@example.org": ["/koordination/musterkreis/angebote/mut-tut-gut-musterkreis/",
                                             "/koordination/musterkreis/vereinbarung/musterkreis-jobcenter-beispielkasse/",
                                             "/koordination/musterkreis/vereinbarung/musterkreis-agentur-beispielkasse/"],
    "federfuehrung-musterkreis@example.org": ["/kassen/angebote/mut-tut-gut-musterkreis/"],
}


def own_runs(email: str) -> list[int]:
    """A run of the provider's own, so that the pages of a list are there to be filled in."""
    if not email.startswith("anbieter-"):
        return []
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("SELECT r.id FROM offers_run r JOIN people_membership m ON m.organisation_id = r.provider_id "
                       "JOIN people_account a ON a.id = m.account_id WHERE a.email = %s AND r.state = 'open' LIMIT 1",
                       [email])
        return [row[0] for row in cursor.fetchall()]


def signed_in_again(client: Client, email: str) -> Client:
    """Among the deeds is signing out."""
    if email == NOBODY:
        return client
    asked = HttpRequest()
    with acting_as(PLANTING):
        asked.session = client.session
        return client if get_user(asked).is_authenticated else somebody(email)

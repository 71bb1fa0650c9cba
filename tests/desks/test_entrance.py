"""The entrance: signing in and out, switching, inviting, and nothing of the library's own pages."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.messages import get_messages
from django.core import mail
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import people as factory
from tests.factories.people import PASSWORD
from verzahnt.desks.entrance import flows, guessing
from verzahnt.desks.entrance.forms import OurWords
from verzahnt.desks.parts import kept
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import FailedTry
from verzahnt.programme.ledgers.roles import LIMITS, PLANTING
from verzahnt.programme.partners.models import Organisation
from verzahnt.programme.partners.states import OrganisationKind
from verzahnt.programme.people import actions as people
from verzahnt.programme.people import queries
from verzahnt.programme.people.models import Account, Membership
from verzahnt.programme.people.states import Role
from verzahnt.programme.training.models import Certificate, Course, Length

Plant = Callable[..., Any]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    """Tries are counted outside the test's transaction; each test starts without any."""
    from django.db import transaction

    with transaction.atomic(), acting_as(LIMITS):
        FailedTry.objects.all().delete()


@pytest.fixture
def client() -> Client:
    return Client(REMOTE_ADDR="192.0.2.7")


# Signing in

def test_who_signs_in_lands_at_their_desk(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    plant(factory.a_coordinator, email="koordination@example.org")
    assert _sign_in(client, "Verein@Example.org").headers["Location"] == "/anbieter/"
    client.post("/konto/abmelden/")
    assert _sign_in(client, "koordination@example.org").headers["Location"] == "/koordination/"


def test_who_was_on_the_way_somewhere_gets_there(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    response = client.get("/konto/einladen/")
    assert response.headers["Location"] == "/konto/anmelden/?next=/konto/einladen/"
    page = client.get(response.headers["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/konto/einladen/">' in page
    answer = client.post("/konto/anmelden/", {"login": "verein@example.org", "password": PASSWORD,
                                              "next": "/konto/einladen/"})
    assert answer.headers["Location"] == "/konto/einladen/"


def test_nobody_is_sent_to_a_foreign_place(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    answer = client.post("/konto/anmelden/", {"login": "verein@example.org", "password": PASSWORD,
                                              "next": "https://example.com/"})
    assert answer.headers["Location"] == "/anbieter/"


def test_a_wrong_password_and_an_unknown_mailbox_get_the_same_sentence(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    pages = [_words(_sign_in(client, email, "falsch")) for email in ("verein@example.org", "niemand@example.org")]
    without_tokens = [re.sub(r'value="[A-Za-z0-9]{64}"', "", page) for page in pages]
    assert without_tokens[0].replace("verein@", "niemand@") == without_tokens[1]
    assert "E-Mail-Adresse und Passwort passen nicht zusammen." in pages[0]


def test_after_signing_out_nothing_opens(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    _sign_in(client, "verein@example.org")
    assert client.get("/konto/").status_code == 200
    assert client.post("/konto/abmelden/").headers["Location"] == "/konto/anmelden/"
    assert client.get("/konto/").headers["Location"] == "/konto/anmelden/?next=/konto/"


# Guessing

def test_after_five_wrong_passwords_the_next_try_waits_and_says_how_long(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    for _ in range(5):
        assert "passen nicht zusammen" in _words(_sign_in(client, "verein@example.org", "falsch"))
    page = _words(_sign_in(client, "verein@example.org"))  # the right one, too early
    assert re.search(r"Bitte warten Sie noch [1-5] Sekunden?, dann geht es weiter\.", page)
    assert 'value="verein@example.org"' in _sign_in(client, "verein@example.org").content.decode()


def test_the_wait_passes_and_an_honest_person_gets_in(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    from django.utils.timezone import now

    for _ in range(20):
        limits.count((guessing.ACCOUNT, "192.0.2.7 verein@example.org"), at=now() - timedelta(minutes=5, seconds=1))
    assert _sign_in(client, "verein@example.org").status_code == 302
    with acting_as(LIMITS):
        assert FailedTry.objects.filter(what="login").count() == 0


def test_others_behind_the_same_address_do_not_wait(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="eins@example.org")
    plant(factory.a_provider_person, email="zwei@example.org")
    for _ in range(6):
        _sign_in(client, "eins@example.org", "falsch")
    assert _sign_in(client, "zwei@example.org").status_code == 302
    assert _sign_in(Client(REMOTE_ADDR="192.0.2.8"), "eins@example.org").status_code == 302


def test_waits_double_up_to_five_minutes_and_never_become_for_ever() -> None:
    waits = [guessing.ACCOUNT.wait_after(failures).total_seconds() for failures in (0, 4, 5, 6, 7, 11, 12, 10_000)]
    assert waits == [0, 0, 5, 10, 20, 300, 300, 300]
    assert guessing.ADDRESS.longest_wait <= timedelta(seconds=10)


def test_what_was_counted_names_nobody_and_is_gone_after_a_day() -> None:
    from django.utils.timezone import now

    limits.count((guessing.ACCOUNT, "192.0.2.7 verein@example.org"), at=now() - timedelta(hours=25))
    limits.count((guessing.ADDRESS, "192.0.2.7"), at=now())
    with acting_as(LIMITS):
        rows = list(FailedTry.objects.values_list("what", "client"))
    assert [what for what, _client in rows] == ["login_address"]
    assert re.fullmatch(r"[0-9a-f]{64}", rows[0][1])


def test_codes_of_the_second_factor_are_not_guessed_either(client: Client, plant: Plant) -> None:
    person = plant(factory.a_provider_person, email="verein@example.org")
    _with_an_app(person)
    assert _sign_in(client, "verein@example.org").headers["Location"] == "/konto/anmelden/code/"
    for _ in range(5):
        assert "Dieser Code stimmt nicht." in _words(client.post("/konto/anmelden/code/", {"code": "000000"}))
    page = _words(client.post("/konto/anmelden/code/", {"code": _code()}))
    assert "Bitte warten Sie noch" in page


# The second factor

def test_with_an_app_signing_in_takes_a_second_step(client: Client, plant: Plant) -> None:
    person = plant(factory.a_provider_person, email="verein@example.org")
    _with_an_app(person)
    _sign_in(client, "verein@example.org")
    assert client.get("/konto/").status_code == 302
    assert client.post("/konto/anmelden/code/", {"code": _code()}).headers["Location"] == "/anbieter/"


def test_an_app_is_set_up_and_taken_away_again(client: Client, plant: Plant, settings: Any) -> None:
    person = plant(factory.a_provider_person, email="verein@example.org")
    _sign_in(client, "verein@example.org")
    asked = client.get("/konto/sicherheit/app/")
    assert asked.headers["Location"].startswith("/konto/bestaetigen/?next=")
    confirmed = client.post("/konto/bestaetigen/", {"password": PASSWORD, "next": "/konto/sicherheit/app/"})
    assert confirmed.headers["Location"] == "/konto/sicherheit/app/"
    page = client.get("/konto/sicherheit/app/")
    assert "data:image/svg+xml" in page.content.decode()
    secret = _session(client)[totp.SECRET_SESSION_KEY]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    done = client.post("/konto/sicherheit/app/", {"code": code})
    assert done.headers["Location"] == "/konto/sicherheit/notfallcodes/"
    shown = client.get("/konto/sicherheit/notfallcodes/").content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", shown)) == 10
    with as_desk("entrance"):
        assert queries.has_second_factor(person.pk)
    assert client.post("/konto/sicherheit/app/entfernen/").headers["Location"] == "/konto/sicherheit/"
    with as_desk("entrance"):
        assert list(Authenticator.objects.all()) == []


def test_a_role_that_demands_a_second_factor_opens_nothing_without(client: Client, plant: Plant,
                                                                  settings: Any) -> None:
    settings.VERZAHNT_SECOND_FACTOR_REQUIRED = True
    plant(factory.a_coordinator, email="koordination@example.org")
    assert _sign_in(client, "koordination@example.org").headers["Location"] == "/konto/"
    page = _words(client.get("/konto/"))
    assert "Für diese Rolle brauchen Sie einen zweiten Faktor." in page
    assert client.get("/konto/einladen/").headers["Location"] == "/konto/"


def test_the_passkey_script_gets_its_question(client: Client) -> None:
    question = client.get("/konto/anmelden/passkey/", headers={"Accept": "application/json"}).json()
    assert set(question["request_options"]["publicKey"]) >= {"challenge", "rpId", "userVerification"}
    assert client.get("/konto/anmelden/passkey/").headers["Location"] == "/konto/anmelden/"
    bad = client.post("/konto/anmelden/passkey/", {"credential": "{}"})
    assert bad.headers["Location"] == "/konto/anmelden/"


# The own account and its memberships

def test_the_own_page_says_what_one_may_do_and_leads_there(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org", name="Kim Beispiel")
    _sign_in(client, "verein@example.org")
    page = _words(client.get("/konto/"))
    for words in ("Guten Tag, Kim Beispiel", "eigene Angebote beschreiben und einreichen", "Durchgänge planen",
                  "Kursleitungen einladen", "verein@example.org"):
        assert words in page
    assert 'href="/anbieter/"' in page
    assert 'href="/konto/wechseln/"' not in page


def test_the_header_says_for_whom_one_acts(client: Client, plant: Plant) -> None:
    person = plant(factory.an_account, "viele@example.org", name="Kim Beispiel")
    club = plant(factory.an_organisation, name="Turnverein (Beispiel)")
    plant(factory.a_membership, person, club, Role.PROVIDER)
    plant(factory.a_membership, person, plant(factory.an_organisation), Role.LEADER)
    _sign_in(client, "viele@example.org")
    page = _words(client.get("/konto/"))
    assert "Anbieter, Turnverein (Beispiel)" in page
    assert 'href="/konto/wechseln/"' in page


def test_one_switches_between_own_memberships_and_to_no_other(client: Client, plant: Plant) -> None:
    person = plant(factory.an_account, "viele@example.org")
    county = plant(factory.an_organisation, OrganisationKind.COUNTY)
    first = plant(factory.a_membership, person, plant(factory.an_organisation), Role.PROVIDER)
    second = plant(factory.a_membership, person, county, Role.SITE_COORDINATION, site=plant(factory.a_site))
    foreign = plant(factory.a_membership, plant(factory.an_account), plant(factory.an_organisation), Role.FUNDER)
    assert _sign_in(client, "viele@example.org").headers["Location"] == "/konto/"
    assert client.get("/konto/wechseln/").status_code == 200
    assert client.post("/konto/wechseln/", {"membership": second.pk}).headers["Location"] == "/koordination/"
    assert _session(client)["membership"] == second.pk
    for wrong in (foreign.pk, "", "x", "٣", "9" * 30):
        assert client.post("/konto/wechseln/", {"membership": wrong}).status_code == 404
    assert _session(client)["membership"] == second.pk
    assert client.post("/konto/wechseln/", {"membership": first.pk}).headers["Location"] == "/anbieter/"


def test_switching_to_what_must_not_meet_is_refused_with_a_sentence(client: Client, plant: Plant) -> None:
    """Memberships older than the rule, or an organisation that has become an office's: the database cannot know."""
    person = plant(factory.an_account, "beides@example.org")
    listed = plant(factory.a_membership, person, plant(factory.an_organisation), Role.PROVIDER)
    plant(factory.a_membership, person, plant(factory.an_organisation), Role.FUNDER)
    _sign_in(client, "beides@example.org")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "usable", lambda membership, held: membership.role != Role.PROVIDER)
        response = client.post("/konto/wechseln/", {"membership": listed.pk})
    assert response.headers["Location"] == "/konto/"
    assert [str(one) for one in get_messages(response.wsgi_request)] == [people.SeesWhoComes.message]
    assert "membership" not in _session(client)


# Invitations

def test_a_provider_invites_a_leader_who_sets_up_an_account_and_is_in(client: Client, plant: Plant) -> None:
    person = plant(factory.a_provider_person, email="verein@example.org")
    with as_desk("entrance"):
        club = Organisation.objects.get(memberships__account=person)
    _sign_in(client, "verein@example.org")
    page = client.get("/konto/einladen/").content.decode()
    assert re.findall(r'value="(leader:\d+)"', page) == [f"leader:{club.pk}"]
    sent = client.post("/konto/einladen/", {"email": "leitung@example.org", "membership": f"leader:{club.pk}"})
    assert sent.headers["Location"] == "/konto/einladen/"
    assert "leitung@example.org" in _words(client.get("/konto/einladen/"))
    with as_desk("entrance"):
        (invitation,) = queries.open_invitations(at=_now())
        link = reverse("entrance:invitation", args=[queries.token_of(invitation)])

    guest = Client(REMOTE_ADDR="192.0.2.9")
    assert club.name in _words(guest.get(link))
    bad = guest.post(link, {"name": "Lena Leitung", "password": "kurz", "again": "anders"})
    assert "Die beiden Passwörter sind nicht gleich." in _words(bad)
    assert "Lena Leitung" in bad.content.decode()
    done = guest.post(link, {"name": "Lena Leitung", "password": PASSWORD, "again": PASSWORD})
    assert done.headers["Location"] == "/anbieter/"
    assert "Listen der eigenen offenen Durchgänge sehen" in _words(guest.get("/konto/"))
    assert guest.get("/konto/einladen/").status_code == 403
    assert Client().get(link).status_code == 404


def test_an_invitation_against_the_rules_gets_its_sentence_and_keeps_what_was_typed(client: Client,
                                                                                   plant: Plant) -> None:
    person = plant(factory.a_coordinator, email="koordination@example.org")
    with as_desk("entrance"):
        membership = Membership.objects.get(account=person)
        club = Organisation.objects.get(networks__site=membership.site_id)
    _sign_in(client, "koordination@example.org")
    page = client.post("/konto/einladen/", {"email": "koordination@example.org", "membership": f"provider:{club.pk}"})
    assert str(people.SeesWhoComes.message) in _words(page)
    assert 'value="koordination@example.org"' in page.content.decode()
    foreign = client.post("/konto/einladen/", {"email": "a@example.org", "membership": f"leader:{club.pk}"})
    assert "Das gibt es hier nicht." in _words(foreign)


def test_an_invitation_is_taken_back(client: Client, plant: Plant) -> None:
    person = plant(factory.a_provider_person, email="verein@example.org")
    with as_desk("entrance"):
        club = Organisation.objects.get(memberships__account=person)
    _sign_in(client, "verein@example.org")
    client.post("/konto/einladen/", {"email": "leitung@example.org", "membership": f"leader:{club.pk}"})
    with as_desk("entrance"):
        (invitation,) = queries.open_invitations(at=_now())
    link = reverse("entrance:invitation", args=[queries.token_of(invitation)])
    assert client.post(f"/konto/einladen/{invitation.pk}/zurueck/").status_code == 302
    assert Client().get(link).status_code == 404


def test_who_has_an_account_joins_with_it_and_a_stranger_does_not(client: Client, plant: Plant) -> None:
    club = plant(factory.an_organisation, name="Turnverein (Beispiel)")
    plant(factory.a_provider_person, email="da@example.org")
    plant(factory.a_provider_person, email="fremd@example.org")
    with as_desk("entrance"):
        link = reverse("entrance:invitation", args=[queries.token_of(people.invite(
            "da@example.org", organisation=club, role=Role.LEADER, by=None, at=_now()))])
    assert f'href="/konto/anmelden/?next={link}"' in client.get(link).content.decode()
    _sign_in(client, "fremd@example.org")
    assert "Diese Einladung gilt für da@example.org." in _words(client.post(link))
    client.post("/konto/abmelden/")
    _sign_in(client, "da@example.org")
    assert "Einladung annehmen" in _words(client.get(link))
    assert client.post(link).headers["Location"] == "/konto/"
    assert "Leiter" not in _words(client.get("/konto/"))
    assert "Turnverein (Beispiel)" in _words(client.get("/konto/"))


def test_taking_up_what_the_rules_forbid_is_refused_with_a_sentence(client: Client, plant: Plant) -> None:
    club, office = plant(factory.an_organisation), plant(factory.a_jobcenter)
    site, person = plant(factory.a_site, office=office), plant(factory.an_account, "amt@example.org")
    with as_desk("entrance"):
        link = reverse("entrance:invitation", args=[queries.token_of(people.invite(
            "amt@example.org", organisation=club, role=Role.LEADER, by=None, at=_now()))])
    plant(factory.a_membership, person, office, Role.COUNSELLOR, site=site)  # in between
    _sign_in(client, "amt@example.org")
    assert str(people.SeesWhoComes.message) in _words(client.post(link))
    with as_desk("entrance"):
        assert [one.role for one in Membership.objects.filter(account=person)] == [Role.COUNSELLOR]


# Forgotten passwords

def test_a_forgotten_password_is_replaced_by_a_letter_with_a_link(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    sent = client.post("/konto/passwort/vergessen/", {"email": "verein@example.org"})
    assert sent.headers["Location"] == "/konto/passwort/vergessen/unterwegs/"
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Ihr Zugang zu Verzahnt", ["verein@example.org"])
    link = re.search(r"http\S+(/konto/passwort/neu/\S+)", letter.body)
    assert link is not None
    shown = client.get(link[1], follow=True)
    address = shown.redirect_chain[-1][0]
    done = client.post(address, {"password1": "Noch ein Satz mit Wort", "password2": "Noch ein Satz mit Wort"})
    assert done.headers["Location"] == "/konto/passwort/neu/fertig/"
    assert _sign_in(client, "verein@example.org", "Noch ein Satz mit Wort").status_code == 302
    assert "Dieser Link gilt nicht mehr" in _words(Client().get(link[1], follow=True))


def test_an_unknown_mailbox_gets_the_same_page_and_no_letter(client: Client) -> None:
    sent = client.post("/konto/passwort/vergessen/", {"email": "niemand@example.org"})
    assert sent.headers["Location"] == "/konto/passwort/vergessen/unterwegs/"
    assert mail.outbox == []


def test_letters_are_not_asked_for_without_end(client: Client) -> None:
    for _ in range(3):
        assert client.post("/konto/passwort/vergessen/", {"email": "niemand@example.org"}).status_code == 302
    fourth = client.post("/konto/passwort/vergessen/", {"email": "niemand@example.org"})
    assert "Bitte warten Sie noch" in _words(fourth)


# An expired sign-in

def test_what_was_typed_when_the_sign_in_ran_out_is_still_there(client: Client, plant: Plant) -> None:
    plant(factory.a_provider_person, email="verein@example.org")
    typed = {"title": "Sanft <bewegen>", "summary": "Ein langer Satz, der nicht verloren gehen darf.", "topics":
             ["bewegung", "entspannung"], "password": "nie"}
    asked = client.post("/anbieter/angebote/neu/", typed)
    assert asked.headers["Location"] == "/konto/anmelden/?next=/konto/weiter/"
    assert "Ihre Anmeldung war abgelaufen" in _words(client.get(asked.headers["Location"]))
    assert "langer Satz" not in str(_session(client))
    client.post("/konto/anmelden/", {"login": "verein@example.org", "password": PASSWORD, "next": "/konto/weiter/"})
    page = client.get("/konto/weiter/").content.decode()
    assert '<form method="post" action="/anbieter/angebote/neu/">' in page
    for field in ('name="title" value="Sanft &lt;bewegen&gt;"', 'name="topics" value="bewegung"',
                  'name="topics" value="entspannung"'):
        assert f'<input type="hidden" {field}>' in page
    assert "nie" not in re.findall(r'value="([^"]*)"', page)
    assert "Hier ist nichts mehr aufgehoben" in _words(client.get("/konto/weiter/"))


def test_too_much_is_not_kept_but_said(client: Client) -> None:
    asked = client.post("/anbieter/angebote/neu/", {"about": "x" * (kept.LONGEST + 1)})
    assert asked.headers["Location"] == "/konto/anmelden/?next=/konto/"
    assert "noch nichts gespeichert" in _words(client.get(asked.headers["Location"]))


# The library's own pages

def test_no_flow_renders_a_template_of_the_library(client: Client, plant: Plant,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    of_django = engines["django"].engine
    original = of_django.find_template

    def watched(name: str, *args: Any, **kwargs: Any) -> Any:
        found = original(name, *args, **kwargs)
        loaded.append(found[0].origin.name)
        return found

    monkeypatch.setattr(of_django, "find_template", watched)
    person = plant(factory.a_provider_person, email="verein@example.org")
    visited = {}
    for name, address in _flow_addresses():
        visited[name] = client.get(address).status_code
    _sign_in(client, "verein@example.org", "falsch")
    _sign_in(client, "verein@example.org")
    for name, address in _flow_addresses():
        if name == "account_logout":
            continue
        response = client.get(address)
        if response.headers.get("Location", "").startswith("/konto/bestaetigen/"):
            client.post("/konto/bestaetigen/", {"password": PASSWORD})
            response = client.get(address)
        visited[name] = min(visited[name], response.status_code)
        client.post(address, {})
    _with_an_app(person)
    for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate"):
        visited[name] = client.get(reverse(name)).status_code
        assert visited[name] == 200, name
    client.post(reverse("mfa_reauthenticate"), {"code": "1"})
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post("/konto/passwort/", {"oldpassword": PASSWORD, "password1": "Ein neuer Satz", "password2":
                                     "Ein neuer Satz"})
    client.post("/konto/passwort/vergessen/", {"email": "verein@example.org"})
    client.post("/konto/abmelden/")
    _sign_in(client, "verein@example.org", "Ein neuer Satz")
    assert client.get("/konto/anmelden/code/").status_code == 200
    assert set(visited) == {pattern.name for pattern in flows.urlpatterns}
    assert {status for status in visited.values() if status >= 500} == set()
    assert [path for path in loaded if "/allauth/" in path] == []
    assert loaded, "letters come from the Django engine"


def test_every_form_of_the_flows_speaks_our_words(settings: Any) -> None:
    from django.utils.module_loading import import_string

    for path in (*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()):
        assert issubclass(import_string(path), OurWords)


def test_pages_hold_no_inline_script_and_no_inline_style(client: Client, plant: Plant) -> None:
    person = plant(factory.a_coordinator, email="koordination@example.org")
    pages = [client.get(address) for address in ("/konto/anmelden/", "/konto/passwort/vergessen/")]
    _sign_in(client, "koordination@example.org")
    client.post("/konto/bestaetigen/", {"password": PASSWORD})
    pages += [client.get(address) for address in ("/konto/", "/konto/einladen/", "/konto/wechseln/", "/konto/weiter/",
                                                  "/konto/sicherheit/", "/konto/sicherheit/app/",
                                                  "/konto/sicherheit/passkey/", "/konto/passwort/")]
    assert person.pk
    for page in pages:
        text = page.content.decode()
        assert (page.status_code, re.findall(r"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=|\son\w+=", text)) == (200, [])


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    for address in ("/konto/signup/", "/konto/registrieren/", "/accounts/signup/", "/konto/email/"):
        assert client.get(address).status_code == 404


def _session(client: Client) -> dict[str, Any]:
    with as_desk("entrance"):
        return dict(client.session)


def _flow_addresses() -> list[tuple[str, str]]:
    filled = {"account_reset_password_from_key": {"uidb36": "1", "key": "x-y"}, "mfa_remove_webauthn": {"pk": 1}}
    return [(str(one.name), reverse(one.name, kwargs=filled.get(one.name))) for one in flows.urlpatterns]


def _sign_in(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/konto/anmelden/", {"login": email, "password": password})


SECRET = "JBSWY3DPEHPK3PXP"


def _with_an_app(person: Account) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with acting_as(PLANTING):
        totp.TOTP.activate(person, SECRET)
        RecoveryCodes.activate(person)


def _code() -> str:
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, next(totp.yield_hotp_counters_from_time()))))


def _now() -> Any:
    from django.utils.timezone import now

    return now()


def _words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace("&#34;", '"').replace("&#39;", "'"))


# One's own training

def test_a_counsellor_sees_their_own_training_and_nobody_elses(client: Client, plant: Plant) -> None:
    own, other = (plant(_a_counsellor, f"{name}@example.org") for name in ("maren", "jonas"))
    plant(_completes, own, "Gesundheit ansprechen (Beispiel)")
    plant(_completes, other, "Nur für Jonas (Beispiel)")
    _sign_in(client, "maren@example.org")
    page = client.get("/konto/").content.decode()
    assert "Gesundheit ansprechen (Beispiel), abgeschlossen am" in page
    assert "Nur für Jonas" not in page


def _a_counsellor(email: str) -> Membership:
    office = factory.a_jobcenter()
    site = factory.a_site(office=office)
    return factory.a_membership(factory.an_account(email), office, Role.COUNSELLOR, site=site)


def _completes(membership: Membership, name: str) -> None:
    course = Course.objects.create(slug=f"kurs-{membership.pk}", name=name, length=Length.SHORT, hours=8)
    day = localdate()
    Certificate.objects.create(account=membership.account, course=course, site=membership.site, completed_on=day,
                               valid_until=day + timedelta(days=365))

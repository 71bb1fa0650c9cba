"""No trace of a no: an offer shown, printed, lost or never used leaves the same bytes as one never mentioned."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.desks.test_counselling import digits_on, read
from tests.factories import offers as make
from verzahnt.desks.parts import languages
from verzahnt.kit.roles import acting_as
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.conversations.guide import STEPS
from verzahnt.programme.ledgers.roles import PLANTING

NEVER_LOGGED = {"ledgers_failedtry"}  # salted hashes of clients, unlogged, gone within a day
LANGUAGES = [one.code for one in languages.shown()]


@pytest.fixture
def a_conversation_ahead(own_database: str, plant: Callable[..., object], settings: Any,
                         tmp_path: Path) -> Path:
    """A house with offers, its card keys made, and folders of its own: the one state both begin from."""
    settings.VERZAHNT_KEYS, settings.MAIL_FOLDER = tmp_path / "keys", tmp_path / "mail"
    settings.EMAIL_BACKEND = "verzahnt.kit.mail_folder.MailFolder"
    settings.STATE = tmp_path
    settings.MAIL_FOLDER.mkdir()
    cards.make(Kind.HANDED)
    soon = timezone.localdate() + timedelta(days=10)
    plant(lambda: [make.a_run(make.an_offer(slug, title=slug), starts_on=soon) for slug in ("kochen", "tanzen")])
    return tmp_path


def test_a_conversation_that_came_to_nothing_leaves_the_same_bytes_as_none(a_conversation_ahead: Path) -> None:
    before = everything(a_conversation_ahead)
    assert everything(a_conversation_ahead) == before, "(a) nothing happened"

    counsellor = Client()
    for address in ("/beratung/", "/beratung/?kreis=16064", "/beratung/?ort=99974", "/beratung/?ort=00001",
                    "/beratung/?ort=99974&suche=kochen&wahl=kochen&wahl=tanzen", "/beratung/?wahl=gibt-es-nicht",
                    "/beratung/?ort=99974&tag=mo&zeit=schulzeit&wochen=2&frei=1&umkreis=kreis",
                    "/beratung/orte/?als=liste&q=Mühlh", "/beratung/leitfaden/?sprache=uk&thema=sucht",
                    "/beratung/material/", "/beratung/material/ar-a5.pdf"):
        assert counsellor.get(address).status_code == 200, address
    for language in LANGUAGES:
        for step in range(1, len(STEPS) + 1):
            shown = {"schritt": step, "sprache": language, "thema": "stress"}
            assert counsellor.get("/beratung/leitfaden/drehen/", shown).status_code == 200
        for wish in ("druck", "pdf", "telefon"):
            chosen = {"ort": "99974", "wahl": ["kochen", "tanzen"], "papier": language, "als": wish}
            sheet = counsellor.post("/beratung/handzettel/", chosen)
            assert cards.read(digits_on(read(sheet))).kind is Kind.HANDED, "(b) a hand-out was made, and thrown away"

    assert everything(a_conversation_ahead) == before


def test_a_sheet_taken_along_and_a_card_never_used_leave_the_same_bytes_as_none(a_conversation_ahead: Path) -> None:
    """(c) The person takes the sheet, looks around with the code on it, types card and number wrong and right, and
    in the end does nothing: what they did is known to them alone."""
    before = everything(a_conversation_ahead)
    sheet = Client().post("/beratung/handzettel/", {"ort": "99974", "wahl": ["kochen"], "als": "druck"})
    card = cards.read(digits_on(read(sheet)))
    person = Client()
    for address in ("/uk/angebote/kochen/", "/karte/", "/angebote/?ort=99974&ansicht=woche",
                    "/angebote/?ort=99974&ansicht=karte", "/angebote/feed/?ort=99974"):
        assert person.get(address).status_code == 200, address
    for own_number in ("4827", "", "4828"):
        answer = person.post("/karte/", {"tat": "oeffnen", "karte": card.grouped, "eigene_zahl": own_number})
        assert answer.status_code == 200
        assert "kochen" not in read(answer)

    assert everything(a_conversation_ahead) == before


def test_a_person_who_looks_at_what_stands_on_the_sheet_leaves_nothing_either(a_conversation_ahead: Path) -> None:
    before = everything(a_conversation_ahead)
    person = Client()
    for address in ("/", "/angebote/?ort=99974", "/angebote/kochen/", "/karte/", "/karte/neu/"):
        assert person.get(address).status_code == 200

    assert everything(a_conversation_ahead) == before


def test_only_the_button_counts_a_wish_and_then_one_number_and_nothing_else(a_conversation_ahead: Path) -> None:
    before = everything(a_conversation_ahead)
    person = Client()
    for address in ("/fehlt/", "/fehlt/?thema=stress", "/fehlt/?thema=stress&ort=99974", "/fehlt/?ort=00001",
                    "/leicht/fehlt/?thema=stress&ort=99974", "/angebote/?ort=99974&thema=sucht"):
        assert person.get(address).status_code == 200
    assert person.post("/fehlt/", {"thema": "stress"}).status_code == 200, "half a wish is none"
    foreign = {"Origin": "https://anderswo.example"}
    assert person.post("/fehlt/", {"thema": "stress", "ort": "99974"}, headers=foreign).status_code == 403
    assert everything(a_conversation_ahead) == before

    assert person.post("/fehlt/", {"thema": "stress", "ort": "99974"}).status_code == 200
    once = everything(a_conversation_ahead)
    assert differing(before, once) == {"ledgers_tally"}
    assert person.post("/fehlt/", {"thema": "stress", "ort": "99974"}).status_code == 200
    assert everything(a_conversation_ahead) == once


def test_what_would_leave_a_trace_is_seen(a_conversation_ahead: Path) -> None:
    """The comparison is worth something: one row, one number drawn, one file, and it differs."""
    stages = [everything(a_conversation_ahead)]
    for trace in ("UPDATE offers_offer SET summary = summary || '!' WHERE slug = 'kochen'",
                  "SELECT nextval(pg_get_serial_sequence('offers_offer', 'id'))"):
        with transaction.atomic(), acting_as(PLANTING), connection.cursor() as cursor:
            cursor.execute(trace)
        stages.append(everything(a_conversation_ahead))
    (a_conversation_ahead / "mail" / "letter.eml").write_text("Guten Tag")
    stages.append(everything(a_conversation_ahead))

    row, number, file = (differing(earlier, later) for earlier, later in pairwise(stages))
    assert "offers_offer" in row
    assert (number, file) == ({"sequences"}, {"files"})


def everything(folder: Path) -> dict[str, str]:
    """All rows of all tables as text, what all sequences stand at, and all files of the state folder."""
    found = {}
    with transaction.atomic(), acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        for (table,) in cursor.fetchall():
            if table not in NEVER_LOGGED:
                cursor.execute('SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C")), count(*) '
                               f'FROM "{table}" t')
                found[table] = str(cursor.fetchone())
        cursor.execute("SELECT string_agg(sequencename || ' ' || coalesce(last_value, 0), ' ' ORDER BY sequencename) "
                       "FROM pg_sequences WHERE schemaname = 'public' AND sequencename <> ALL(%s)",
                       [[f"{table}_id_seq" for table in NEVER_LOGGED]])
        found["sequences"] = str(cursor.fetchone())
        cursor.execute("SELECT count(*) FROM pg_largeobject_metadata")
        found["large objects"] = str(cursor.fetchone())
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    found["files"] = " ".join(f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
                              for path in files)
    return found


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one | other if one.get(name) != other.get(name)}

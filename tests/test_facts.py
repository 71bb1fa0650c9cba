"""The table in `docs/facts.md` is true: every page it names opens, and the words it names stand there."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import Client

from verzahnt.content import demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
TABLE = Path(__file__).resolve().parents[1] / "docs" / "facts.md"
NOT_BUILT = "noch nicht gebaut"
ALL = ([f"A{n}" for n in range(1, 11)] + [f"N{n}" for n in range(1, 6)] + [f"Q{n}" for n in range(1, 4)]
       + [f"C{n}" for n in range(1, 7)] + [f"O{n}" for n in range(1, 9)] + ["H1"] + [f"E{n}" for n in range(1, 6)]
       + ["F1", "F2"] + [f"P{n}" for n in range(1, 5)] + ["U1", "U2"])


class Fact(NamedTuple):
    id: str
    what: str
    page: str
    words: tuple[str, ...]


def facts() -> list[Fact]:
    rows = re.findall(r"^\| ([A-Z]\d+) \| (.*?) \| (.*?) \| (.*?) ?\|$", TABLE.read_text(encoding="utf-8"), re.M)
    return [Fact(id, what, page.strip("`"), tuple(filter(None, words.split(" · ")))) for id, what, page, words in rows]


def seen_on(page: str) -> str:
    """What a reader sees: the page's text without its markup."""
    answer = client_for(page).get(page)
    assert answer.status_code == 200, f"{page} answers {answer.status_code}"
    without_heads = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", answer.content.decode())
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", without_heads)))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", ""))


def client_for(page: str) -> Client:
    client = Client()
    mailboxes = {"/koordination/land/": "land-thueringen", "/koordination/musterkreis/": "koordination-musterkreis"}
    mailbox = next((name for start, name in mailboxes.items() if page.startswith(start)), "")
    if mailbox:
        entry = {"login": f"{mailbox}@example.org", "password": demo.PASSWORD}
        answer = client.post("/konto/anmelden/", entry)
        assert answer.status_code == 302, answer.content.decode()
    return client


def test_the_table_names_all_46_statements() -> None:
    assert list(dict.fromkeys(fact.id for fact in facts())) == ALL
    assert len(ALL) == 46


def test_a_page_is_named_or_it_says_that_it_is_not_yet_built() -> None:
    assert [fact for fact in facts() if not fact.page.startswith("/") and fact.page != NOT_BUILT] == []
    assert [fact for fact in facts() if fact.page != NOT_BUILT and not fact.words] == []


@pytest.mark.parametrize("page", sorted({fact.page for fact in facts()} - {NOT_BUILT}))
def test_what_the_table_promises_stands_on_the_page(page: str) -> None:
    text = seen_on(page)
    missing = [(fact.id, word) for fact in facts() if fact.page == page for word in fact.words
               if squeezed(word) not in text]
    assert missing == []

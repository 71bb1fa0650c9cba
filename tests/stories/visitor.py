"""Somebody at a browser without scripts: opens, follows links, fills in forms as the pages offer them, presses buttons.

Nothing can be sent that the page has no field for, and the token against forged forms is checked as in life: a page
that forgets a field, a button or its token fails the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

Pairs = list[tuple[str, str]]


@dataclass
class Field:
    """A field of a form: its kind, what it would send now, and what else one could choose."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form as it stands on a page."""

    number: str
    method: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, Pairs, str]] = field(default_factory=list)  # words, what it sends, another action

    def filled(self, answers: dict[str, object]) -> Pairs:
        """What the form sends with these answers; refuses what the page does not ask."""
        unknown = set(answers) - set(self.fields)
        assert not unknown, f"the form has no field {sorted(unknown)}, only {sorted(self.fields)}"
        sent: Pairs = []
        for one in self.fields.values():
            values = one.values if one.name not in answers else [str(value) for value in _several(answers[one.name])]
            if one.name in answers and one.choices:
                assert set(values) <= set(one.choices), f"{one.name} offers {one.choices}, not {values}"
            sent += [(one.name, value) for value in values]
        return sent


class Visitor:
    """One browser of one person."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.requests = 0
        self.path = ""
        self.answer: HttpResponse = HttpResponse()

    @property
    def page(self) -> str:
        return str(self.answer.content.decode())

    @property
    def words(self) -> str:
        return words_of(self.page)

    @property
    def forms(self) -> list[Form]:
        return forms_of(self.page)

    def open(self, path: str, *, status: int = 200) -> str:
        """Go to an address; what one reads there."""
        return self._arrived(self.client.get(path, follow=True), path, status)

    def follow(self, link: str, *, nth: int = 0) -> str:
        """Click a link by its words."""
        found = [unescape(href) for href, words in re.findall(r'(?s)<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', self.page)
                 if link in words_of(words)]
        assert found, f"no link „{link}“ at {self.path}: {self.words}"
        return self.open(urljoin(self.path, found[nth]))

    def press(self, button: str, *, status: int = 200, nth: int = 0, **answers: object) -> str:
        """Fill in the form that has this button, and press it; what one reads then."""
        found = [(form, sends, action)
                 for form in self.forms for words, sends, action in form.buttons if button in words]
        assert found, f"no button „{button}“ at {self.path}: {[b[0] for f in self.forms for b in f.buttons]}"
        form, sends, action = found[nth]
        sent = form.filled(answers) + sends
        where = urljoin(self.path, action or form.action).split("#")[0] or self.path
        if form.method == "get":
            path = f"{urlsplit(where).path}?{urlencode(sent)}"
            return self._arrived(self.client.get(path, follow=True), path, status)
        body = urlencode(sent)
        answer = self.client.post(where, body, content_type="application/x-www-form-urlencoded", follow=True)
        return self._arrived(answer, where, status)

    def sign_in(self, email: str, password: str) -> str:
        self.open("/konto/anmelden/")
        said = self.press("Anmelden", login=email, password=password)
        assert self.path != "/konto/anmelden/", said
        return said

    def _arrived(self, answer: Any, path: str, status: int) -> str:
        chain = getattr(answer, "redirect_chain", [])
        self.requests += 1 + len(chain)
        self.path = urljoin(path, chain[-1][0]) if chain else path
        self.answer = answer
        assert answer.status_code == status, f"{self.path}: {answer.status_code}: {self.words}"
        return self.words


def words_of(markup: str) -> str:
    """What one reads, on one line."""
    body = re.sub(r"(?s)<(head|script|style|svg).*?</\1>", " ", markup)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace("\xad", "").split())


def forms_of(markup: str) -> list[Form]:
    """Every form of a page, with fields and buttons that stand elsewhere and name it."""
    reader = _Reader()
    reader.feed(markup)
    return list(reader.forms.values())


def query_of(path: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(path).query))


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else [value]


class _Reader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: dict[str, Form] = {}
        self.here: Form | None = None
        self.select: Field | None = None
        self.text: Field | None = None
        self.button: tuple[Form, Pairs, str] | None = None
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            number = a.get("id") or f"form {len(self.forms)}"
            self.here = self.forms[number] = Form(number, a.get("method", "get").lower(), a.get("action", ""))
        elif tag == "select":
            self.select = self._field(a, "select")
        elif tag == "option" and self.select is not None:
            self.select.choices.append(a.get("value", ""))
            if "selected" in a or len(self.select.choices) == 1:
                self.select.values = [a.get("value", "")]
        elif tag == "textarea":
            self.text = self._field(a, "textarea")
            self.said = ""
        elif tag == "button" and a.get("type", "submit") == "submit":
            form = self.forms.get(a.get("form", "")) or self.here
            if form is not None:
                sends = [(a["name"], a.get("value", ""))] if a.get("name") else []
                self.button, self.said = (form, sends, a.get("formaction", "")), ""
        elif tag == "input":
            self._input(a)

    def _input(self, a: dict[str, str]) -> None:
        kind = a.get("type", "text")
        one = self._field(a, kind)
        if one is None:
            return
        if kind in ("radio", "checkbox"):
            one.choices.append(a.get("value", "on"))
            if "checked" in a:
                one.values.append(a.get("value", "on"))
        else:
            one.values.append(a.get("value", ""))

    def _field(self, a: dict[str, str], kind: str) -> Field | None:
        form = self.forms.get(a.get("form", "")) or self.here
        if form is None or not a.get("name") or "disabled" in a:
            return None
        return form.fields.setdefault(a["name"], Field(a["name"], kind))

    def handle_data(self, data: str) -> None:
        if self.text is not None or self.button is not None:
            self.said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.text is not None:
            self.text.values = [self.said.removeprefix("\n")]
            self.text = None
        elif tag == "button" and self.button is not None:
            form, sends, action = self.button
            form.buttons.append((" ".join(self.said.split()), sends, action))
            self.button = None

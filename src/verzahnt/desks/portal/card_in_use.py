"""A card in use at the portal: carried by one encrypted cookie for a quarter of an hour, known to no database.

Forms under a card need no further cookie: no foreign page can send them (`SameSite=Strict`, `Origin`, and a hidden
proof that only the card in use knows), so Django's own token, which would set one, is not used here.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from verzahnt.desks.parts.clients import address_of
from verzahnt.desks.parts.errors import error_page
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules
from verzahnt.programme.cards.rules import Card
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.limits import Limit

COOKIE = "karte"
LOOKS = Limit("card", free=5, first_wait=timedelta(seconds=0.5), longest_wait=timedelta(seconds=4),
              remembered=timedelta(minutes=15), everyone=500)
NUMBERS = Limit("own number", free=20, first_wait=timedelta(minutes=1), longest_wait=timedelta(minutes=10),
                remembered=limits.KEPT)
"""Of one card: so many looks in vain a day, then one every few minutes. There are only 10,000 own numbers."""

View = Callable[..., HttpResponse]


def own_forms(view: View) -> View:
    """For pages with forms of ours and nothing a browser or proxy may keep: refuses what foreign pages send."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and _sent_by_a_foreign_page(request):
            return error_page(403)
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Cookie"])
        return response

    return csrf_exempt(guarded)


def _sent_by_a_foreign_page(request: HttpRequest) -> bool:
    """Every browser since 2020 names the page a form comes from; older ones stay with the strict cookie and proof."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "")
    return origin not in ("", "null") and urlsplit(origin).netloc != request.get_host()


def root_in_use(request: HttpRequest) -> bytes | None:
    """The root of the card in use; None when none is, or its quarter of an hour is over."""
    token = request.COOKIES.get(COOKIE, "")
    return cards.in_use(token, now=timezone.now()) if token else None


def proven(request: HttpRequest, root: bytes) -> bool:
    """Whether a form comes from a page made for the card in use."""
    return hmac.compare_digest(request.POST.get("nachweis", "").encode(), rules.proof_of_use(root).encode())


def carry(request: HttpRequest, response: HttpResponse, root: bytes) -> HttpResponse:
    """Let the browser carry the card for another quarter of an hour."""
    response.set_cookie(COOKIE, cards.take_in_use(root, at=timezone.now()), max_age=rules.IN_USE_FOR, httponly=True,
                        samesite="Strict", secure=request.is_secure())
    return response


def put_away(response: HttpResponse) -> HttpResponse:
    """Nothing of the card stays in the browser."""
    response.delete_cookie(COOKIE, samesite="Strict")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def answer_later(request: HttpRequest, limit: Limit = LOOKS) -> None:
    """Before digits are looked up: whoever failed often gets every answer later, the right ones too."""
    delay = limits.delay(limit, address_of(request), at=timezone.now())
    if delay:
        time.sleep(delay.total_seconds())


def before_looking(request: HttpRequest, card: Card) -> None:
    """As `answer_later`; and a card whose own number is being guessed rests for some minutes, wherever the tries come
    from. Whoever has its digits alone gets nothing, with however many addresses."""
    answer_later(request)
    left = limits.turn(NUMBERS, cards.tried_as(card), at=timezone.now())
    if left:
        raise cards.TriedTooOften(left)


def nothing_found(request: HttpRequest, card: Card) -> None:
    """A genuine card under which nothing stands counts as a failed look: unused, foreign, or another own number."""
    limits.count((LOOKS, address_of(request)), (NUMBERS, cards.tried_as(card)), at=timezone.now())

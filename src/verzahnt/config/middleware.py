"""From address to answer: the language, one transaction, the desk's role, and nothing left behind.

Order matters: `Language` and `OneTransaction` stand outside sessions and accounts, so that a session is read and
saved inside the same transaction, by the only role that may (`desk_entrance`).
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string

from verzahnt.config.desks import desk_at, language_at, signs_in_at
from verzahnt.desks.parts.request import Request
from verzahnt.kit.roles import take
from verzahnt.programme.ledgers.actor import Actor, as_desk

Handler = Callable[[Request], HttpResponse]


class Language:
    """The language comes from the address alone: no cookie, no browser header, nothing remembered."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        language = language_at(request.path_info)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class OneTransaction:
    """A request is one transaction in the role of its desk; what ends with a 5xx never happened."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.desk = desk_at(request.path_info)
        request.actor = Actor(desk=request.desk)
        first = "entrance" if signs_in_at(request.path_info) else request.desk
        within_another = connection.in_atomic_block  # only in tests; else the commit itself takes the role away
        with transaction.atomic():
            before = take(connection, f"desk_{first}", request.actor.context())
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif within_another:
                take(connection, before.pop("role"), before)
        return response


class StaffOnly:
    """Sessions and accounts exist only where somebody signs in; all other pages never touch them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.with_sign_in: Any = get_response
        for path in reversed(settings.STAFF_MIDDLEWARE):
            self.with_sign_in = convert_exception_to_response(import_string(path)(self.with_sign_in))

    def __call__(self, request: Request) -> HttpResponse:
        handler = self.with_sign_in if signs_in_at(request.path_info) else self.get_response
        response: HttpResponse = handler(request)
        return response


class AtTheDesk:
    """Turns the signed-in account into an Actor, takes the desk's role for the view, and gives it back."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        from verzahnt.programme.people.queries import actor_for

        request.actor = actor_for(request.user, chosen=request.session.get("membership"), desk=request.desk)
        if request.desk == "entrance":
            return self.get_response(request)
        with as_desk(request.desk, request.actor):
            return self.get_response(request)

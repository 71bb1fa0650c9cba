"""What an address needs before its page opens: a permission, or nothing at all. Every URL says one of the two."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from verzahnt.desks.parts import kept
from verzahnt.desks.parts.request import Request

View = TypeVar("View", bound=Callable[..., HttpResponse])


def public(view: View) -> View:
    """Anyone may open this page."""
    view.needs = None  # type: ignore[attr-defined]
    return view


def needs(permission: str) -> Callable[[View], View]:
    """Only who has this permission (see `programme/people/access.py`) may open this page."""

    def wall(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
            if request.actor.may(permission):
                return view(request, *args, **kwargs)
            if request.actor.account is None:
                return _to_sign_in(request)
            if request.actor.role == "":  # signed in, but no membership chosen or a second factor missing
                return redirect("entrance:home")
            raise PermissionDenied

        guarded.needs = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return wall


def signed_in(view: View) -> View:
    """Whoever is signed in, whatever they may do."""

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        if request.actor.account is None:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    guarded.needs = "signed in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _to_sign_in(request: Request) -> HttpResponse:
    """To the sign-in and back. Whoever was sending a form learns what happened, and finds it again afterwards."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    expired = "Ihre Anmeldung war abgelaufen, deshalb ist noch nichts gespeichert."
    if request.desk != "entrance" and kept.keep(request):
        messages.info(request, f"{expired} Was Sie geschrieben haben, ist noch da: "
                               "Melden Sie sich an, dann können Sie es absenden.")
        return redirect_to_login(reverse("entrance:kept"), settings.LOGIN_URL)
    messages.info(request, f"{expired} Bitte melden Sie sich noch einmal an.")
    return redirect_to_login(reverse("entrance:home"), settings.LOGIN_URL)

"""The sign-in flows we use of django-allauth, each with its door; their names are the library's own.

What is not named here is not served: no sign-up, no mailbox administration, no sign-in by code.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path, reverse_lazy

from verzahnt.desks.parts.doors import public, signed_in


class ChangePassword(account.PasswordChangeView):  # type: ignore[misc]
    """An account without a password (made for it by hand) gets one by the letter for a forgotten one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    success_url = reverse_lazy("mfa_index")


class SignInByPasskey(webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """The script asks for a question (GET) and brings the passkey's answer (POST)."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        response.headers["Cache-Control"] = "no-store"
        return response


urlpatterns: list[URLPattern] = [
    path("anmelden/", public(account.LoginView.as_view()), name="account_login"),
    path("anmelden/passkey/", public(SignInByPasskey.as_view()), name="mfa_login_webauthn"),
    path("anmelden/code/", public(mfa.AuthenticateView.as_view()), name="mfa_authenticate"),
    path("abmelden/", public(account.LogoutView.as_view()), name="account_logout"),
    path("geschlossen/", public(account.AccountInactiveView.as_view()), name="account_inactive"),
    path("passwort/", signed_in(ChangePassword.as_view()), name="account_change_password"),
    path("passwort/vergessen/", public(account.PasswordResetView.as_view()), name="account_reset_password"),
    path("passwort/vergessen/unterwegs/", public(account.PasswordResetDoneView.as_view()),
         name="account_reset_password_done"),
    path("passwort/neu/fertig/", public(account.PasswordResetFromKeyDoneView.as_view()),
         name="account_reset_password_from_key_done"),
    re_path(r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", public(account.PasswordResetFromKeyView.as_view()),
            name="account_reset_password_from_key"),
    path("bestaetigen/", signed_in(account.ReauthenticateView.as_view()), name="account_reauthenticate"),
    path("bestaetigen/code/", signed_in(mfa.ReauthenticateView.as_view()), name="mfa_reauthenticate"),
    path("bestaetigen/passkey/", signed_in(webauthn.ReauthenticateWebAuthnView.as_view()),
         name="mfa_reauthenticate_webauthn"),
    path("sicherheit/", signed_in(mfa.IndexView.as_view()), name="mfa_index"),
    path("sicherheit/app/", signed_in(totp.ActivateTOTPView.as_view()), name="mfa_activate_totp"),
    path("sicherheit/app/entfernen/", signed_in(totp.DeactivateTOTPView.as_view()), name="mfa_deactivate_totp"),
    path("sicherheit/notfallcodes/", signed_in(recovery_codes.ViewRecoveryCodesView.as_view()),
         name="mfa_view_recovery_codes"),
    path("sicherheit/notfallcodes/neu/", signed_in(recovery_codes.GenerateRecoveryCodesView.as_view()),
         name="mfa_generate_recovery_codes"),
    path("sicherheit/passkey/", signed_in(webauthn.AddWebAuthnView.as_view()), name="mfa_add_webauthn"),
    path("sicherheit/passkey/<int:pk>/entfernen/", signed_in(RemovePasskey.as_view()), name="mfa_remove_webauthn"),
]

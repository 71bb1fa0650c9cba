"""How accounts behave here: nobody signs up by themselves; whoever signs in arrives at their desk."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from verzahnt.desks.entrance import guessing
from verzahnt.desks.parts.clients import address_of
from verzahnt.programme.people import queries
from verzahnt.programme.people.access import ACCESS

SAID = {
    "account/messages/logged_out.txt": "Sie sind abgemeldet.",
    "account/messages/password_changed.txt": "Ihr neues Passwort gilt ab jetzt.",
    "mfa/messages/totp_activated.txt": "Die App ist eingerichtet. Ab jetzt fragen wir beim Anmelden nach ihrem Code.",
    "mfa/messages/totp_deactivated.txt": "Die App ist entfernt.",
    "mfa/messages/webauthn_added.txt": "Der Passkey ist eingerichtet.",
    "mfa/messages/webauthn_removed.txt": "Der Passkey ist entfernt.",
    "mfa/messages/recovery_codes_generated.txt": "Ihre Notfallcodes sind da. Bitte bewahren Sie sie gut auf.",
}
CHANGED = {
    "account/email/password_changed": "das Passwort Ihres Zugangs wurde geändert.",
    "account/email/password_reset": "für Ihren Zugang wurde ein neues Passwort gewählt.",
    "mfa/email/totp_activated": "für Ihren Zugang wurde eine App als zweiter Faktor eingerichtet.",
    "mfa/email/totp_deactivated": "bei Ihrem Zugang wurde die App als zweiter Faktor entfernt.",
    "mfa/email/webauthn_added": "für Ihren Zugang wurde ein Passkey eingerichtet.",
    "mfa/email/webauthn_removed": "bei Ihrem Zugang wurde ein Passkey entfernt.",
    "mfa/email/recovery_codes_generated": "für Ihren Zugang wurden neue Notfallcodes gemacht.",
}
FORGOTTEN = "account/email/password_reset_key"


class StaffAdapter(DefaultAccountAdapter):
    """Accounts come into being through invitations alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dieser Zugang ist gerade geschlossen. Bitte wenden Sie sich an Ihre Koordination.",
        "email_password_mismatch": "E-Mail-Adresse und Passwort passen nicht zusammen. Bitte versuchen Sie es noch "
                                   "einmal.",
        "enter_current_password": "Das ist nicht Ihr jetziges Passwort.",
        "incorrect_code": "Dieser Code stimmt nicht. Bitte nehmen Sie den, der gerade angezeigt wird.",
        "incorrect_password": "Dieses Passwort stimmt nicht.",
        "invalid_password_reset": "Dieser Link gilt nicht mehr.",
        "too_many_login_attempts": "Das waren mehrere Versuche kurz hintereinander. Bitte warten Sie einen Moment.",
        "rate_limited": "Das waren mehrere Versuche kurz hintereinander. Bitte warten Sie einen Moment.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        guessing.wait_a_moment(request, credentials.get("email", ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        account = super().authenticate(request, **credentials)
        if account is not None:
            guessing.succeeded(request, credentials.get("email", ""))
        return account

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        guessing.failed(request, credentials.get("email", ""))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """One's desk, if there is just one membership to use; else the own account, to choose."""
        account: Any = request.user  # signed in by now
        held = list(queries.memberships_of(account.pk, on=localdate()))
        if len(held) == 1 and queries.usable(held[0], held) and not queries.lacks_second_factor(held[0]):
            return desk_address(ACCESS[held[0].role].desk)
        return reverse("entrance:home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("entrance:home")

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None,
                    message_context: dict[str, Any] | None = None, extra_tags: str = "",
                    message: str | None = None) -> None:
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters about one's own account, in our own words: what happened, and what to do if it wasn't oneself."""
        page = settings.VERZAHNT_ADDRESS.rstrip("/") + reverse("account_reset_password")
        if template_prefix == FORGOTTEN:
            text = render_to_string("entrance/forgotten.txt", {"link": context["password_reset_url"]})
        else:
            text = render_to_string("entrance/changed.txt", {"what": CHANGED[template_prefix], "page": page})
        EmailMessage(subject="Ihr Zugang zu Verzahnt", body=text, to=[email],
                     headers={"Auto-Submitted": "auto-generated"}).send()

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The letter names our own address, never the one a request claims."""
        number, _, token = key.partition("-")
        return settings.VERZAHNT_ADDRESS.rstrip("/") + reverse(
            "account_reset_password_from_key", kwargs={"uidb36": number, "key": token}
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """What the second factor says."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": StaffAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": "Ihre Rolle braucht einen zweiten Faktor. Richten Sie zuerst einen anderen ein.",
        "cannot_generate_recovery_codes": "Notfallcodes gibt es zu einer App oder einem Passkey. Richten Sie zuerst "
                                          "eines davon ein.",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        from allauth.mfa.models import Authenticator

        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"


def desk_address(desk: str) -> str:
    """Where a desk begins; one's own account, where this installation does not serve the desk."""
    try:
        return reverse(f"{desk}:home")
    except NoReverseMatch:
        return reverse("entrance:home")

"""Forms of the entrance; those of the sign-in flows with our own words."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password

from verzahnt.desks.entrance import guessing
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.partners.models import Organisation
from verzahnt.programme.people import queries
from verzahnt.programme.people.models import Account
from verzahnt.programme.people.states import Role

WORDS = {
    "login": "E-Mail-Adresse",
    "email": "E-Mail-Adresse",
    "password": "Passwort",
    "oldpassword": "Ihr jetziges Passwort",
    "password1": "Neues Passwort",
    "password2": "Neues Passwort noch einmal",
    "code": "Code",
    "name": "Name des Passkeys",
    "passwordless": "Auch ohne Passwort anmelden",
}
HINTS = {
    "password1": "Mindestens 10 Zeichen. Ein kurzer Satz ist gut zu merken.",
    "code": "Sechs Ziffern aus Ihrer App, oder einer Ihrer Notfallcodes.",
    "name": "Zum Wiedererkennen, zum Beispiel: Handy oder Dienstrechner.",
    "passwordless": "Dann genügt der Passkey mit Fingerabdruck, Gesicht oder Gerätecode.",
}


class OurWords:
    """Labels and hints in the words of the house, and nothing written inside the fields."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = WORDS.get(name, field.label)
            field.help_text = HINTS.get(name, "")


class SamePasswords(OurWords):
    """A new password is typed twice."""

    def clean(self) -> Any:
        given = super(account.PasswordVerificationMixin, self).clean()  # type: ignore[misc]
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Die beiden Passwörter sind nicht gleich.")  # type: ignore[attr-defined]
        return given


class LoginForm(OurWords, account.LoginForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(SamePasswords, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(SamePasswords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ForgottenForm(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        email = str(super().clean_email())
        guessing.count_letter(context.request, email)
        return email


class ReauthenticateForm(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class _Slowly(OurWords):
    """Codes are six digits: guessing them is slowed down like guessing a password."""

    user: Account

    def clean_code(self) -> str:
        who = f"code {self.user.pk}"
        guessing.wait_a_moment(context.request, who)
        try:
            code = str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError:
            guessing.failed(context.request, who)
            raise
        guessing.succeeded(context.request, who)
        return code


class CodeForm(_Slowly, mfa.AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmCodeForm(_Slowly, mfa.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateForm(OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Sechs Ziffern, die Ihre App jetzt anzeigt."


class PasskeyForm(OurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    pass


class InvitationForm(forms.Form):
    """Whom to invite, for which organisation, as what."""

    email = forms.EmailField(label="E-Mail-Adresse", max_length=254,
                             widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    membership = forms.ChoiceField(label="Wofür", help_text="Rolle und Organisation, für die die Person handeln wird.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisations: dict[int, Organisation] = {}
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        for role in queries.roles_to_give(actor):
            found = list(queries.organisations_to_invite_for(actor, role).order_by("name"))
            self._organisations |= {one.pk: one for one in found}
            if found:
                groups.append((str(role.label), [(f"{role.value}:{one.pk}", f"{role.label} · {one.name}")
                                                 for one in found]))
        self.fields["membership"].choices = [("", "Bitte wählen"), *groups]  # type: ignore[attr-defined]

    @property
    def role(self) -> Role:
        return Role(self.cleaned_data["membership"].split(":")[0])

    @property
    def organisation(self) -> Organisation:
        return self._organisations[int(self.cleaned_data["membership"].split(":")[1])]


class WelcomeForm(forms.Form):
    """What a new account needs: a name to be called by, and a password."""

    name = forms.CharField(label="Ihr Name", max_length=120, help_text="So sehen Sie Ihre Kolleginnen und Kollegen.",
                           widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(label="Passwort", help_text=HINTS["password1"], strip=False, max_length=4096,
                               widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(label="Passwort noch einmal", strip=False, max_length=4096,
                            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        password = given.get("password", "")
        if password:
            try:
                validate_password(password, Account(email=self._email, name=given.get("name", "")))
            except forms.ValidationError as no:
                self.add_error("password", no)
            if given.get("again") and given["again"] != password:
                self.add_error("again", "Die beiden Passwörter sind nicht gleich.")
        return given

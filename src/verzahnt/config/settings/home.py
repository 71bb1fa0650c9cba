"""To try it out on one's own machine: demo data and demo logins, only on a loopback address."""

import os

from verzahnt.config.secrets import home_secret
from verzahnt.config.settings.base import *  # noqa: F403
from verzahnt.config.settings.base import STATE

SECRET_KEY = home_secret(STATE)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
VERZAHNT_DEMO = True
VERZAHNT_ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
VERZAHNT_SECOND_FACTOR_REQUIRED = False
VERZAHNT_OPERATOR = {
    "name": "Verzahnt (Vorführung)",
    "address": "Beispielweg 1, 00000 Beispielstadt",
    "email": "post@example.org",
    "telephone": "",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

"""For tests: as at home, on the quick test server, without the weight of hashed file names and slow passwords."""

import os

from verzahnt.config import embedded
from verzahnt.config.settings.home import *  # noqa: F403
from verzahnt.config.settings.home import DATABASES, STATE

for connection in DATABASES.values():
    if not os.environ.get("DATABASE_URL"):
        connection["HOST"] = str(embedded.Server(STATE / "test-postgres", fast=True).socket_folder)
    connection["CONN_MAX_AGE"] = 0

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
VERZAHNT_KEYS = STATE / "test-keys"

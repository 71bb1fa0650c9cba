"""To run it: everything secret or local comes from the environment; what is missing stops the start in one line."""

import os

from django.core.exceptions import ImproperlyConfigured

from verzahnt.config.secrets import operator, required
from verzahnt.config.settings.base import *  # noqa: F403

SECRET_KEY = required("DJANGO_SECRET_KEY", "a long random text, e.g. from `verzahnt secrets --print`")
ALLOWED_HOSTS = required("VERZAHNT_HOSTS", "the host names served, separated by commas").split(",")
DEBUG = False
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
VERZAHNT_ADDRESS = f"https://{ALLOWED_HOSTS[0]}"
VERZAHNT_OPERATOR = {
    "name": operator("VERZAHNT_OPERATOR_NAME", "who answers for this installation; never a Jobcenter"),
    "address": required("VERZAHNT_OPERATOR_ADDRESS", "postal address of the operator"),
    "email": required("VERZAHNT_OPERATOR_EMAIL", "mailbox of the operator"),
    "telephone": os.environ.get("VERZAHNT_OPERATOR_TELEPHONE", ""),
}

LOGGING["loggers"]["verzahnt.pages"]["level"] = "INFO"  # type: ignore[index]  # noqa: F405

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = required("VERZAHNT_SMTP_HOST", "the mail server that takes our letters")
EMAIL_PORT = int(os.environ.get("VERZAHNT_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("VERZAHNT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("VERZAHNT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = required("VERZAHNT_MAIL_FROM", "the neutral sender of letters")

SMS_FOLDER = None
SMS_GATEWAY = os.environ.get("VERZAHNT_SMS_URL", "").strip()  # none: nobody is offered short messages
SMS_TOKEN = os.environ.get("VERZAHNT_SMS_TOKEN", "").strip()
SMS_SENDER = os.environ.get("VERZAHNT_SMS_FROM", "").strip()
SMS_TIMEOUT = float(os.environ.get("VERZAHNT_SMS_TIMEOUT", "10"))
if SMS_GATEWAY and not SMS_GATEWAY.startswith("https://"):
    raise ImproperlyConfigured("VERZAHNT_SMS_URL must begin with https://: it carries people's numbers.")

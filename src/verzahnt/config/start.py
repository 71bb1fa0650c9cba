"""What must be true before a process of a real installation serves anybody."""

import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from verzahnt.config.roles import LOGINS, SEES_FOR_OFFICES, SEES_PERSONS
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings.sealing import MONTHS
from verzahnt.programme.cards.keys import FILE as CARD_KEYS
from verzahnt.programme.cards.keys import load_for_handing
from verzahnt.programme.ledgers.roles import ROLES
from verzahnt.programme.partners.models import Site


def refuse_what_is_unsafe() -> None:
    """Raise with one clear sentence if this process must not start. At home, in the demo, everything may."""
    if settings.VERZAHNT_DEMO:
        return
    with transaction.atomic():
        login, roles = _login()
        _refuse_a_mixed_login(login, roles)
        if roles & SEES_FOR_OFFICES:
            _refuse_keys_that_open()
        _refuse_demo_data(roles)


def _login() -> tuple[str, set[str]]:
    """The login of this process and the roles it may take on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, rolsuper FROM pg_roles WHERE rolname = session_user")
        login, is_superuser = cursor.fetchone()
        if is_superuser:
            raise ImproperlyConfigured(f"The login {login} is a superuser: row security would not hold for it. "
                                       f"Use one of {', '.join(LOGINS)}.")
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) "
                       "AND pg_has_role(session_user, oid, 'MEMBER')", [list(ROLES)])
        return login, {name for (name,) in cursor.fetchall()}


def _refuse_a_mixed_login(login: str, roles: set[str]) -> None:
    for_offices, persons = roles & SEES_FOR_OFFICES, roles & SEES_PERSONS
    if for_offices and persons:
        raise ImproperlyConfigured(
            f"The login {login} may become both {sorted(for_offices)[0]} and {sorted(persons)[0]}: an office's process "
            "must never be able to see persons. Use verzahnt_public, verzahnt_offices and verzahnt_jobs, and say with "
            "VERZAHNT_DESKS which desks a process serves."
        )


def _refuse_keys_that_open() -> None:
    """An office's process makes cards for its hand-outs, and must not be able to open one or read particulars."""
    folder = Path(settings.VERZAHNT_KEYS)
    if any(os.access(one, os.R_OK) for one in (folder / CARD_KEYS, folder / MONTHS)):
        raise ImproperlyConfigured(
            f"This process serves offices and could read the keys in {folder}, which open cards and particulars. "
            "Run it as an account of its own that can't (docs/operations.md, 3).")
    if "counselling" not in settings.VERZAHNT_DESKS:
        return
    if not settings.VERZAHNT_HANDING_KEY:
        raise ImproperlyConfigured("VERZAHNT_HANDING_KEY is missing: the file that makes the cards of hand-outs "
                                   "(`verzahnt cards handing-key`, docs/operations.md, 3).")
    try:
        load_for_handing(Path(settings.VERZAHNT_HANDING_KEY))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"VERZAHNT_HANDING_KEY is no key for handing cards over: {error}. Make it with "
                                   "`verzahnt cards handing-key`.") from None


def _refuse_demo_data(roles: set[str]) -> None:
    readers = sorted(role for role in roles if role.startswith("desk_")) or sorted(roles & SEES_PERSONS - {"queue"})
    if not readers:
        return
    with acting_as(readers[0]):
        if Site.objects.filter(is_invented=True).exists():
            raise ImproperlyConfigured("This database holds demo data. A real installation starts with its own: "
                                       "create a new database and load the reference data alone.")

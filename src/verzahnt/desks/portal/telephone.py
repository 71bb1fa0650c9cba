"""A telephone number as somebody types it, made into one that can be dialled from anywhere. Saves nothing."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from verzahnt.kit.refusals import NotPossible

SHORTEST, LONGEST = 8, 15  # digits with the country's; no number in the world has more
MOBILE_IN_GERMANY = re.compile(r"\+491[5-7]\d{8,9}")
_MAY_STAND_BETWEEN = re.compile(r"[\s()/.\-\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class NoTelephoneNumber(NotPossible):
    message = _("Diese Telefonnummer stimmt nicht. Bitte geben Sie sie mit Vorwahl ein, zum Beispiel 0170 1234567.")


class NoShortMessages(NotPossible):
    message = _("An diese Nummer kann man keine SMS schicken. Bitte geben Sie eine Handynummer ein.")


def read_number(text: str) -> str:
    """The number with its country, as `+49…`, written in any digits a keyboard has and parted in any usual way."""
    bare = "".join(_plain(sign) for sign in _MAY_STAND_BETWEEN.sub("", text.replace("(0)", "", 1)))
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif bare.startswith("0"):
        bare = "+49" + bare[1:]
    if not re.fullmatch(r"\+[1-9]\d*", bare) or not SHORTEST <= len(bare) - 1 <= LONGEST or bare.startswith("+490"):
        raise NoTelephoneNumber
    return bare


def read_mobile_number(text: str) -> str:
    """The same, where messages shall go: in Germany one can tell which numbers take them."""
    number = read_number(text)
    if number.startswith("+49") and not MOBILE_IN_GERMANY.fullmatch(number):
        raise NoShortMessages
    return number


def as_typed(number: str) -> str:
    """The number as one types it here again: those of Germany without the country."""
    return f"0{number[3:]}" if number.startswith("+49") else number


def _plain(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else "+" if sign == "\uff0b" else sign

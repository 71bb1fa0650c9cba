"""All that is held under a card, in words: for whoever takes it along."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from verzahnt.desks.papers.own_sheets import Part, Row
from verzahnt.desks.parts import languages, words
from verzahnt.desks.portal.stamps import last_day
from verzahnt.kit.texts import Text
from verzahnt.programme.bookings.models import Stamp
from verzahnt.programme.bookings.queries import Held
from verzahnt.programme.bookings.states import Need, Purpose


def all_told(held: Collection[Held], came: Mapping[UUID, Collection[int]], kept: Collection[Stamp],
             titles: Mapping[int, Mapping[str, Text]]) -> list[Part]:
    """Every place with what its holder told, and the stamps kept before. What is empty is left out."""
    parts = [_of_place(one, came.get(one.place.pk, ()), titles[one.run.offer.pk]["title"]) for one in held]
    if kept:
        rows = (Row(_("Monat und Zahl der Termine"), tuple(
            _here(stamp_in_words(one)) for one in kept)),)
        parts.append(Part(_here(_("Behaltene Stempel")), rows))
    return parts


def _of_place(one: Held, came: Collection[int], title: Text) -> Part:
    wishes, needs, purposes = one.wishes, dict(Need.choices), dict(Purpose.choices)
    kind, _colon, where = wishes.contact.partition(":")
    hears_of = [purpose for purpose in wishes.contact_for if wishes.contact and purpose in purposes]
    language = languages.BY_CODE.get(wishes.language)
    rows = [
        _row(_("Wie es steht"), _standing(one)),
        _row(_("Termine"), *(words.weekday_day(session.starts_at) for session in one.sessions)),
        _row(_("Da waren Sie am"), *(words.weekday_day(session.starts_at) for session in one.sessions
                                     if session.pk in came)),
        _row(_("Auf der Liste stehen Sie als"), wishes.alias),
        _row(_("Sprache"), language.own_name if language else ""),
        _row(_("Sie brauchen"), *(str(needs[need]) for need in wishes.needs if need in needs)),
        _row(_("E-Mail"), where if kind == "email" else ""),
        _row(_("SMS an"), where if kind == "sms" else ""),
        _row(_("Wir schreiben Ihnen"), *(str(purposes[purpose]) for purpose in hears_of)),
        _row(_("Anruf an"), wishes.call_me),
        _row(_("Stempel behalten"), _("ja") if one.place.stamp_key else _("nein")),
        _row(_("Gelöscht wird das nach dem"), words.day(last_day(one))),
    ]
    return Part((title.body, title.language), tuple(row for row in rows if row.lines))


def _standing(one: Held) -> str:
    if one.is_called_off:
        return _("Diese Termine fallen leider aus.")
    if one.is_lapsed:
        return _("Der Platz ist vergeben.")
    if one.is_offered:
        return _("Für Sie ist ein Platz frei. Kommen Sie?")
    if one.waits:
        return _("Warteliste")
    return _("Sie haben einen Platz.")


def _row(label: str, *lines: str) -> Row:
    return Row(label, tuple(_here(line) for line in lines if line))


def _here(line: str) -> tuple[str, str]:
    return line, get_language() or "de"


def stamp_in_words(stamp: Stamp) -> str:
    """A kept stamp: its month, and how many dates."""
    dates = ngettext("%(num)s Termin", "%(num)s Termine", stamp.dates) % {"num": stamp.dates}
    return f"{words.month(stamp.month)}: {dates}"

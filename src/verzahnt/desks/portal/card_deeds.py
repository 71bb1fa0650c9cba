"""What somebody does under their card, each in one step: say yes or no, give back, tell something else, delete all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict

from verzahnt.desks.portal.stamps import keep_stamps
from verzahnt.desks.portal.wishes_form import WishesForm, as_told
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.queries import Held
from verzahnt.programme.cards import rules


@dataclass(frozen=True)
class Said:
    """What came of it: the word for what was done, a sentence why not, or a form that asks once more."""

    done: str = ""
    refused: str = ""
    form: WishesForm | None = None
    held: Held | None = None


NOTHING_SAID = Said()
Deed = Callable[[QueryDict, Held, bytes, date], Said]


def done(sent: QueryDict, root: bytes, *, on: date) -> Said:
    """Do what a form under the card asks for. Inside `queries.holding(keys)`; twice does no harm."""
    deed = sent.get("tat", "")
    if deed == "loeschen":
        return _delete_all(root, on)
    if deed not in DEEDS:
        return NOTHING_SAID
    held = next((one for one in queries.held_under(rules.keys_of(root)) if one.place.pk == _number(sent)), None)
    if held is None:  # gone meanwhile, or a second click
        return Said("withdrawn") if deed in ("absagen", "nein") else NOTHING_SAID
    try:
        return DEEDS[deed](sent, held, root, on)
    except NotPossible as no:
        return Said(refused=str(no))


def _say_yes(sent: QueryDict, held: Held, root: bytes, on: date) -> Said:
    bookings.accept(held.place.pk, keys=rules.keys_of(root), on=on)
    return Said("accepted")


def _give_back(sent: QueryDict, held: Held, root: bytes, on: date) -> Said:
    bookings.withdraw(held.place.pk, keys=rules.keys_of(root), on=on)
    return Said("put_away" if held.is_called_off or held.is_lapsed else "withdrawn")


def _ask_anew(sent: QueryDict, held: Held, root: bytes, on: date) -> Said:
    return Said(form=WishesForm(initial=as_told(held)), held=held)


def _tell_anew(sent: QueryDict, held: Held, root: bytes, on: date) -> Said:
    form = WishesForm(sent)
    if not form.is_valid():
        return Said(form=form, held=held)
    bookings.change_wishes(held.place.pk, keys=rules.keys_of(root), wishes=form.wishes)
    keep_stamps(held.place.pk, root, keep=form.cleaned_data["stempel"])
    return Said("changed")


def _delete_all(root: bytes, on: date) -> Said:
    bookings.withdraw_all(keys=rules.keys_of(root), on=on)
    stamps = rules.stamp_keys(root)
    with queries.holding(stamps):
        bookings.forget_stamps(keys=stamps)
    return Said("deleted")


DEEDS: dict[str, Deed] = {
    "ja": _say_yes, "nein": _give_back, "absagen": _give_back, "aendern": _ask_anew, "geaendert": _tell_anew,
}


def _number(sent: QueryDict) -> UUID | None:
    try:
        return UUID(sent.get("platz", ""))
    except ValueError:
        return None

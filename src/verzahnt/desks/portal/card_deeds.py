"""What somebody does under their card, each in one step: say yes or no, give back, tell something else, delete all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from verzahnt.programme.bookings.states import IN_PLAY
from verzahnt.programme.cards import rules


@dataclass(frozen=True)
class Said:
    """What came of it: the word for what was done, a sentence why not, or a form that asks once more."""

    done: str = ""
    refused: str = ""
    form: WishesForm | None = None
    held: Held | None = None


NOTHING_SAID = Said()


def done(sent: QueryDict, root: bytes, *, on: date) -> Said:
    """Do what a form under the card asks for. Inside `queries.holding(keys)`; twice does no harm."""
    deed, number, keys = sent.get("tat", ""), _number(sent), rules.keys_of(root)
    if deed == "loeschen":
        return _delete_all(root, on)
    try:
        if deed in PRESSED:
            state = queries.state_under(keys, number) if number else None
            if number is None or state is None:  # gone meanwhile, or a second click
                return NOTHING_SAID if deed == "ja" else Said("withdrawn")
            return PRESSED[deed](number, state, keys, on)
        if deed in ASKED:
            held = next((one for one in queries.held_under(keys) if one.place.pk == number), None)
            return ASKED[deed](sent, held, root, on) if held else NOTHING_SAID
    except NotPossible as no:
        return Said(refused=str(no))
    return NOTHING_SAID


def _say_yes(number: UUID, state: str, keys: Sequence[str], on: date) -> Said:
    bookings.accept(number, keys=keys, on=on)
    return Said("accepted")


def _give_back(number: UUID, state: str, keys: Sequence[str], on: date) -> Said:
    bookings.withdraw(number, keys=keys, on=on)
    return Said("withdrawn" if state in IN_PLAY else "put_away")


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


PRESSED: dict[str, Callable[[UUID, str, Sequence[str], date], Said]] = {
    "ja": _say_yes, "nein": _give_back, "absagen": _give_back,
}
ASKED: dict[str, Callable[[QueryDict, Held, bytes, date], Said]] = {"aendern": _ask_anew, "geaendert": _tell_anew}


def _number(sent: QueryDict) -> UUID | None:
    try:
        return UUID(sent.get("platz", ""))
    except ValueError:
        return None

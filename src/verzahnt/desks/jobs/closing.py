"""What happens at night, and after a quarter. Each step stands for itself: one that fails doesn't stop the others."""

import logging
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.utils.timezone import make_aware

from verzahnt.kit import message_folder
from verzahnt.programme.agreements import actions_keeping as agreements
from verzahnt.programme.attendance import actions_closing as attendance
from verzahnt.programme.attendance import actions_links as links
from verzahnt.programme.attendance import actions_taps as taps
from verzahnt.programme.bookings import actions_ending as bookings
from verzahnt.programme.bookings import actions_order as order
from verzahnt.programme.conversations import actions as conversations
from verzahnt.programme.evaluation import actions as evaluation
from verzahnt.programme.evaluation import actions_answers as answers
from verzahnt.programme.evaluation import actions_months as months
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks as remarks
from verzahnt.programme.funding import actions_keeping as funding
from verzahnt.programme.ledgers import actions as ledgers
from verzahnt.programme.ledgers import actions_wishes as wishes
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.offers import actions_fresh as fresh
from verzahnt.programme.offers import actions_incoming as incoming
from verzahnt.programme.offers import actions_keeping as offers
from verzahnt.programme.people import actions as people
from verzahnt.programme.training import actions as training

log = logging.getLogger("verzahnt.nightly")


def forget_letters(on: date) -> int:
    """At home letters lie in a folder instead of a mailbox: as long as one that could not be sent. How many."""
    return message_folder.forget_before(Path(settings.MAIL_FOLDER), OutboxItem.keeping.gone_before(on))


def letters_due(on: date) -> int:
    """How many files of letters would go."""
    return len(message_folder.put_before(Path(settings.MAIL_FOLDER), OutboxItem.keeping.gone_before(on)))


def forget_tries(on: date) -> int:
    """As every hour: wrong codes and failed log-ins of a day ago. How many."""
    return limits.forget_old(at=_midnight(on))


def forget_sign_ins(on: date) -> int:
    """As every hour: sign-ins that have run out. How many."""
    return people.forget_sign_ins(at=_midnight(on))


def _midnight(on: date) -> datetime:
    return make_aware(datetime.combine(on, time.min))


# In this order: count first, then delete what was counted, then make copies unreadable.
STEPS: dict[str, Callable[[date], object]] = {
    "let offered places lapse": bookings.lapse_due,
    "count single dates that are over": attendance.close_due_dates,
    "count runs that are over": attendance.close_due_runs,
    "count weeks that can no longer be changed": conversations.count_closed_weeks,
    "let no counter tell which wish was the last": wishes.forget_the_order,
    "let no row tell which place came after which": order.forget_every_order,
    "let no row tell which answer came after which": feedback.forget_the_order,
    "part answers from their tokens": feedback.close_due,
    "keep the stamps of those who wished it": bookings.keep_stamps_due,
    "delete places whose lists have closed": bookings.delete_due,
    "delete links of leaders": links.delete_due,
    "forget taps that no page repeats": taps.forget_due,
    "delete what people wrote a year ago": remarks.delete_due,
    "destroy the keys of months gone by": bookings.destroy_month_keys,
    "say anew where places are free": bookings.refresh_bands,
    "remind of certificates that lapse": training.remind_due,
    "delete weeks that are long over": conversations.delete_due,
    "delete certificates that lapsed, or whose holders go": training.delete_due,
    "ask whether offers are still right": fresh.ask_due,
    "delete what was asked and answered long ago": fresh.delete_due,
    "delete uploaded tables": incoming.delete_due,
    "delete runs long after their last date": offers.delete_due_runs,
    "delete offers long after they ended": offers.delete_due_offers,
    "forget words that stand in no offer": offers.forget_words,
    "delete money long after its period": funding.delete_due,
    "delete signed papers long after their agreement": agreements.delete_due,
    "delete old entries of the ledgers": ledgers.delete_due,
    "delete letters in the folder at home": forget_letters,
    "forget wrong codes and failed log-ins": forget_tries,
    "forget sign-ins that have run out": forget_sign_ins,
    "delete old invitations and memberships": people.delete_due,
}

# What rows say stays as it is: only how old they are is forgotten. Nobody need wait while that is counted beforehand.
DELETES_NOTHING = {name for name in STEPS if name.startswith("let no ")}

# What no database can take back, and what would be gone: for whoever wants to know before.
OUTSIDE_THE_DATABASE: dict[str, Callable[[date], object]] = {
    "destroy the keys of months gone by": bookings.month_keys_due,
    "delete letters in the folder at home": letters_due,
}


def close_the_day(*, on: date) -> dict[str, bool]:
    """Every nightly step, and whether it went well."""
    went_well = {}
    for name, step in STEPS.items():
        try:
            step(on)
            went_well[name] = True
        except Exception:
            log.exception("Nightly step failed: %s", name)
            went_well[name] = False
    return went_well


def release_figures(*, on: date) -> None:
    """Release every quarter that is over and was counted, and has not been released yet."""
    evaluation.release_due(on=on)


def release_months(*, on: date) -> None:
    """Release asks and weekly numbers of the months that are complete, and what people said of runs that are over."""
    answers.release_answers(on=on)
    months.release_months(on=on)

"""When which work is done. Times are UTC, in Berlin one or two hours later; finished jobs vanish from the queue."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from verzahnt.desks.jobs import closing, sending
from verzahnt.programme.bookings import actions_ending as ending
from verzahnt.programme.bookings import actions_order as order
from verzahnt.programme.bookings import actions_reminders as reminders
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.ledgers import limits
from verzahnt.programme.offers import actions_incoming as incoming
from verzahnt.programme.people import actions as people


@app.periodic(cron="* * * * *")
@app.task(name="send_letters", queueing_lock="send_letters")
def send_letters(timestamp: int) -> None:
    """Every minute: what stands in the outbox and is due."""
    sending.send_due(on=timezone.localdate())


@app.periodic(cron="* * * * * */10")
@app.task(name="take_in_tables", queueing_lock="take_in_tables")
def take_in_tables(timestamp: int) -> None:
    """Every ten seconds, because somebody waits: long tables of offers, and dates whose offer was agreed to."""
    at = timezone.now()
    incoming.take_in_waiting(at=at)
    incoming.plan_prepared(at=at)


@app.periodic(cron="5 * * * *")
@app.task(name="forget_tries", queueing_lock="forget_tries")
def forget_tries(timestamp: int) -> None:
    """Every hour: wrong codes and failed log-ins of a day ago, sign-ins that have run out."""
    limits.forget_old(at=timezone.now())
    people.forget_sign_ins(at=timezone.now())


@app.periodic(cron="30 7 * * *")
@app.task(name="remind_of_dates", queueing_lock="remind_of_dates")
def remind_of_dates(timestamp: int) -> None:
    """Every morning: of dates tomorrow, and of first dates in a week. Missed until the next day, it is too late."""
    today = timezone.localdate()
    if timezone.localdate(datetime.fromtimestamp(timestamp, UTC)) == today:
        reminders.remind_due(today)


@app.periodic(cron="25 * * * *")
@app.task(name="let_places_lapse", queueing_lock="let_places_lapse")
def let_places_lapse(timestamp: int) -> None:
    """Every hour: offered places to which nobody said yes in time go to whoever is next."""
    ending.lapse_due(timezone.localdate())


@app.periodic(cron="35 * * * *")
@app.task(name="forget_the_order", queueing_lock="forget_the_order")
def forget_the_order(timestamp: int) -> None:
    """Every hour: no row tells which place came after which, and which answer."""
    order.forget_the_order(on=timezone.localdate())
    feedback.forget_the_order(on=timezone.localdate())


@app.periodic(cron="17 2 * * *")
@app.task(name="close_the_day", queueing_lock="close_the_day")
def close_the_day(timestamp: int) -> None:
    """Every night: count runs that are over, delete what is due, destroy keys, say anew where places are free."""
    closing.close_the_day(on=timezone.localdate())


@app.periodic(cron="40 3 20 1,4,7,10 *")
@app.task(name="release_figures", queueing_lock="release_figures")
def release_figures(timestamp: int) -> None:
    """On the 20th after a quarter, when the last lists of it have closed."""
    closing.release_figures(on=timezone.localdate())


@app.periodic(cron="50 3 17 * *")
@app.task(name="release_months", queueing_lock="release_months")
def release_months(timestamp: int) -> None:
    """On the 17th: asks and weekly numbers of months whose last weeks are counted, and what people said of runs."""
    closing.release_months(on=timezone.localdate())


@app.periodic(cron="*/10 * * * *")
@app.task(name="take_up_again", queueing_lock="take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int) -> None:
    """Every ten minutes: work whose worker was killed. Each may be done twice; where it waits anew, that will do."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=True)

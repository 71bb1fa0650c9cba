"""Where counters, places and dates contradict one another. After any deed, and after any crash, there is nothing here.

Each question finds contradictions only; its answer is put into the sentence. Asked as role `seats`, which sees places
and no person. Most of them the database refuses anyway; they are asked all the same, in case a wall was moved.
"""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import SEATS

SEATED = "p.state IN ('taken', 'offered')"
IN_PLAY = "p.state IN ('taken', 'offered', 'waiting')"
OF_A_RUN = """
    SELECT s.run_id, s.{counter}, count(p.id) FROM offers_seats s JOIN offers_run r ON r.id = s.run_id
    LEFT JOIN bookings_place p ON p.run_id = s.run_id AND p.session_id IS NULL AND {which}
    WHERE r.state <> 'closed' GROUP BY s.run_id HAVING s.{counter} <> count(p.id)
"""
OF_A_DATE = """
    SELECT d.session_id, d.{counter}, count(p.id) FROM bookings_dateseats d JOIN offers_run r ON r.id = d.run_id
    LEFT JOIN bookings_place p ON p.session_id = d.session_id AND {which}
    WHERE r.state <> 'closed' AND NOT d.is_counted GROUP BY d.session_id HAVING d.{counter} <> count(p.id)
"""

QUESTIONS: dict[str, str] = {
    "Run {}: {} places are said to be taken, {} are": OF_A_RUN.format(counter="taken", which=SEATED),
    "Run {}: {} are said to wait, {} do": OF_A_RUN.format(counter="waiting", which="p.state = 'waiting'"),
    "Date {}: {} places are said to be taken, {} are": OF_A_DATE.format(counter="taken", which=SEATED),
    "Date {}: {} are said to wait, {} do": OF_A_DATE.format(counter="waiting", which="p.state = 'waiting'"),
    "Run {}: {} places for {} seats": "SELECT run_id, taken, seats FROM offers_seats WHERE taken > seats",
    "Date {}: {} places for {} seats": """
        SELECT d.session_id, d.taken + s.taken, s.seats FROM bookings_dateseats d JOIN offers_seats s USING (run_id)
        WHERE d.seats IS NOT NULL AND d.taken + s.taken > s.seats""",
    "Date {}: a single date has places, and no counters": f"""
        SELECT p.session_id FROM bookings_place p LEFT JOIN bookings_dateseats d USING (session_id)
        WHERE p.session_id IS NOT NULL AND d.session_id IS NULL AND {IN_PLAY}""",
    "Run {}: {} places in single dates ahead are said to be there, {} are": """
        SELECT s.run_id, s.singles, coalesce(sum(d.taken + d.waiting), 0) FROM offers_seats s
        LEFT JOIN bookings_dateseats d ON d.run_id = s.run_id AND d.seats IS NOT NULL
        GROUP BY s.run_id HAVING s.singles <> coalesce(sum(d.taken + d.waiting), 0)""",
    "Date {}: counts with {} seats and {} places of its run, which has others": """
        SELECT d.session_id, d.seats, d.whole FROM bookings_dateseats d JOIN offers_seats s USING (run_id)
        WHERE d.seats IS NOT NULL
          AND (d.seats, d.whole, d.waiting_places) IS DISTINCT FROM (s.seats, s.taken, s.waiting_places)""",
    "Run {}: somebody waits with turn {}, the last turn given is {}": """
        SELECT p.run_id, p.turn, s.turns FROM bookings_place p JOIN offers_seats s USING (run_id)
        WHERE p.turn > s.turns""",
    "Run {}: turn {} was given {} times": """
        SELECT run_id, turn, count(*) FROM bookings_place WHERE turn > 0 GROUP BY run_id, turn HAVING count(*) > 1""",
    "Run {}: {} keys hold more than one place": """
        SELECT min(run_id), count(*) FROM (SELECT min(run_id) AS run_id FROM bookings_place WHERE key IS NOT NULL
        GROUP BY key HAVING count(*) > 1) AS twice HAVING count(*) > 0""",
    "Run {}: a place is offered without a day for the answer": """
        SELECT run_id FROM bookings_place WHERE state = 'offered' AND answer_by IS NULL""",
    "Run {}: somebody waits for all dates, and there is room": """
        SELECT s.run_id FROM offers_seats s JOIN offers_run r ON r.id = s.run_id
        WHERE r.state = 'open' AND r.ends_on >= %(on)s AND s.waiting > 0 AND s.seats > s.taken + coalesce(
            (SELECT max(d.taken) FROM bookings_dateseats d WHERE d.run_id = s.run_id AND d.seats IS NOT NULL), 0)""",
    "Date {}: somebody waits, and there is room": """
        SELECT d.session_id FROM bookings_dateseats d JOIN offers_run r ON r.id = d.run_id
        JOIN offers_session n ON n.id = d.session_id
        WHERE r.state = 'open' AND (n.starts_at AT TIME ZONE 'Europe/Berlin')::date >= %(on)s
          AND d.waiting > 0 AND d.seats > d.taken + d.whole""",
    "Run {}: it is called off, and somebody still has a place": f"""
        SELECT DISTINCT p.run_id FROM bookings_place p JOIN offers_run r ON r.id = p.run_id
        WHERE r.state = 'cancelled' AND {IN_PLAY}""",
    "Date {}: it is called off, and somebody still has a place in it": f"""
        SELECT DISTINCT p.session_id FROM bookings_place p JOIN offers_session n ON n.id = p.session_id
        WHERE n.is_cancelled AND {IN_PLAY}""",
    "Run {}: a place is kept until {}, its list closes before": """
        SELECT p.run_id, p.closes_on FROM bookings_place p JOIN offers_run r ON r.id = p.run_id
        WHERE p.closes_on > r.ends_on + 15""",
}


@transaction.atomic
def lies(*, on: date | None = None) -> list[str]:
    """Every contradiction on a day (today, if none is said), as a sentence. An empty list is the truth."""
    told = []
    with acting_as(SEATS), connection.cursor() as cursor:
        for sentence, question in QUESTIONS.items():
            cursor.execute(question, {"on": on or localdate()})
            told += [sentence.format(*row) for row in cursor.fetchall()]
    return told

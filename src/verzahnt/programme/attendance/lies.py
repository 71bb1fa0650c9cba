"""What `bookings.lies` asks, and besides whether places know how often they were marked. Empty is the truth."""

from __future__ import annotations

from django.db import connection, transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import lies as of_places
from verzahnt.programme.ledgers.roles import KEEPING

QUESTIONS: dict[str, str] = {
    "Run {}: a place is said to have been used {} times, {} marks are there": """
        SELECT p.run_id, p.visits, count(m.id) FROM bookings_place p LEFT JOIN attendance_mark m ON m.place_id = p.id
        GROUP BY p.id HAVING p.visits <> count(m.id)""",
    "Run {}: a mark is under another key than its place": """
        SELECT m.run FROM attendance_mark m JOIN bookings_place p ON p.id = m.place_id
        WHERE m.key IS DISTINCT FROM p.key""",
    "Run {}: somebody with one date is marked on another": """
        SELECT m.run FROM attendance_mark m JOIN bookings_place p ON p.id = m.place_id
        WHERE p.session_id IS NOT NULL AND p.session_id <> m.session_id""",
}


@transaction.atomic
def lies() -> list[str]:
    """Every contradiction in places, counters and marks, as a sentence."""
    told = of_places.lies()
    with acting_as(KEEPING), connection.cursor() as cursor:
        for sentence, question in QUESTIONS.items():
            cursor.execute(question)
            told += [sentence.format(*row) for row in cursor.fetchall()]
    return told

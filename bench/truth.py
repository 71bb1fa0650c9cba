"""What the database and the mail folder hold after the storm, compared with what people were told; and lies on purpose.
"""

from __future__ import annotations

import email
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from house import administrator, rows
from people import Taken, Told

RECORDER = """
    CREATE TABLE bench_posted (id uuid PRIMARY KEY, kind text, place uuid, due_on date, state text);
    CREATE FUNCTION bench_post() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
    $$ BEGIN INSERT INTO bench_posted VALUES (NEW.id, NEW.kind, NEW.place, NEW.due_on,
       (SELECT state FROM bookings_place WHERE id = NEW.place)); RETURN NEW; END $$;
    CREATE TRIGGER bench_post AFTER INSERT ON ledgers_outboxitem FOR EACH ROW EXECUTE FUNCTION bench_post();
"""
LIES = "from verzahnt.programme.bookings.lies import lies; print(*lies(), sep='\\n')"


def record_letters() -> None:
    """From now on the database itself notes each letter asked for, in the transaction that asks."""
    with administrator() as connection:
        connection.execute(RECORDER)


def letters_sent(patience: int = 90) -> None:
    """Wait until nothing that is due is left in the outbox."""
    until = time.monotonic() + patience
    while time.monotonic() < until and rows("SELECT 1 FROM ledgers_outboxitem WHERE due_on <= current_date LIMIT 1"):
        time.sleep(0.5)


def lies(told: Told, folder: Path) -> list[str]:
    """Every contradiction between what people were told and what is there."""
    return [*told.strange, *_places(told, folder), *_letters(told, folder), *_counters()]


def _places(told: Told, folder: Path) -> list[str]:
    """Each place somebody was told of is there once, each given back is gone, and there is none nobody knows of."""
    found: dict[str, tuple[int, str]] = {key: (run, state) for key, run, state in
                                         rows("SELECT key, run_id, state FROM bookings_place")}
    wrong, known = [], 0
    for taken, is_gone in [(one, False) for one in told.held] + [(one, True) for one in told.gone]:
        here = [found[key] for key in _keys(taken.card, folder) if key in found]
        known += len(here)
        if is_gone:
            wrong += [f"given back, and still there: run {run}" for run, _state in here]
        elif [run for run, _state in here] != [taken.run]:
            wrong.append(f"told of one place in run {taken.run}, there are {len(here)}")
        elif here[0][1] != "taken" and not taken.waited:
            wrong.append(f"told of a place in run {taken.run}, it is {here[0][1]}")
    if known != len(found):
        wrong.append(f"{len(found) - known} places nobody was told of")
    bare = rows("SELECT count(*) FROM bookings_place p LEFT JOIN bookings_particulars t ON t.place_id = p.id "
                "WHERE t.place_id IS NULL")[0][0]
    strays = rows("SELECT count(*) FROM bookings_particulars t LEFT JOIN bookings_place p ON t.place_id = p.id "
                  "WHERE p.id IS NULL")[0][0]
    return wrong + [f"{n} {what}" for n, what in ((bare, "places without particulars"),
                                                  (strays, "particulars without a place")) if n]


def _letters(told: Told, folder: Path) -> list[str]:
    """Of each place that is there: the letters asked for are in the folder or in the outbox, each once; all whole.

    What was said of a place that waited may be out of date when it is to be sent; such a letter may be left out.
    """
    sent = Counter(path.name.partition("@")[0] for path in (folder / "mail").glob("*.eml"))
    waiting = {str(number) for (number,) in rows("SELECT id FROM ledgers_outboxitem")}
    posted = rows("SELECT b.id, b.kind, b.place, p.state, b.state FROM bench_posted b "
                  "LEFT JOIN bookings_place p ON p.id = b.place WHERE b.due_on <= current_date")
    wrong = [f"letter {number} was asked for by nobody" for number in set(sent) - {str(row[0]) for row in posted}]
    asked = Counter((place, kind) for _number, kind, place, _state, _before in posted)
    wrong += [f"asked twice for the letter {kind}" for (_place, kind), times in asked.items() if times > 1]
    for number, kind, _place, state, before in posted:
        times = sent[str(number)] + (str(number) in waiting)
        if (state == before == "taken" and times != 1) or times > 1:
            wrong.append(f"the letter {kind} of a place {state or 'given back'} is there {times} times")
    confirmed = sum(kind == "place_confirmed" and state is not None for _n, kind, _p, state, _b in posted)
    if confirmed != len(told.held):
        wrong.append(f"{len(told.held)} people wait for a confirmation, {confirmed} were asked for")
    for path in (folder / "mail").glob("*"):
        letter = email.message_from_bytes(path.read_bytes())
        if path.suffix != ".eml" or not letter["To"] or not letter.get_payload():
            wrong.append(f"half a letter: {path.name}")
    return wrong


def _counters() -> list[str]:
    """What the house itself finds when it compares its counters."""
    said = subprocess.run([sys.executable, "-m", "verzahnt.config.command", "manage", "shell", "-v", "0", "-c", LIES],
                          check=True, text=True, capture_output=True, env={**os.environ, "VERZAHNT_LOGIN":
                                                                           "verzahnt_home"}).stdout
    return [line for line in said.splitlines() if line.strip()]


def _keys(card: str, folder: Path) -> tuple[str, ...]:
    from verzahnt.programme.cards import keys, rules

    secrets = keys.load(folder / "keys")
    return rules.keys_of(rules.root(rules.read(card, secrets), None, secrets))


# Lies on purpose: each has to be found.

def _lose(taken: Taken, folder: Path) -> None:
    """A place somebody was told of vanishes, neatly: only they know."""
    keys = list(_keys(taken.card, folder))
    with administrator() as connection:
        connection.execute("UPDATE offers_seats s SET taken = taken - 1 FROM bookings_place p "
                           "WHERE p.run_id = s.run_id AND p.key = ANY(%s) AND p.state = 'taken'", [keys])
        connection.execute("DELETE FROM bookings_place WHERE key = ANY(%s)", [keys])


def _double(taken: Taken, folder: Path) -> None:
    """Somebody has two places in one run."""
    first, second, *_rest = _keys(taken.card, folder)
    with administrator() as connection:
        connection.execute(
            "INSERT INTO bookings_place (id, run_id, provider, key, state, turn, given_on, closes_on) "
            "SELECT gen_random_uuid(), run_id, provider, %s, 'taken', 0, given_on, closes_on "
            "FROM bookings_place WHERE key = %s", [second, first])


def _steal_a_letter(taken: Taken, folder: Path) -> None:
    """A letter that was sent is not there."""
    first, *_rest = _keys(taken.card, folder)
    number = rows("SELECT b.id FROM bench_posted b JOIN bookings_place p ON p.id = b.place "
                  "WHERE p.key = %s AND b.kind = 'place_confirmed'", first)[0][0]
    next((folder / "mail").glob(f"{number}@*.eml")).unlink()


def _miscount(taken: Taken, folder: Path) -> None:
    """A run says that one place less is taken."""
    with administrator() as connection:
        connection.execute("UPDATE offers_seats SET taken = taken - 1 WHERE run_id = %s", [taken.run])


def _forge(taken: Taken, folder: Path) -> None:
    """Somebody was told they gave their place back, and it is there: see `crash.py`, which forges what was told."""


SABOTAGE: dict[str, Callable[[Taken, Path], None]] = {
    "lose": _lose, "double": _double, "letter": _steal_a_letter, "miscount": _miscount, "forge": _forge,
}

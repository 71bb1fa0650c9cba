"""What people write into the cells of a table, understood as Germans mean it. Pure: no database, no clock.

A cell that cannot be understood is `Unclear`, with a sentence that says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from typing import NoReturn

from verzahnt.programme.offers.incoming_columns import folded
from verzahnt.programme.offers.states import Cost, OfferKind, Registration

WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
DAY_WORDS = {"sonnabend": 5, **{day: n for n, day in enumerate(WEEKDAYS)}, **{day[:2]: n for n, day in
                                                                              enumerate(WEEKDAYS)}}
MONTHS = ("januar", "februar", "maerz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
          "dezember")
EXCELS_DAY_NOUGHT = date(1899, 12, 30)
KINDS = {
    "treff": OfferKind.OPEN_MEETING, "gruppe": OfferKind.OPEN_MEETING, "offenegruppe": OfferKind.OPEN_MEETING,
    "cafe": OfferKind.OPEN_MEETING, "sprechstunde": OfferKind.CONSULTATION, "vortrag": OfferKind.INFORMATION_EVENT,
    "infoabend": OfferKind.INFORMATION_EVENT, "information": OfferKind.INFORMATION_EVENT,
    "workshop": OfferKind.TRAINING, "seminar": OfferKind.TRAINING, "selbsthilfe": OfferKind.SELF_HELP_GROUP,
    "online": OfferKind.DIGITAL, "onlinekurs": OfferKind.DIGITAL, "app": OfferKind.DIGITAL,
    "praeventionskurs": OfferKind.COURSE, "familie": OfferKind.FAMILY_COURSE,
}
REGISTRATIONS = (
    (Registration.CARD, ("karte",)),
    (Registration.NONE, ("ohne", "keine", "nichtnoetig", "offen", "einfach", "nein")),
    (Registration.TELEPHONE, ("telefon", "anruf", "tel")),
    (Registration.WEBSITE, ("internet", "webs", "seite", "online", "homepage", "url")),
)
FREE = ("kostetnichts", "kostenlos", "kostenfrei", "gratis", "frei", "keine", "umsonst", "nichts", "unentgeltlich",
        "ohnekosten", "nein")


class Unclear(Exception):
    """A cell was not understood; the message says what to write instead."""


@dataclass(frozen=True)
class Price:
    cost: str
    note: str = ""


def a_day(words: str) -> date:
    """"3.3.2027", "Mi, 03.03.27", "ab 3. März 2027", "2027-03-03", or the number Excel keeps for it."""
    plain = words.strip().casefold()
    if told := re.search(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", plain):
        year, month, day = told.groups()
    elif told := re.search(r"\b(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4}|\d{2})\b", plain):
        day, month, year = told.groups()
    elif told := re.search(r"\b(\d{1,2})\.?\s*([a-zä]{3,9})\.?\s+(\d{4})\b", plain):
        day, name, year = told.groups()
        month = str(next((n for n, one in enumerate(MONTHS, start=1) if one.startswith(folded(name)[:3])), 0))
    elif re.fullmatch(r"\d{5}", plain) and 36_000 <= int(plain) <= 70_000:
        return EXCELS_DAY_NOUGHT + timedelta(days=int(plain))
    elif re.search(r"\b\d{1,2}\.\s?\d{1,2}\.?(?!\d)", plain):
        raise Unclear(f"„{words}“ hat kein Jahr. Schreiben Sie es dazu, zum Beispiel: 3.3.2027")
    else:
        raise Unclear(f"„{words}“ ist kein Tag, den wir verstehen. Schreiben Sie ihn so: 3.3.2027")
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        raise Unclear(f"Den Tag „{words}“ gibt es nicht. Bitte prüfen Sie ihn.") from None
    if not 2000 <= found.year <= 2100:
        raise Unclear(f"Das Jahr {found.year} kann nicht stimmen. Bitte prüfen Sie „{words}“.")
    return found


def a_weekday(words: str) -> int:
    """"dienstags", "Di", "jeden Dienstag": Monday is nought."""
    told = [folded(word) for word in re.split(r"[^\wäöüÄÖÜ]+", words) if word]
    found = {DAY_WORDS[word.removesuffix("s")] for word in told if word.removesuffix("s") in DAY_WORDS}
    if len(found) > 1:
        raise Unclear(f"„{words}“ sind mehrere Tage. Schreiben Sie bitte für jeden Tag eine eigene Zeile.")
    if not found:
        raise Unclear(f"„{words}“ ist kein Wochentag. Schreiben Sie zum Beispiel: dienstags")
    return found.pop()


CLOCK = r"(\d{1,2})(?:\s*[:.]\s*(\d{2}))?(?::\d{2})?\s*(?:uhr|h)?\.?"


def an_hour(words: str) -> time:
    """"10", "10.30", "10:30 Uhr"."""
    told = re.fullmatch(CLOCK, words.strip().casefold())
    return _time(words, told.group(1), told.group(2)) if told else _no_hour(words)


def from_to(words: str) -> tuple[time, time]:
    """"10-11:30 Uhr", "10.00 bis 11.30", "von 10 – 12"."""
    plain = words.strip().casefold().removeprefix("von ").removeprefix("ca. ")
    told = re.fullmatch(rf"{CLOCK}\s*(?:-|–|—|bis|to|/)\s*{CLOCK}", plain)
    if told is None:
        if re.fullmatch(CLOCK, plain):
            raise Unclear(f"Bis wann? „{words}“ sagt nur den Anfang. Schreiben Sie zum Beispiel: 10–11:30 Uhr")
        _no_hour(words)
    first, second = _time(words, told[1], told[2]), _time(words, told[3], told[4])
    if second <= first:
        raise Unclear(f"„{words}“ endet vor dem Anfang. Schreiben Sie zum Beispiel: 10–11:30 Uhr")
    return first, second


def a_number(words: str, *, most: int) -> int:
    """"12", "12 Plätze", "max. 12"."""
    told = re.findall(r"\d+", words.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+", words) else words)
    if len(told) != 1 or not 1 <= int(told[0][:9]) <= most:
        raise Unclear(f"„{words}“ ist keine Zahl zwischen 1 und {most}. Schreiben Sie nur die Zahl, zum Beispiel: 12")
    return int(told[0])


def a_price(words: str) -> Price:
    """What it costs: nothing, nothing with a voucher, or first paid and partly given back."""
    plain = folded(words)
    if (label := {folded(str(label)): value for value, label in Cost.choices}.get(plain)):
        return Price(label)
    amounts = re.findall(r"\d+(?:[.,]\d+)?", words)
    if "gutschein" in plain:
        return Price(Cost.VOUCHER, "" if plain in ("mitgutschein", "gutschein") else words)
    if not any(float(amount.replace(",", ".")) for amount in amounts) and (
            amounts or any(plain.startswith(word) for word in FREE)):
        return Price(Cost.FREE)
    if amounts and re.search(r"zurück|zurueck|erstatt", words.casefold()):
        return Price(Cost.REFUNDED, words)
    raise Unclear(f"„{words}“ passt hier nicht: Angebote kosten nichts, oder ein Teil kommt zurück. Schreiben Sie "
                  "„kostet nichts“, „mit Gutschein“ oder zum Beispiel „120 Euro, 96 Euro zurück“.")


def a_kind(words: str) -> str:
    plain = folded(words)
    labels = {folded(str(label)): value for value, label in OfferKind.choices}
    found = labels.get(plain) or KINDS.get(plain) or labels.get(plain.removesuffix("e"))
    if found is None:
        raise Unclear(f"„{words}“ kennen wir als Art nicht.{_perhaps(plain, labels, dict(OfferKind.choices))}")
    return str(found)


def a_registration(words: str) -> str:
    plain = folded(words)
    for way, signs in REGISTRATIONS:
        if any(sign in plain for sign in signs):
            return str(way)
    raise Unclear(f"„{words}“ verstehen wir nicht. Schreiben Sie: Mitmachkarte, Telefon, Internetseite oder ohne "
                  "Anmeldung.")


def several(words: str, names: Mapping[str, str], *, what: str) -> list[str]:
    """Keys of a list, by their names, in the order written. `names`: name as people read it → key."""
    known = {folded(name): key for name, key in names.items()}
    found, rest = [], [part for part in re.split(r"[,;/\n]", words) if folded(part)]
    while rest:
        # Some names have a comma in them: "Menschen, die lange ohne Arbeit sind".
        wide = next((wide for wide in (3, 2, 1) if folded("".join(rest[:wide])) in known), 0)
        halves = rest[0].split(" und ")
        if wide:
            found.append(known[folded("".join(rest[:wide]))])
        elif len(halves) > 1 and all(folded(half) in known for half in halves):
            found += [known[folded(half)] for half in halves]
        else:
            shown = {folded(name): name for name in names}
            hint = _perhaps(folded(rest[0]), known, shown)
            raise Unclear(f"„{rest[0].strip()}“ steht nicht in der Liste „{what}“.{hint}")
        rest = rest[wide or 1:]
    return list(dict.fromkeys(found))


def a_postal_code(words: str) -> str:
    """Five digits, also with the town behind; a nought Excel has eaten in front comes back."""
    told = re.match(r"\s*(?:D-?\s*)?(\d{4,5})\b", words, re.IGNORECASE)
    if told is None:
        raise Unclear(f"„{words}“ ist keine Postleitzahl. Sie hat fünf Ziffern.")
    return told[1].zfill(5)


def an_address(words: str) -> str:
    """An address on the web; the beginning may be missing."""
    whole = words if re.match(r"https?://", words, re.IGNORECASE) else f"https://{words}"
    if not re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", whole, re.IGNORECASE) or len(whole) > 200:
        raise Unclear(f"„{words}“ ist keine vollständige Adresse. Sie sieht so aus: www.beispielverein.example.org")
    return whole


def at_most(words: str, length: int) -> str:
    if len(words) > length:
        raise Unclear(f"Der Text hat {len(words)} Zeichen; {length} sind möglich. Kürzen Sie ihn bitte.")
    return words


def _time(words: str, hour: str, minute: str | None) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        _no_hour(words)


def _no_hour(words: str) -> NoReturn:
    raise Unclear(f"„{words}“ ist keine Uhrzeit, die wir verstehen. Schreiben Sie zum Beispiel: 10–11:30 Uhr")


def _perhaps(plain: str, known: Mapping[str, object], shown: Mapping[str, object]) -> str:
    """A likely meaning, else where the list stands."""
    near = get_close_matches(plain, list(known), n=1, cutoff=0.6) or [one for one in known if plain and plain in one]
    if not near:
        return " Was möglich ist, steht auf dem zweiten Blatt der Vorlage."
    meant = shown.get(near[0]) or shown.get(str(known[near[0]])) or ""
    return f" Meinten Sie „{meant}“?"


def perhaps(words: str, names: Sequence[str]) -> str:
    """" Meinten Sie …?", where one of these names is near."""
    by_fold = {folded(name): name for name in names}
    return _perhaps(folded(words), by_fold, by_fold)


def weekly(first: date, *, times: int | None, last: date | None) -> Sequence[date]:
    """Every week from the first day on, so many times or up to the last day."""
    number = times if times is not None else ((last - first).days // 7 + 1 if last else 1)
    return [first + timedelta(weeks=week) for week in range(number)]

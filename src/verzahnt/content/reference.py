"""Brings the reference into the database: read the files, shape the rows, put them in place. Twice changes nothing."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from verzahnt.desks.parts.languages import KNOWN, locale_of
from verzahnt.kit import outlines
from verzahnt.kit.bulk import Outcome, put
from verzahnt.kit.days import KnownDay
from verzahnt.kit.roles import acting_as
from verzahnt.kit.words import folded, words_in
from verzahnt.programme.ledgers.roles import CONTENT
from verzahnt.programme.reference import models
from verzahnt.programme.reference.rules import search_key
from verzahnt.programme.sources import actions as sources

DATA = Path(__file__).parent / "data"
RETRIEVED_ON = date(2026, 11, 21)
PAGE_LANGUAGES = tuple(language.code for language in KNOWN if not language.html)
"""What the lists are named in. Leichte Sprache uses the German names of languages."""
COARSE_KM, FINE_KM = 1.5, 0.1
Tell = Callable[[str], None]


class BrokenData(ValueError):
    """The files contradict themselves; nothing of them was loaded."""


def load(tell: Tell = lambda line: None) -> None:
    """All of the reference in one transaction, as the role that may write it. `tell` hears one line per step."""
    with transaction.atomic(), acting_as(CONTENT):
        tell(f"Quellen: {_load_sources()}")
        for label, step in STEPS:
            outcome = step()
            changes = f", {outcome.written} neu oder geändert" if outcome.written else ", unverändert"
            gone = f", {outcome.removed} entfernt" if outcome.removed else ""
            tell(f"{label}: {outcome.given}{changes}{gone}")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _invented() -> dict[str, Any]:
    return _toml("invented.toml")


def _load_sources() -> int:
    entries = _toml("sources.toml")["sources"]
    for entry in entries:
        facts = {name: value for name, value in entry.items() if name not in ("slug", "published")}
        sources.enter(entry["slug"], published=_known_day(entry["published"]), retrieved_on=RETRIEVED_ON, **facts)
    return len(entries)


def _known_day(told: dict[str, Any]) -> KnownDay:
    match told:
        case {"day": day}:
            return KnownDay.day(day)
        case {"month": month}:
            return KnownDay.month(*map(int, month.split("-")))
        case {"year": year}:
            return KnownDay.year(year)
        case _:
            return KnownDay.unknown()


def _load_laender() -> Outcome:
    rows: list[tuple[Any, ...]]
    rows = [(row["ags"], row["name"], row["kuerzel"], row["iso_3166_2"], row["regierungssitz"], row["lat"], row["lon"],
             row["einwohner"], row["flaeche_km2"], False) for row in _rows("laender.csv")]
    made_up = _invented()["land"]
    rows.append((made_up["key"], made_up["name"], made_up["short"], made_up["iso"], made_up["capital"],
                 made_up["latitude"], made_up["longitude"], None, None, True))
    return put(models.Land, ("key", "name", "short", "iso", "capital", "latitude", "longitude", "inhabitants",
                             "area_km2", "is_invented"), rows, match=("key",))


def _load_kreise() -> Outcome:
    rows: list[tuple[Any, ...]]
    rows = [(row["ags"], row["name"], row["name_lang"], row["typ"], row["land"], row["lat"], row["lon"],
             row["einwohner"], row["flaeche_km2"], row["ags_bis_2025"], search_key(row["name_lang"]),
             search_key(row["name"]), False) for row in _rows("kreise.csv")]
    made_up = _invented()["kreis"]
    rows.append((made_up["key"], made_up["name"], made_up["long_name"], made_up["kind"], made_up["key"][:2],
                 made_up["latitude"], made_up["longitude"], None, None, "", search_key(made_up["long_name"]),
                 search_key("Musterkreis"), True))
    return put(models.Kreis, ("key", "name", "long_name", "kind", "land", "latitude", "longitude", "inhabitants",
                              "area_km2", "key_until_2025", "search_key", "short_search_key", "is_invented"),
               rows, match=("key",))


def _load_outlines() -> Outcome:
    """Borders are thinned for all areas together, so that neighbours and Länder still fit each other."""
    areas = {feature["id"]: outlines.rings(feature["geometry"])
             for name in ("kreise.geojson", "laender.geojson")
             for feature in json.loads((DATA / name).read_text(encoding="utf-8"))["features"]}
    made_up = outlines.rings(_invented()["outline"])
    areas |= {_invented()["land"]["key"]: made_up, _invented()["kreis"]["key"]: made_up}
    kreis_rings = [ring for key, area in areas.items() if len(key) == 5 for ring in area]
    coarse, fine = (outlines.worth_keeping(kreis_rings, km) for km in (COARSE_KM, FINE_KM))
    rows = []
    for key, area in areas.items():
        frame = outlines.frame(area)
        rows.append((key, outlines.path(area, coarse, smallest=4), outlines.path(area, fine, decimals=1),
                     *(round(edge, 2) for edge in (frame.left, frame.top, frame.right, frame.bottom))))
    return put(models.Outline, ("area_key", "coarse", "fine", "left", "top", "right", "bottom"), rows,
               match=("area_key",), remove_others=True)


def _load_districts() -> Outcome:
    rows = [(row["schluessel"], row["name"], "11000", row["lat"], row["lon"], search_key(row["name"]))
            for row in _rows("berlin_bezirke.csv")]
    return put(models.District, ("key", "name", "kreis", "latitude", "longitude", "search_key"), rows, match=("key",))


def _load_postal_codes() -> Outcome:
    rows = [(row["plz"], row["ort"], row["kreis_ags"], row["kreise_alle"].split(";"), row["berlin_bezirk"] or None,
             row["lat"], row["lon"]) for row in _rows("plz.csv")]
    kreis = _invented()["kreis"]["key"]
    rows += [(place["code"], place["name"], kreis, [kreis], None, place["latitude"], place["longitude"])
             for place in _invented()["places"]]
    _all_known({key for row in rows for key in row[3]}, "plz.csv")
    return put(models.PostalCode, ("code", "main_place", "kreis", "kreis_keys", "district", "latitude", "longitude"),
               rows, match=("code",))


def _load_places() -> Outcome:
    rows = [(row["ort"], row["plz"], row["kreis_ags"], row["lat"], row["lon"], search_key(row["ort"]))
            for row in _rows("plz_orte.csv")]
    rows += [(place["name"], place["code"], _invented()["kreis"]["key"], place["latitude"], place["longitude"],
              search_key(place["name"])) for place in _invented()["places"]]
    return put(models.Place, ("name", "code", "kreis", "latitude", "longitude", "search_key"), rows,
               match=("code", "name", "kreis"), remove_others=True)


def _load_jobcenters() -> Outcome:
    rows = [(row["traeger_nr"], row["name"], row["anzeigename"], row["traeger_form"], row["kreise_ags"].split(";"),
             row["berlin_bezirk"] or None, row["land"], row["lat"], row["lon"], False)
            for row in _rows("jobcenter.csv")]
    made_up = _invented()["jobcenter"]
    rows.append((made_up["number"], made_up["name"], made_up["display_name"], made_up["form"],
                 [_invented()["kreis"]["key"]], None, _invented()["land"]["key"], made_up["latitude"],
                 made_up["longitude"], True))
    _all_known({key for row in rows for key in row[4]}, "jobcenter.csv")
    return put(models.JobcenterArea, ("number", "name", "display_name", "form", "kreis_keys", "district", "land",
                                      "latitude", "longitude", "is_invented"), rows, match=("number",))


def _all_known(kreis_keys: set[str], file: str) -> None:
    """Lists of Kreise are no foreign keys; that each of them exists is made sure of here."""
    unknown = kreis_keys - set(models.Kreis.objects.values_list("key", flat=True))
    if unknown:
        raise BrokenData(f"{file} nennt Kreise, die es nicht gibt: {', '.join(sorted(unknown))}")


def _load_insurers() -> Outcome:
    rows = [(row["id"], row["name"], row["kassenart"], row["verband"], row["oeffnung"],
             int(row["listen_abgleich"]) > 1) for row in _rows("krankenkassen.csv")]
    return put(models.Insurer, ("slug", "name", "kind", "association", "openness", "is_confirmed"), rows,
               match=("slug",))


def _load_topics() -> Outcome:
    rows = [(entry["slug"], entry["names"], entry["plain"], entry["icon"], entry["field_of_action"],
             entry["first_choice"], rank) for rank, entry in enumerate(_toml("lists.toml")["topics"], 1)]
    return put(models.Topic, ("slug", "names", "plain_names", "icon", "is_field_of_action", "is_first_choice", "rank"),
               rows, match=("slug",))


def _load_audiences() -> Outcome:
    rows = [(entry["slug"], entry["names"], rank)
            for rank, entry in enumerate(_toml("lists.toml")["audiences"], 1)]
    return put(models.Audience, ("slug", "names", "rank"), rows, match=("slug",))


def _load_traits() -> Outcome:
    rows = [(entry["slug"], entry["names"], entry["icon"], rank)
            for rank, entry in enumerate(_toml("lists.toml")["traits"], 1)]
    return put(models.Trait, ("slug", "names", "icon", "rank"), rows, match=("slug",))


def _load_languages() -> Outcome:
    known = {language: locale_of(language).languages for language in PAGE_LANGUAGES}
    rows = []
    for row in _rows("sprachen.csv"):
        code = row["code"].replace("-", "_")
        names = {language: names[code] for language, names in known.items() if code in names}
        names |= {"de": row["name_de"], "en": row["name_en"]}
        rows.append((row["code"], names, row["eigenname"], row["schreibrichtung"]))
    return put(models.Language, ("code", "names", "own_name", "direction"), rows, match=("code",))


def _load_concepts() -> Outcome:
    rows = []
    for entry in _toml("synonyms.toml")["concepts"]:
        said = [words_in(one) for language in ("de-simple", *PAGE_LANGUAGES) for one in entry.get(language, ())]
        asked = sorted({tuple(dict.fromkeys(words)) for words in said if words})
        words, also = ([folded(word) for word in entry.get(name, ())] for name in ("words", "also"))
        rows.append((entry["slug"], [list(one) for one in asked], words, also, entry.get("topics", []),
                     entry.get("keys", []), entry.get("refusable", False)))
    return put(models.Concept, ("slug", "asked", "words", "also", "topics", "keys", "refusable"), rows, match=("slug",),
               remove_others=True)


def _load_help_lines() -> Outcome:
    rows = [(entry["slug"], entry["names"], entry["said"], entry["numbers"], entry["chat"], entry["source"],
             entry["languages"], rank) for rank, entry in enumerate(_toml("crisis.toml")["lines"], 1)]
    return put(models.HelpLine, ("slug", "names", "said", "numbers", "chat", "source", "languages", "rank"), rows,
               match=("slug",), remove_others=True)


def _load_crises() -> Outcome:
    rows = [(entry["slug"], {language: [_phrase(one) for said in entry[language] for one in _ways_to_write(said)]
                             for language in ("de-simple", *PAGE_LANGUAGES)},
             [_phrase(one) for one in entry["unless"]], entry["lines"]) for entry in _toml("crisis.toml")["crises"]]
    return put(models.Crisis, ("slug", "said", "unless", "lines"), rows, match=("slug",), remove_others=True)


def _ways_to_write(said: str) -> list[str]:
    """As it stands, and with a space where Persian parts a word by a sign many keyboards lack."""
    return list(dict.fromkeys((said, said.replace("\u200c", " "))))


def _phrase(said: str) -> str:
    """Folded words side by side, with the star they may end with."""
    return " ".join(words_in(said)) + "*" * said.endswith("*")


def _load_school_holidays() -> Outcome:
    keys = {row["kuerzel"]: row["ags"] for row in _rows("laender.csv")}
    rows = [(keys[row["land_kuerzel"]], row["name"], row["beginn"], row["ende"],
             ", ".join(filter(None, row["geltung"].split(";")))) for row in _rows("schulferien.csv")]
    return put(models.SchoolHoliday, ("land", "name", "begins_on", "ends_on", "only_for"), rows,
               match=("land", "begins_on", "name", "only_for"), remove_others=True)


STEPS: tuple[tuple[str, Callable[[], Outcome]], ...] = (
    ("Länder", _load_laender),
    ("Kreise", _load_kreise),
    ("Umrisse", _load_outlines),
    ("Berliner Bezirke", _load_districts),
    ("Postleitzahlen", _load_postal_codes),
    ("Orte", _load_places),
    ("Jobcenter-Gebiete", _load_jobcenters),
    ("Krankenkassen", _load_insurers),
    ("Themen", _load_topics),
    ("Zielgruppen", _load_audiences),
    ("Merkmale", _load_traits),
    ("Sprachen", _load_languages),
    ("Begriffe der Suche", _load_concepts),
    ("Hilfetelefone", _load_help_lines),
    ("Wörter in Not", _load_crises),
    ("Schulferien", _load_school_holidays),
)

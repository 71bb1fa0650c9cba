"""Loading the reference: all of it, at once, and a second time nothing."""

import re
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from verzahnt.content import reference
from verzahnt.desks.parts.languages import KNOWN
from verzahnt.kit.bulk import Outcome, put
from verzahnt.kit.maps import draw
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import CONTENT, DESK_ROLES, PLANTING
from verzahnt.programme.reference import models, queries
from verzahnt.programme.reference.walls import TABLES

pytestmark = pytest.mark.django_db

COUNTS = {"Land": 17, "Kreis": 402, "District": 12, "PostalCode": 8324, "Place": 16611, "JobcenterArea": 405,
          "Outline": 419, "Topic": 9, "Audience": 10, "Trait": 12, "Language": 188, "Insurer": 93,
          "Concept": len(reference._toml("synonyms.toml")["concepts"]), "Crisis": 2, "HelpLine": 7,
          "SchoolHoliday": 336}


def test_all_of_it_is_there() -> None:
    with as_desk("api"):
        assert {table: getattr(models, table).objects.count() for table in TABLES} == COUNTS


def test_loading_again_changes_nothing_and_says_so() -> None:
    said: list[str] = []
    reference.load(said.append)

    assert len(said) == 17
    assert [line for line in said[1:] if not line.endswith(", unverändert")] == []


def test_loading_again_heals_what_was_changed_and_takes_away_what_is_not_in_the_data() -> None:
    with acting_as(PLANTING):
        models.Kreis.objects.filter(key="16064").update(long_name="Irgendwas")
        models.SchoolHoliday.objects.filter(land="16", name="Sommerferien").update(name="Lange Ferien")
    said: list[str] = []
    reference.load(said.append)

    with as_desk("portal"):
        assert models.Kreis.objects.get(key="16064").long_name == "Unstrut-Hainich-Kreis"
        assert not models.SchoolHoliday.objects.filter(name="Lange Ferien").exists()
    assert "Kreise: 402, 1 neu oder geändert" in said
    assert [line for line in said if "entfernt" in line] == ["Schulferien: 336, 3 neu oder geändert, 3 entfernt"]


def test_data_that_contradict_themselves_are_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(reference._rows("jobcenter.csv"))
    rows[0]["kreise_ags"] += ";16999"
    monkeypatch.setattr(reference, "_rows", lambda name, read=reference._rows: rows if name == "jobcenter.csv"
                        else read(name))
    with pytest.raises(reference.BrokenData, match=r"jobcenter.csv nennt Kreise, die es nicht gibt: 16999"):
        reference.load()


@pytest.mark.parametrize("role", [*DESK_ROLES, "seats", "sending", "keeping", "release"])
def test_everyone_reads_the_reference_and_nobody_but_its_loader_writes_it(role: str) -> None:
    for table in TABLES:
        name = getattr(models, table)._meta.db_table
        with transaction.atomic(), acting_as(role), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {name}")
            assert cursor.fetchone() == (COUNTS[table],)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), acting_as(role), \
                connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {name}")


def test_rows_are_written_only_where_something_is_new() -> None:
    def audiences(*slugs: str, rank: int) -> Outcome:
        rows = [(slug, {"de": slug}, rank) for slug in slugs]
        return put(models.Audience, ("slug", "names", "rank"), rows, match=("slug",), remove_others=True)

    with acting_as(CONTENT):
        assert audiences("wer-mag", "alle", rank=1) == Outcome(given=2, written=2, removed=9)
        assert audiences("wer-mag", "alle", rank=1) == Outcome(given=2, written=0, removed=0)
        assert audiences("alle", rank=2) == Outcome(given=1, written=1, removed=1)
        assert [(one.slug, one.name, one.rank) for one in models.Audience.objects.all()] == [("alle", "alle", 2)]


# What tells a language from its neighbours: a letter only it has, or the alphabet where it has it alone.
LETTERS = {"ar": "[\u0629\u064a\u0643]", "uk": "[іїєґ]", "tr": "[ışğöüç]", "ru": "[ыэъё]", "fa": "[پچژگکی]",
           "pl": "[ąćęłńóśźż]"}


def test_the_lists_are_named_in_every_language_a_page_may_have() -> None:
    with as_desk("portal"):
        names = [row.names for row in (*queries.topics(), *queries.audiences(), *queries.traits())]
        names += [topic.plain_names for topic in queries.topics()]

    assert [sorted(name) for name in names] == [sorted(language.code for language in KNOWN)] * 40
    assert [name for each in names for name in each.values() if not name.strip()] == []
    assert all(re.search("[\u0600-\u06ff]", each[code]) for each in names for code in ("ar", "fa"))
    assert all(re.search("[\u0400-\u04ff]", each[code]) for each in names for code in ("uk", "ru"))


@pytest.mark.parametrize("code", LETTERS)
def test_no_language_of_the_lists_is_taken_for_another(code: str) -> None:
    with as_desk("portal"):
        rows = [*queries.topics(), *queries.audiences(), *queries.traits()]
    own = [row for row in rows if re.search(LETTERS[code], row.names[code], re.IGNORECASE)]
    others = {"uk": "[ыэъё]", "ru": "[іїєґ]", "fa": "[\u0629\u064a\u0643]", "ar": "[پچژگکی]"}.get(code)

    assert len(own) >= len(rows) / 4
    assert others is None or [row.slug for row in rows if re.search(others, row.names[code].lower())] == []


def test_languages_are_named_in_every_language_a_page_may_have() -> None:
    with as_desk("portal"):
        languages = list(models.Language.objects.all())
    codes = sorted(language.code for language in KNOWN if not language.html)

    assert {language.code for language in languages if sorted(language.names) != codes} == set()
    arabic = models.Language(names=next(one.names for one in languages if one.code == "ar"))
    assert [arabic.name_in(code) for code in ("de-simple", "uk", "tr", "ru", "fa", "pl")] == [
        "Arabisch", "арабська", "Arapça", "арабский", "عربی", "arabski"]


def test_every_picture_the_lists_name_is_drawn() -> None:
    icons = Path(reference.__file__).parents[1] / "desks/parts/jinja2/parts/icons.html"
    drawn = set(re.findall(r'^  "([a-z-]+)":', icons.read_text(encoding="utf-8"), re.MULTILINE))
    with as_desk("portal"):
        named = {row.icon for row in (*queries.topics(), *queries.traits())}

    assert named - drawn == set()


def test_the_maps_are_light_enough_for_a_page() -> None:
    from gzip import compress

    with as_desk("overview"):
        laender = draw(queries.land_shapes(["16"]), title="Länder", description="", key="k")
        everything = draw(queries.land_shapes(["16"]), title="Länder", description="", key="k",
                          faint=queries.kreis_borders())

    assert len(compress(laender.encode())) <= 12_000
    assert len(compress(everything.encode())) <= 25_000


def test_outlines_are_paths_and_nothing_else() -> None:
    number = r"(?:\d+(?:\.\d)?|\.\d)"
    shape = re.compile(rf"(?:M{number} {number}l-?{number}(?:(?: |-| -)?{number})+z)+")
    with as_desk("portal"):
        assert [outline.area_key for outline in models.Outline.objects.all()
                if not (shape.fullmatch(outline.coarse) and shape.fullmatch(outline.fine))] == []

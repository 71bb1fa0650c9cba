"""Finding places, and what the country brings along. The tables hold what `load_reference` put there."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from verzahnt.kit.distance import km_between
from verzahnt.kit.german_order import GermanOrder
from verzahnt.kit.outlines import project
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.reference import queries
from verzahnt.programme.reference.models import (
    Audience,
    Insurer,
    JobcenterArea,
    Kreis,
    Land,
    Language,
    Place,
    PostalCode,
    Topic,
)
from verzahnt.programme.reference.rules import (
    LONGEST_QUESTION,
    postal_code_in,
    search_key,
    without_postal_code,
)
from verzahnt.programme.sources import queries as sources
from verzahnt.programme.sources.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal() -> Iterator[None]:
    with as_desk("portal"):
        yield


def found(text: str) -> list[tuple[str, str]]:
    located = queries.locate(text)
    return [(spot.label, spot.kreis_key) for spot in located.spots] if located else []


# Names as people type them

@pytest.mark.parametrize(("typed", "key"), [
    ("Mühlhausen", "muhlhausen"), ("Muehlhausen", "muhlhausen"), ("  MÜHLHAUSEN ", "muhlhausen"),
    ("Mühlhausen/Thüringen", "muhlhausen thuringen"), ("Meißen", "meissen"), ("St. Wendel", "sankt wendel"),
    ("Neuenkirchen", "neuenkirchen"), ("Neunkirchen", "neunkirchen"), ("Frankfurt a. M.", "frankfurt am m"),
    ("😀", ""), ("%_'", ""), ("Łódź", "łodz"),
])
def test_names_are_compared_without_case_accents_and_signs(typed: str, key: str) -> None:
    assert search_key(typed) == key


@given(st.text())
def test_any_text_has_a_key_and_the_key_of_a_key_is_itself(text: str) -> None:
    assert len(search_key(text)) <= 8 * LONGEST_QUESTION
    assert search_key(search_key(text)[:LONGEST_QUESTION]) == search_key(search_key(text))


@pytest.mark.parametrize(("typed", "code", "rest"), [
    ("99974", "99974", ""), ("99974 Mühlhausen", "99974", "Mühlhausen"), ("D-99974 Mühlhausen", "99974", "Mühlhausen"),
    ("Mühlhausen, 99974", "99974", "Mühlhausen"), ("٩٩٩٧٤", "99974", ""), ("9997", None, "9997"),
    ("123456", None, "123456"), ("", None, ""),
])
def test_a_postal_code_is_five_digits_together(typed: str, code: str | None, rest: str) -> None:
    assert (postal_code_in(typed), without_postal_code(typed)) == (code, rest)


# From a text to a place

@pytest.mark.parametrize("typed", [
    "99974", "99974 Mühlhausen", "Muehlhausen 99974", "D-99974", "  99974\n", "٩٩٩٧٤", "99974 unstrut-hainich-kreis",
])
@pytest.mark.usefixtures("portal")
def test_a_postal_code_is_found_however_it_is_typed(typed: str) -> None:
    assert found(typed) == [("99974 Mühlhausen", "16064")]


@pytest.mark.parametrize(("typed", "label", "kreis"), [
    ("48565", "48565 Steinfurt", "05566"), ("01662", "01662 Meißen", "14627"), ("56727", "56727 Mayen", "07137"),
    ("10317", "10317 Berlin", "11000"), ("Steinfurt", "48565 Steinfurt", "05566"), ("meissen", "01662 Meißen", "14627"),
    ("Kreis Steinfurt", "Kreis Steinfurt", "05566"), ("Landkreis Meißen", "Landkreis Meißen", "14627"),
    ("Mayen-Koblenz", "Landkreis Mayen-Koblenz", "07137"), ("Unstrut-Hainich-Kreis", "Unstrut-Hainich-Kreis", "16064"),
    ("Berlin-Lichtenberg", "Berlin-Lichtenberg", "11000"), ("Essen", "Essen", "05113"), ("Köln", "Köln", "05315"),
    ("Frankfurt (Oder)", "Frankfurt (Oder)", "12053"), ("Bad Langensalza", "99947 Bad Langensalza", "16064"),
    ("Langensalza", "99947 Bad Langensalza", "16064"), ("Weimar in Thüringen", "Weimar", "16055"),
])
@pytest.mark.usefixtures("portal")
def test_what_is_meant_without_doubt_is_one_spot(typed: str, label: str, kreis: str) -> None:
    located = queries.locate(typed)

    assert located is not None
    assert located.spot is not None
    assert (located.spot.label, located.spot.kreis_key) == (label, kreis)


@pytest.mark.usefixtures("portal")
def test_a_name_borne_by_several_places_is_asked_back_and_every_answer_is_clear() -> None:
    located = queries.locate("Mühlhausen")

    assert located is not None
    assert located.spot is None
    assert [(spot.label, spot.kreis_name) for spot in located.spots] == [
        ("69242 Mühlhausen", "Rhein-Neckar-Kreis"), ("92360 Mühlhausen", "Landkreis Neumarkt i. d. OPf."),
        ("96172 Mühlhausen", "Landkreis Erlangen-Höchstadt"), ("99974 Mühlhausen", "Unstrut-Hainich-Kreis")]
    for text in ("Mühlhausen", "Lichtenberg", "Halle", "Frankfurt", "Heiligenstadt"):
        for spot in queries.locate(text).spots:  # type: ignore[union-attr]
            again = queries.locate(spot.question)
            assert again is not None
            assert (again.spot and again.spot.kreis_key) == spot.kreis_key, spot.question


@pytest.mark.usefixtures("portal")
def test_larger_towns_stand_first() -> None:
    assert found("Halle")[0] == ("Halle", "15002")
    assert found("Frankfurt") == [("Frankfurt am Main", "06412"), ("Frankfurt (Oder)", "12053")]


@pytest.mark.usefixtures("portal")
def test_a_code_and_a_name_that_do_not_belong_together_are_asked_back() -> None:
    assert found("99974 Berlin") == [("99974 Mühlhausen", "16064"), ("Berlin", "11000")]


@pytest.mark.usefixtures("portal")
def test_a_place_named_beside_its_code_gives_its_own_point() -> None:
    by_code, by_both = queries.locate("99976"), queries.locate("99976 Lengenfeld")

    assert by_code is not None
    assert by_code.spot is not None
    assert by_both is not None
    assert by_both.spot is not None
    assert by_code.spot.label == "99976 Unstruttal"
    assert by_both.spot.label == "99976 Lengenfeld unterm Stein"
    assert km_between(by_code.spot.point, by_both.spot.point) > 10


@pytest.mark.usefixtures("portal")
def test_a_code_in_several_kreise_names_them_all_the_main_one_first() -> None:
    located = queries.locate("99102")

    assert located is not None
    assert located.spot is not None
    assert located.spot.kreis_keys == ("16071", "16070")


@pytest.mark.usefixtures("portal")
def test_a_berlin_code_knows_its_bezirk_and_the_bezirk_its_jobcenter() -> None:
    located = queries.locate("10317")

    assert located is not None
    assert located.spot is not None
    assert located.spot.district_key == "11011"
    areas = queries.jobcenter_areas(located.spot.kreis_key, located.spot.district_key)
    assert [area.display_name for area in areas] == ["Jobcenter Berlin Lichtenberg"]
    assert queries.jobcenter_areas("11000").count() == 12
    assert [area.display_name for area in queries.jobcenter_areas("16064")] == ["Jobcenter Unstrut-Hainich-Kreis"]


@pytest.mark.usefixtures("portal")
def test_a_slip_of_the_finger_is_a_guess_and_never_taken_for_granted() -> None:
    located = queries.locate("Langensalsza")

    assert located is not None
    assert located.is_guess
    assert located.spot is None
    assert "99947 Bad Langensalza" in [spot.label for spot in located.spots]


@pytest.mark.parametrize("typed", ["", "  ", "99999", "00000", "😀😀", "%", "_", "'; DROP TABLE", "Atlantis",
                                   "12345678", "x" * 10_000_000, "\x00"])
@pytest.mark.usefixtures("portal")
def test_what_we_do_not_know_is_not_found(typed: str) -> None:
    assert queries.locate(typed) is None


@pytest.mark.usefixtures("portal")
def test_while_typing_codes_and_names_are_suggested() -> None:
    assert [spot.label for spot in queries.suggestions("9997")] == ["99974 Mühlhausen", "99976 Unstruttal"]
    assert [spot.label for spot in queries.suggestions("Unstrut")] == [
        "Unstruttal", "99991 Unstrut-Hainich", "Unstrut-Hainich-Kreis"]
    assert [queries.suggestions(text) for text in ("", "9", "m", "😀", "\x00")] == [[], [], [], [], []]


@pytest.mark.usefixtures("portal")
def test_finding_asks_little_of_the_database_however_many_codes_bear_the_name(
        django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.locate("99974")
    for name, questions in (("Köln", 3), ("Mühlhausen", 4)):
        with django_assert_num_queries(questions):  # type: ignore[operator]
            queries.locate(name)


# What the country brings along

@pytest.mark.usefixtures("portal")
def test_every_real_kreis_has_exactly_one_jobcenter_outside_berlin() -> None:
    served = [key for area in JobcenterArea.objects.exclude(land="11") for key in area.kreis_keys]

    assert sorted(served) == sorted(Kreis.objects.exclude(land="11").values_list("key", flat=True))


@pytest.mark.usefixtures("portal")
def test_the_invented_says_so_everywhere_and_lies_far_from_all_that_is_real() -> None:
    made_up = Kreis.objects.get(is_invented=True)
    shown = [made_up.long_name, made_up.land.name, *made_up.places.values_list("name", flat=True),
             *made_up.postal_codes.values_list("main_place", flat=True),
             *JobcenterArea.objects.filter(land=made_up.land).values_list("display_name", flat=True)]

    assert (made_up.key, len(shown)) == ("99901", 9)
    assert all("(Beispiel)" in name for name in shown)
    assert min(km_between(place.point, code.point) for place in made_up.places.all()
               for code in PostalCode.objects.exclude(kreis=made_up)) > 80
    assert not queries.laender().filter(is_invented=True).exists()
    assert found("Musterstadt") == [("00901 Musterstadt (Beispiel)", "99901")]


def test_nothing_invented_can_pass_for_real() -> None:
    with pytest.raises(IntegrityError, match="kreis_invented_says_so"), transaction.atomic(), acting_as(PLANTING):
        Kreis.objects.filter(key="99901").update(long_name="Musterkreis")
    with pytest.raises(IntegrityError, match="kreis_invented_says_so"), transaction.atomic(), acting_as(PLANTING):
        Kreis.objects.filter(key="16064").update(is_invented=True)


@pytest.mark.usefixtures("portal")
def test_topics_have_a_plain_name_in_every_language_of_the_portal() -> None:
    first = list(queries.first_choices())

    assert [topic.plain_name for topic in first] == [
        "Bewegen", "Entspannen", "Essen", "Leute treffen", "Weniger rauchen oder trinken", "Einfach reden"]
    assert [topic.plain_name_in("en") for topic in first] == [
        "Get moving", "Relax", "Eat well", "Meet people", "Smoke or drink less", "Just talk"]
    assert {topic.name for topic in queries.topics() if topic.is_field_of_action} == {
        "Bewegung", "Ernährung", "Stress- und Ressourcenmanagement", "Suchtmittelkonsum"}
    bewegung = Topic.objects.get(slug="bewegung")
    assert bewegung.name_in("uk") == "Рух і фізична активність"
    assert bewegung.name_in("vi") == "Bewegung"  # where we have no word, the German one
    assert queries.audiences()[0].slug == Audience.FOR_ALL


@pytest.mark.usefixtures("portal")
def test_languages_bear_their_own_name_and_their_direction() -> None:
    arabic, dari = Language.objects.get(code="ar"), Language.objects.get(code="fa-AF")

    assert (arabic.name, arabic.name_in("en"), arabic.name_in("ar"), arabic.own_name, arabic.direction) == (
        "Arabisch", "Arabic", "العربية", "العربية", "rtl")
    assert (dari.name, dari.direction) == ("Dari", "rtl")
    assert [language.name for language in queries.languages(["uk", "tr"])] == ["Türkisch", "Ukrainisch"]


@pytest.mark.usefixtures("portal")
def test_insurers_found_in_one_list_only_are_not_confirmed() -> None:
    assert sorted(Insurer.objects.filter(is_confirmed=False).values_list("name", flat=True)) == [
        "BKK Deutsche Bank AG", "BKK evm"]


@pytest.mark.usefixtures("portal")
def test_public_holidays_differ_by_land() -> None:
    thuringia, berlin, made_up = (Land.objects.get(key=key) for key in ("16", "11", "99"))

    names = {land.name: {day.name for day in queries.public_holidays(land, 2027)} for land in (thuringia, berlin)}
    assert names["Thüringen"] - names["Berlin"] == {"Reformationstag", "Weltkindertag"}
    assert names["Berlin"] - names["Thüringen"] == {"Frauentag"}
    assert queries.public_holidays(thuringia, 2027)[0] == (date(2027, 1, 1), "Neujahr")
    assert queries.public_holidays(made_up, 2027) == ()


@pytest.mark.usefixtures("portal")
def test_school_holidays_count_from_their_first_day_to_their_last() -> None:
    summer = [("Sommerferien", date(2026, 7, 4), date(2026, 8, 14))]

    def in_thuringia(begins_on: date, ends_on: date) -> list[tuple[str, date, date]]:
        return [(stretch.name, stretch.begins_on, stretch.ends_on)
                for stretch in queries.school_holidays("16", begins_on, ends_on)]

    assert in_thuringia(date(2026, 8, 14), date(2026, 8, 20)) == summer
    assert in_thuringia(date(2026, 6, 1), date(2026, 7, 4)) == summer
    assert in_thuringia(date(2026, 8, 15), date(2026, 8, 20)) == []


@pytest.mark.usefixtures("portal")
def test_names_sort_as_a_german_reader_expects() -> None:
    places = Place.objects.filter(name__in=["Öhringen", "Oldenburg", "Offenbach", "Zwickau", "Aalen", "Übersee"])

    assert list(dict.fromkeys(places.order_by(GermanOrder("name")).values_list("name", flat=True))) == [
        "Aalen", "Offenbach", "Öhringen", "Oldenburg", "Übersee", "Zwickau"]


# Maps

@pytest.mark.usefixtures("portal")
def test_a_map_of_the_laender_names_the_marked_ones() -> None:
    areas = queries.land_shapes(["16", "05"])

    assert len(areas) == 16
    assert [area.name for area in areas if area.is_marked] == ["Nordrhein-Westfalen", "Thüringen"]
    assert len(queries.land_shapes(["99"])) == 17
    assert len(queries.kreis_borders()) == 401
    assert len(queries.kreis_borders(within_land="16")) == 22


@pytest.mark.usefixtures("portal")
def test_a_frame_holds_its_kreis_and_what_lies_in_it() -> None:
    frame, (x, y) = queries.frame_of(["16064"]), project(PostalCode.objects.get(code="99974").point)

    assert frame is not None
    assert frame.left < x < frame.right
    assert frame.top < y < frame.bottom
    assert [area.name for area in queries.kreis_shapes(["16064"], near=True)] == ["Unstrut-Hainich-Kreis"]
    assert queries.frame_of(["00000"]) is None


# Sources

@pytest.mark.usefixtures("portal")
def test_every_data_set_names_its_licence_and_how_it_wants_to_be_named() -> None:
    sets = {source.slug: source for source in sources.data_sets()}

    assert sources.attribution("bkg-vg5000") == "© GeoBasis-DE / BKG 2022 (Daten verändert)"
    assert sources.named("openholidays").licence == "Open Database License (ODbL) 1.0"
    assert all(source.attribution and source.used_for for source in sets.values())
    assert {slug for slug, source in sets.items() if not source.licence} == {
        "krankenkassen-liste", "leitfaden-praevention"}
    assert sources.attribution("unheard-of") == ""


def test_a_data_set_without_licence_is_refused() -> None:
    with pytest.raises(IntegrityError, match="source_data_set_names_its_terms"), transaction.atomic(), \
            acting_as(PLANTING):
        Source.objects.create(slug="free-for-all", kind=Source.Kind.DATA_SET, title="Irgendwo gefunden")

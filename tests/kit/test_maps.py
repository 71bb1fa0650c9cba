"""Outlines thinned so that neighbours still fit, and the maps drawn from them."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verzahnt.kit import outlines
from verzahnt.kit.distance import KM_PER_DEGREE, Box, Point, box_around, km_between
from verzahnt.kit.maps import Area, Circle, Dot, draw
from verzahnt.kit.outlines import Frame, back, path, project, worth_keeping

MUEHLHAUSEN, MEISSEN, STEINFURT = Point(51.2090, 10.4528), Point(51.1636, 13.4775), Point(52.1475, 7.3344)
in_germany = st.builds(Point, st.floats(47.2, 55.1), st.floats(5.8, 15.1))
SVG = "{http://www.w3.org/2000/svg}"


def test_one_degree_of_latitude_is_111_kilometres() -> None:
    assert km_between(Point(50, 10), Point(51, 10)) == pytest.approx(111.195, abs=0.001)
    assert km_between(MUEHLHAUSEN, MUEHLHAUSEN) == 0


@given(in_germany, in_germany)
def test_a_way_is_as_long_there_as_back(here: Point, there: Point) -> None:
    assert km_between(here, there) == pytest.approx(km_between(there, here))


@given(in_germany, in_germany, st.floats(0.1, 300))
def test_the_box_around_a_circle_leaves_nothing_within_it_out(centre: Point, other: Point, km: float) -> None:
    if km_between(centre, other) <= km:
        assert other in box_around(centre, km)


def test_the_box_is_no_larger_than_it_must_be() -> None:
    box = box_around(MUEHLHAUSEN, 20)

    assert (box.north - box.south) * KM_PER_DEGREE == pytest.approx(40)
    assert km_between(MUEHLHAUSEN, Point(MUEHLHAUSEN.latitude, box.east)) == pytest.approx(20, abs=0.01)
    assert MEISSEN not in box


def test_the_box_is_a_filter_for_rows_with_a_point() -> None:
    assert Box(1, 2, 3, 4).as_filter("venue__latitude", "venue__longitude") == {
        "venue__latitude__range": (1, 2), "venue__longitude__range": (3, 4)}


def test_no_radius_is_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        box_around(MUEHLHAUSEN, -1)


@given(in_germany)
def test_every_spot_of_the_picture_leads_back_to_its_point(point: Point) -> None:
    assert back(project(point)) == pytest.approx(point, abs=1e-9)


@given(in_germany, in_germany)
def test_the_picture_s_unit_is_a_kilometre_give_or_take_one_in_a_hundred(here: Point, there: Point) -> None:
    (x1, y1), (x2, y2) = project(here), project(there)
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 == pytest.approx(km_between(here, there), rel=0.01, abs=0.01)


def test_east_is_right_and_south_is_down() -> None:
    (west, north), (east, south) = project(STEINFURT), project(MEISSEN)
    assert west < east
    assert north < south


# Two squares side by side; their common border has a small bend.
LEFT = [(0.0, 0.0), (10.0, 0.0), (10.3, 5.0), (10.0, 10.0), (0.0, 10.0)]
RIGHT = [(10.0, 0.0), (20.0, 0.0), (20.0, 10.0), (10.0, 10.0), (10.3, 5.0)]


def test_a_border_is_thinned_alike_for_both_neighbours() -> None:
    assert worth_keeping([LEFT, RIGHT], 0.5) == {*LEFT, *RIGHT} - {(10.3, 5.0)}
    assert worth_keeping([LEFT, RIGHT], 0.1) == {*LEFT, *RIGHT}


def test_a_path_goes_in_steps_and_closes() -> None:
    kept = worth_keeping([LEFT, RIGHT], 0.5)

    assert path([LEFT], kept) == "M0 0l10 0 0 10-10 0z"
    assert path([[(0.0, 0.0), (10.25, 0.0), (10.0, 9.5)]], {(0.0, 0.0), (10.25, 0.0), (10.0, 9.5)}, decimals=1) == (
        "M0 0l10.2 0-.2 9.5z")


def test_small_islands_are_left_out_but_never_the_largest_piece() -> None:
    island = [(30.0, 0.0), (31.0, 0.0), (31.0, 1.0)]
    kept = {*LEFT, *island}

    assert path([island, LEFT], kept, smallest=4).count("M") == 1
    assert path([island], set(), smallest=4) == "M30 0l1 0 0 1z"


def test_a_hole_stays_a_hole() -> None:
    hole = {"type": "Polygon", "coordinates": [
        [[9, 50], [11, 50], [11, 52], [9, 52], [9, 50]], [[9.8, 50.8], [9.8, 51.2], [10.2, 51.2], [9.8, 50.8]]]}
    area = outlines.rings(hole)

    assert [len(ring) for ring in area] == [4, 3]
    assert path(area, {spot for ring in area for spot in ring}).count("z") == 2


def test_frames_hold_what_they_are_made_around() -> None:
    together = Frame.around([outlines.frame([LEFT]), outlines.frame([RIGHT])])

    assert together == Frame(0, 0, 20, 10)
    assert together.widened(5) == Frame(-5, -5, 25, 15)


def small_map() -> str:
    return draw([Area("M0 0l9 0 0 9z", "Thüringen", is_marked=True), Area("M9 9l9 0 0 9z")],
                title="Standorte <2026>", description="Ein Land & ein Punkt", key="laender",
                faint=["M1 1l2 2z"], dots=[Dot(3, MUEHLHAUSEN, "Mühlhausen")], circles=[Circle(MUEHLHAUSEN, 20)])


def test_a_map_is_one_picture_with_a_name_and_a_description() -> None:
    svg = ElementTree.fromstring(small_map())

    assert svg.get("role") == "img"
    spoken = [svg.find(f"*[@id='{name}']") for name in str(svg.get("aria-labelledby")).split()]
    assert [part.text for part in spoken if part is not None] == ["Standorte <2026>", "Ein Land & ein Punkt"]


def test_a_map_marks_areas_and_numbers_its_points() -> None:
    svg = ElementTree.fromstring(small_map())

    areas = [(area.get("class"), area.findtext(f"{SVG}title")) for area in svg.iter(f"{SVG}path")]
    assert areas == [("map-area is-marked", "Thüringen"), ("map-area", None), ("map-faint", None)]
    assert [(point.findtext(f"{SVG}title"), point.findtext(f"{SVG}text"))
            for point in svg.iter(f"{SVG}g") if point.get("class") == "map-point"] == [("Mühlhausen", "3")]
    assert [circle.get("r") for circle in svg.iter(f"{SVG}circle") if circle.get("class") == "map-circle"] == ["20"]


def test_a_map_needs_no_style_no_script_and_nothing_from_elsewhere() -> None:
    assert re.findall(r"style|<script|href|url\(|\son\w+=", small_map()) == []


def test_points_stay_as_large_however_near_the_picture_is() -> None:
    def radius(frame: Frame) -> float:
        svg = draw([], title="", description="", key="k", dots=[Dot(1, MUEHLHAUSEN, "")], frame=frame)
        return float(re.findall(r'r="([\d.]+)"', svg)[0]) / frame.width

    assert radius(Frame(0, 0, 40, 40)) == pytest.approx(radius(Frame(0, 0, 800, 800)), rel=0.02)

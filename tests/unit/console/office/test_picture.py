"""Where organisations stand on the circle, and the lines between them."""

from itertools import combinations
from math import hypot

from kith_console.office.picture import CROWDED, MIDDLE, MOST, RADIUS, THICK, THIN, draw
from kith_console.office.together import Pair


def test_nobody_together_is_an_empty_picture() -> None:
    picture = draw([])

    assert (picture.points, picture.lines, picture.left_out) == ([], [], 0)


def test_two_stand_beside_each_other() -> None:
    one, other = draw([Pair("bcs", "iop", 1)]).points

    assert (one.y, other.y) == (0.0, 0.0)
    assert (one.anchor, other.anchor) == ("end", "start")
    assert one.label_x < one.x < other.x < other.label_x


def test_all_stand_on_the_circle_each_at_a_place_of_its_own() -> None:
    points = draw(_all_pairs(9)).points

    assert len({(point.x, point.y) for point in points}) == 9
    assert all(abs(hypot(point.x - MIDDLE, point.y) - RADIUS) < 0.2 for point in points)


def test_the_more_events_in_common_the_thicker_the_line() -> None:
    thin, middling, thick = draw([Pair("bcs", "iop", 9), Pair("bcs", "rsc", 5), Pair("iop", "rsc", 1)]).lines

    assert (thin.width, thick.width) == (THIN, THICK)
    assert thin.width < middling.width < thick.width


def test_the_thickest_line_is_drawn_last() -> None:
    lines = draw([Pair("bcs", "iop", 9), Pair("bcs", "rsc", 5)]).lines

    assert [line.pair.events for line in lines] == [5, 9]


def test_lines_begin_and_end_at_their_points() -> None:
    picture = draw(_all_pairs(5))
    where = {point.body: f"{point.x} {point.y}" for point in picture.points}

    for line in picture.lines:
        assert line.path.startswith(f"M{where[line.pair.one]}Q")
        assert line.path.endswith(f" {where[line.pair.other]}")


def test_names_are_turned_only_where_many_stand_close_together() -> None:
    assert {point.turned for point in draw(_all_pairs(CROWDED)).points} == {0.0}
    turned = draw(_all_pairs(CROWDED + 1)).points

    assert len({point.turned for point in turned}) > 1
    assert {point.anchor for point in turned if point.x < MIDDLE} == {"end"}
    assert {point.anchor for point in turned if point.x > MIDDLE} == {"start"}


def test_names_are_never_upside_down() -> None:
    for point in draw(_all_pairs(MOST)).points:
        assert -90 <= (point.turned + 180) % 360 - 180 <= 90


def test_who_has_most_in_common_is_shown_and_the_rest_is_counted() -> None:
    pairs = [Pair("aaa", f"b{number:02}", 40 - number) for number in range(MOST + 4)]
    picture = draw(pairs)

    assert len(picture.points) == MOST
    assert picture.left_out == 5
    assert "aaa" in {point.body for point in picture.points}
    assert f"b{MOST + 3:02}" not in {point.body for point in picture.points}


def test_the_box_holds_all_points() -> None:
    for count in (2, 3, 8, 20):
        picture = draw(_all_pairs(count))
        left, top, width, height = map(int, picture.box.split())

        assert all(left < point.x < left + width and top < point.y < top + height for point in picture.points)


def _all_pairs(count: int) -> list[Pair]:
    return [Pair(one, other, 1) for one, other in combinations([f"body{number:02}" for number in range(count)], 2)]

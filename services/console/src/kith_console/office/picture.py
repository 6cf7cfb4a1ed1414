"""Organisations on a circle, and a line between any two that run events together: the thicker, the more."""

from collections.abc import Collection, Sequence
from math import cos, degrees, pi, sin
from typing import Final, Literal, NamedTuple

from kith_console.office.together import Pair

RADIUS: Final = 140.0
MIDDLE: Final = 260.0
"""Of the circle, across; down it is at 0."""
MARGIN: Final = 32.0
"""Above and below what is drawn; as long as a name where names are turned."""
LABEL: Final = 16.0
"""How far a name stands from its point."""
BASELINE: Final = 5.0
"""How far below the middle of a name its letters stand."""
LEVEL: Final = 0.2
"""A name so near above or below the middle is centred."""
CROWDED: Final = 12
"""With more names than these, they are turned."""
BEND: Final = 0.35
"""How far lines are drawn to the middle: 1 is straight, 0 through the middle."""
THIN: Final = 1.5
THICK: Final = 10.0
MOST: Final = 36
"""More names than these cannot be read on the circle; the table has all."""


class Point(NamedTuple):
    """An organisation, and where its name stands."""

    body: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: Literal["start", "middle", "end"]
    turned: float
    """By how many degrees its name is turned, clockwise."""


class Line(NamedTuple):
    """A pair, as a curve."""

    pair: Pair
    path: str
    """As `d` of an SVG path."""
    width: float


class Picture(NamedTuple):
    """What is drawn, in a box that is twice `MIDDLE` wide."""

    points: list[Point]
    lines: list[Line]
    box: str
    """As `viewBox` of an SVG."""
    left_out: int
    """Organisations for which there was no room: those with the fewest events in common."""


def draw(pairs: Sequence[Pair]) -> Picture:
    """The picture of these pairs. The same pairs are always the same picture."""
    weight: dict[str, int] = {}
    for pair in pairs:
        for body in (pair.one, pair.other):
            weight[body] = weight.get(body, 0) + pair.events
    kept = sorted(sorted(weight, key=lambda body: (-weight[body], body))[:MOST])
    points = {body: _point(body, number, len(kept)) for number, body in enumerate(kept)}
    most = max((pair.events for pair in pairs), default=1)
    drawn = [pair for pair in pairs if pair.one in points and pair.other in points]
    lines = [_line(pair, points[pair.one], points[pair.other], most) for pair in reversed(drawn)]
    return Picture(list(points.values()), lines, _box(points.values()), len(weight) - len(kept))


def _box(points: Collection[Point]) -> str:
    """As high as what is drawn."""
    margin = RADIUS if len(points) > CROWDED else MARGIN
    top = min((point.y for point in points), default=0.0) - margin
    bottom = max((point.y for point in points), default=0.0) + margin
    return f"0 {round(top)} {round(2 * MIDDLE)} {round(bottom - top)}"


def _point(body: str, number: int, count: int) -> Point:
    """Its place on the circle, clockwise; two are beside each other, others begin at the top. Where many names stand
    close together, each points away from the middle.
    """
    angle = 2 * pi * number / count - (pi if count == 2 else pi / 2)  # noqa: PLR2004
    across, down = cos(angle), sin(angle)
    far, crowded = RADIUS + LABEL, count > CROWDED
    level = 0.0 if crowded else LEVEL
    is_left = across < -level
    return Point(
        body=body,
        x=round(MIDDLE + RADIUS * across, 1),
        y=round(RADIUS * down, 1),
        label_x=round(MIDDLE + far * across, 1),
        label_y=round(far * down + (0 if crowded else BASELINE * (1 + down)), 1),
        anchor="end" if is_left else "start" if crowded or across > level else "middle",
        turned=round(degrees(angle) + (180 if is_left else 0), 1) if crowded else 0.0,
    )


def _line(pair: Pair, one: Point, other: Point, most: int) -> Line:
    """Bent to the middle, so that lines between neighbours do not lie on the circle."""
    mid_x, mid_y = (one.x + other.x) / 2, (one.y + other.y) / 2
    bend_x = round(MIDDLE + (mid_x - MIDDLE) * BEND, 1)
    bend_y = round(mid_y * BEND, 1)
    width = THIN + (THICK - THIN) * (pair.events - 1) / max(most - 1, 1)
    return Line(pair, f"M{one.x} {one.y}Q{bend_x} {bend_y} {other.x} {other.y}", round(width, 1))

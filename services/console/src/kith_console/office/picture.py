"""Organisations on a circle, and a line between any two that run events together: the thicker, the more."""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Final, Literal, NamedTuple

from kith_console.office.together import Pair

RADIUS: Final = 150.0
WIDTH: Final = 640
HEIGHT: Final = 420
LABEL: Final = 16.0
"""How far a name stands from its point."""
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


class Line(NamedTuple):
    """A pair, as a curve."""

    pair: Pair
    path: str
    """As `d` of an SVG path."""
    width: float


class Picture(NamedTuple):
    """What is drawn; all coordinates are in a box of `WIDTH` by `HEIGHT`."""

    points: list[Point]
    lines: list[Line]
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
    return Picture(list(points.values()), lines, len(weight) - len(kept))


def _point(body: str, number: int, count: int) -> Point:
    """Its place on the circle, clockwise; two are beside each other, others begin at the top."""
    angle = 2 * pi * number / count - (pi if count == 2 else pi / 2)  # noqa: PLR2004
    across, down = cos(angle), sin(angle)
    label = RADIUS + LABEL
    anchor: Literal["start", "middle", "end"] = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"  # noqa: PLR2004
    return Point(
        body=body,
        x=round(WIDTH / 2 + RADIUS * across, 1),
        y=round(HEIGHT / 2 + RADIUS * down, 1),
        label_x=round(WIDTH / 2 + label * across, 1),
        label_y=round(HEIGHT / 2 + label * down + 5, 1),
        anchor=anchor,
    )


def _line(pair: Pair, one: Point, other: Point, most: int) -> Line:
    """Bent to the middle, so that lines between neighbours do not lie on the circle."""
    mid_x, mid_y = (one.x + other.x) / 2, (one.y + other.y) / 2
    bend_x = round(WIDTH / 2 + (mid_x - WIDTH / 2) * BEND, 1)
    bend_y = round(HEIGHT / 2 + (mid_y - HEIGHT / 2) * BEND, 1)
    width = THIN + (THICK - THIN) * (pair.events - 1) / max(most - 1, 1)
    return Line(pair, f"M{one.x} {one.y}Q{bend_x} {bend_y} {other.x} {other.y}", round(width, 1))

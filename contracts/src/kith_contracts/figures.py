"""The type of a figure of people that leaves a home. `kith_commons.figures` alone makes one, by a named rule."""

from typing import Final, NewType

PublishedFigure = NewType("PublishedFigure", str)
"""A count of people as others may see it, such as `15`, `20-25`, `fewer than 5` or `hidden to protect others`."""
NO_FIGURE: Final = PublishedFigure("")
"""There is none."""

"""What is on at a time, and dates that are held."""

from datetime import date
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.holds import Held
from kith_contracts.pages.wording import Advice
from kith_contracts.words import FullName, Moment

Kind = Literal["event", "hold", "faith", "bank-holiday", "school", "awareness"]


class Clash(Described):
    """Something that is on at that time, and what that means, in a sentence."""

    kind: Kind
    name: str
    first: date
    last: date
    approximate: bool = False
    event: FullName | None = None
    sentence: str


class Clashes(Described):
    """What else is on. `from_year` and `to_year` are the years of which the list of days knows."""

    clashes: list[Clash]
    from_year: int
    to_year: int


class HoldPage(Described):
    """A hold of this body, or one that another let it know of, and which others are at the same time."""

    hold: str
    held: Held
    partners: list[str]
    until: Moment
    at_once: list[str]
    wording: list[Advice]
    """Words in it that leave people out, by the list of this body; it blocks nothing."""
    clashes: list[Clash]
    """What else is on then; it blocks nothing either."""

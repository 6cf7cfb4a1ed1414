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
    """What it is: an `event`, a `hold` (a date kept free), or a day: `faith`, `bank-holiday`, `school` or `awareness`.
    """
    name: str
    """Title of the event, name of the day, or full name of the hold."""
    first: date
    """Its first day, in the time zone that was asked for."""
    last: date
    """Its last day, in the time zone that was asked for."""
    approximate: bool = False
    """Whether it may be a day earlier or later, because the moon decides, or those who watch it."""
    event: FullName | None = None
    """Full name of the event; null if it is none."""
    sentence: str
    """What that means for the date, in one sentence."""


class Clashes(Described):
    """What else is on. `from_year` and `to_year` are the years of which the list of days knows."""

    clashes: list[Clash]
    """Everything that was found, with the most important first: events, then holds, then days."""
    from_year: int
    """First year that the list of days covers."""
    to_year: int
    """Last year that the list of days covers."""


class HoldPage(Described):
    """A hold of this body, or one that another let it know of, and which others are at the same time."""

    hold: str
    """Full name of the hold: the organisation that keeps the date free and a short name."""
    held: Held
    """Which time is kept free; where, and for what kind of event, as far as the holder says."""
    partners: list[str]
    """Slugs of the organisations that were told; empty for another organisation's hold, which does not say."""
    until: Moment
    """When the hold ends, unless it is released before."""
    at_once: list[str]
    """Full names of other holds that overlap this one in time."""
    wording: list[Advice]
    """Words in it that leave people out, by the list of this body; it blocks nothing."""
    clashes: list[Clash]
    """What else is on then; it blocks nothing either."""

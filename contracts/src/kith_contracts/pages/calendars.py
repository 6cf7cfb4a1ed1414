"""A person's own calendar at a secret address."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.events.calendar_links import Titles


class OwnCalendar(Described):
    """Whether one's calendar can be read at a secret address; and a new address, which nobody but the one who asks has
    seen. It works from the moment at which its `link` is sent with `MakeCalendarLink`, and the one before ends.
    """

    made: datetime | None
    """When the present address was made; null if there is none."""
    free: bool
    """Whether entries leave the person free in their calendar program; false if they mark the time as busy."""
    titles: Titles
    address: str
    """A new secret address, which differs each time this is read. Whoever has it can read the calendar once it works.
    """
    link: str
    """What stands for the new address in `make-calendar-link`: a hash, from which nobody can find the address."""

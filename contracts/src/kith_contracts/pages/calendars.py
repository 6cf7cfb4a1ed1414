"""A person's own calendar at a secret address."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.events.calendar_links import Titles


class OwnCalendar(Described):
    """Whether one's calendar can be read at a secret address; and a new address, which nobody but the one who asks has
    seen. It works from the moment at which its `link` is sent with `MakeCalendarLink`, and the one before ends.
    """

    made: datetime | None
    free: bool
    titles: Titles
    address: str
    link: str

"""How one's wishes end when their event is called off: nothing is left to wait for, to take, or to go to."""

from kith_events.event.public import Shown
from kith_events.places.lead import CANCELLED
from kith_events.places.registration import Wish


def as_it_stands(wish: Wish, shown: Shown | None) -> Wish:
    """The wish; at an event that is called off, whatever was live of it has ended with that."""
    if shown is None or not shown.called_off or not wish.live:
        return wish
    ended = {"status": "refused", "code": CANCELLED.code, "sentence": CANCELLED.sentence}
    return wish.but(**ended, until=None, entry=None, slot=None, why=None)

"""The catalogue: everything that the notify service does, one line a message in the `handlers` of each room."""

from collections.abc import Iterable, Iterator

from kith_chassis.catalogue import Handler, also
from kith_notify.deliveries import handlers as deliveries
from kith_notify.erasure import handlers as forgetting
from kith_notify.journal import handlers as journal
from kith_notify.occasions import handlers as occasions
from kith_notify.recipients import handlers as recipients
from kith_notify.webhooks import handlers as webhooks


def _each_once(lines: Iterable[Handler]) -> Iterator[Handler]:
    """A fact that people and systems are told of has one line."""
    known: dict[type, Handler] = {}
    for each in lines:
        before = known.get(each.message)
        known[each.message] = also(before, each) if before else each
    yield from known.values()


ROOMS = (recipients, occasions, deliveries, forgetting, journal, webhooks)
HANDLERS = tuple(_each_once(line for room in ROOMS for line in room.HANDLERS))

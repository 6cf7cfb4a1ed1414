"""The catalogue: everything that the events service does, one line a message in the `handlers` of each room."""

from kith_events.actions import handlers as actions
from kith_events.agreements import handlers as agreements
from kith_events.asks import handlers as asks
from kith_events.calendar import handlers as calendar
from kith_events.dates import handlers as dates
from kith_events.door import handlers as door
from kith_events.door import handlers_online as online
from kith_events.erasure import handlers as forgetting
from kith_events.event import handlers as event
from kith_events.event.leadership import by_lead
from kith_events.introductions import handlers as introductions
from kith_events.introductions import handlers_facilitators as facilitators
from kith_events.mixing import handlers as mixing
from kith_events.places import handlers as places
from kith_events.programme import handlers as programme
from kith_events.settlement import handlers as settlement
from kith_events.year import handlers as year

ROOMS = (
    *agreements.HANDLERS,
    *places.HANDLERS,
    *dates.HANDLERS,
    *year.HANDLERS,
    *programme.HANDLERS,
    *asks.HANDLERS,
    *actions.HANDLERS,
    *settlement.HANDLERS,
    *introductions.HANDLERS,
    *facilitators.HANDLERS,
    *online.HANDLERS,
    *door.HANDLERS,
    *mixing.HANDLERS,
    *calendar.HANDLERS,
    *event.HANDLERS,
    *forgetting.HANDLERS,
)
HANDLERS = tuple([by_lead(each) for each in ROOMS])
"""All lines, each for whoever leads."""

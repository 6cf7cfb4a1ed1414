"""What the door is told, and who came: the key of an event, the details that people give for it, marks on the day."""

from kith_chassis.catalogue import many, on, one, page
from kith_contracts.events.check_in import Arrived, CheckIn, CheckInRefused, SettleArrivals
from kith_contracts.events.details import CloseDetails, RecordKey, SendDetails, ShareDetails, TellHost
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.door import check_in, details_home, details_lead
from kith_events.door.details_lead import Detail
from kith_events.door.door import Door
from kith_events.event.leadership import Leading
from kith_events.event.loads import EVENT, PROPOSAL, SHOWN
from kith_events.places.place import Place
from kith_events.places.registration import Registration, pseudonym

PLACE = one(Place, "event", "part", "pseudonym")
MARKED = many(Place, lambda m, _: [(m.event, mark.part, mark.pseudonym) for mark in m.marks])
DETAIL = one(Detail, "event", "pseudonym")
DOOR = one(Door, "event")
OPEN_PARTS = one(Registration, lambda m, at: pseudonym(at.keyed, m.person, m.event))
ARRIVED = one(Registration, "pseudonym")
TO_SEND = one(Registration, "registration")

HANDLERS = (
    # as lead
    on(RecordKey, details_lead.record_key)(event=EVENT, leading=one(Leading, "event")),
    on(CloseDetails, details_lead.close_details)(event=EVENT),
    on(ShareDetails, details_lead.keep_details)(event=EVENT, place=PLACE, detail=DETAIL),
    on(CheckIn, check_in.check_in, CheckInRefused)(event=EVENT, door=DOOR, places=MARKED),
    on(SettleArrivals, check_in.settle_arrivals)(event=EVENT, door=DOOR),
    # as home
    on(TellHost, details_home.tell_host, PlaceCommandRefused)(shown=SHOWN, registration=OPEN_PARTS),
    on(SendDetails, details_home.send_details)(
        shown=SHOWN, proposal=PROPOSAL, registration=TO_SEND, page=page(details_home.next_page)
    ),
    on(Arrived, check_in.take_arrival)(registration=ARRIVED),
)

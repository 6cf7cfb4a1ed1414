"""What the door is told: the key of an event, and the details that people give for it."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.details import CloseDetails, RecordKey, SendDetails, ShareDetails, TellHost
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.door import details_home, details_lead
from kith_events.door.details_lead import Detail
from kith_events.event.lead import JointEvent
from kith_events.event.loads import event_of
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places.place import Place
from kith_events.places.registration import Registration, pseudonym


def _event_place_and_detail(message: ShareDetails, _at: Circumstances) -> tuple[Ref, ...]:
    place, detail = (
        Place.at(message.event, message.part, message.pseudonym),
        Detail.at(message.event, message.pseudonym),
    )
    return (JointEvent.at(message.event), place, detail)


def _shown_and_open_parts(message: TellHost, at: Circumstances) -> tuple[Ref, ...]:
    return (Shown.at(message.event), Registration.at(pseudonym(at.keyed, message.person, message.event)))


def _to_send(message: SendDetails, _at: Circumstances) -> tuple[Ref, ...]:
    known = (Shown.at(message.event), Proposal.at(message.event))
    return (*known, Registration.at(message.registration or ""))


HANDLERS = (
    Handler(RecordKey, details_lead.record_key, event_of),
    Handler(CloseDetails, details_lead.close_details, event_of),
    Handler(ShareDetails, details_lead.keep_details, _event_place_and_detail),
    Handler(TellHost, details_home.tell_host, _shown_and_open_parts, PlaceCommandRefused),
    Handler(SendDetails, details_home.send_details, _to_send, reads=details_home.next_page),
)
COMMANDS = (TellHost,)

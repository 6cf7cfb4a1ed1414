"""The part of the catalogue about who comes: the doors on the day."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.arrivals import Arrived, CheckIn, CheckInRefused, SettleArrivals
from kith_events.domain import arriving
from kith_events.domain.doors import Door
from kith_events.domain.forgetting import Erasure
from kith_events.domain.joint import JointEvent
from kith_events.domain.places import Place
from kith_events.domain.wishes import Registration


def _event_and_door(message: CheckIn | SettleArrivals, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Door.at(message.event))


def _event_door_and_places(message: CheckIn, at: Circumstances) -> tuple[Ref, ...]:
    marked = dict.fromkeys((mark.part, mark.pseudonym) for mark in message.marks)
    return (*_event_and_door(message, at), *[Place.at(message.event, part, who) for part, who in marked])


def _registration(message: Arrived, _at: Circumstances) -> tuple[Ref, ...]:
    return (Registration.at(message.pseudonym), Erasure.at(message.pseudonym))


ATTENDING = (
    # as lead
    Handler(CheckIn, arriving.check_in, _event_door_and_places, CheckInRefused),
    Handler(SettleArrivals, arriving.settle_arrivals, _event_and_door),
    # as home
    Handler(Arrived, arriving.take_arrival, _registration),
)
ATTENDING_COMMANDS = (CheckIn,)

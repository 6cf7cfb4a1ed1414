"""The part of the catalogue about facilitators."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.facilitators import (
    DismissFacilitator,
    EndFacilitator,
    FacilitateIntroduction,
    NameFacilitator,
    WriteNotes,
)
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.asks.ask_seen import AskSeen
from kith_events.asks.practice import Practice
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.introductions import facilitators, lead
from kith_events.introductions.facilitators import Facilitator, facilitator_id
from kith_events.introductions.introduction import Introductions

OfPerson = NameFacilitator | DismissFacilitator | FacilitateIntroduction | WriteNotes


def _own(message: OfPerson, at: Circumstances) -> Ref:
    return Facilitator.at(facilitator_id(at.keyed, message.person, message.event))


def _event_guest_and_own(message: NameFacilitator, at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Guest.at(message.person), _own(message, at))


def _own_and_introductions(message: FacilitateIntroduction, at: Circumstances) -> tuple[Ref, ...]:
    return (_own(message, at), JointEvent.at(message.event), Introductions.at(message.event))


def _own_and_ask(message: WriteNotes, at: Circumstances) -> tuple[Ref, ...]:
    practice = Practice.at(message.event, message.practice)
    seen = AskSeen.at(message.event, message.practice, message.step)
    return (_own(message, at), JointEvent.at(message.event), practice, seen)


def _event_and_kept(message: EndFacilitator, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Facilitator.at(message.facilitator))


HANDLERS = (
    Handler(NameFacilitator, facilitators.name, _event_guest_and_own, PlaceCommandRefused),
    Handler(DismissFacilitator, facilitators.dismiss, lambda m, at: (_own(m, at),), PlaceCommandRefused),
    Handler(
        FacilitateIntroduction,
        facilitators.facilitate_introduction,
        _own_and_introductions,
        PlaceCommandRefused,
        reads=lead.placed,
    ),
    Handler(WriteNotes, facilitators.write_notes, _own_and_ask, PlaceCommandRefused),
    Handler(EndFacilitator, facilitators.end, _event_and_kept),
)
COMMANDS = (NameFacilitator, DismissFacilitator, FacilitateIntroduction, WriteNotes)

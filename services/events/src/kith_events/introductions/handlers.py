"""The part of the catalogue about people at an event: the doors on the day, and who should meet whom."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.check_in import Arrived, CheckIn, CheckInRefused, SettleArrivals
from kith_contracts.events.introductions import (
    AnswerIntroduction,
    CloseIntroduction,
    ContactReleased,
    HandContact,
    Introduce,
    IntroductionAnswered,
    IntroductionFollowed,
    IntroductionOffered,
    IntroductionRefused,
    KeyPassed,
    PursueIntroduction,
    SayHowItWent,
)
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.door import check_in
from kith_events.door.door import Door
from kith_events.event.erased import Erasure
from kith_events.event.lead import JointEvent
from kith_events.introductions import home, lead
from kith_events.introductions.home import OwnIntroduction, own_id
from kith_events.introductions.introduction import Introductions
from kith_events.places.place import Place
from kith_events.places.registration import Registration


def _event_and_door(message: CheckIn | SettleArrivals, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Door.at(message.event))


def _event_door_and_places(message: CheckIn, at: Circumstances) -> tuple[Ref, ...]:
    marked = dict.fromkeys((mark.part, mark.pseudonym) for mark in message.marks)
    return (*_event_and_door(message, at), *[Place.at(message.event, part, who) for part, who in marked])


def _registration(message: Arrived, _at: Circumstances) -> tuple[Ref, ...]:
    return (Registration.at(message.pseudonym), Erasure.at(message.pseudonym))


def _event_and_introductions(message: Introduce | CloseIntroduction, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Introductions.at(message.event))


def _introductions(
    message: IntroductionAnswered | HandContact | IntroductionFollowed, _at: Circumstances
) -> tuple[Ref, ...]:
    return (Introductions.at(message.event),)


def _own(message: IntroductionOffered | KeyPassed | ContactReleased, at: Circumstances) -> tuple[Ref, ...]:
    return (OwnIntroduction.at(own_id(at.keyed, message.event, message.introduction)),)


def _registration_and_own(message: IntroductionOffered, at: Circumstances) -> tuple[Ref, ...]:
    return (Registration.at(message.pseudonym), Erasure.at(message.pseudonym), *_own(message, at))


def _answered(message: AnswerIntroduction | SayHowItWent | PursueIntroduction, _at: Circumstances) -> tuple[Ref, ...]:
    return (OwnIntroduction.at(message.introduction),)


HANDLERS = (
    # as lead
    Handler(CheckIn, check_in.check_in, _event_door_and_places, CheckInRefused),
    Handler(SettleArrivals, check_in.settle_arrivals, _event_and_door),
    Handler(Introduce, lead.introduce, _event_and_introductions, IntroductionRefused, reads=lead.placed),
    Handler(IntroductionAnswered, lead.take_answer, _introductions),
    Handler(HandContact, lead.pass_contact, _introductions),
    Handler(IntroductionFollowed, lead.take_outcome, _introductions),
    Handler(CloseIntroduction, lead.close_introduction, _event_and_introductions),
    # as home
    Handler(Arrived, check_in.take_arrival, _registration),
    Handler(IntroductionOffered, home.take_offer, _registration_and_own),
    Handler(KeyPassed, home.seal_contact, _own),
    Handler(ContactReleased, home.take_contact, _own),
    Handler(AnswerIntroduction, home.answer, _answered, PlaceCommandRefused),
    Handler(SayHowItWent, home.say_how_it_went, _answered, PlaceCommandRefused),
    Handler(PursueIntroduction, home.pursue, _answered),
)
COMMANDS = (CheckIn, Introduce, AnswerIntroduction, SayHowItWent)

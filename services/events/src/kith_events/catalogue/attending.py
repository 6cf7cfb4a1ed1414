"""The part of the catalogue about people at an event: the doors on the day, and who should meet whom."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.arrivals import Arrived, CheckIn, CheckInRefused, SettleArrivals
from kith_contracts.introductions import (
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
from kith_contracts.places import PlaceCommandRefused
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.day import arriving, introduced, introducing
from kith_events.domain.day.doors import Door
from kith_events.domain.day.introduced import OwnIntroduction, own_id
from kith_events.domain.day.introductions import Introductions
from kith_events.domain.erasure.forgetting import Erasure
from kith_events.domain.seats.places import Place
from kith_events.domain.seats.wishes import Registration


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


ATTENDING = (
    # as lead
    Handler(CheckIn, arriving.check_in, _event_door_and_places, CheckInRefused),
    Handler(SettleArrivals, arriving.settle_arrivals, _event_and_door),
    Handler(Introduce, introducing.introduce, _event_and_introductions, IntroductionRefused, reads=introducing.placed),
    Handler(IntroductionAnswered, introducing.take_answer, _introductions),
    Handler(HandContact, introducing.pass_contact, _introductions),
    Handler(IntroductionFollowed, introducing.take_outcome, _introductions),
    Handler(CloseIntroduction, introducing.close_introduction, _event_and_introductions),
    # as home
    Handler(Arrived, arriving.take_arrival, _registration),
    Handler(IntroductionOffered, introduced.take_offer, _registration_and_own),
    Handler(KeyPassed, introduced.seal_contact, _own),
    Handler(ContactReleased, introduced.take_contact, _own),
    Handler(AnswerIntroduction, introduced.answer, _answered, PlaceCommandRefused),
    Handler(SayHowItWent, introduced.say_how_it_went, _answered, PlaceCommandRefused),
    Handler(PursueIntroduction, introduced.pursue, _answered),
)
ATTENDING_COMMANDS = (CheckIn, Introduce, AnswerIntroduction, SayHowItWent)

"""The part of the catalogue about who should meet whom."""

from kith_chassis.catalogue import on, one, page
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
from kith_events.event.loads import ERASURE, EVENT
from kith_events.introductions import home, lead
from kith_events.introductions.home import OwnIntroduction, own_id
from kith_events.introductions.introduction import Introductions
from kith_events.places.registration import Registration

KNOWN = one(Introductions, "event")
TOLD = one(OwnIntroduction, lambda m, at: own_id(at.keyed, m.event, m.introduction))
OWN = one(OwnIntroduction, "introduction")
REGISTRATION = one(Registration, "pseudonym")

HANDLERS = (
    # as lead
    on(Introduce, lead.introduce, IntroductionRefused)(event=EVENT, known=KNOWN, places=page(lead.placed)),
    on(IntroductionAnswered, lead.take_answer)(known=KNOWN),
    on(HandContact, lead.pass_contact)(known=KNOWN),
    on(IntroductionFollowed, lead.take_outcome)(known=KNOWN),
    on(CloseIntroduction, lead.close_introduction)(event=EVENT, known=KNOWN),
    # as home
    on(IntroductionOffered, home.take_offer)(registration=REGISTRATION, erasure=ERASURE, own=TOLD),
    on(KeyPassed, home.seal_contact)(own=TOLD),
    on(ContactReleased, home.take_contact)(own=TOLD),
    on(AnswerIntroduction, home.answer, PlaceCommandRefused)(own=OWN),
    on(SayHowItWent, home.say_how_it_went, PlaceCommandRefused)(own=OWN),
    on(PursueIntroduction, home.pursue)(own=OWN),
)

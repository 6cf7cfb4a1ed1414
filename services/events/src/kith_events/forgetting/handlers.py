"""Forgetting a person: at home, and their pseudonyms at leads."""

from kith_chassis.catalogue import many, on, one, page
from kith_chassis.decision import Circumstances
from kith_contracts.events.actions import ForgetActions
from kith_contracts.forgetting import (
    ForgetPseudonym,
    ForgetRegistration,
    ForgetRegistrations,
    PseudonymForgotten,
    PursueErasure,
)
from kith_events.actions.outcome import Tick
from kith_events.asks.lead import Ballot, ballot_of
from kith_events.asks.practice import Asked, Practice
from kith_events.door.details_lead import Detail
from kith_events.door.door import Door
from kith_events.event.erased import Erasure
from kith_events.event.loads import ERASED, ERASURE, EVENT, GUEST
from kith_events.forgetting import actions, home, lead
from kith_events.introductions.introduction import Introductions
from kith_events.mixing.lead import Mixing
from kith_events.places.handlers import ALL_HANDED, REGISTRATION, STOCKS
from kith_events.places.place import Place
from kith_events.programme.lead import Programme


def _ballot(message: ForgetPseudonym, at: Circumstances) -> str | None:
    return message.ask and ballot_of(f"{message.event}/{message.ask}", at.sender, message.pseudonym)


ASKED = one(Asked, lambda m, _: m.ask and f"{m.event}/{m.ask}")
PRACTICE = one(Practice, lambda m, _: m.ask and f"{m.event}/{m.ask.partition('/')[0]}")
PLACES = many(Place, lambda m, _: [(m.event, part, m.pseudonym) for part in m.parts])
SEATED = many(Mixing, lambda m, _: [(m.event, part) for part in m.parts])

HANDLERS = (
    on(ForgetPseudonym, lead.forget_pseudonym)(
        event=EVENT,
        erased=ERASED,
        places=PLACES,
        detail=one(Detail, "event", "pseudonym"),
        door=one(Door, "event"),
        seated=SEATED,
        introductions=one(Introductions, "event"),
        tick=one(Tick, "event", "pseudonym"),
        programme=one(Programme, "event"),
        asked=ASKED,
        practice=PRACTICE,
        ballot=one(Ballot, _ballot),
    ),
    on(PseudonymForgotten, home.take_receipt)(erasure=ERASURE),
    on(ForgetRegistrations, home.forget_registrations, erases=True)(guest=GUEST, page=page(home.next_page)),
    on(ForgetRegistration, home.forget_registration, erases=True)(
        registration=REGISTRATION, erasure=one(Erasure, "registration"), stocks=STOCKS, handed=ALL_HANDED
    ),
    on(ForgetActions, actions.forget_actions, erases=True)(page=page(actions.next_page)),
    on(PursueErasure, home.pursue_erasure)(erasure=ERASURE),
)

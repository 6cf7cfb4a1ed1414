"""Forgetting a person: at home, and their pseudonyms at leads."""

from kith_chassis.catalogue import many, on, one, page
from kith_chassis.decision import Circumstances
from kith_contracts.erasure import (
    ForgetPseudonym,
    ForgetRegistration,
    ForgetRegistrations,
    PseudonymForgotten,
    PursueErasure,
)
from kith_contracts.events.actions import ForgetActions
from kith_events.actions.outcome import Tick
from kith_events.asks.lead import Ballot, ballot_of
from kith_events.asks.practice import Asked, Practice
from kith_events.door.details_lead import Detail
from kith_events.door.door import Door
from kith_events.erasure import actions, home, lead
from kith_events.event.erasure import Erasure
from kith_events.event.loads import ERASED, ERASURE, GUEST, LED
from kith_events.introductions.introduction import Introductions
from kith_events.mixing.lead import Mixing
from kith_events.places.codes.stock import Stock, stock_id
from kith_events.places.delegates import Invitations, invitations_id
from kith_events.places.handlers import REGISTRATION
from kith_events.places.place import Place
from kith_events.programme.lead import Programme


def _ballot(message: ForgetPseudonym, at: Circumstances) -> str | None:
    return message.ask and ballot_of(f"{message.subject}/{message.ask}", at.sender, message.pseudonym)


ASKED = one(Asked, lambda m, _: m.ask and f"{m.subject}/{m.ask}")
PRACTICE = one(Practice, lambda m, _: m.ask and f"{m.subject}/{m.ask.partition('/')[0]}")
PLACES = many(Place, lambda m, _: [(m.subject, part, m.pseudonym) for part in m.parts])
STOCKS = many(Stock, lambda m, at: [stock_id(at.keyed, m.subject, part) for part in m.parts])
HANDED = many(Invitations, lambda m, at: [invitations_id(at.keyed, m.subject, part) for part in m.parts])
SEATED = many(Mixing, lambda m, _: [(m.subject, part) for part in m.parts])

HANDLERS = (
    on(ForgetPseudonym, lead.forget_pseudonym)(
        event=LED,
        erased=ERASED,
        places=PLACES,
        detail=one(Detail, "subject", "pseudonym"),
        door=one(Door, "subject"),
        seated=SEATED,
        introductions=one(Introductions, "subject"),
        tick=one(Tick, "subject", "pseudonym"),
        programme=one(Programme, "subject"),
        asked=ASKED,
        practice=PRACTICE,
        ballot=one(Ballot, _ballot),
    ),
    on(PseudonymForgotten, home.take_receipt)(erasure=ERASURE),
    on(ForgetRegistrations, home.forget_registrations, erases=True)(guest=GUEST, page=page(home.next_page)),
    on(ForgetRegistration, home.forget_registration, erases=True)(
        registration=REGISTRATION, erasure=one(Erasure, "registration"), stocks=STOCKS, handed=HANDED
    ),
    on(ForgetActions, actions.forget_actions, erases=True)(page=page(actions.next_page)),
    on(PursueErasure, home.pursue_erasure)(erasure=ERASURE),
)

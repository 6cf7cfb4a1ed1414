"""Forgetting a person: at home, and their pseudonyms at leads."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.actions import ForgetActions
from kith_contracts.forgetting import (
    ForgetPseudonym,
    ForgetRegistration,
    ForgetRegistrations,
    PseudonymForgotten,
    PursueErasure,
)
from kith_events.actions.outcome import Tick
from kith_events.asks.handlers import of_answer
from kith_events.door.details_lead import Detail
from kith_events.door.door import Door
from kith_events.event.erased import Erasure
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.event.loads import erased
from kith_events.forgetting import actions, home, lead
from kith_events.introductions.introduction import Introductions
from kith_events.mixing.lead import Mixing
from kith_events.places.codes.stock import Stock, stock_id
from kith_events.places.delegates import Invitations, invitations_id
from kith_events.places.place import Place
from kith_events.places.registration import Registration
from kith_events.programme.lead import Programme


def _event_detail_and_places(message: ForgetPseudonym, at: Circumstances) -> tuple[Ref, ...]:
    places = (Place.at(message.event, part, message.pseudonym) for part in message.parts)
    detail = Detail.at(message.event, message.pseudonym)
    seated = (Mixing.at(message.event, part) for part in message.parts)
    known = (erased(message, at), detail, Door.at(message.event), Introductions.at(message.event))
    others = (Tick.at(message.event, message.pseudonym), Programme.at(message.event))
    return (JointEvent.at(message.event), *known, *places, *seated, *of_answer(message, at), *others)


def _all_of_registration(message: ForgetRegistration, at: Circumstances) -> tuple[Ref, ...]:
    own = message.registration
    codes = [Stock.at(stock_id(at.keyed, message.event, part)) for part in message.parts]
    handed = [Invitations.at(invitations_id(at.keyed, message.event, part)) for part in message.parts]
    return (Registration.at(own), Erasure.at(own), *codes, *handed)


def _erasure(message: PursueErasure | PseudonymForgotten, _at: Circumstances) -> tuple[Ref, ...]:
    return (Erasure.at(message.pseudonym),)


HANDLERS = (
    Handler(ForgetPseudonym, lead.forget_pseudonym, _event_detail_and_places),
    Handler(PseudonymForgotten, home.take_receipt, _erasure),
    Handler(
        ForgetRegistrations,
        home.forget_registrations,
        lambda m, _: (Guest.at(m.person),),
        reads=home.next_page,
        erases=True,
    ),
    Handler(ForgetRegistration, home.forget_registration, _all_of_registration, erases=True),
    Handler(ForgetActions, actions.forget_actions, lambda _m, _: (), reads=actions.next_page, erases=True),
    Handler(PursueErasure, home.pursue_erasure, _erasure),
)
COMMANDS = ()

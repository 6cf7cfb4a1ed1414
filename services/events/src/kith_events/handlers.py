"""The catalogue: everything that the events service does, one line a message."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory import PersonUpdated
from kith_contracts.events import (
    AgreementAnswered,
    AgreementProposed,
    AmendAgreement,
    AnswerAgreement,
    EventCommandRefused,
    EventPublished,
    ListEvent,
    ProposeAgreement,
    ReturnSeats,
)
from kith_contracts.forgetting import (
    ForgetPseudonym,
    ForgetRegistration,
    ForgetRegistrations,
    PseudonymForgotten,
    PursueErasure,
)
from kith_contracts.places import (
    AskForPlaces,
    GiveUpPlaces,
    PlaceCommandRefused,
    PlaceDecided,
    ReleasePlace,
    RequestPlace,
)
from kith_events.domain import erasing, forgetting, lead, listed, party, public, registrations, seating
from kith_events.domain.forgetting import Erasure
from kith_events.domain.lead import JointEvent
from kith_events.domain.listed import ListedEvent
from kith_events.domain.party import Proposal
from kith_events.domain.places import Erased, Place, erased_of
from kith_events.domain.public import Member, Shown
from kith_events.domain.registrations import Guest, Registration, pseudonym


def _event(message: AgreementAnswered | ReturnSeats, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event),)


def _event_and_listing(message: ListEvent | ProposeAgreement, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), ListedEvent.at(message.event))


def _bodies(message: ProposeAgreement | AmendAgreement) -> tuple[Ref, ...]:
    return tuple(Member.at(body) for body in dict.fromkeys(each.body for each in message.terms.parties))


def _event_listing_and_bodies(message: ProposeAgreement, at: Circumstances) -> tuple[Ref, ...]:
    return (*_event_and_listing(message, at), *_bodies(message))


def _event_and_bodies(message: AmendAgreement, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), *_bodies(message))


def _proposal(message: AgreementProposed | AnswerAgreement, _at: Circumstances) -> tuple[Ref, ...]:
    return (Proposal.at(message.event),)


def _event_and_place(message: RequestPlace | ReleasePlace, at: Circumstances) -> tuple[Ref, ...]:
    place = Place.at(message.event, message.part, message.pseudonym)
    return (JointEvent.at(message.event), place, _erased(message, at))


def _event_and_places(message: ForgetPseudonym, at: Circumstances) -> tuple[Ref, ...]:
    places = (Place.at(message.event, part, message.pseudonym) for part in message.parts)
    return (JointEvent.at(message.event), _erased(message, at), *places)


def _erased(message: RequestPlace | ReleasePlace | ForgetPseudonym, at: Circumstances) -> Ref:
    return Erased.at(erased_of(at.keyed, at.sender, message.event, message.pseudonym))


def _registration_and_erasure(message: PlaceDecided | ForgetRegistration, _at: Circumstances) -> tuple[Ref, ...]:
    name = message.registration if isinstance(message, ForgetRegistration) else message.pseudonym
    return (Registration.at(name), Erasure.at(name))


def _erasure(message: PursueErasure | PseudonymForgotten, _at: Circumstances) -> tuple[Ref, ...]:
    return (Erasure.at(message.pseudonym),)


def _registrations(message: AskForPlaces | GiveUpPlaces, at: Circumstances) -> tuple[Ref, ...]:
    open_parts = pseudonym(at.keyed, message.person, message.event)
    closed = [pseudonym(at.keyed, message.person, message.event, part) for part in message.parts]
    return tuple(Registration.at(name) for name in (open_parts, *closed))


def _wish(message: AskForPlaces, at: Circumstances) -> tuple[Ref, ...]:
    return (Guest.at(message.person), Shown.at(message.event), *_registrations(message, at))


HANDLERS = (
    # the body's own systems, as lead
    Handler(ProposeAgreement, lead.propose_event, _event_listing_and_bodies, EventCommandRefused),
    Handler(AmendAgreement, lead.amend_event, _event_and_bodies, EventCommandRefused),
    Handler(ListEvent, listed.list_event, _event_and_listing, EventCommandRefused),
    Handler(ReturnSeats, seating.return_seats, _event),
    # the body's own systems, as party
    Handler(AnswerAgreement, party.answer, _proposal, EventCommandRefused),
    # other bodies
    Handler(AgreementProposed, party.receive, _proposal),
    Handler(AgreementAnswered, lead.take_answer, _event),
    Handler(RequestPlace, seating.request_place, _event_and_place),
    Handler(ReleasePlace, seating.release_place, _event_and_place),
    Handler(PlaceDecided, registrations.take_decision, _registration_and_erasure),
    Handler(ForgetPseudonym, erasing.forget_pseudonym, _event_and_places),
    Handler(PseudonymForgotten, forgetting.take_receipt, _erasure),
    # its people
    Handler(PersonUpdated, registrations.know, lambda m, _: (Guest.at(m.person),)),
    Handler(AskForPlaces, registrations.ask, _wish, PlaceCommandRefused),
    Handler(GiveUpPlaces, registrations.give_up, _registrations, PlaceCommandRefused),
    Handler(
        ForgetRegistrations,
        forgetting.forget_registrations,
        lambda m, _: (Guest.at(m.person),),
        reads=forgetting.next_page,
        erases=True,
    ),
    Handler(ForgetRegistration, forgetting.forget_registration, _registration_and_erasure, erases=True),
    Handler(PursueErasure, forgetting.pursue_erasure, _erasure),
    # what all bodies say
    Handler(BodyRegistered, public.register, lambda m, _: (Member.at(m.body),)),
    Handler(EventPublished, public.show, lambda m, _: (Shown.at(m.event),)),
)
COMMANDS = (ProposeAgreement, AmendAgreement, ListEvent, AnswerAgreement, AskForPlaces, GiveUpPlaces)

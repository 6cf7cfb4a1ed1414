"""The catalogue: everything that the events service does, one line a message."""

from kith_chassis import members
from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.calendars import MakeCalendarLink, RevokeCalendarLink
from kith_contracts.codes import (
    AskForBlock,
    BlockGiven,
    BlocksReturned,
    CallBlocks,
    CallWaiting,
    EndCodeOffer,
    RequestBlock,
)
from kith_contracts.consortium import BodyRegistered
from kith_contracts.details import CloseDetails, DetailsDestroyed, RecordKey, SendDetails, ShareDetails, TellHost
from kith_contracts.directory import PersonUpdated
from kith_contracts.events import EventCommandRefused, EventPublished, ListEvent, ReturnSeats
from kith_contracts.forgetting import (
    ForgetPseudonym,
    ForgetRegistration,
    ForgetRegistrations,
    PseudonymForgotten,
    PursueErasure,
)
from kith_contracts.mixing import CloseMixing, MixingCommandRefused, PlanMixing, RepairMixing, SeatsAssigned
from kith_contracts.places import (
    AskForPlaces,
    GiveUpPlaces,
    LeaveEvent,
    PlaceCommandRefused,
    PlaceDecided,
    ReleasePlace,
    RequestPlace,
)
from kith_events.catalogue.after import AFTER, AFTER_COMMANDS
from kith_events.catalogue.agreeing import AGREEING, AGREEING_COMMANDS
from kith_events.catalogue.asking import ASKING, ASKING_COMMANDS, of_answer
from kith_events.catalogue.attending import ATTENDING, ATTENDING_COMMANDS
from kith_events.catalogue.checking import CHECKING, CHECKING_COMMANDS
from kith_events.catalogue.facilitating import FACILITATING, FACILITATING_COMMANDS
from kith_events.catalogue.giving import GIVING, GIVING_COMMANDS
from kith_events.catalogue.holding import HOLDING, HOLDING_COMMANDS
from kith_events.catalogue.joining import JOINING, JOINING_COMMANDS
from kith_events.catalogue.loads import event_of, proposal_of
from kith_events.catalogue.presenting import PRESENTING, PRESENTING_COMMANDS
from kith_events.catalogue.settling import SETTLING, SETTLING_COMMANDS
from kith_events.domain.after.outcomes import Tick
from kith_events.domain.agreements import party
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.agreements.party import Proposal
from kith_events.domain.day import keys, mixing, sharing
from kith_events.domain.day.doors import Door
from kith_events.domain.day.introductions import Introductions
from kith_events.domain.day.keys import Detail
from kith_events.domain.day.mixing import Mixing
from kith_events.domain.erasure import erasing, forgetting
from kith_events.domain.erasure.forgetting import Erasure
from kith_events.domain.programmes.programme import Programme
from kith_events.domain.seats import blocks, code_offers, departing, registrations, seating, stocks
from kith_events.domain.seats.delegating import Invitations, invitations_id
from kith_events.domain.seats.places import Erased, Place, erased_of
from kith_events.domain.seats.stocks import Stock, stock_id
from kith_events.domain.seats.wishes import Guest, Registration, pseudonym
from kith_events.domain.shown import calendar_links, faces, listed
from kith_events.domain.shown.announced import Announced
from kith_events.domain.shown.calendar_links import CalendarLink
from kith_events.domain.shown.listed import ListedEvent
from kith_events.domain.shown.public import Shown


def _event_and_listing(message: ListEvent, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), ListedEvent.at(message.event))


def _event_and_place(message: RequestPlace | ReleasePlace, at: Circumstances) -> tuple[Ref, ...]:
    place = Place.at(message.event, message.part, message.pseudonym)
    return (JointEvent.at(message.event), place, _erased(message, at))


def _event_detail_and_places(message: ForgetPseudonym, at: Circumstances) -> tuple[Ref, ...]:
    places = (Place.at(message.event, part, message.pseudonym) for part in message.parts)
    detail = Detail.at(message.event, message.pseudonym)
    seated = (Mixing.at(message.event, part) for part in message.parts)
    known = (_erased(message, at), detail, Door.at(message.event), Introductions.at(message.event))
    others = (Tick.at(message.event, message.pseudonym), Programme.at(message.event))
    return (JointEvent.at(message.event), *known, *places, *seated, *of_answer(message, at), *others)


def _event_and_mixing(message: PlanMixing | RepairMixing | CloseMixing, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Mixing.at(message.event, message.part))


def _erased(message: RequestPlace | ReleasePlace | ForgetPseudonym, at: Circumstances) -> Ref:
    return Erased.at(erased_of(at.keyed, at.sender, message.event, message.pseudonym))


def _registration_and_around(message: PlaceDecided, at: Circumstances) -> tuple[Ref, ...]:
    handed = Invitations.at(invitations_id(at.keyed, message.event, message.part))
    return (Registration.at(message.pseudonym), Shown.at(message.event), Erasure.at(message.pseudonym), handed)


def _all_of_registration(message: ForgetRegistration, at: Circumstances) -> tuple[Ref, ...]:
    own = message.registration
    stocks = [Stock.at(stock_id(at.keyed, message.event, part)) for part in message.parts]
    handed = [Invitations.at(invitations_id(at.keyed, message.event, part)) for part in message.parts]
    return (Registration.at(own), Erasure.at(own), *stocks, *handed)


def _erasure(message: PursueErasure | PseudonymForgotten, _at: Circumstances) -> tuple[Ref, ...]:
    return (Erasure.at(message.pseudonym),)


def _event_place_and_detail(message: ShareDetails, _at: Circumstances) -> tuple[Ref, ...]:
    place, detail = (
        Place.at(message.event, message.part, message.pseudonym),
        Detail.at(message.event, message.pseudonym),
    )
    return (JointEvent.at(message.event), place, detail)


def _stock(message: BlockGiven | CallBlocks, at: Circumstances) -> Ref:
    return Stock.at(stock_id(at.keyed, message.event, message.part))


def _stock_and_agreed(message: BlockGiven, at: Circumstances) -> tuple[Ref, ...]:
    return (_stock(message, at), Shown.at(message.event), Proposal.at(message.event))


def _kept(message: AskForPlaces | GiveUpPlaces, at: Circumstances) -> tuple[Ref, ...]:
    open_parts = pseudonym(at.keyed, message.person, message.event)
    closed = [pseudonym(at.keyed, message.person, message.event, part) for part in message.parts]
    parts = tuple(dict.fromkeys(message.parts))
    stocks = [Stock.at(stock_id(at.keyed, message.event, part)) for part in parts]
    handed = [Invitations.at(invitations_id(at.keyed, message.event, part)) for part in parts]
    return (*[Registration.at(name) for name in (open_parts, *closed)], *stocks, *handed)


def _wish(message: AskForPlaces, at: Circumstances) -> tuple[Ref, ...]:
    known = (Guest.at(message.person), Shown.at(message.event), Proposal.at(message.event))
    return (*known, *_kept(message, at))


def _shown_and_kept(message: GiveUpPlaces, at: Circumstances) -> tuple[Ref, ...]:
    return (Shown.at(message.event), *_kept(message, at))


def _shown_and_open_parts(message: TellHost, at: Circumstances) -> tuple[Ref, ...]:
    return (Shown.at(message.event), Registration.at(pseudonym(at.keyed, message.person, message.event)))


def _link(message: MakeCalendarLink | RevokeCalendarLink) -> Ref:
    return CalendarLink.at(message.person)


def _guest_and_link(message: MakeCalendarLink, _at: Circumstances) -> tuple[Ref, ...]:
    return (Guest.at(message.person), _link(message))


def _to_send(message: SendDetails, _at: Circumstances) -> tuple[Ref, ...]:
    known = (Shown.at(message.event), Proposal.at(message.event))
    return (*known, Registration.at(message.registration or ""))


def _around_face(message: EventPublished, at: Circumstances) -> tuple[Ref, ...]:
    parts = message.plan.parts if message.plan else ()
    stocks = [Stock.at(stock_id(at.keyed, message.event, part.part)) for part in parts if part.closed]
    return (Shown.at(message.event), Announced.at(message.event), Proposal.at(message.event), *stocks)


HANDLERS = (
    *AGREEING,
    *GIVING,
    *HOLDING,
    *CHECKING,
    *PRESENTING,
    *ASKING,
    *AFTER,
    *SETTLING,
    *ATTENDING,
    *FACILITATING,
    *JOINING,
    # the body's own systems, as lead
    Handler(ListEvent, listed.list_event, _event_and_listing, EventCommandRefused, reads=listed.announced),
    Handler(ReturnSeats, seating.return_seats, event_of),
    Handler(RecordKey, keys.record_key, event_of),
    Handler(CloseDetails, keys.close_details, event_of),
    # other bodies
    Handler(RequestPlace, seating.request_place, _event_and_place),
    Handler(ReleasePlace, seating.release_place, _event_and_place),
    Handler(PlaceDecided, registrations.take_decision, _registration_and_around),
    Handler(RequestBlock, blocks.request_block, event_of),
    Handler(BlocksReturned, blocks.take_blocks, event_of),
    Handler(BlockGiven, stocks.receive_block, _stock_and_agreed),
    Handler(CallBlocks, stocks.return_blocks, lambda m, at: (_stock(m, at), Proposal.at(m.event))),
    Handler(ShareDetails, keys.keep_details, _event_place_and_detail),
    Handler(DetailsDestroyed, party.take_receipt, proposal_of),
    Handler(ForgetPseudonym, erasing.forget_pseudonym, _event_detail_and_places),
    Handler(PseudonymForgotten, forgetting.take_receipt, _erasure),
    # its people
    Handler(PersonUpdated, registrations.know, lambda m, _: (Guest.at(m.person),)),
    Handler(AskForPlaces, registrations.ask, _wish, PlaceCommandRefused),
    Handler(GiveUpPlaces, registrations.give_up, _shown_and_kept, PlaceCommandRefused),
    Handler(TellHost, sharing.tell_host, _shown_and_open_parts, PlaceCommandRefused),
    # who sits where
    Handler(PlanMixing, mixing.plan_mixing, _event_and_mixing, MixingCommandRefused, reads=mixing.placed),
    Handler(RepairMixing, mixing.repair_mixing, _event_and_mixing, MixingCommandRefused, reads=mixing.placed),
    Handler(CloseMixing, mixing.close_mixing, _event_and_mixing),
    Handler(SeatsAssigned, mixing.take_seats, lambda m, _: tuple(Registration.at(s.pseudonym) for s in m.seats)),
    Handler(MakeCalendarLink, calendar_links.make_link, _guest_and_link, PlaceCommandRefused),
    Handler(RevokeCalendarLink, calendar_links.revoke_link, lambda m, _: (_link(m),), PlaceCommandRefused),
    # commands to ourselves about them
    Handler(
        LeaveEvent,
        departing.leave_event,
        lambda m, _: (Registration.at(m.registration or ""),),
        reads=departing.next_page,
    ),
    Handler(CallWaiting, stocks.call_waiting, lambda m, _: (Stock.at(m.stock), Registration.at(m.registration))),
    Handler(EndCodeOffer, code_offers.end, lambda m, _: (Stock.at(m.stock), Registration.at(m.registration))),
    Handler(AskForBlock, stocks.ask_for_block, lambda m, _: (Stock.at(m.stock),)),
    Handler(SendDetails, sharing.send_details, _to_send, reads=sharing.next_page),
    Handler(
        ForgetRegistrations,
        forgetting.forget_registrations,
        lambda m, _: (Guest.at(m.person),),
        reads=forgetting.next_page,
        erases=True,
    ),
    Handler(ForgetRegistration, forgetting.forget_registration, _all_of_registration, erases=True),
    Handler(PursueErasure, forgetting.pursue_erasure, _erasure),
    # what all bodies say
    Handler(BodyRegistered, members.register, lambda m, _: (Member.at(m.body),)),
    Handler(EventPublished, faces.see, _around_face),
)
COMMANDS = (
    *AGREEING_COMMANDS,
    *(ListEvent, AskForPlaces, GiveUpPlaces, TellHost, PlanMixing, RepairMixing, MakeCalendarLink, RevokeCalendarLink),
    *GIVING_COMMANDS,
    *HOLDING_COMMANDS,
    *CHECKING_COMMANDS,
    *PRESENTING_COMMANDS,
    *ASKING_COMMANDS,
    *AFTER_COMMANDS,
    *SETTLING_COMMANDS,
    *ATTENDING_COMMANDS,
    *FACILITATING_COMMANDS,
    *JOINING_COMMANDS,
)

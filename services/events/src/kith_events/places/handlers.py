"""The part of the catalogue about how places are given: offers that expire, and draws."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.agreements import EventCommandRefused, ReturnSeats
from kith_contracts.events.codes import (
    AskForBlock,
    BlockGiven,
    BlocksReturned,
    CallBlocks,
    CallWaiting,
    EndCodeOffer,
    RequestBlock,
)
from kith_contracts.events.draws import DrawClosed, DrawPlaces, HoldDraw, PlacesDrawn, ShareCommitted, ShareRevealed
from kith_contracts.events.places import (
    AcceptOffers,
    AskForPlaces,
    EndOffers,
    GiveUpPlaces,
    LeaveEvent,
    PlaceCommandRefused,
    PlaceDecided,
    ReleasePlace,
    RequestPlace,
    TakeOffer,
)
from kith_events.event.erased import Erasure
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.event.loads import erased, event_of
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places import home, lead, leaving, offers_home, offers_lead
from kith_events.places.codes import home as codes_home
from kith_events.places.codes import lead as codes_lead
from kith_events.places.codes import offers
from kith_events.places.codes.stock import Stock, stock_id
from kith_events.places.delegates import Invitations, invitations_id
from kith_events.places.draws import lead as draws_lead
from kith_events.places.draws import party as draws_party
from kith_events.places.draws.lead import Entrants
from kith_events.places.draws.party import DrawSeen
from kith_events.places.place import Place
from kith_events.places.registration import Registration, pseudonym


def _event_and_entrants(message: HoldDraw | ShareRevealed, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Entrants.at(message.event, message.part))


def _seen_and_shown(message: DrawClosed | PlacesDrawn, _at: Circumstances) -> tuple[Ref, ...]:
    part = message.record.part if isinstance(message, PlacesDrawn) else message.part
    return (DrawSeen.at(message.event, part), Shown.at(message.event))


def _wishes_and_stocks(message: AcceptOffers, at: Circumstances) -> tuple[Ref, ...]:
    parts = dict.fromkeys(message.parts)
    own = [pseudonym(at.keyed, message.person, message.event, part) for part in ("", *parts)]
    stocks = [Stock.at(stock_id(at.keyed, message.event, part)) for part in parts]
    return (Shown.at(message.event), *[Registration.at(name) for name in own], *stocks)


def _left(message: LeaveEvent, _at: Circumstances) -> tuple[Ref, ...]:
    return (Registration.at(message.registration or ""),)


def _stock_and_registration(message: CallWaiting | EndCodeOffer, _at: Circumstances) -> tuple[Ref, ...]:
    return (Stock.at(message.stock), Registration.at(message.registration))


def _event_and_place(message: RequestPlace | ReleasePlace | TakeOffer, at: Circumstances) -> tuple[Ref, ...]:
    place = Place.at(message.event, message.part, message.pseudonym)
    return (JointEvent.at(message.event), place, erased(message, at))


def _registration_and_around(message: PlaceDecided, at: Circumstances) -> tuple[Ref, ...]:
    handed = Invitations.at(invitations_id(at.keyed, message.event, message.part))
    return (Registration.at(message.pseudonym), Shown.at(message.event), Erasure.at(message.pseudonym), handed)


def _stock(message: BlockGiven | CallBlocks, at: Circumstances) -> Ref:
    return Stock.at(stock_id(at.keyed, message.event, message.part))


def _stock_and_agreed(message: BlockGiven, at: Circumstances) -> tuple[Ref, ...]:
    return (_stock(message, at), Shown.at(message.event), Proposal.at(message.event))


def _kept(message: AskForPlaces | GiveUpPlaces, at: Circumstances) -> tuple[Ref, ...]:
    open_parts = pseudonym(at.keyed, message.person, message.event)
    closed = [pseudonym(at.keyed, message.person, message.event, part) for part in message.parts]
    parts = tuple(dict.fromkeys(message.parts))
    codes = [Stock.at(stock_id(at.keyed, message.event, part)) for part in parts]
    handed = [Invitations.at(invitations_id(at.keyed, message.event, part)) for part in parts]
    return (*[Registration.at(name) for name in (open_parts, *closed)], *codes, *handed)


def _wish(message: AskForPlaces, at: Circumstances) -> tuple[Ref, ...]:
    known = (Guest.at(message.person), Shown.at(message.event), Proposal.at(message.event))
    return (*known, *_kept(message, at))


def _shown_and_kept(message: GiveUpPlaces, at: Circumstances) -> tuple[Ref, ...]:
    return (Shown.at(message.event), *_kept(message, at))


HANDLERS = (
    Handler(ReturnSeats, lead.return_seats, event_of),
    Handler(RequestPlace, lead.request_place, _event_and_place),
    Handler(ReleasePlace, lead.release_place, _event_and_place),
    Handler(RequestBlock, codes_lead.request_block, event_of),
    Handler(BlocksReturned, codes_lead.take_blocks, event_of),
    # as lead
    Handler(EndOffers, offers_lead.end, event_of),
    Handler(TakeOffer, offers_lead.take_offer, _event_and_place),
    Handler(DrawPlaces, draws_lead.draw_places, event_of, EventCommandRefused),
    Handler(HoldDraw, draws_lead.hold_draw, _event_and_entrants),
    Handler(ShareCommitted, draws_lead.take_commitment, event_of),
    Handler(ShareRevealed, draws_lead.take_share, _event_and_entrants),
    # as home
    Handler(AskForPlaces, home.ask, _wish, PlaceCommandRefused),
    Handler(GiveUpPlaces, home.give_up, _shown_and_kept, PlaceCommandRefused),
    Handler(PlaceDecided, home.take_decision, _registration_and_around),
    Handler(LeaveEvent, leaving.leave_event, _left, reads=leaving.next_page),
    Handler(BlockGiven, codes_home.receive_block, _stock_and_agreed),
    Handler(CallBlocks, codes_home.return_blocks, lambda m, at: (_stock(m, at), Proposal.at(m.event))),
    Handler(CallWaiting, codes_home.call_waiting, _stock_and_registration),
    Handler(EndCodeOffer, offers.end, _stock_and_registration),
    Handler(AskForBlock, codes_home.ask_for_block, lambda m, _: (Stock.at(m.stock),)),
    Handler(AcceptOffers, offers_home.accept_offers, _wishes_and_stocks, PlaceCommandRefused),
    Handler(DrawClosed, draws_party.reveal, _seen_and_shown),
    Handler(PlacesDrawn, draws_party.take_record, _seen_and_shown),
)
COMMANDS = (AskForPlaces, GiveUpPlaces, DrawPlaces, AcceptOffers)

"""The part of the catalogue about how places are given: offers that expire, and draws."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.draws import DrawClosed, DrawPlaces, HoldDraw, PlacesDrawn, ShareCommitted, ShareRevealed
from kith_contracts.events import EventCommandRefused
from kith_contracts.places import AcceptOffers, EndOffers, PlaceCommandRefused, TakeOffer
from kith_events.catalogue.loads import event_of
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.seats import accepting, drawing, offering, shares
from kith_events.domain.seats.drawing import Entrants
from kith_events.domain.seats.places import Erased, Place, erased_of
from kith_events.domain.seats.shares import DrawSeen
from kith_events.domain.seats.stocks import Stock, stock_id
from kith_events.domain.seats.wishes import Registration, pseudonym
from kith_events.domain.shown.public import Shown


def _event_and_entrants(message: HoldDraw | ShareRevealed, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Entrants.at(message.event, message.part))


def _event_and_place(message: TakeOffer, at: Circumstances) -> tuple[Ref, ...]:
    place = Place.at(message.event, message.part, message.pseudonym)
    erased = Erased.at(erased_of(at.keyed, at.sender, message.event, message.pseudonym))
    return (JointEvent.at(message.event), place, erased)


def _seen_and_shown(message: DrawClosed | PlacesDrawn, _at: Circumstances) -> tuple[Ref, ...]:
    part = message.record.part if isinstance(message, PlacesDrawn) else message.part
    return (DrawSeen.at(message.event, part), Shown.at(message.event))


def _wishes_and_stocks(message: AcceptOffers, at: Circumstances) -> tuple[Ref, ...]:
    parts = dict.fromkeys(message.parts)
    own = [pseudonym(at.keyed, message.person, message.event, part) for part in ("", *parts)]
    stocks = [Stock.at(stock_id(at.keyed, message.event, part)) for part in parts]
    return (Shown.at(message.event), *[Registration.at(name) for name in own], *stocks)


GIVING = (
    # as lead
    Handler(EndOffers, offering.end, event_of),
    Handler(TakeOffer, offering.take_offer, _event_and_place),
    Handler(DrawPlaces, drawing.draw_places, event_of, EventCommandRefused),
    Handler(HoldDraw, drawing.hold_draw, _event_and_entrants),
    Handler(ShareCommitted, drawing.take_commitment, event_of),
    Handler(ShareRevealed, drawing.take_share, _event_and_entrants),
    # as home
    Handler(AcceptOffers, accepting.accept_offers, _wishes_and_stocks, PlaceCommandRefused),
    Handler(DrawClosed, shares.reveal, _seen_and_shown),
    Handler(PlacesDrawn, shares.take_record, _seen_and_shown),
)
GIVING_COMMANDS = (DrawPlaces, AcceptOffers)

"""The part of the catalogue about places: asked for, given, offered, drawn and given back, with entry codes."""

from collections.abc import Iterable

from kith_chassis.catalogue import many, on, one, page
from kith_chassis.decision import Circumstances
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
from kith_contracts.events.leads import PlacesHeld, TellPlaces
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
from kith_events.event.leadership import Leading
from kith_events.event.loads import ERASED, ERASURE, EVENT, GUEST, PROPOSAL, SHOWN
from kith_events.places import decisions_home, departure, home, lead, offers_home, offers_lead
from kith_events.places.codes import home as codes_home
from kith_events.places.codes import lead as codes_lead
from kith_events.places.codes import offers
from kith_events.places.codes.stock import Stock, stock_id
from kith_events.places.delegates import Invitations, invitations_id
from kith_events.places.draws import lead as draws_lead
from kith_events.places.draws import party as draws_party
from kith_events.places.draws.lead import Entrants
from kith_events.places.draws.party import DrawSeen
from kith_events.places.handover import home as handover_home
from kith_events.places.handover import lead as handover_lead
from kith_events.places.place import Place
from kith_events.places.registration import Registration, pseudonym


def _own(message: AskForPlaces | GiveUpPlaces | AcceptOffers, at: Circumstances) -> Iterable[str]:
    """One for all open parts, one more for each closed part and each fund."""
    return [pseudonym(at.keyed, message.person, message.event, part) for part in ("", *message.parts)]


def _places_held(message: PlacesHeld, _at: Circumstances) -> list[tuple[str, str, str]]:
    return [(message.event, each.part, each.pseudonym) for each in message.places]


PLACE = one(Place, "event", "part", "pseudonym")
ENTRANTS = one(Entrants, "event", "part")
REGISTRATION = one(Registration, "registration")
DECIDED = one(Registration, "pseudonym")
REGISTRATIONS = many(Registration, _own)
STOCK = one(Stock, "stock")
STOCK_OF_PART = one(Stock, lambda m, at: stock_id(at.keyed, m.event, m.part))
STOCKS = many(Stock, lambda m, at: [stock_id(at.keyed, m.event, part) for part in m.parts])
HANDED = one(Invitations, lambda m, at: invitations_id(at.keyed, m.event, m.part))
ALL_HANDED = many(Invitations, lambda m, at: [invitations_id(at.keyed, m.event, part) for part in m.parts])
CLOSED_DRAW = one(DrawSeen, "event", "part")
HELD_DRAW = one(DrawSeen, lambda m, _: (m.event, m.record.part))

HANDLERS = (
    # as lead
    on(ReturnSeats, lead.return_seats)(event=EVENT),
    on(PlacesHeld, handover_lead.take_held)(event=EVENT, places=many(Place, _places_held)),
    on(RequestPlace, lead.request_place)(event=EVENT, place=PLACE, erased=ERASED),
    on(ReleasePlace, lead.release_place)(event=EVENT, place=PLACE, erased=ERASED),
    on(RequestBlock, codes_lead.request_block)(event=EVENT),
    on(BlocksReturned, codes_lead.take_blocks)(event=EVENT),
    on(EndOffers, offers_lead.end)(event=EVENT),
    on(TakeOffer, offers_lead.take_offer)(event=EVENT, place=PLACE, erased=ERASED),
    on(DrawPlaces, draws_lead.draw_places, EventCommandRefused)(event=EVENT),
    on(HoldDraw, draws_lead.hold_draw)(event=EVENT, entrants=ENTRANTS),
    on(ShareCommitted, draws_lead.take_commitment)(event=EVENT),
    on(ShareRevealed, draws_lead.take_share)(event=EVENT, entrants=ENTRANTS),
    # as home
    on(AskForPlaces, home.ask, PlaceCommandRefused)(
        guest=GUEST, shown=SHOWN, proposal=PROPOSAL, registrations=REGISTRATIONS, stocks=STOCKS, handed=ALL_HANDED
    ),
    on(GiveUpPlaces, home.give_up, PlaceCommandRefused)(
        shown=SHOWN, registrations=REGISTRATIONS, stocks=STOCKS, handed=ALL_HANDED
    ),
    on(PlaceDecided, decisions_home.take_decision)(registration=DECIDED, shown=SHOWN, erasure=ERASURE, handed=HANDED),
    on(TellPlaces, handover_home.tell_places)(leading=one(Leading, "event"), page=page(handover_home.next_page)),
    on(LeaveEvent, departure.leave_event)(registration=REGISTRATION, page=page(departure.next_page)),
    on(BlockGiven, codes_home.receive_block)(stock=STOCK_OF_PART, shown=SHOWN, proposal=PROPOSAL),
    on(CallBlocks, codes_home.return_blocks)(stock=STOCK_OF_PART, proposal=PROPOSAL),
    on(CallWaiting, codes_home.call_waiting)(stock=STOCK, registration=REGISTRATION),
    on(EndCodeOffer, offers.end)(stock=STOCK, registration=REGISTRATION),
    on(AskForBlock, codes_home.ask_for_block)(stock=STOCK),
    on(AcceptOffers, offers_home.accept_offers, PlaceCommandRefused)(
        shown=SHOWN, registrations=REGISTRATIONS, stocks=STOCKS
    ),
    on(DrawClosed, draws_party.reveal)(seen=CLOSED_DRAW, shown=SHOWN),
    on(PlacesDrawn, draws_party.take_record)(seen=HELD_DRAW, shown=SHOWN),
)

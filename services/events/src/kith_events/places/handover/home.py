"""Home's side of a change of the lead: the new one is told which places our people have, as the old one had decided."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Views
from kith_contracts.events.leads import MOST_BLOCKS, MOST_PLACES, HeldBlock, HeldPlace, PlacesHeld, TellPlaces
from kith_contracts.events.places import RequestPlace
from kith_contracts.message import Letter, Message
from kith_events.event.in_force import AgreedEvent
from kith_events.event.leadership import Leading
from kith_events.places.codes.stock import Stock, stock_id
from kith_events.places.registration import Registration, Wish, at_event

T = TypeVar("T")
PAGE: Final = 200


class Held(NamedTuple):
    """What our people have: a page of registrations of open parts, and, on the last page, our blocks of codes."""

    registrations: Sequence[Registration]
    stocks: Sequence[Stock] = ()


async def next_page(views: Views, command: TellPlaces, at: Circumstances) -> Held:
    """The next registrations of open parts and funds, by pseudonym."""
    tag = at_event(at.keyed, command.event)
    found: list[Registration] = await views.tagged(Registration, (tag,), command.after, PAGE)
    if len(found) == PAGE:
        return Held(found)
    home = AgreedEvent.at(command.event)
    agreed: AgreedEvent | None = (await views.many((home,))).get(home.path)
    plan = agreed.terms.plan if agreed else None
    parts = [part.part for part in plan.parts if part.closed] if plan else []
    stocks = await views.many(tuple(Stock.at(stock_id(at.keyed, command.event, part)) for part in parts))
    return Held(found, list(stocks.values()))


def tell_places(at: Circumstances, command: TellPlaces, leading: Leading | None, page: Held) -> Decision:
    """Tell the new lead of a page of places, and ask it anew for what the old one has not answered."""
    if leading is None or leading.term != command.term:
        return NOTHING
    wishes = [(each, wish) for each in page.registrations for wish in each.wishes.values() if wish.live]
    wishes = [(each, wish) for each, wish in wishes if each.known_to_host(at.keyed)]
    places = [_held(each, wish) for each, wish in wishes if wish.status != "asked" or _accepted(wish)]
    asked = [_request(each, wish) for each, wish in wishes if wish.status == "asked" and not _accepted(wish)]
    blocks = [
        HeldBlock(part=stock.part, block=block, codes=list(codes))
        for stock in page.stocks
        for block, codes in stock.blocks.items()
    ]
    ids = {"event": command.event, "term": command.term}
    told = [PlacesHeld(**ids, places=list(some)) for some in _split(places, MOST_PLACES)]
    told += [PlacesHeld(**ids, blocks=list(some)) for some in _split(blocks, MOST_BLOCKS)]
    more: list[Message] = []
    if len(page.registrations) == PAGE:
        more = [command.model_copy(update={"after": page.registrations[-1].pseudonym})]
    else:
        told.append(PlacesHeld(**ids, last=True))
    letters = [Letter(leading.lead, each) for each in (*told, *asked)]
    return Decision(says=(*letters, *more))


def _split(found: Sequence[T], most: int) -> Iterable[Sequence[T]]:
    return (found[start : start + most] for start in range(0, len(found), most))


def _held(registration: Registration, wish: Wish) -> HeldPlace:
    accepted = _accepted(wish)
    return HeldPlace(
        part=wish.part,
        pseudonym=registration.pseudonym,
        number=wish.number,
        version=wish.version,
        status="offered" if accepted else wish.status,
        until=wish.turns[-2].until if accepted else wish.until,
        accepted=accepted,
        size=wish.pence or 1 + len(wish.guests),
        delegate_of=wish.delegate_of,
        slot=wish.slot,
        slots=wish.slots,
        band=wish.band,
        why=wish.why,
    )


def _accepted(wish: Wish) -> bool:
    """Whether the person has said yes to an offer, and the lead that made it has not answered."""
    before = wish.turns[-2] if wish.status == "asked" and len(wish.turns) > 1 else None
    return before is not None and before.status == "offered" and wish.version > 0


def _request(registration: Registration, wish: Wish) -> RequestPlace:
    return RequestPlace(
        event=registration.event,
        part=wish.part,
        pseudonym=registration.pseudonym,
        number=wish.number,
        size=wish.pence or 1 + len(wish.guests),
        delegate_of=wish.delegate_of,
        slots=wish.slots,
        band=wish.band,
    )

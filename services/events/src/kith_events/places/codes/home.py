"""Entry codes at home: a stock for each closed part, from which people are served at once, in the order of asking.

A code is free or with one person, who finds it on their own page. One that comes free is kept for the first who waits
(see `code_offers`). The lead hears of blocks, never of people: a block is asked for at midnight, so that the hour tells
of nobody, and whole unused ones go back when the lead calls.
"""

from datetime import datetime, timedelta
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, refuse
from kith_commons.places.offers import GRACE, lasts_until
from kith_contracts.events.codes import (
    AskForBlock,
    BlockGiven,
    BlocksReturned,
    CallBlocks,
    CallWaiting,
    EndCodeOffer,
    RequestBlock,
)
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import body_of
from kith_events.event.guest import NO_PARTY
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places.codes.stock import Stock, stock_id
from kith_events.places.registration import Registration, Wish, told

FULL: Final = Refusal("waiting-list-full", "Not this time: all codes are taken and the waiting list is full.", "parts")

# States


# What people's wishes do to a stock


def want(at: Circumstances, stock: Stock, registration: str, wish: Wish) -> tuple[Stock, Wish]:
    """A code at once, or a place in the queue."""
    if stock.left > 0 and not stock.queue:
        code, left = stock.draw(at.keyed)
        return left, wish.but(status="granted", entry=code)
    if stock.full:
        return stock, wish.but(status="refused", code=FULL.code, sentence=FULL.sentence)
    return stock.but(queue=(*stock.queue, registration)), wish.but(status="waiting")


def leave(stock: Stock, registration: str, wish: Wish) -> Stock:
    """A code comes back, or the wait for one is over."""
    left = stock.without(registration)
    return left.but(free=(*left.free, wish.entry)) if wish.entry else left


def calls(stock: Stock, now: datetime, *, at_once: bool = False) -> list[CallWaiting]:
    """Who is to be called, now that there are codes for those who wait."""
    turn = stock.queue[: max(0, stock.left)] if stock.goes_on(now) else ()
    return [CallWaiting(stock=stock.stock, registration=each, at_once=at_once) for each in turn]


def to_be_asked(stock: Stock, now: datetime) -> tuple[Stock, tuple[Due, ...]]:
    """Ask for a block at midnight (UTC) if more wait than there are codes. A home without any block never asks."""
    if stock.asked or not stock.blocks or len(stock.queue) <= stock.left:
        return stock, ()
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    return stock.but(asked=True), (Due(midnight, AskForBlock(stock=stock.stock)),)


# Decisions


def receive_block(
    at: Circumstances, fact: BlockGiven, stock: Stock | None, shown: Shown | None, proposal: Proposal | None
) -> Decision:
    """Codes for those who wait, in order, and for those to come. Who asked before our own blocks had come has waited
    for nobody, and is given a code at once.
    """
    id = stock_id(at.keyed, fact.event, fact.part)
    stock = stock or Stock(stock=id, event=fact.event, part=fact.part)
    if fact.block in stock.blocks or fact.block in stock.returned:
        return NOTHING
    codes, come = tuple(fact.codes), len(stock.blocks) + len(stock.returned)
    ours = proposal is not None and come < proposal.terms.blocks_of(at.body, fact.part)
    filled = stock.but(blocks={**stock.blocks, fact.block: codes}, free=(*stock.free, *codes), asked=False)
    filled, due = to_be_asked(filled.agreed(shown, proposal, at.body), at.now)
    return Decision(states=(filled,), says=tuple(calls(filled, at.now, at_once=ours)), due=due)


def call_waiting(
    at: Circumstances, command: CallWaiting, stock: Stock | None, registration: Registration | None
) -> Decision:
    """Offer a code to who waits, or hand it out if there is no time for an offer. Who waits and is in no queue any more
    waits for nothing: we left the event.
    """
    if stock is None:
        return NOTHING
    name = command.registration
    wish = registration.wishes.get(stock.part) if registration else None
    waiting = registration is not None and wish is not None and wish.status in ("waiting", "offered")
    if name not in stock.queue:
        if not (registration and wish and waiting) or name in stock.offers:
            return NOTHING
        over = wish.but(status="refused", code=NO_PARTY.code, sentence=NO_PARTY.sentence, until=None)
        return told([registration.with_wish(over, at.now)])
    if not (registration and wish and waiting):  # forgotten meanwhile: the next one
        left = stock.without(name)
        return Decision(states=(left,), says=tuple(calls(left, at.now)))
    if stock.queue.index(name) >= stock.left or not stock.goes_on(at.now):
        return NOTHING
    left, offered, due = _given(at, stock, wish, command)
    return told([registration.with_wish(offered, at.now)], states=[left], due=due)


def _given(at: Circumstances, stock: Stock, wish: Wish, call: CallWaiting) -> tuple[Stock, Wish, tuple[Due, ...]]:
    """A code that is kept for this one until the time that is agreed, or is theirs at once."""
    name, left = call.registration, stock.without(call.registration)
    until = lasts_until(at.now, stock.hours, stock.starts) if stock.starts and not call.at_once else None
    if until is None:
        code, left = left.draw(at.keyed)
        return left, wish.but(status="granted", entry=code), ()
    over = Due(until + GRACE, EndCodeOffer(stock=stock.stock, registration=name))
    return left.but(offers={**left.offers, name: until}), wish.but(status="offered", until=until), (over,)


def ask_for_block(_at: Circumstances, _command: AskForBlock, stock: Stock | None) -> Decision:
    """Midnight: ask the lead, if somebody still waits."""
    if stock is None or not stock.asked:
        return NOTHING
    if len(stock.queue) <= stock.left:
        return Decision(states=(stock.but(asked=False),))
    return Decision(says=(_request(stock),))


def return_blocks(at: Circumstances, _command: CallBlocks, stock: Stock | None, proposal: Proposal | None) -> Decision:
    """Give back whole unused blocks, once, on the day that we have agreed to, or when we are no party any more; one
    block stays, used or not. Who waits may now have a block of others.
    """
    if stock is None or stock.called:
        return NOTHING
    gone = proposal is not None and proposal.left
    if not gone and not (proposal and _returns(at, proposal)):
        return refuse("return-date-differs", "The day on which unused blocks go back has not come here.", "event")
    whole = stock.unused
    codes = {code for block in whole for code in stock.blocks[block]}
    left = stock.but(
        blocks={block: kept for block, kept in stock.blocks.items() if block not in whole},
        free=tuple(code for code in stock.free if code not in codes),
        returned=(*stock.returned, *whole),
        called=not gone,
    )
    wanting = not gone and bool(left.blocks) and len(left.queue) > left.left
    lead = stock.lead or body_of(stock.event)
    back = [Letter(lead, BlocksReturned(event=stock.event, part=stock.part, blocks=whole))] if whole else []
    return Decision(
        states=(left.but(asked=left.asked or wanting),), says=(*back, *([_request(left)] if wanting else []))
    )


def _returns(at: Circumstances, proposal: Proposal) -> bool:
    """Whether the day has come to which our network has said yes."""
    accepted = proposal.valid_answers(at.body).get("network")
    return accepted is not None and accepted.answer == "accepted" and at.now >= proposal.terms.returns_at


def _request(stock: Stock) -> Letter:
    return Letter(stock.lead or body_of(stock.event), RequestBlock(event=stock.event, part=stock.part))

"""What the books of an event take of an own grant: as long as they do, nothing else says what is spent of it; once all
hosts have accepted them, that is what was spent.
"""

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_contracts.directory.money import MoneyAsked
from kith_contracts.events.grants import GrantUsed
from kith_contracts.message import Refusal
from kith_directory.money.own import OwnMoney, said
from kith_directory.money.pool import find, settled
from kith_directory.shared_networks.network import SharedNetwork


def take_used(at: Circumstances, fact: GrantUsed, home: SharedNetwork | None, own: OwnMoney | None) -> Decision:
    """Keep what the books of an event take; of books that all have accepted, say it to the lead as what was spent."""
    asked = own.asks.get(fact.ask) if own else None
    before = own.used.get(fact.ask) if own else None
    if home is None or own is None or asked is None or (before and before.version >= fact.version):
        return NOTHING
    kept = own.but(used={**own.used, fact.ask: fact})
    spent = _spent(home, asked, fact, at.body)
    over = home.status == "ended" or settled(home.agreed.pool, asked.year)
    if not fact.settled or over or spent == asked.spent:
        return Decision(states=(kept,))
    report = f"Settled with {fact.title}." if spent else ""
    after = asked.model_copy(update={"spent": spent, "report": report, "version": own.version})
    return said(home, kept, after, at.body)


def _spent(home: SharedNetwork, asked: MoneyAsked, fact: GrantUsed, body: str) -> int:
    """Never more than is granted: if an officer has lowered it in the very moment in which another paid from it, this
    body bears the rest itself.
    """
    known = find(home.agreed.pool, body, asked.ask, asked.year)
    most = [asked.pence, *([known.pence] if known else []), *([] if asked.spent is None else [asked.spent])]
    return min(fact.pence, *most)


def bound(own: OwnMoney | None, ask: str) -> Refusal | None:
    """Why neither what is asked for nor what is spent can be said by hand: an event is paid from it."""
    used = own.in_books(ask) if own else None
    if used is None:
        return None
    sentence = f"{used.event} is paid from this: its books say what is spent. Take it back there."
    if used.settled:
        sentence = f"{used.event} was paid from this, and all hosts have accepted its books."
    return Refusal("ask-bound", sentence, "ask")


def open_books(own: OwnMoney, year: int) -> list[str]:
    """The asks of this year of which the books of an event take something, and are not accepted by all."""
    used = [own.in_books(each.ask) for each in own.asks.values() if each.year == year]
    return [each.ask for each in used if each and not each.settled]

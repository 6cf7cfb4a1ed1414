"""What an owner asks for of the money of a shared network, and what it has spent: said at home, and to the lead."""

from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_contracts.directory.money import AskForMoney, MoneyAsked, RecordSpending
from kith_contracts.directory.pool import MOST_ASKS, MoneyAsk
from kith_contracts.message import Refusal, together
from kith_directory.money.books import bound
from kith_directory.money.own import OwnMoney, said
from kith_directory.money.pool import asked, find, settled, unfit
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.takeover import UNKNOWN
from kith_directory.shared_networks.words import SIGNS, money

CLOSED: Final = "The books of that year are closed. Ask under another name, for money of this year."

# Asked for and spent


def ask(at: Circumstances, command: AskForMoney, home: SharedNetwork | None, own: OwnMoney | None) -> Decision:
    """Keep the ask, and tell the lead."""
    if home is None or home.status == "ended":
        return Decision(refusal=UNKNOWN)
    own = own or OwnMoney(network=home.id)
    before = own.asks.get(command.ask)
    year = before.year if before else at.now.year
    wrong = [
        _closed(home, year),
        unfit(home.terms, at.body, command.line, command.pence),
        bound(own, command.ask) or (_fixed(home, at.body, command, before) if before else _full(home, own)),
    ]
    if refusal := together(wrong):
        return Decision(refusal=refusal)
    fields = command.model_dump(include={"subject", "ask", "line", "pence", "what_for"})
    if before and all(getattr(before, name) == value for name, value in fields.items()):
        return NOTHING
    return said(home, own, MoneyAsked(**fields, year=year, version=own.version), at.body)


def record(at: Circumstances, command: RecordSpending, home: SharedNetwork | None, own: OwnMoney | None) -> Decision:
    """Keep what was spent of a grant, and tell the lead: the rest goes back to its line."""
    if home is None or home.status == "ended":
        return Decision(refusal=UNKNOWN)
    before = own.asks.get(command.ask) if own else None
    if own is None or before is None:
        return Decision(refusal=Refusal("ask-unknown", "You have asked for nothing under this name.", "ask"))
    known = find(home.agreed.pool, at.body, before.ask, before.year)
    wrong = [
        _closed(home, before.year),
        bound(own, command.ask) or _not_to_spend(home, command, before, known),
        _unsaid(command),
    ]
    if refusal := together(wrong):
        return Decision(refusal=refusal)
    after = before.model_copy(update={"spent": command.pence, "report": command.report})
    return NOTHING if after == before else said(home, own, after.model_copy(update={"version": own.version}), at.body)


def _closed(home: SharedNetwork, year: int) -> Refusal | None:
    pool = home.agreed.pool
    if settled(pool, year):
        return Refusal("year-settled", CLOSED, "ask")
    if asked(pool, year):
        sentence = f"All owners are being asked about the account of {year}. Object to it, if something is missing."
        return Refusal("year-asked", sentence, "ask")
    return None


def _full(home: SharedNetwork, own: OwnMoney) -> Refusal | None:
    """So many at once that others could not ask any more."""
    most = MOST_ASKS // len(home.terms.parties)
    here = sum(1 for each in own.asks.values() if not settled(home.agreed.pool, each.year - 1))
    if here < most:
        return None
    return Refusal("too-many-asks", f"You have asked {here} times. Wait until the books of a year are closed.", "ask")


def _fixed(home: SharedNetwork, body: str, command: AskForMoney, before: MoneyAsked) -> Refusal | None:
    """What is granted can be lowered only, and what is spent stays."""
    known = find(home.agreed.pool, body, before.ask, before.year)
    if before.spent is not None:
        return Refusal("ask-over", "You have said what was spent of this. Ask under another name.", "ask")
    if known is None or known.status not in ("reserved", "granted"):
        return None
    more, sign = command.pence > min(known.pence, before.pence), SIGNS[home.terms.currency]
    sentence = f"{money(sign, known.pence)} of {known.line} are granted. Ask for more under another name."
    return together(
        Refusal("ask-granted", sentence, field)
        for field, wrong in (("line", command.line != known.line), ("pence", more))
        if wrong
    )


def _not_to_spend(
    home: SharedNetwork, command: RecordSpending, before: MoneyAsked, known: MoneyAsk | None
) -> Refusal | None:
    sign = SIGNS[home.terms.currency]
    if before.spent is not None:
        most, sentence = before.spent, "You have said that {} were spent. Ask for more under another name."
    elif known and known.status == "granted":
        most, sentence = min(known.pence, before.pence), "{} were granted. Ask for more under another name."
    elif command.pence:
        return Refusal("not-granted", "This is not granted yet. Say what was spent when it is.", "ask")
    else:
        return None
    if command.pence <= most:
        return None
    return Refusal("spent-above-grant", sentence.format(money(sign, most)), "pence")


def _unsaid(command: RecordSpending) -> Refusal | None:
    if command.report or not command.pence:
        return None
    return Refusal("report-missing", "Say in a sentence or two what came of it.", "report")

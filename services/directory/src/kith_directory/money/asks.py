"""What an owner asks for of the money of a shared network, and what it has spent: said at home, and to the lead."""

from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_contracts.directory.money import AskForMoney, MoneyAsked, RecordSpending, YearAnswered
from kith_contracts.directory.pool import MOST_ASKS, MoneyAsk, Pool
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.words import FullName
from kith_directory.money.pool import asked, find, settled, unfit
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.takeover import UNKNOWN
from kith_directory.shared_networks.words import SIGNS, money

CLOSED: Final = "The books of that year are closed. Ask under another name, for money of this year."
KEPT_ASKS: Final = 1000
"""Asks of an owner that it keeps."""

# States


class OwnMoney(State):
    """What this body has asked for in a shared network and spent, and what it has said to the last account."""

    kind: ClassVar[str] = "own-money"
    network: FullName
    asks: dict[str, MoneyAsked] = {}  # noqa: RUF012 - pydantic copies it
    answer: YearAnswered | None = None

    @property
    def id(self) -> str:
        return self.network

    @property
    def version(self) -> int:
        """Of what it says next."""
        return 1 + max((each.version for each in self.asks.values()), default=0)


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
        _fixed(home, at.body, command, before) if before else _full(home, own),
    ]
    if refusal := together(wrong):
        return Decision(refusal=refusal)
    said = command.model_dump(include={"subject", "ask", "line", "pence", "what_for"})
    if before and all(getattr(before, name) == value for name, value in said.items()):
        return NOTHING
    return _said(home, own, MoneyAsked(**said, year=year, version=own.version))


def record(at: Circumstances, command: RecordSpending, home: SharedNetwork | None, own: OwnMoney | None) -> Decision:
    """Keep what was spent of a grant, and tell the lead: the rest goes back to its line."""
    if home is None or home.status == "ended":
        return Decision(refusal=UNKNOWN)
    before = own.asks.get(command.ask) if own else None
    if own is None or before is None:
        return Decision(refusal=Refusal("ask-unknown", "You have asked for nothing under this name.", "ask"))
    known = find(home.agreed.pool, at.body, before.ask, before.year)
    wrong = [_closed(home, before.year), _not_to_spend(home, command, before, known), _unsaid(command)]
    if refusal := together(wrong):
        return Decision(refusal=refusal)
    after = before.model_copy(update={"spent": command.pence, "report": command.report})
    return NOTHING if after == before else _said(home, own, after.model_copy(update={"version": own.version}))


def _said(home: SharedNetwork, own: OwnMoney, fact: MoneyAsked) -> Decision:
    kept = dict(list({**own.asks, fact.ask: fact}.items())[-KEPT_ASKS:])
    return Decision(states=(own.but(asks=kept),), says=(Letter(home.lead, fact),))


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


def unheard(pool: Pool, own: OwnMoney, body: str) -> list[MoneyAsked]:
    """What the lead does not know of the asks of years that are open."""
    return [each for each in own.asks.values() if not settled(pool, each.year) and _newer(pool, each, body)]


def _newer(pool: Pool, said: MoneyAsked, body: str) -> bool:
    known = find(pool, body, said.ask, said.year)
    return known is None or known.version < said.version

"""What an owner keeps of its money in a shared network: what it has asked for and spent, and what its other services
know of that.
"""

from typing import ClassVar, Final

from kith_chassis.decision import Decision, State
from kith_contracts.directory.money import GrantStatus, GrantUpdated, MoneyAsked, YearAnswered
from kith_contracts.directory.pool import Pool
from kith_contracts.events.grants import GrantUsed
from kith_contracts.message import Letter
from kith_contracts.words import FullName
from kith_directory.money.pool import find, settled
from kith_directory.shared_networks.network import SharedNetwork

KEPT_ASKS: Final = 1000
"""Asks of an owner that it keeps."""

# States


class OwnMoney(State):
    """What this body has asked for in a shared network and spent, and what it has said to the last account."""

    kind: ClassVar[str] = "own-money"
    network: FullName
    asks: dict[str, MoneyAsked] = {}  # noqa: RUF012 - pydantic copies it
    answer: YearAnswered | None = None
    told: dict[str, GrantUpdated] = {}  # noqa: RUF012 - the same
    """By ask: how it stands, as the other services of this body were told last."""
    used: dict[str, GrantUsed] = {}  # noqa: RUF012 - the same
    """By ask: what the books of an event take of it."""

    @property
    def id(self) -> str:
        return self.network

    @property
    def version(self) -> int:
        """Of what it says next."""
        return 1 + max((each.version for each in self.asks.values()), default=0)

    def in_books(self, ask: str) -> GrantUsed | None:
        """What the books of an event take of this ask, if they take something of it, or have done so for good."""
        used = self.used.get(ask)
        return used if used and (used.pence or used.settled) else None


# What the lead does not know


def said(home: SharedNetwork, own: OwnMoney, fact: MoneyAsked, body: str) -> Decision:
    """Keep what this body says of an ask, and tell the lead and the other services of this body."""
    asks = dict(list({**own.asks, fact.ask: fact}.items())[-KEPT_ASKS:])
    kept, told = telling(home, own.but(asks=asks), body)
    return Decision(states=(kept,), says=(Letter(home.lead, fact), *told))


def unheard(pool: Pool, own: OwnMoney, body: str) -> list[MoneyAsked]:
    """What the lead does not know of the asks of years that are open."""
    return [each for each in own.asks.values() if not settled(pool, each.year) and _newer(pool, each, body)]


def _newer(pool: Pool, asked: MoneyAsked, body: str) -> bool:
    known = find(pool, body, asked.ask, asked.year)
    return known is None or known.version < asked.version


# What the other services of this body know


def telling(home: SharedNetwork, own: OwnMoney, body: str) -> tuple[OwnMoney, tuple[GrantUpdated, ...]]:
    """What they are told of own asks that stand otherwise now than they know, and with it what this body keeps."""
    facts = []
    for asked in own.asks.values():
        before, now = own.told.get(asked.ask), _as_it_stands(home, asked, body)
        if before is None or now != before.model_copy(update={"version": 1}):
            facts.append(now.model_copy(update={"version": before.version + 1 if before else 1}))
    known = {ask: each for ask, each in own.told.items() if ask in own.asks}
    return own.but(told={**known, **{each.ask: each for each in facts}}), tuple(facts)


def _as_it_stands(home: SharedNetwork, asked: MoneyAsked, body: str) -> GrantUpdated:
    status, pence = _standing(home, asked, body)
    return GrantUpdated(
        network=home.id,
        ask=asked.ask,
        line=asked.line,
        pence=pence,
        currency=home.terms.currency,
        status=status,
        version=1,
    )


def _standing(home: SharedNetwork, asked: MoneyAsked, body: str) -> tuple[GrantStatus, int]:
    """By the newest word of the lead, and what this body has said since."""
    known = find(home.agreed.pool, body, asked.ask, asked.year)
    if asked.spent is not None:
        return "spent", asked.spent
    if home.status == "ended" or settled(home.agreed.pool, asked.year) or (known and known.status == "spent"):
        return "spent", known.spent or 0 if known else 0
    if known and known.status == "granted":
        return "granted", min(known.pence, asked.pence)
    if known and known.status == "refused" and known.version >= asked.version:
        return "refused", asked.pence
    return "waiting", asked.pence

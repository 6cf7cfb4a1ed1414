"""Money of a network's budget that pays for an event: what was granted to this body, and what its books take of it.

A grant pays for one event. The directory knows the network's money and grants; here it is decided what costs may name.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_contracts.directory.money import GrantUpdated
from kith_contracts.events.grants import GrantUsed
from kith_contracts.events.settlement import RecordCost
from kith_contracts.message import Refusal, together
from kith_contracts.renewal import said
from kith_contracts.words import BodySlug, EventName
from kith_events.event.words import SIGNS, money

MISSING: Final = "Say which network's money it is, and which ask of yours was granted."
CHANGED: Final = "A network's budget pays for this. Name that network to change it, or first to take it back (0 pence)."
UNWANTED: Final = "Only what is paid from a line names a network and an ask."

# States


class Grant(BaseModel):
    """An ask of this body, as its directory has told it, and what the books of an event take of it."""

    model_config = ConfigDict(frozen=True)
    told: GrantUpdated
    event: EventName | None = None
    """Which one it pays for; None as long as no books take anything of it."""
    pence: int = 0
    settled: bool = False
    """Whether all hosts have accepted these books."""
    version: int = 0
    """Of what the directory was told last; 0 if nothing."""

    @property
    def name(self) -> str:
        return f"{self.told.network}/{self.told.ask}"

    @property
    def over(self) -> bool:
        """Whether it can be forgotten: nothing can be paid from it, and the directory was told nothing."""
        return self.told.status in ("spent", "refused") and not self.version

    def used(self, event: str, title: str, pence: int, *, settled: bool = False) -> tuple["Grant", GrantUsed | None]:
        """With what the books of this event take of it now, and what the directory is told of that."""
        after = self.model_copy(update={"event": event if pence or settled else None, "pence": pence})
        after = after.model_copy(update={"settled": settled})
        if after == self:
            return self, None
        after = after.model_copy(update={"version": self.version + 1})
        fact = GrantUsed(
            network=self.told.network,
            ask=self.told.ask,
            event=event,
            title=title,
            pence=pence,
            settled=settled,
            version=after.version,
        )
        return after, fact


class Grants(State):
    """All that networks have granted to this body, or may yet. One state: so what costs of several events take of a
    grant is decided one after the other.
    """

    kind: ClassVar[str] = "grants"
    body: BodySlug
    grants: dict[str, Grant] = {}  # noqa: RUF012 - pydantic copies it
    """By network and ask."""

    @property
    def id(self) -> str:
        return self.body


# Decisions


def hear_grant(at: Circumstances, fact: GrantUpdated, grants: Grants | None) -> Decision:
    """Keep the newest of an ask; what is over, and has paid for nothing, is forgotten."""
    grants = grants or Grants(body=at.body)
    name = f"{fact.network}/{fact.ask}"
    before = grants.grants.get(name)
    if before and before.told.version >= fact.version:
        return NOTHING
    after = before.model_copy(update={"told": fact}) if before else Grant(told=fact)
    kept = {**grants.grants, name: after}
    return Decision(states=(grants.but(grants={key: each for key, each in kept.items() if not each.over}),))


def named(command: RecordCost, form: str, before: str | None) -> str | Refusal | None:
    """Of which grant it is paid, by network and ask; None for other forms. An ask that is left out is as `before`.
    The network may not: by it the node knows who may speak for its money.
    """
    given = {name: value for name, value in said(command).items() if name in ("network", "ask")}
    network, _, ask = (before or "").rpartition("/")
    if before and command.network != network:
        return Refusal("grant-missing", CHANGED, "network")
    if form != "line":
        refusals = [Refusal("grant-unwanted", UNWANTED, name) for name, value in given.items() if value]
        return together(refusals)
    whole = {"network": network, "ask": ask, **given}
    missing = [Refusal("grant-missing", MISSING, name) for name, value in whole.items() if not value]
    return together(missing) or f"{whole['network']}/{whole['ask']}"


def unpayable(event: str, currency: str, before: Grant | None, pence: int) -> Refusal | None:
    """All that keeps the books of this event from taking so much of a grant, with what they take of it already. What
    they take can always be lowered.
    """
    if before is None:
        return Refusal("grant-unknown", "You have no such ask in a network that you own with others.", "ask")
    if pence <= (before.pence if before.event == event else 0):
        return None
    return together(_unpayable(event, currency, before, pence))


def _unpayable(event: str, currency: str, before: Grant, pence: int) -> Iterator[Refusal]:
    told = before.told
    if before.event not in (None, event):
        yield Refusal("grant-elsewhere", f"It pays for {before.event}. Ask for more under another name.", "ask")
    if told.status == "spent":
        yield Refusal("ask-over", "What was spent of it is said already. Ask under another name.", "ask")
    elif told.status != "granted":
        yield Refusal("not-granted", "The network has not granted this. Ask, or wait until it is granted.", "ask")
    if told.currency != currency:
        sentence = f"The network's money is in {told.currency}, and the agreement in {currency}."
        yield Refusal("currency-differs", sentence, "ask")
    if told.status == "granted" and pence > told.pence:
        whole, taken = money(SIGNS[told.currency], told.pence), money(SIGNS[told.currency], pence)
        sentence = f"{whole} are granted, and with this the books would take {taken}. Pay the rest in another form."
        yield Refusal("spent-above-grant", sentence, "pence")


def taking(
    grants: Grants, event: str, title: str, sums: Mapping[str, int], *, settled: bool = False
) -> tuple[Grants, tuple[GrantUsed, ...]]:
    """With what the books of this event take of these grants now, and what the directory is told of that."""
    kept, facts = dict(grants.grants), []
    for name, pence in sums.items():
        if name in kept and not kept[name].settled and kept[name].event in (None, event):
            kept[name], fact = kept[name].used(event, title, pence, settled=settled)
            facts += [fact] if fact else []
    return grants.but(grants=kept), tuple(facts)

"""What the lead keeps of people's actions until the account: a tick for each that may be counted, under a pseudonym."""

from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, Views
from kith_contracts.events.actions import ActionTicked, DropTicks
from kith_contracts.events.outcomes import PublishOutcome
from kith_events.actions.outcome import Outcome, Tick
from kith_events.event.erasure import Erased
from kith_events.event.lead import JointEvent

PAGE: Final = 500
MOST: Final = 5_000
"""Ticks of one event that are counted."""

# States


class TickCount(State):
    """How many actions of an event are counted, so that nobody fills the lead's database."""

    kind: ClassVar[str] = "tick-count"
    event: str
    ticks: int = 0

    @property
    def id(self) -> str:
        return self.event


# Decisions


async def counted(views: Views, command: PublishOutcome, _at: Circumstances) -> list[Tick]:
    """All ticks of an event whose account is due, or that is called off."""
    found: list[Tick] = []
    under = f"{command.event}/"
    while command.account:
        page = await views.page(Tick, under, found[-1].id if found else "", PAGE)
        found += page
        if len(page) < PAGE:
            break
    return found


def take_tick(
    at: Circumstances,
    fact: ActionTicked,
    *,
    event: JointEvent | None,
    outcome: Outcome | None,
    tick: Tick | None,
    erased: Erased | None,
    count: TickCount | None,
) -> Decision:
    """Count it, or stop counting it. What is erased, comes after the account, or is one too many, is ignored."""
    if event is None or event.published is None or event.agreement.stage == "withdrawn":
        return NOTHING
    if at.sender not in event.parties or erased:
        return NOTHING
    count = count or TickCount(event=fact.event)
    if (tick and (tick.body != at.sender or tick.version >= fact.version)) or (outcome and outcome.published.people):
        return NOTHING
    if fact.status == "withdrawn" and tick:
        return Decision(states=(count.but(ticks=count.ticks - 1),), forgets=(Tick.at(tick.id),))
    if tick is None and (fact.status == "withdrawn" or count.ticks >= MOST):
        return NOTHING
    kept = {name: getattr(fact, name) for name in ("event", "action", "status", "shared", "version")}
    more = () if tick else (count.but(ticks=count.ticks + 1),)
    return Decision(states=(Tick(body=at.sender, **kept), *more))


def drop_ticks(_at: Circumstances, _command: DropTicks, ticks: tuple[Tick, ...]) -> Decision:
    """They are counted; of single actions nothing is kept."""
    return Decision(forgets=tuple(Tick.at(each.id) for each in ticks))

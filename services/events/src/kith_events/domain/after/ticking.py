"""What the lead keeps of people's actions until the account: a tick for each that may be counted, under a pseudonym."""

from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Views
from kith_contracts.actions import ActionTicked, DropTicks
from kith_contracts.outcomes import PublishOutcome
from kith_events.domain.after.outcomes import Outcome, Tick
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.seats.places import Erased

PAGE: Final = 500
MOST: Final = 5_000
"""Ticks of one event that are counted."""

# Decisions


async def counted(views: Views, command: PublishOutcome, _at: Circumstances) -> list[Tick]:
    """All ticks of an event whose account is due."""
    found: list[Tick] = []
    under = f"{command.event}/"
    while command.account and len(found) < MOST:
        page = await views.page(Tick, under, found[-1].id if found else "", PAGE)
        found += page
        if len(page) < PAGE:
            break
    return found


def take_tick(  # noqa: PLR0917 - what it reads
    at: Circumstances,
    fact: ActionTicked,
    event: JointEvent | None,
    outcome: Outcome | None,
    tick: Tick | None,
    erased: Erased | None,
) -> Decision:
    """Count it, or count it no more. What is erased, or comes after the account, is not heard."""
    if event is None or event.published is None or at.sender not in event.parties or erased:
        return NOTHING
    if (tick and (tick.body != at.sender or tick.version >= fact.version)) or (outcome and outcome.published.people):
        return NOTHING
    if fact.status == "withdrawn":
        return Decision(forgets=(Tick.at(tick.id),)) if tick else NOTHING
    kept = {name: getattr(fact, name) for name in ("event", "action", "status", "shared", "version")}
    return Decision(states=(Tick(body=at.sender, **kept),))


def drop_ticks(_at: Circumstances, _command: DropTicks, *ticks: Tick | None) -> Decision:
    """They are counted; of single actions nothing is kept."""
    return Decision(forgets=tuple(Tick.at(each.id) for each in ticks if each))

"""What came of an event, for everyone: rounded figures, what its organisations did, and from day 28 its people.

Figures of people are made once and stay, and all of them go through `kith_commons.figures`.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State
from kith_commons.actions import ACCOUNT, morning
from kith_commons.figures import Cells, shown, tables
from kith_commons.formats.zones import zone_of
from kith_contracts.events.actions import ActionStatus, BodyActionSaid, DropTicks
from kith_contracts.events.outcomes import OutcomePublished, PartFigure, PeoplesAccount, PublishOutcome
from kith_contracts.message import Message
from kith_events.actions.bodies import Promises, kept_at_lead
from kith_events.actions.home import days_of
from kith_events.event.lead import JointEvent

MOST_SHARED: Final = 200
AT_ONCE: Final = 500

# States


class Outcome(State):
    """What the lead has told everyone of an event that is over."""

    kind: ClassVar[str] = "outcome"
    published: OutcomePublished

    @property
    def id(self) -> str:
        return self.published.event


class ShownOutcome(State):
    """The same of any event, as its lead publishes it."""

    kind: ClassVar[str] = "shown-outcome"
    folded: ClassVar[bool] = True
    published: OutcomePublished

    @property
    def id(self) -> str:
        return self.published.event


class Tick(State):
    """One action that is counted, and what became of it."""

    kind: ClassVar[str] = "tick"
    event: str
    action: str
    body: str
    status: ActionStatus
    shared: str
    version: int

    @property
    def id(self) -> str:
        return f"{self.event}/{self.action}"


# Decisions


def publish_outcome(
    at: Circumstances,
    command: PublishOutcome,
    *,
    event: JointEvent | None,
    outcome: Outcome | None,
    promises: Promises | None,
    ticks: Sequence[Tick],
) -> Decision:
    """First the card, when the event is over; on the morning of day 28 the account, once. Neither, where it is called
    off.
    """
    if event is None or event.agreement.stage not in ("ended", "withdrawn"):
        return NOTHING
    if event.agreement.stage == "withdrawn":
        return Decision(says=_drops(command, ticks))
    if not command.account:
        return NOTHING if outcome else _card(at, event, promises)
    if outcome is None or outcome.published.people:
        return NOTHING
    if at.now < (when := _account_day(event, at)):
        return Decision(due=(Due(when, command),))
    shared = sorted({tick.shared for tick in ticks if tick.shared})[:MOST_SHARED]
    told = _told(outcome, people=account(ticks), shared=shared)
    return told._replace(says=(*told.says, *_drops(command, ticks)))


def _card(at: Circumstances, event: JointEvent, promises: Promises | None) -> Decision:
    card = OutcomePublished(
        event=event.event,
        places=[PartFigure(part=part, places=shown(allotment.granted)) for part, allotment in event.rooms.items()],
        bodies=promises.shown if promises else [],
        version=1,
    )
    due = Due(max(_account_day(event, at), at.now), PublishOutcome(event=event.event, account=True))
    return Decision(states=(Outcome(published=card),), says=(card,), due=(due,))


def _account_day(event: JointEvent, at: Circumstances) -> datetime:
    last_day, _ = days_of(event.terms.plan, at.now)
    return morning(last_day, ACCOUNT, zone_of(event.terms.plan.zone))


def take_action(
    at: Circumstances,
    fact: BodyActionSaid,
    event: JointEvent | None,
    outcome: Outcome | None,
    promises: Promises | None,
) -> Decision:
    """An organisation has said or answered something: its partners hear it, and when the event is over, everyone."""
    kept = kept_at_lead(at, fact, event, promises)
    if kept is None:
        return NOTHING
    changed, letters = kept
    told = NOTHING if outcome is None else _told(outcome, bodies=changed.shown)
    return Decision(states=(*told.states, changed), says=(*letters, *told.says))


def show_outcome(_at: Circumstances, fact: OutcomePublished, known: ShownOutcome | None) -> Decision:
    """Keep the newest."""
    if known and known.published.version >= fact.version:
        return NOTHING
    return Decision(states=(ShownOutcome(published=fact),))


def _told(outcome: Outcome, **changes: object) -> Decision:
    fact = outcome.published.model_copy(update={**changes, "version": outcome.published.version + 1})
    return Decision(states=(outcome.but(published=fact),), says=(fact,))


def _drops(command: PublishOutcome, ticks: Sequence[Tick]) -> tuple[Message, ...]:
    """Of single actions nothing is kept."""
    return tuple(
        DropTicks(event=command.event, actions=[tick.action for tick in ticks[start : start + AT_ONCE]])
        for start in range(0, len(ticks), AT_ONCE)
    )


def account(ticks: Sequence[Tick]) -> PeoplesAccount:
    """Suppressed and rounded: who has done it and who has not are a whole."""
    said = Counter(tick.body for tick in ticks)
    done = Counter(tick.body for tick in ticks if tick.status == "done")
    by_body = [{"done": done[body], "rest": said[body] - done[body]} for body in said]
    cells = Cells({"done": done.total(), "rest": said.total() - done.total()}, of=by_body)
    told, (parts,) = tables(said.total(), [cells], of=list(said.values()))
    return PeoplesAccount(said=told, done=parts["done"])

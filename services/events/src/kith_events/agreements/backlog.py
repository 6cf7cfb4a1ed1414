"""How much another body may ask of us at once: its proposals that wait for an answer here, in number and in bytes."""

from datetime import timedelta
from typing import ClassVar, Final

from kith_chassis.decision import Circumstances, Decision, State
from kith_contracts.events.agreements import AgreementAnswered, AgreementProposed, StandingChanged
from kith_contracts.message import Letter
from kith_contracts.words import Moment, Section, body_of
from kith_events.agreements import party
from kith_events.event.party import Proposal

MOST: Final = 100
"""Proposals of one body that wait for an answer."""
MOST_BYTES: Final = 1_000_000
"""Of all of them together, as JSON."""
AT_LEAST: Final = timedelta(days=30)
FULL: Final = (
    "Too many proposals of yours wait for an answer here, or too long ones, and this one was not kept. "
    "Propose it again when some are answered."
)

# States


class Waiting(Section):
    """One that waits: how long it is, when it came, and until when it counts."""

    bytes: int
    came: Moment
    until: Moment


class Backlog(State):
    """The proposals of one body that wait here."""

    kind: ClassVar[str] = "backlog"
    body: str
    waiting: dict[str, Waiting] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.body

    def with_room(self) -> bool:
        return len(self.waiting) <= MOST and sum(each.bytes for each in self.waiting.values()) <= MOST_BYTES


# Decisions


def received(at: Circumstances, fact: AgreementProposed, decision: Decision, backlog: Backlog | None) -> Decision:
    """What was decided on a proposal, if there is room for it; else its lead hears that there is none."""
    after = _after(at, decision, backlog)
    if after is None:
        return decision
    if fact.event in after.waiting and not after.with_room():
        told = AgreementAnswered(event=fact.event, hash=fact.hash, on_behalf="body", answer="declined", note=FULL)
        return Decision(says=(Letter(at.sender, told),))
    return decision._replace(states=(*decision.states, after))


def take_standing(
    at: Circumstances, fact: StandingChanged, proposal: Proposal | None, backlog: Backlog | None
) -> Decision:
    """How a proposal stands by its lead's newest word: one that is over waits no longer, after a month."""
    return recounted(at, party.take_standing(at, fact, proposal), backlog)


def recounted(at: Circumstances, decision: Decision, backlog: Backlog | None) -> Decision:
    """What was decided on a proposal that is here, which may wait no longer."""
    after = _after(at, decision, backlog)
    return decision if after is None else decision._replace(states=(*decision.states, after))


def _after(at: Circumstances, decision: Decision, backlog: Backlog | None) -> Backlog | None:
    """The backlog that comes of it; None if that is none or the same."""
    now = next((each for each in decision.states if isinstance(each, Proposal)), None)
    if now is None or body_of(now.event) == at.body:
        return None
    before = backlog or Backlog(body=body_of(now.event))
    waiting = {event: each for event, each in before.waiting.items() if each.until > at.now and event != now.event}
    if not (now.leaving or now.standing(at.body)):
        waiting[now.event] = _waiting(now, before.waiting.get(now.event), at.now)
    return None if waiting == before.waiting else before.but(waiting=waiting)


def _waiting(now: Proposal, before: Waiting | None, when: Moment) -> Waiting:
    """It counts until the event is over; and a month from when it came, whatever its lead says of it meanwhile."""
    came = before.came if before else when
    over = now.left or now.status in ("withdrawn", "ended")
    month = came + AT_LEAST
    until = month if over else max(month, now.terms.plan.ends)
    return Waiting(bytes=len(now.terms.model_dump_json().encode()), came=came, until=until)

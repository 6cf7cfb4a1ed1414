"""How much another body may ask of us at once: its proposals that wait for an answer here, in number and in bytes."""

from typing import ClassVar

from kith_chassis.decision import Circumstances, Decision, State
from kith_commons.agreement.backlog import FULL, Waiting, has_room, waiting_after
from kith_contracts.events.agreements import AgreementAnswered, AgreementProposed, AgreementStatusChanged
from kith_contracts.message import Letter
from kith_events.agreements import party
from kith_events.event.in_force import AgreedEvent
from kith_events.event.party import Proposal

# States


class Backlog(State):
    """The proposals of one body that wait here."""

    kind: ClassVar[str] = "backlog"
    body: str
    waiting: dict[str, Waiting] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.body


# Decisions


def received(at: Circumstances, fact: AgreementProposed, decision: Decision, backlog: Backlog | None) -> Decision:
    """What was decided on a proposal, if there is room for it; else its lead hears that there is none."""
    after = _after(at, decision, backlog)
    if after is None:
        return decision
    if fact.subject in after.waiting and not has_room(after.waiting):
        told = AgreementAnswered(subject=fact.subject, hash=fact.hash, on_behalf="body", answer="declined", note=FULL)
        return Decision(says=(Letter(at.sender, told),))
    return decision._replace(states=(*decision.states, after))


def take_status(
    at: Circumstances,
    fact: AgreementStatusChanged,
    proposal: Proposal | None,
    home: AgreedEvent | None,
    backlog: Backlog | None,
) -> Decision:
    """How a proposal stands by its lead's newest word: one that is over waits no longer, after a month."""
    return recounted(at, party.take_status(at, fact, proposal, home), backlog)


def recounted(at: Circumstances, decision: Decision, backlog: Backlog | None) -> Decision:
    """What was decided on a proposal that is here, which may wait no longer."""
    after = _after(at, decision, backlog)
    return decision if after is None else decision._replace(states=(*decision.states, after))


def _after(at: Circumstances, decision: Decision, backlog: Backlog | None) -> Backlog | None:
    """The backlog that comes of it; None if that is none or the same."""
    now = next((each for each in decision.states if isinstance(each, Proposal)), None)
    if now is None or now.terms.led_by == at.body:
        return None
    if at.sender == at.body and now.terms.succession:
        return None  # what waits is counted by whoever leads, of whom our own commands do not tell
    before = backlog or Backlog(body=now.terms.led_by)
    waiting = waiting_after(before.waiting, now, at.body, at.now)
    return None if waiting == before.waiting else before.but(waiting=waiting)

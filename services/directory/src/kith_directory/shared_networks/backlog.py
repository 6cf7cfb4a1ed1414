"""How much another body may ask of us at once: its proposed networks that wait for an answer, in number and bytes."""

from typing import ClassVar

from kith_chassis.decision import Circumstances, Decision, State
from kith_commons.agreement.backlog import FULL, Waiting, has_room, waiting_after
from kith_contracts.directory.agreements import NetworkAgreementAnswered, NetworkAgreementProposed
from kith_contracts.message import Letter
from kith_directory.shared_networks.network import OfferedNetwork

# States


class NetworkBacklog(State):
    """The networks that one body proposed, and that wait here."""

    kind: ClassVar[str] = "network-backlog"
    body: str
    waiting: dict[str, Waiting] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.body


# Decisions


def counted(at: Circumstances, decision: Decision, backlog: NetworkBacklog | None) -> Decision:
    """What was decided on a proposal, with how many wait then."""
    now = next((each for each in decision.states if isinstance(each, OfferedNetwork)), None)
    if now is None or now.terms.led_by == at.body:
        return decision
    before = backlog or NetworkBacklog(body=now.terms.led_by)
    waiting = waiting_after(before.waiting, now, at.body, at.now)
    if waiting == before.waiting:
        return decision
    return decision._replace(states=(*decision.states, before.but(waiting=waiting)))


def with_room(
    at: Circumstances, fact: NetworkAgreementProposed, decision: Decision, backlog: NetworkBacklog | None
) -> Decision:
    """The same, if there is room for it; else its lead hears that there is none."""
    after = counted(at, decision, backlog)
    kept = next((each for each in after.states if isinstance(each, NetworkBacklog)), None)
    if kept is None or fact.subject not in kept.waiting or has_room(kept.waiting):
        return after
    told = NetworkAgreementAnswered(
        subject=fact.subject, hash=fact.hash, on_behalf="body", answer="declined", note=FULL
    )
    return Decision(says=(Letter(at.sender, told),))

"""The texts that a party has received, each by its version, so that any two can be laid side by side."""

from typing import ClassVar

from kith_chassis.decision import Circumstances, Decision, State
from kith_contracts.agreements import AgreementTerms
from kith_contracts.events import AgreementProposed
from kith_events.domain import party
from kith_events.domain.party import Proposal

# States


class Text(State):
    """One version of the text, as the lead proposed it to us. Guarded by the proposal, with which it is written."""

    kind: ClassVar[str] = "text"
    guarded: ClassVar[bool] = True
    event: str
    terms: AgreementTerms
    hash: str

    @property
    def id(self) -> str:
        return text_id(self.event, self.terms.version)


def text_id(event: str, version: int) -> str:
    return f"{event}/{version}"


# Decisions


def receive(at: Circumstances, fact: AgreementProposed, proposal: Proposal | None) -> Decision:
    """Take the text in, and keep it beside the earlier ones."""
    received = party.receive(at, fact, proposal)
    if not received.states:
        return received
    text = Text(event=fact.event, terms=fact.terms, hash=fact.hash)
    return received._replace(states=(*received.states, text))

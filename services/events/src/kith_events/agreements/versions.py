"""The texts that a party has received, each by its version, so that any two can be laid side by side."""

from typing import ClassVar, Final

from kith_chassis.decision import Circumstances, Decision, Ref, State
from kith_contracts.events.agreements import AgreementProposed
from kith_contracts.events.terms import EventTerms
from kith_events.agreements import backlog, party
from kith_events.agreements.backlog import Backlog
from kith_events.event.party import Proposal

KEPT: Final = 50
"""Texts of an agreement that are kept: no lead fills our database."""

# States


class Text(State):
    """One version of the text, as the lead proposed it to us. Guarded by the proposal, with which it is written."""

    kind: ClassVar[str] = "text"
    guarded: ClassVar[bool] = True
    terms: EventTerms
    hash: str

    @property
    def id(self) -> str:
        return text_at(self.terms.subject, self.terms.version).id


def text_at(event: str, version: int) -> Ref:
    """Where this version is, or was: the one that comes so many later takes its place."""
    return Text.at(event, str(version % KEPT))


# Decisions


def receive(at: Circumstances, fact: AgreementProposed, proposal: Proposal | None, waiting: Backlog | None) -> Decision:
    """Take the text in, if there is room for it, and keep it beside the earlier ones."""
    received = backlog.received(at, fact, party.receive(at, fact, proposal), waiting)
    if not received.states:
        return received
    text = Text(terms=fact.terms, hash=fact.hash)
    return received._replace(states=(*received.states, text))

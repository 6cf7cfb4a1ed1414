"""The texts on events that this body has received, so that any two versions can be laid side by side."""

from kith_chassis.decision import Circumstances, Decision, Ref, State
from kith_commons.agreement.versions import KEPT, KeptText, place
from kith_contracts.events.agreements import AgreementProposed
from kith_contracts.events.terms import EventTerms
from kith_events.agreements import backlog, party
from kith_events.agreements.backlog import Backlog
from kith_events.event.party import Proposal

__all__ = ["KEPT", "Text", "receive", "text_at"]

# States


class Text(KeptText[EventTerms], State):
    """One version of the text on an event. Guarded by the proposal, with which it is written."""


def text_at(event: str, version: int) -> Ref:
    """Where this version is, or was."""
    return Text.at(event, place(version))


# Decisions


def receive(at: Circumstances, fact: AgreementProposed, proposal: Proposal | None, waiting: Backlog | None) -> Decision:
    """Take the text in, if there is room for it, and keep it beside the earlier ones."""
    received = backlog.received(at, fact, party.receive(at, fact, proposal), waiting)
    if not received.states:
        return received
    text = Text(terms=fact.terms, hash=fact.hash)
    return received._replace(states=(*received.states, text))

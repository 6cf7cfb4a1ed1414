"""One command to take part no longer: a party leaves, the lead calls the event off."""

from kith_chassis.decision import Circumstances, Decision
from kith_contracts.events.agreements import WithdrawAgreement
from kith_contracts.words import body_of
from kith_events.agreements import lead, party
from kith_events.agreements.backlog import Backlog, recounted
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal


def withdraw(
    at: Circumstances,
    command: WithdrawAgreement,
    event: JointEvent | None,
    proposal: Proposal | None,
    waiting: Backlog | None,
) -> Decision:
    """Each body decides for itself; the event is its lead's."""
    if event or (proposal is None and body_of(command.subject) == at.body):
        return lead.call_off(at, event)
    return recounted(at, party.leave(at, command, proposal), waiting)

"""A party's side of the agreement on an event, the lead's own included: what it hears of the lead, and says to it."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, refuse
from kith_commons.agreement import in_force
from kith_commons.agreement import party as law
from kith_contracts.events.agreements import (
    AgreementProposed,
    AgreementStatusChanged,
    AnswerAgreement,
    WithdrawAgreement,
)
from kith_contracts.events.details import DetailsDestroyed
from kith_contracts.events.places import LeaveEvent
from kith_contracts.message import Letter, Message, Refusal
from kith_events.event.in_force import AgreedEvent
from kith_events.event.party import Proposal


def receive(at: Circumstances, fact: AgreementProposed, proposal: Proposal | None) -> Decision:
    """Keep the newest text that the lead proposes; that of a later term is newer, whatever its number."""
    proves = at.signatures.proves
    received = in_force.received(Proposal, fact, proposal, sender=at.sender, body=at.body, proves=proves)
    if received is None:
        return NOTHING
    return Decision(refusal=received) if isinstance(received, Refusal) else _kept(at, received)


def answer(at: Circumstances, command: AnswerAgreement, proposal: Proposal | None) -> Decision:
    """Accept or decline the text with this hash and no other."""
    if proposal is None:
        return Decision(refusal=law.UNKNOWN)
    answered = law.answered(proposal, command, at.body, at.now, at.signatures.sign)
    if isinstance(answered, Refusal):
        return Decision(refusal=answered)
    return _kept(at, answered[0], Letter(proposal.terms.led_by, answered[1]))


def leave(at: Circumstances, command: WithdrawAgreement, proposal: Proposal | None) -> Decision:
    """Take part no longer. It is so here at once; the lead makes the text without us."""
    if proposal is None:
        return Decision(refusal=law.UNKNOWN)
    left = law.left(proposal, command, at.body)
    if isinstance(left, Refusal):
        return Decision(refusal=left)
    return _kept(at, left[0], Letter(proposal.terms.led_by, left[1]))


def take_status(
    at: Circumstances, fact: AgreementStatusChanged, proposal: Proposal | None, home: AgreedEvent | None
) -> Decision:
    """The lead's newest word on how it stands. That we are no party any more is heard by our people who have places."""
    heard = law.heard(proposal, fact) if proposal and at.sender == proposal.terms.led_by else None
    if proposal is None or heard is None:
        return NOTHING
    kept = _kept(at, heard)
    if heard.told != fact or fact.status != "left" or fact.text < proposal.terms.version:
        return kept
    leaves = LeaveEvent(event=fact.subject, leaving=proposal.terms.leaving)
    return kept._replace(says=(*kept.says, leaves), forgets=(AgreedEvent.at(fact.subject),) if home else ())


def take_receipt(_at: Circumstances, fact: DetailsDestroyed, proposal: Proposal | None) -> Decision:
    """The lead says that nobody can read any more what it was sent; kept for those who ask."""
    if proposal is None:
        return refuse("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if proposal.destroyed:
        return NOTHING
    return Decision(states=(proposal.but(destroyed=fact.at),))


def _kept(at: Circumstances, proposal: Proposal, *letters: Letter) -> Decision:
    # The lead's own systems hear of it from the lead's side, which knows all answers.
    own: tuple[Message, ...] = () if proposal.terms.led_by == at.body else (law.updated(proposal, at.body),)
    return Decision(states=(proposal,), says=(*letters, *own))

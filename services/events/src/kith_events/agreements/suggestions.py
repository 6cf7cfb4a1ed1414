"""Changes that parties suggest to the text on an event: told to the lead, taken or declined, told to all."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_commons.agreement import party
from kith_commons.agreement import suggestions as law
from kith_commons.agreement.suggestions import After, Known
from kith_contracts.events.suggestions import (
    ChangeSuggested,
    DeclineSuggestion,
    SuggestChange,
    Suggestion,
    SuggestionAnswered,
    TakeSuggestion,
)
from kith_contracts.message import Letter, Refusal, together
from kith_events.agreements.faults.day import past
from kith_events.agreements.faults.text import fault
from kith_events.agreements.lead import UNKNOWN, next_text
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal

# States


class Suggested(Known, State):
    """A change that was suggested, at the lead and at each party."""

    kind: ClassVar[str] = "suggestion"
    suggestion: Suggestion

    @property
    def id(self) -> str:
        return f"{self.subject}/{self.suggestion.suggestion}"


# At home


def suggest(at: Circumstances, command: SuggestChange, proposal: Proposal | None) -> Decision:
    """Answer a clause with another value, in the text that one has seen. The same as another supports it."""
    if proposal is None:
        return Decision(refusal=party.UNKNOWN)
    told = law.suggested(proposal, command, at.body)
    if isinstance(told, Refusal):
        return Decision(refusal=told)
    return Decision(says=(Letter(proposal.terms.led_by, told),))


def hear_answer(
    at: Circumstances, fact: SuggestionAnswered, proposal: Proposal | None, known: Suggested | None
) -> Decision:
    """What the lead says of a suggestion; the newest counts."""
    heard = law.heard(Suggested, fact, proposal, known)
    if proposal is None or heard is None or at.sender != proposal.terms.led_by:
        return NOTHING
    return Decision(states=(heard,), says=(law.updated(proposal, heard),))


# At the lead


def take_suggested(
    at: Circumstances, fact: ChangeSuggested, event: JointEvent | None, known: Suggested | None
) -> Decision:
    """A suggestion, or one body more that supports it; or one that is declined at once."""
    if event is None:
        return UNKNOWN
    after = law.taken_in(Suggested, event, fact, at.sender, known)
    if after is None:
        return NOTHING
    if isinstance(after, Suggested):
        return Decision(says=(Letter(at.sender, law.answer(event, after)),))
    return _told(after)


def take_suggestion(
    at: Circumstances, command: TakeSuggestion, event: JointEvent | None, suggested: tuple[Suggested, ...]
) -> Decision:
    """The next text, with these changes in it. All of them or none."""
    if event is None:
        return UNKNOWN
    text = law.text_with(event, command, suggested)
    if isinstance(text, Refusal):
        return Decision(refusal=text)
    over = past(text.plan, at.now, event.terms.plan)
    if wrong := together([fault(text, set(event.parties), event.event, event.terms), over]):
        return Decision(refusal=wrong)
    after = next_text(at, law.without(event, command.suggestions), text)
    if after.refusal:
        return after
    taken = [law.taken(each, text.version) for each in suggested]
    told = [said for each in taken for said in law.told(event, each)]
    return after._replace(states=(*after.states, *taken), says=(*after.says, *told))


def decline_suggestion(
    _at: Circumstances, command: DeclineSuggestion, event: JointEvent | None, known: Suggested | None
) -> Decision:
    """Not this, and why; unless so many support it that it is not the lead's to decline."""
    if event is None:
        return UNKNOWN
    after = law.declined(event, command, known)
    return Decision(refusal=after) if isinstance(after, Refusal) else _told(after)


def _told(after: After[JointEvent, Suggested]) -> Decision:
    return Decision(states=(after.led, after.known), says=tuple(law.told(after.led, after.known)))

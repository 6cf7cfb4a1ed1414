"""Changes that owners suggest to the text on a network: told to the lead, taken or declined, told to all."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_commons.agreement import party
from kith_commons.agreement import suggestions as law
from kith_commons.agreement.suggestions import After, Known
from kith_contracts.directory.suggestions import (
    DeclineNetworkSuggestion,
    NetworkChangeSuggested,
    NetworkSuggestion,
    NetworkSuggestionAnswered,
    SuggestNetworkChange,
    TakeNetworkSuggestion,
)
from kith_contracts.message import Letter, Refusal
from kith_directory.shared_networks.faults import fault
from kith_directory.shared_networks.lead import next_text, unled
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork

# States


class SuggestedChange(Known, State):
    """A change that was suggested, at the lead and at each owner."""

    kind: ClassVar[str] = "network-suggestion"
    suggestion: NetworkSuggestion

    @property
    def id(self) -> str:
        return f"{self.subject}/{self.suggestion.suggestion}"


# At home


def suggest(at: Circumstances, command: SuggestNetworkChange, offered: OfferedNetwork | None) -> Decision:
    """Answer a clause with another value, in the text that one has seen. The same as another supports it."""
    if offered is None:
        return Decision(refusal=party.UNKNOWN)
    told = law.suggested(offered, command, at.body)
    return Decision(refusal=told) if isinstance(told, Refusal) else Decision(says=(Letter(offered.terms.led_by, told),))


def hear_answer(
    at: Circumstances, fact: NetworkSuggestionAnswered, offered: OfferedNetwork | None, known: SuggestedChange | None
) -> Decision:
    """What the lead says of a suggestion; the newest counts."""
    if offered is None or at.sender != offered.terms.led_by:
        return NOTHING
    heard = law.heard(SuggestedChange, fact, offered, known)
    return NOTHING if heard is None else Decision(states=(heard,), says=(law.updated(offered, heard),))


# At the lead


def take_suggested(
    at: Circumstances,
    fact: NetworkChangeSuggested,
    led: LedNetwork | None,
    home: SharedNetwork | None,
    known: SuggestedChange | None,
) -> Decision:
    """A suggestion, or one owner more that supports it; or one that is declined at once."""
    if led is None:
        return Decision(refusal=unled(home))
    after = law.taken_in(SuggestedChange, led, fact, at.sender, known)
    if after is None:
        return NOTHING
    if isinstance(after, SuggestedChange):
        return Decision(says=(Letter(at.sender, law.answer(led, after)),))
    return _told(after)


def take_suggestion(
    at: Circumstances,
    command: TakeNetworkSuggestion,
    led: LedNetwork | None,
    home: SharedNetwork | None,
    suggested: tuple[SuggestedChange, ...],
) -> Decision:
    """The next text, with these changes in it. All of them or none."""
    if led is None:
        return Decision(refusal=unled(home))
    text = law.text_with(led, command, suggested)
    if isinstance(text, Refusal):
        return Decision(refusal=text)
    if wrong := fault(text, {*led.parties}, led.subject, at.now, led.terms, pool=led.pool):
        return Decision(refusal=wrong)
    after = next_text(at, law.without(led, command.suggestions), text)
    if after.refusal:
        return after
    taken = [law.taken(each, text.version) for each in suggested]
    told = [said for each in taken for said in law.told(led, each)]
    return after._replace(states=(*after.states, *taken), says=(*after.says, *told))


def decline_suggestion(
    _at: Circumstances,
    command: DeclineNetworkSuggestion,
    led: LedNetwork | None,
    home: SharedNetwork | None,
    known: SuggestedChange | None,
) -> Decision:
    """Not this, and why; unless so many support it that it is not the lead's to decline."""
    if led is None:
        return Decision(refusal=unled(home))
    after = law.declined(led, command, known)
    return Decision(refusal=after) if isinstance(after, Refusal) else _told(after)


def _told(after: After[LedNetwork, SuggestedChange]) -> Decision:
    return Decision(states=(after.led, after.known), says=tuple(law.told(after.led, after.known)))

"""Changes that parties suggest: told to the lead, taken into the next text or declined with a reason, told to all."""

from collections.abc import Sequence
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_commons.agreement.differences import NEEDED, decided
from kith_contracts.events.suggestions import (
    ChangeSuggested,
    DeclineSuggestion,
    SuggestChange,
    Suggestion,
    SuggestionAnswered,
    SuggestionUpdated,
    TakeSuggestion,
)
from kith_contracts.events.terms import AgreementTerms
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.words import body_of
from kith_events.agreements.changes import changed, id_of, touched, whole
from kith_events.agreements.faults.day import past
from kith_events.agreements.faults.text import fault
from kith_events.agreements.lead import UNKNOWN, next_text
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal

MOST_OPEN: Final = 50
"""Suggestions of an event that wait for an answer."""
FIRST_KEPT: Final = 2
"""The version with which a suggestion begins that is kept; what is declined at once has the one before."""

# States


class Suggested(State):
    """A change that was suggested, at the lead and at each party."""

    kind: ClassVar[str] = "suggestion"
    event: str
    suggestion: Suggestion
    version: int

    @property
    def id(self) -> str:
        return f"{self.event}/{self.suggestion.suggestion}"

    def but_says(self, **changes: object) -> "Suggested":
        said = self.suggestion.model_copy(update=changes)
        return self.but(suggestion=said, version=self.version + 1)


# At home


def suggest(at: Circumstances, command: SuggestChange, proposal: Proposal | None) -> Decision:
    """Answer a clause with another value; it is to the text that one has seen. The same as another is its backing."""
    if proposal is None:
        return refuse("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if wrong := proposal.obstacle(at.body, command.hash):
        return Decision(refusal=wrong)
    change = whole(proposal.terms, command.change)
    text = changed(proposal.terms, change)
    if isinstance(text, Refusal):
        return Decision(refusal=text)
    told = ChangeSuggested(event=command.event, change=change, why=command.why)
    return Decision(says=(Letter(body_of(command.event), told),))


def hear_answer(
    _at: Circumstances, fact: SuggestionAnswered, proposal: Proposal | None, known: Suggested | None
) -> Decision:
    """What the lead says of a suggestion; the newest counts. Nothing is kept of what is none of our business."""
    if proposal is None or proposal.left or (known and known.version >= fact.version):
        return NOTHING
    return _kept(Suggested(event=fact.event, suggestion=fact.suggestion, version=fact.version))


# At the lead


def take_suggested(
    at: Circumstances, fact: ChangeSuggested, event: JointEvent | None, known: Suggested | None
) -> Decision:
    """A suggestion, or one body more that backs it. Declined at once is what changes nothing, is one too many, or fits
    the present text no more, for an amendment has overtaken it.
    """
    if event is None:
        return UNKNOWN
    if event.agreement.over or at.sender not in event.parties:
        return NOTHING
    text = changed(event.terms, fact.change)
    if isinstance(text, Refusal):
        return _declined_at_once(at, fact, known, text.sentence)
    if known and known.suggestion.status == "open":
        return _backed(at, event, known)
    if len(event.suggestions) >= MOST_OPEN:
        return _declined_at_once(at, fact, known, f"{MOST_OPEN} changes wait for an answer. Suggest it again later.")
    fresh = _first(at, fact).but(version=known.version + 1 if known else FIRST_KEPT)
    return _told(at, event.but(suggestions=(*event.suggestions, fresh.suggestion.suggestion)), fresh)


def _backed(at: Circumstances, event: JointEvent, known: Suggested) -> Decision:
    if at.sender in known.suggestion.by:
        return NOTHING
    return _told(at, event, known.but_says(by=[*known.suggestion.by, at.sender]))


def take_suggestion(
    at: Circumstances, command: TakeSuggestion, event: JointEvent | None, suggested: tuple[Suggested, ...]
) -> Decision:
    """The next text, with these changes in it. All of them or none."""
    if event is None:
        return UNKNOWN
    text = _text_with(at.body, event, command.suggestions, suggested)
    if isinstance(text, Refusal):
        return Decision(refusal=text)
    over = past(text.plan, at.now, event.terms.plan)
    if wrong := together([fault(text, set(event.parties), event.event), over]):
        return Decision(refusal=wrong)
    left = tuple(id for id in event.suggestions if id not in command.suggestions)
    after = next_text(at, event.but(suggestions=left), text)
    if after.refusal:
        return after
    reason = f"It is in version {text.version}."
    taken = [known.but_says(status="taken", reason=reason) for known in suggested]
    says = [said for each in taken for said in _says(at, event, each)]
    return after._replace(states=(*after.states, *taken), says=(*after.says, *says))


def _text_with(
    lead: str, event: JointEvent, ids: Sequence[str], suggested: Sequence[Suggested]
) -> AgreementTerms | Refusal:
    """The next text, with all these changes; each has to be open and backed, and to change other clauses."""
    text, seen = event.terms, frozenset[str]()
    by_id = {each.suggestion.suggestion: each for each in suggested}
    for index, id in enumerate(ids):
        if (known := by_id.get(id)) is None or id not in event.suggestions:
            return Refusal("suggestion-unknown", "No such change waits for an answer.", f"suggestions.{index}")
        alone = _short_of_backing(lead, event, known) or changed(event.terms, known.suggestion.change)
        if isinstance(alone, Refusal):
            return alone._replace(field=f"suggestions.{index}")
        mine, text = touched(event.terms, alone), _with(text, known)
        if seen & mine or touched(event.terms, text) != seen | mine:
            sentence = "Two of these change the same clause. Take one of them."
            return Refusal("suggestions-conflict", sentence, f"suggestions.{index}")
        seen |= mine
    return text.model_copy(update={"version": event.terms.version + 1})


def decline_suggestion(
    at: Circumstances, command: DeclineSuggestion, event: JointEvent | None, known: Suggested | None
) -> Decision:
    """Not this, and why; unless so many back it that it is not the lead's to decline."""
    if event is None:
        return UNKNOWN
    if known is None or command.suggestion not in event.suggestions:
        return refuse("suggestion-unknown", "No such change waits for an answer.", "suggestion")
    rule = event.terms.rule
    if rule != "lead" and decided(rule, at.body, known.suggestion.by, event.parties):
        return refuse("backed-by-enough", "So many want it that it is decided. Take it into the text.", "suggestion")
    left = tuple(id for id in event.suggestions if id != command.suggestion)
    declined = known.but_says(status="declined", reason=command.reason)
    return _told(at, event.but(suggestions=left), declined)


def _short_of_backing(lead: str, event: JointEvent, known: Suggested) -> Refusal | None:
    rule = event.terms.rule
    if decided(rule, lead, {lead, *known.suggestion.by}, event.parties):
        return None
    return Refusal(
        "too-few-back-it", f"By the agreement {NEEDED[rule]} decide, and have to suggest the same.", "suggestions"
    )


def _with(text: AgreementTerms, known: Suggested) -> AgreementTerms:
    """With this change too; what another has changed to the same already stays."""
    more = changed(text, known.suggestion.change)
    return text if isinstance(more, Refusal) else more


def _first(at: Circumstances, fact: ChangeSuggested) -> Suggested:
    id = id_of(fact.event, fact.change)
    suggestion = Suggestion(suggestion=id, change=fact.change, why=fact.why, by=[at.sender])
    return Suggested(event=fact.event, suggestion=suggestion, version=1)


def _declined_at_once(at: Circumstances, fact: ChangeSuggested, known: Suggested | None, reason: str) -> Decision:
    """Nothing is kept of it; what is, from another time, stands above it."""
    if known:
        return NOTHING
    fresh = _first(at, fact)
    said = fresh.suggestion.model_copy(update={"status": "declined", "reason": reason})
    answer = SuggestionAnswered(event=fresh.event, suggestion=said, version=fresh.version)
    return Decision(says=(Letter(at.sender, answer),))


def _told(at: Circumstances, event: JointEvent, suggested: Suggested) -> Decision:
    return Decision(states=(event, suggested), says=tuple(_says(at, event, suggested)))


def _says(at: Circumstances, event: JointEvent, suggested: Suggested) -> list[Letter | SuggestionUpdated]:
    fact = SuggestionAnswered(event=event.event, suggestion=suggested.suggestion, version=suggested.version)
    others = [body for body in event.parties if body != at.body]
    return [*[Letter(body, fact) for body in others], _for_own_systems(suggested)]


def _for_own_systems(suggested: Suggested) -> SuggestionUpdated:
    said = suggested.suggestion
    return SuggestionUpdated(event=suggested.event, id=said.suggestion, suggestion=said, version=suggested.version)


def _kept(suggested: Suggested) -> Decision:
    return Decision(states=(suggested,), says=(_for_own_systems(suggested),))

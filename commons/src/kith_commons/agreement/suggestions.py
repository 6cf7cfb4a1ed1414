"""Changes that parties suggest: told to the lead, taken into the next text or declined with a reason, told to all.

All of it is pure, and knows of its subject what the template says. A service keeps a `Known` in a state of its own.
"""

from collections.abc import Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict

from kith_commons.agreement.agreement import hash_of
from kith_commons.agreement.differences import NEEDED, decided, differences
from kith_commons.agreement.lead import Led
from kith_commons.agreement.party import Offered
from kith_commons.agreement.template import Template
from kith_contracts.agreements.suggestions import (
    ChangeSuggested,
    DeclineSuggestion,
    SuggestChange,
    Suggestion,
    SuggestionAnswered,
    TakeSuggestion,
)
from kith_contracts.message import Letter, Message, Refusal

MOST_OPEN: Final = 50
"""Suggestions to one text that wait for an answer."""
FIRST_KEPT: Final = 2
"""The version with which a suggestion begins that is kept; what is declined at once has the one before."""


class Known(BaseModel):
    """A change that was suggested, at the lead and at each party."""

    model_config = ConfigDict(frozen=True)

    subject: str
    suggestion: Suggestion[Any]
    """A kind of subject says of what change."""
    version: int


K = TypeVar("K", bound=Known)
L = TypeVar("L", bound=Led[Any])


class After(NamedTuple, Generic[L, K]):
    """The agreement and the suggestion, as they are then."""

    led: L
    known: K


def id_of(subject: str, change: BaseModel) -> str:
    """The same change to the same subject is the same suggestion."""
    return hash_of({"subject": subject, "change": change})


def changed(template: Template[Any, Any], terms: Any, change: Any) -> Any | Refusal:
    """The text with this change in it. Refused as the template says, and `nothing-changed`."""
    text = template.changed(terms, change)
    if isinstance(text, Refusal) or touched(template, terms, text):
        return text
    return Refusal("nothing-changed", "The text says so already. Look at the present version.", "change")


def touched(template: Template[Any, Any], before: Any, after: Any) -> frozenset[str]:
    """The names of the clauses that differ."""
    return frozenset(each.name for each in differences(template.clauses(before), template.clauses(after)))


# At home


def suggested(offered: Offered[Any], command: SuggestChange[Any], body: str) -> ChangeSuggested[Any] | Refusal:
    """What the lead is told of a change to the text that one has seen."""
    if wrong := offered.obstacle(body, command.hash):
        return wrong
    template, terms = offered.template, offered.terms
    change = template.whole(terms, command.change)
    text = changed(template, terms, change)
    if isinstance(text, Refusal):
        return text
    return template.messages.suggested(subject=command.subject, change=change, why=command.why)


def heard(kind: type[K], fact: SuggestionAnswered[Any], offered: Offered[Any] | None, known: K | None) -> K | None:
    """What the lead says of a suggestion; the newest counts. Nothing is kept of what is none of our business."""
    if offered is None or offered.left or (known and known.version >= fact.version):
        return None
    return kind(subject=fact.subject, suggestion=fact.suggestion, version=fact.version)


# At the lead


def taken_in(kind: type[K], led: L, fact: ChangeSuggested[Any], sender: str, known: K | None) -> After[L, K] | K | None:
    """A suggestion, or one body more that supports it; None if nothing changes. Declined at once, and not kept, is what
    changes nothing, is one too many, or fits the present text no more, for an amendment has overtaken it; unless it
    is kept from another time.
    """
    if led.agreement.over or sender not in led.parties:
        return None
    once, text = _first(kind, led, fact, sender), changed(led.template, led.terms, fact.change)
    if isinstance(text, Refusal):
        return None if known else _declined_at_once(once, text.sentence)
    if known and known.suggestion.status == "open":
        by = known.suggestion.by
        return None if sender in by else After(led, _but(known, by=[*by, sender]))
    if len(led.suggestions) >= MOST_OPEN:
        full = f"{MOST_OPEN} changes wait for an answer. Suggest it again later."
        return None if known else _declined_at_once(once, full)
    fresh = once.model_copy(update={"version": known.version + 1 if known else FIRST_KEPT})
    suggestions = (*led.suggestions, fresh.suggestion.suggestion)
    return After(led.model_copy(update={"suggestions": suggestions}), fresh)


def text_with(led: Led[Any], command: TakeSuggestion, known: Sequence[Known]) -> Any | Refusal:
    """The next text, with all these changes; each has to be open and supported, and to change other clauses."""
    template, text, seen = led.template, led.terms, frozenset[str]()
    by_id = {each.suggestion.suggestion: each.suggestion for each in known}
    for index, id in enumerate(command.suggestions):
        if (one := by_id.get(id)) is None or id not in led.suggestions:
            return Refusal("suggestion-unknown", "No such change waits for an answer.", f"suggestions.{index}")
        alone = _short_of_support(led, one) or changed(template, led.terms, one.change)
        if isinstance(alone, Refusal):
            return alone._replace(field=f"suggestions.{index}")
        mine, text = touched(template, led.terms, alone), _with(template, text, one)
        if seen & mine or touched(template, led.terms, text) != seen | mine:
            sentence = "Two of these change the same clause. Take one of them."
            return Refusal("suggestions-conflict", sentence, f"suggestions.{index}")
        seen |= mine
    return text.model_copy(update={"version": led.terms.version + 1})


def without(led: L, ids: Sequence[str]) -> L:
    """The agreement, when these suggestions wait no more."""
    return led.model_copy(update={"suggestions": tuple(id for id in led.suggestions if id not in ids)})


def taken(known: K, version: int) -> K:
    """The suggestion, in the text of this version."""
    return _but(known, status="taken", reason=f"It is in version {version}.")


def declined(led: L, command: DeclineSuggestion, known: K | None) -> After[L, K] | Refusal:
    """Not this, and why; unless so many support it that it is not the lead's to decline."""
    if known is None or command.suggestion not in led.suggestions:
        return Refusal("suggestion-unknown", "No such change waits for an answer.", "suggestion")
    rule = led.terms.rule
    if rule != "lead" and decided(rule, led.terms.led_by, known.suggestion.by, led.parties):
        sentence = "So many want it that it is decided. Take it into the text."
        return Refusal("backed-by-enough", sentence, "suggestion")
    return After(without(led, [command.suggestion]), _but(known, status="declined", reason=command.reason))


def told(led: Led[Any], known: Known) -> list[Message | Letter]:
    """What is told to all parties, and to the lead's own systems."""
    return [
        *[Letter(body, answer(led, known)) for body in led.parties if body != led.terms.led_by],
        updated(led, known),
    ]


def answer(of: Led[Any] | Offered[Any], known: Known) -> SuggestionAnswered[Any]:
    """What a party hears of it."""
    said = of.template.messages.suggestion_answered
    return said(subject=known.subject, suggestion=known.suggestion, version=known.version)


def updated(of: Led[Any] | Offered[Any], known: Known) -> Message:
    """The suggestion, for the body's own systems."""
    said, one = of.template.messages.suggestion_updated, known.suggestion
    return said(subject=known.subject, id=one.suggestion, suggestion=one, version=known.version)


def _short_of_support(led: Led[Any], one: Suggestion[Any]) -> Refusal | None:
    rule, lead = led.terms.rule, led.terms.led_by
    if decided(rule, lead, {lead, *one.by}, led.parties):
        return None
    sentence = f"By the agreement {NEEDED[rule]} decide, and have to suggest the same."
    return Refusal("too-few-back-it", sentence, "suggestions")


def _with(template: Template[Any, Any], text: Any, one: Suggestion[Any]) -> Any:
    """With this change too; what another has changed to the same already stays."""
    more = changed(template, text, one.change)
    return text if isinstance(more, Refusal) else more


def _first(kind: type[K], led: Led[Any], fact: ChangeSuggested[Any], sender: str) -> K:
    id = id_of(fact.subject, fact.change)
    one = led.template.messages.suggestion(suggestion=id, change=fact.change, why=fact.why, by=[sender])
    return kind(subject=fact.subject, suggestion=one, version=1)


def _declined_at_once(fresh: K, reason: str) -> K:
    """It is not kept, so it has no later version."""
    said = fresh.suggestion.model_copy(update={"status": "declined", "reason": reason})
    return fresh.model_copy(update={"suggestion": said})


def _but(known: K, **changes: Any) -> K:
    suggestion = known.suggestion.model_copy(update=changes)
    return known.model_copy(update={"suggestion": suggestion, "version": known.version + 1})

"""What a kind of subject adds to an agreement: its clauses, what everyone is told of it, its changes, its messages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from kith_commons.agreement.acceptance import Shown
from kith_commons.agreement.agreement import Agreement, Clause, draft, hash_of
from kith_contracts.agreements import messages, suggestions
from kith_contracts.agreements.succession import MOST_TERMS
from kith_contracts.agreements.terms import Party, Terms
from kith_contracts.message import Refusal
from kith_contracts.words import Moment, Section

T = TypeVar("T", bound=Terms[Any])
C = TypeVar("C", bound=Section)
P = TypeVar("P", bound=Party)


class Messages(NamedTuple):
    """What lead and parties say, in the messages of the service that keeps this kind of subject."""

    proposed: type[messages.AgreementProposed[Any]]
    answered: type[messages.AgreementAnswered]
    withdrawn: type[messages.AgreementWithdrawn]
    status_changed: type[messages.AgreementStatusChanged]
    updated: type[messages.AgreementUpdated[Any]]
    suggested: type[suggestions.ChangeSuggested[Any]]
    suggestion: type[suggestions.Suggestion[Any]]
    suggestion_answered: type[suggestions.SuggestionAnswered[Any]]
    suggestion_updated: type[suggestions.SuggestionUpdated[Any]]


@dataclass(frozen=True)
class Template(Generic[T, C]):
    """A kind of subject: texts of type T, in which changes of type C are suggested."""

    kind: str
    """What is agreed on, in a word; it is part of what is signed, so that nothing is accepted under another name."""
    clauses: Callable[[T], Sequence[Clause]]
    """The text in pieces."""
    words: Callable[[T], Mapping[str, str]]
    """What each clause says, in plain words, by its name."""
    shown: Callable[[T], Shown]
    """What everyone is told of the text; all of that is in clauses that networks accept."""
    changed: Callable[[T, C], T | Refusal]
    """The text with this change in it, and the same version."""
    ends: Callable[[T], Moment | None]
    """When what is agreed on is over; None if it has no end."""
    whole: Callable[[T, C], C]
    """The change with all that its sections leave out, as it is in the text that it was made to."""
    messages: Messages
    most_leads: int = MOST_TERMS
    """Changes of the lead that a text keeps with their proofs."""

    def face(self, terms: T) -> str:
        """The hash of what everyone is told of the text."""
        return self.shown(terms).face.hash

    def opened(self, terms: T) -> Agreement:
        """The agreement on a first text, which nobody but its author has seen."""
        return draft(terms.subject, hash_of(terms), parties_of(terms), self.clauses(terms))


def ordered(terms: Terms[P]) -> list[P]:
    """The parties, the lead first."""
    return sorted(terms.parties, key=lambda party: party.body != terms.led_by)


def parties_of(terms: Terms[Any]) -> list[str]:
    """The bodies that have to accept the text, the lead first."""
    return [party.body for party in ordered(terms)]

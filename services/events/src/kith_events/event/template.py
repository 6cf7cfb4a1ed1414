"""The joint event as a kind of subject of an agreement: its clauses, its face, its changes, its messages."""

from typing import Final

from kith_commons.agreement.template import Messages, Template
from kith_commons.publication import KIND, shown_of_terms
from kith_contracts.events import agreements, suggestions
from kith_contracts.events.suggestions import Change
from kith_contracts.events.terms import MOST_LEADS, EventTerms
from kith_events.event.changes import changed, whole
from kith_events.event.clauses import clauses
from kith_events.event.words import in_words

MESSAGES: Final = Messages(
    proposed=agreements.AgreementProposed,
    answered=agreements.AgreementAnswered,
    withdrawn=agreements.AgreementWithdrawn,
    status_changed=agreements.AgreementStatusChanged,
    updated=agreements.AgreementUpdated,
    suggested=suggestions.ChangeSuggested,
    suggestion=suggestions.Suggestion,
    suggestion_answered=suggestions.SuggestionAnswered,
    suggestion_updated=suggestions.SuggestionUpdated,
)
JOINT_EVENT: Final[Template[EventTerms, Change]] = Template(
    kind=KIND,
    clauses=clauses,
    words=in_words,
    shown=shown_of_terms,
    ends=lambda terms: terms.plan.ends,
    changed=changed,
    whole=whole,
    messages=MESSAGES,
    most_leads=MOST_LEADS,
)

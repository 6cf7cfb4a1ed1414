"""The shared network as a kind of subject of an agreement: its clauses, its face, its changes, its messages."""

from typing import Final

from kith_commons.agreement.template import Messages, Template
from kith_contracts.directory import agreements, suggestions
from kith_contracts.directory.suggestions import NetworkChange
from kith_contracts.directory.terms import NetworkTerms
from kith_directory.shared_networks.changes import changed, whole
from kith_directory.shared_networks.clauses import clauses
from kith_directory.shared_networks.publication import KIND, shown_of
from kith_directory.shared_networks.words import in_words

SHARED_NETWORK: Final[Template[NetworkTerms, NetworkChange]] = Template(
    kind=KIND,
    clauses=clauses,
    words=in_words,
    shown=shown_of,
    ends=lambda _: None,
    changed=changed,
    whole=whole,
    messages=Messages(
        proposed=agreements.NetworkAgreementProposed,
        answered=agreements.NetworkAgreementAnswered,
        withdrawn=agreements.NetworkAgreementWithdrawn,
        status_changed=agreements.NetworkAgreementStatusChanged,
        updated=agreements.NetworkAgreementUpdated,
        suggested=suggestions.NetworkChangeSuggested,
        suggestion=suggestions.NetworkSuggestion,
        suggestion_answered=suggestions.NetworkSuggestionAnswered,
        suggestion_updated=suggestions.NetworkSuggestionUpdated,
    ),
)

"""The part of the catalogue that is about agreements: from draft to withdrawal, one line a message."""

from kith_chassis.catalogue import many, on, one
from kith_chassis.members import Member
from kith_contracts.directory.networks import NetworkPublished, NetworkUpdated
from kith_contracts.events.agreements import (
    AgreementAnswered,
    AgreementProposed,
    AgreementWithdrawn,
    AmendAgreement,
    DraftAgreement,
    EndAgreement,
    EventCommandRefused,
    ProposeAgreement,
    StandingChanged,
    WithdrawAgreement,
)
from kith_contracts.events.details import DetailsDestroyed
from kith_contracts.events.suggestions import (
    ChangeSuggested,
    DeclineSuggestion,
    SuggestChange,
    SuggestionAnswered,
    TakeSuggestion,
)
from kith_contracts.words import body_of
from kith_events.agreements import backlog, lead, networks, party, suggestions, versions, withdrawal
from kith_events.agreements.backlog import Backlog
from kith_events.agreements.changes import id_of
from kith_events.agreements.networks import FoundNetwork, OwnNetwork
from kith_events.agreements.suggestions import Suggested
from kith_events.calendar.listing import ListedEvent
from kith_events.event.loads import EVENT, PROPOSAL

WAITING = one(Backlog, lambda m, _: body_of(m.event))
"""How much the lead of the event asks of us."""
LISTED = one(ListedEvent, "event")
MEMBERS = many(Member, lambda m, _: [party.body for party in m.terms.parties or ()] if m.terms else [])
SUGGESTION = one(Suggested, "event", "suggestion")
TAKEN = many(Suggested, lambda m, _: [(m.event, suggestion) for suggestion in m.suggestions])
HEARD = one(Suggested, lambda m, _: (m.event, id_of(m.event, m.change)))
ANSWERED = one(Suggested, lambda m, _: (m.event, m.suggestion.suggestion))

HANDLERS = (
    on(DetailsDestroyed, party.take_receipt)(proposal=PROPOSAL),
    # whether the networks are there in whose name bodies take part
    on(NetworkPublished, networks.find)(known=one(FoundNetwork, "network")),
    on(NetworkUpdated, networks.know)(known=one(OwnNetwork, "network")),
    # the body's own systems, as lead
    on(DraftAgreement, lead.draft_event, EventCommandRefused)(event=EVENT, listed=LISTED, members=MEMBERS),
    on(ProposeAgreement, lead.propose_event, EventCommandRefused)(event=EVENT, listed=LISTED, members=MEMBERS),
    on(AmendAgreement, lead.amend_event, EventCommandRefused)(event=EVENT, members=MEMBERS),
    on(TakeSuggestion, suggestions.take_suggestion, EventCommandRefused)(event=EVENT, suggested=TAKEN),
    on(DeclineSuggestion, suggestions.decline_suggestion, EventCommandRefused)(event=EVENT, known=SUGGESTION),
    on(EndAgreement, lead.end_event)(event=EVENT),
    # the body's own systems, as party
    on(SuggestChange, suggestions.suggest, EventCommandRefused)(proposal=PROPOSAL),
    # as either
    on(WithdrawAgreement, withdrawal.withdraw, EventCommandRefused)(event=EVENT, proposal=PROPOSAL, waiting=WAITING),
    # other bodies, as lead
    on(AgreementProposed, versions.receive)(proposal=PROPOSAL, waiting=WAITING),
    on(StandingChanged, backlog.take_standing)(proposal=PROPOSAL, backlog=WAITING),
    on(SuggestionAnswered, suggestions.hear_answer)(proposal=PROPOSAL, known=ANSWERED),
    # other bodies, as party
    on(AgreementAnswered, lead.take_answer)(event=EVENT),
    on(ChangeSuggested, suggestions.take_suggested)(event=EVENT, known=HEARD),
    on(AgreementWithdrawn, lead.take_withdrawal)(event=EVENT),
)

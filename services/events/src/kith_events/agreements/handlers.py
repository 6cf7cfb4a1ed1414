"""The part of the catalogue that is about agreements: from draft to withdrawal, one line a message."""

from kith_chassis import members
from kith_chassis.catalogue import many, on, one, page
from kith_chassis.members import Member
from kith_commons.agreement.suggestions import id_of
from kith_contracts.directory.networks import NetworkPublished, NetworkUpdated
from kith_contracts.events.agreements import (
    AgreementAnswered,
    AgreementProposed,
    AgreementStatusChanged,
    AgreementWithdrawn,
    AmendAgreement,
    DraftAgreement,
    EndEvent,
    EventCommandRefused,
    ProposeAgreement,
    WithdrawAgreement,
)
from kith_contracts.events.details import DetailsDestroyed
from kith_contracts.events.leads import (
    EventAgreed,
    EventTakeOverAnswered,
    EventTakeOverProposed,
    HandOverEvent,
    ShowEventLead,
    TakeOverEvent,
)
from kith_contracts.events.suggestions import (
    ChangeSuggested,
    DeclineSuggestion,
    SuggestChange,
    SuggestionAnswered,
    TakeSuggestion,
)
from kith_contracts.words import body_of
from kith_events.agreements import backlog, in_force, lead, networks, party, suggestions, takeover, versions, withdrawal
from kith_events.agreements.backlog import Backlog
from kith_events.agreements.networks import FoundNetwork, OwnNetwork
from kith_events.agreements.suggestions import Suggested
from kith_events.calendar.listing import ListedEvent
from kith_events.event.loads import AGREED, EVENT, LEADING, LED, OFFERED, PROPOSAL
from kith_events.event.public import Shown

WAITING = one(Backlog, lambda m, at: body_of(m.subject) if at.sender == at.body else at.sender)
"""How much the lead of the event asks of us: who speaks to us, or, for our own commands, the founder."""
ADMITTED = page(members.admitted)
HERE = one(Shown, "subject")
LISTED = one(ListedEvent, "subject")
MEMBERS = many(Member, lambda m, _: [party.body for party in m.terms.parties or ()] if m.terms else [])
SUGGESTION = one(Suggested, "subject", "suggestion")
TAKEN = many(Suggested, lambda m, _: [(m.subject, suggestion) for suggestion in m.suggestions])
HEARD = one(Suggested, lambda m, _: (m.subject, id_of(m.subject, m.change)))
ANSWERED = one(Suggested, lambda m, _: (m.subject, m.suggestion.suggestion))

HANDLERS = (
    on(DetailsDestroyed, party.take_receipt)(proposal=PROPOSAL),
    # whether the networks are there in whose name bodies take part
    on(NetworkPublished, networks.find, newest=True)(known=one(FoundNetwork, "network")),
    on(NetworkUpdated, networks.know)(known=one(OwnNetwork, "network")),
    # the body's own systems, as lead
    on(DraftAgreement, lead.draft_event, EventCommandRefused)(event=LED, listed=LISTED, members=MEMBERS),
    on(ProposeAgreement, lead.propose_event, EventCommandRefused)(event=LED, listed=LISTED, members=MEMBERS),
    on(AmendAgreement, lead.amend_event, EventCommandRefused)(event=LED, members=MEMBERS),
    on(TakeSuggestion, suggestions.take_suggestion, EventCommandRefused)(event=LED, suggested=TAKEN),
    on(DeclineSuggestion, suggestions.decline_suggestion, EventCommandRefused)(event=LED, known=SUGGESTION),
    on(EndEvent, lead.end_event)(event=EVENT),
    on(ShowEventLead, in_force.show_lead)(event=LED),
    # the body's own systems, as party
    on(SuggestChange, suggestions.suggest, EventCommandRefused)(proposal=OFFERED),
    # as either
    on(WithdrawAgreement, withdrawal.withdraw, EventCommandRefused)(event=LED, proposal=OFFERED, waiting=WAITING),
    # other bodies, as lead
    on(AgreementProposed, versions.receive)(proposal=OFFERED, waiting=WAITING),
    on(AgreementStatusChanged, backlog.take_status)(proposal=OFFERED, home=AGREED, backlog=WAITING),
    on(EventAgreed, in_force.hear_agreed)(proposal=OFFERED, home=AGREED, event=LED, leading=LEADING),
    on(SuggestionAnswered, suggestions.hear_answer)(proposal=OFFERED, known=ANSWERED),
    # another lead
    on(HandOverEvent, takeover.hand_over, EventCommandRefused)(event=LED),
    on(TakeOverEvent, takeover.take_over, EventCommandRefused)(
        home=AGREED, proposal=OFFERED, event=LED, leading=LEADING, shown=HERE, admitted=ADMITTED
    ),
    on(EventTakeOverProposed, takeover.back)(home=AGREED, admitted=ADMITTED),
    on(EventTakeOverAnswered, takeover.take_backing)(
        home=AGREED, proposal=OFFERED, event=LED, leading=LEADING, shown=HERE
    ),
    # other bodies, as party
    on(AgreementAnswered, lead.take_answer)(event=LED),
    on(ChangeSuggested, suggestions.take_suggested)(event=LED, known=HEARD),
    on(AgreementWithdrawn, lead.take_withdrawal)(event=LED),
)

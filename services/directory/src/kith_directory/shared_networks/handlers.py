"""The part of the catalogue about networks that several bodies own: from draft to hand-over, one line a message."""

from kith_chassis import members
from kith_chassis.catalogue import many, on, one, page
from kith_chassis.members import Member
from kith_commons.agreement.suggestions import id_of
from kith_contracts.directory.agreements import (
    AmendNetworkAgreement,
    AnswerNetworkAgreement,
    DraftNetworkAgreement,
    NetworkAgreementAnswered,
    NetworkAgreementProposed,
    NetworkAgreementWithdrawn,
    ProposeNetworkAgreement,
    ReleaseOwner,
    SharedNetworkCommandRefused,
    SharedNetworkPublished,
    WithdrawNetworkAgreement,
)
from kith_contracts.directory.duties import (
    AnswerDutySwap,
    DutyFinished,
    DutySwapSaid,
    FinishDuty,
    RemindOwner,
    SwapDuty,
)
from kith_contracts.directory.leads import HandOver, ShowLead, TakeOver, TakeOverAnswered, TakeOverProposed
from kith_contracts.directory.suggestions import (
    DeclineNetworkSuggestion,
    NetworkChangeSuggested,
    NetworkSuggestionAnswered,
    SuggestNetworkChange,
    TakeNetworkSuggestion,
)
from kith_directory.networks.listings import Listing
from kith_directory.networks.network import Network
from kith_directory.shared_networks import (
    duties,
    lead,
    listing,
    offices,
    party,
    reminders,
    suggestions,
    swaps,
    takeover,
    turns,
    versions,
)
from kith_directory.shared_networks.backlog import NetworkBacklog
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork
from kith_directory.shared_networks.suggestions import SuggestedChange
from kith_directory.shared_networks.turns import SaidOfTurns

LED = one(LedNetwork, "subject")
OFFERED = one(OfferedNetwork, "subject")
HOME = one(SharedNetwork, "subject")
OWN = one(Network, "subject")
WAITING = one(NetworkBacklog, lambda _, at: at.sender)
MEMBERS = many(Member, lambda m, _: [party.body for party in m.terms.parties or ()] if m.terms else [])
ADMITTED = page(members.admitted)
SUGGESTION = one(SuggestedChange, "subject", "suggestion")
TAKEN = many(SuggestedChange, lambda m, _: [(m.subject, suggestion) for suggestion in m.suggestions])
HEARD = one(SuggestedChange, lambda m, _: (m.subject, id_of(m.subject, m.change)))
ANSWERED = one(SuggestedChange, lambda m, _: (m.subject, m.suggestion.suggestion))
OURS = one(SaidOfTurns, lambda m, at: (m.subject, at.body))
THEIRS = one(SaidOfTurns, lambda m, at: (m.subject, at.sender))
SAID = page(turns.said_in)
OFFICERS = page(offices.officers)
REFUSED = SharedNetworkCommandRefused

HANDLERS = (
    # the body's own systems, as lead
    on(DraftNetworkAgreement, lead.draft, REFUSED)(led=LED, network=OWN, home=HOME, members=MEMBERS),
    on(ProposeNetworkAgreement, lead.propose, REFUSED)(led=LED, network=OWN, home=HOME, members=MEMBERS),
    on(AmendNetworkAgreement, lead.amend, REFUSED)(led=LED, network=OWN, home=HOME, members=MEMBERS),
    on(TakeNetworkSuggestion, suggestions.take_suggestion, REFUSED)(led=LED, home=HOME, suggested=TAKEN),
    on(DeclineNetworkSuggestion, suggestions.decline_suggestion, REFUSED)(led=LED, home=HOME, known=SUGGESTION),
    on(HandOver, lead.hand_over, REFUSED)(led=LED, home=HOME),
    # as owner
    on(AnswerNetworkAgreement, party.answer, REFUSED)(offered=OFFERED),
    on(SuggestNetworkChange, suggestions.suggest, REFUSED)(offered=OFFERED),
    on(TakeOver, takeover.take_over, REFUSED)(home=HOME, offered=OFFERED, led=LED, admitted=ADMITTED),
    # as either
    on(FinishDuty, duties.finish, REFUSED)(home=HOME, ours=OURS, said=SAID),
    on(SwapDuty, swaps.offer, REFUSED)(home=HOME, ours=OURS, said=SAID),
    on(AnswerDutySwap, swaps.answer, REFUSED)(home=HOME, ours=OURS, said=SAID),
    on(WithdrawNetworkAgreement, party.withdraw, REFUSED)(led=LED, offered=OFFERED, home=HOME),
    # commands to ourselves
    on(ShowLead, lead.show_lead)(led=LED),
    on(ReleaseOwner, lead.release_owner)(led=LED),
    on(RemindOwner, reminders.remind)(home=HOME, said=SAID, officers=OFFICERS),
    # the lead, to an owner
    on(NetworkAgreementProposed, versions.receive)(offered=OFFERED, waiting=WAITING),
    on(NetworkSuggestionAnswered, suggestions.hear_answer)(offered=OFFERED, known=ANSWERED),
    # an owner, to the lead
    on(NetworkAgreementAnswered, lead.take_answer)(led=LED),
    on(NetworkAgreementWithdrawn, lead.take_withdrawal)(led=LED),
    on(NetworkChangeSuggested, suggestions.take_suggested)(led=LED, home=HOME, known=HEARD),
    # an owner, to each other
    on(DutyFinished, duties.take_finished)(home=HOME, theirs=THEIRS),
    on(DutySwapSaid, swaps.take_said)(home=HOME, theirs=THEIRS, officers=OFFICERS),
    # a deputy and the owners
    on(TakeOverProposed, takeover.back)(home=HOME, admitted=ADMITTED),
    on(TakeOverAnswered, takeover.take_backing)(home=HOME, offered=OFFERED, led=LED),
    # what all leads say
    on(SharedNetworkPublished, listing.list_shared)(listing=one(Listing, "subject")),
)

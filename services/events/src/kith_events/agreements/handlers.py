"""The part of the catalogue that is about agreements: from draft to withdrawal, one line a message."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
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
from kith_events.event.lead import JointEvent
from kith_events.event.loads import event_of, proposal_of
from kith_events.event.party import Proposal


def proposal_and_backlog(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    """The agreement as a party keeps it, and how much its lead asks of us."""
    return (Proposal.at(message.event), Backlog.at(body_of(message.event)))


def _both_sides(message: WithdrawAgreement, at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), *proposal_and_backlog(message, at))


def _bodies(message: DraftAgreement | ProposeAgreement | AmendAgreement) -> tuple[Ref, ...]:
    parties = message.terms.parties if message.terms else ()
    return tuple(Member.at(body) for body in dict.fromkeys(each.body for each in parties))


def _event_listing_and_bodies(message: DraftAgreement | ProposeAgreement, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), ListedEvent.at(message.event), *_bodies(message))


def _event_and_bodies(message: AmendAgreement, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), *_bodies(message))


def _event_and_suggestions(message: TakeSuggestion, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), *[Suggested.at(message.event, each) for each in message.suggestions])


def _event_and_suggestion(message: DeclineSuggestion, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Suggested.at(message.event, message.suggestion))


def _event_and_suggested(message: ChangeSuggested, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Suggested.at(message.event, id_of(message.event, message.change)))


def _proposal_and_suggested(message: SuggestionAnswered, _at: Circumstances) -> tuple[Ref, ...]:
    return (Proposal.at(message.event), Suggested.at(message.event, message.suggestion.suggestion))


HANDLERS = (
    Handler(DetailsDestroyed, party.take_receipt, proposal_of),
    # whether the networks are there in whose name bodies take part
    Handler(NetworkPublished, networks.find, lambda m, _: (FoundNetwork.at(m.network),)),
    Handler(NetworkUpdated, networks.know, lambda m, _: (OwnNetwork.at(m.network),)),
    # the body's own systems, as lead
    Handler(DraftAgreement, lead.draft_event, _event_listing_and_bodies, EventCommandRefused),
    Handler(ProposeAgreement, lead.propose_event, _event_listing_and_bodies, EventCommandRefused),
    Handler(AmendAgreement, lead.amend_event, _event_and_bodies, EventCommandRefused),
    Handler(TakeSuggestion, suggestions.take_suggestion, _event_and_suggestions, EventCommandRefused),
    Handler(DeclineSuggestion, suggestions.decline_suggestion, _event_and_suggestion, EventCommandRefused),
    Handler(EndAgreement, lead.end_event, event_of),
    # the body's own systems, as party
    Handler(SuggestChange, suggestions.suggest, proposal_of, EventCommandRefused),
    # as either
    Handler(WithdrawAgreement, withdrawal.withdraw, _both_sides, EventCommandRefused),
    # other bodies, as lead
    Handler(AgreementProposed, versions.receive, proposal_and_backlog),
    Handler(StandingChanged, backlog.take_standing, proposal_and_backlog),
    Handler(SuggestionAnswered, suggestions.hear_answer, _proposal_and_suggested),
    # other bodies, as party
    Handler(AgreementAnswered, lead.take_answer, event_of),
    Handler(ChangeSuggested, suggestions.take_suggested, _event_and_suggested),
    Handler(AgreementWithdrawn, lead.take_withdrawal, event_of),
)
COMMANDS = (
    *(DraftAgreement, ProposeAgreement, AmendAgreement, WithdrawAgreement),
    *(SuggestChange, TakeSuggestion, DeclineSuggestion),
)

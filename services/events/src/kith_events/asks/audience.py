"""Whom an ask may reach at home: of its people, only those about whom this body has agreed, whatever who asks says."""

from collections.abc import Sequence
from typing import Final

from kith_contracts.events.asks import AskPut
from kith_contracts.events.plan import EventPlan
from kith_contracts.message import Refusal
from kith_contracts.words import FullName, Slug, body_of
from kith_events.agreements.networks import OwnNetwork
from kith_events.asks.ask_copy import AskSeen
from kith_events.event.guest import Guest
from kith_events.event.party import Proposal
from kith_events.places.registration import Registration

NOT_AGREED: Final = Refusal(
    "ask-not-agreed",
    "Your organisation has agreed to no event or network with who asks; so its people are not asked.",
    "subject",
)
NO_PLACE: Final = Refusal(
    "place-needed", "This is for people who have a place in an open part. Ask for one first.", "subject"
)
NOT_MEMBER: Final = Refusal("network-needed", "This is for people of a network. Join it first.", "subject")


def accepted(body: str, event: str, proposal: Proposal | None) -> bool:
    """Whether this body lets its people be asked about the event: it leads it, or has accepted as a body."""
    if body_of(event) == body:
        return True
    given = proposal.valid_answers(body).get("body") if proposal else None
    return given is not None and given.answer == "accepted"


def agreed(body: str, seen: AskSeen, proposal: Proposal | None, network: OwnNetwork | None) -> bool:
    """Whether this body lets its people be asked this: it asks itself, it owns the network with who asks, or it has
    accepted the event of who asks.
    """
    if seen.asked_by == body:
        return True
    put = seen.put
    if network and network.asks(seen.asked_by, put.practice):
        return True
    lead = proposal.terms.led_by if proposal else body_of(put.subject)
    return seen.asked_by == lead and accepted(body, put.subject, proposal)


def networks_of(body: str, seen: AskSeen, proposal: Proposal | None, network: OwnNetwork | None) -> list[FullName]:
    """The networks of this body whose members are asked: those in whose name it takes part, or the one that it owns
    with who asks. Its own asks name them.
    """
    put = seen.put
    if seen.asked_by == body:
        return put.networks
    if network and network.asks(seen.asked_by, put.practice):
        return [each for each in put.networks if each == network.network]
    party = proposal.terms.party(body) if proposal else None
    return [each for each in put.networks if party and each in party.networks]


def rooms(plan: EventPlan) -> list[Slug]:
    """By what places in open parts are asked for: parts and bundles. Nothing is asked of who has one in a closed part,
    for each answer would tell that somebody of this organisation is in it.
    """
    return list(dict.fromkeys(part.bundle or part.part for part in plan.parts if not part.closed))


def parts_of(put: AskPut, proposal: Proposal | None) -> list[Slug]:
    """Of those who attend, in which open parts of the event one has to have a place; by default in any."""
    known = rooms(proposal.terms.plan) if proposal else []
    return [part for part in known if not put.parts or part in put.parts]


def not_asked(
    body: str,
    seen: AskSeen,
    guest: Guest,
    *,
    proposal: Proposal | None,
    network: OwnNetwork | None,
    registrations: Sequence[Registration | None],
) -> Refusal | None:
    """Why this person is not among those who are asked, with what they can do; else None."""
    put = seen.put
    if not agreed(body, seen, proposal, network):
        return NOT_AGREED
    if put.who == "members":
        return None if set(networks_of(body, seen, proposal, network)) & set(guest.networks) else NOT_MEMBER
    granted = {
        part
        for each in registrations
        if each and each.event == put.subject
        for part, wish in each.wishes.items()
        if wish.status == "granted" and wish.pence is None
    }
    return None if granted & set(parts_of(put, proposal)) else NO_PLACE

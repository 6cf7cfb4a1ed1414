"""Whom an ask may reach at home: of its people, only those about whom this body has agreed, whatever who asks says."""

from collections.abc import Sequence
from typing import Final

from kith_contracts.asks import AskPut
from kith_contracts.message import Refusal
from kith_contracts.words import FullName, body_of
from kith_events.domain.agreements.party import Proposal
from kith_events.domain.seats.wishes import Guest, Registration

NOT_AGREED: Final = Refusal(
    "ask-not-agreed",
    "Your organisation has not agreed to an event with who asks; so its people are not asked.",
    "event",
)
NO_PLACE: Final = Refusal("place-needed", "This is for people who have a place. Ask for one first.", "event")
NOT_MEMBER: Final = Refusal("network-needed", "This is for people of a network. Join it first.", "event")


def agreed(body: str, event: str, proposal: Proposal | None) -> bool:
    """Whether this body lets its people be asked about the event: it leads it, or has said yes to it as a body."""
    if body_of(event) == body:
        return True
    given = proposal.standing(body).get("body") if proposal else None
    return given is not None and given.answer == "accepted"


def networks_of(body: str, put: AskPut, proposal: Proposal | None) -> list[FullName]:
    """The networks of this body whose members are asked: those in whose name it takes part. Its own asks name them."""
    if body_of(put.event) == body:
        return put.networks
    party = proposal.terms.party(body) if proposal else None
    return [each for each in put.networks if party and each in party.networks]


def not_asked(
    body: str,
    put: AskPut,
    proposal: Proposal | None,
    guest: Guest,
    registrations: Sequence[Registration | None],
) -> Refusal | None:
    """Why this person is not among those who are asked, with what they can do; else None."""
    if not agreed(body, put.event, proposal):
        return NOT_AGREED
    if put.who == "members":
        return None if set(networks_of(body, put, proposal)) & set(guest.networks) else NOT_MEMBER
    granted = {
        part
        for each in registrations
        if each and each.event == put.event
        for part, wish in each.wishes.items()
        if wish.status == "granted" and wish.pence is None
    }
    return None if granted and (not put.parts or granted & set(put.parts)) else NO_PLACE

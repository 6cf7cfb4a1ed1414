"""Delegates of a network: its officer hands out codes at home, and whoever uses one takes up one of its places. So do
people of a guest host, whose codes an officer of the lead hands on, and who are at home at the lead as guests.

A code is used by the person alone, so nobody is a delegate who has not said so. The officer sees which codes are used,
and not by whom.
"""

from base64 import b32encode
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from kith_chassis.decision import Circumstances, Keyed, State
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Refusal
from kith_contracts.words import body_of
from kith_events.event.party import Proposal

# States


class Invitations(State):
    """Which codes for a part are used, and under which registration."""

    kind: ClassVar[str] = "invitations"
    invitations: str
    """A keyed hash: whoever reads states learns neither event nor part."""
    used: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.invitations

    def without(self, registration: str) -> "Invitations":
        """A code that is not wanted any more is free for somebody else."""
        return self.but(used={code: each for code, each in self.used.items() if each != registration})


class Invitation(NamedTuple):
    """A code, and in whose name it is used: a network, or a guest host of an event that we lead."""

    code: str
    holder: str


class Delegate(NamedTuple):
    """In whose name somebody comes, and which codes are used then."""

    holder: str
    used: Invitations


def invitations_id(keyed: Keyed, event: str, part: str) -> str:
    return keyed("invitations", event, part)


def invitations(keyed: Keyed, body: str, terms: EventTerms, part: str) -> list[Invitation]:
    """All codes of our networks for a part: keyed hashes, so that nobody can guess one, and nothing need be kept."""
    return [
        Invitation(_code(keyed("invitation", terms.subject, part, each.holder, str(number))), each.holder)
        for each in terms.delegates
        if each.part == part and body_of(each.network) == body
        for number in range(each.places)
    ]


def _code(hashed: str) -> str:
    return b32encode(bytes.fromhex(hashed)).decode().lower()[:16]


# What a code is good for


def invited(
    at: Circumstances,
    event: str,
    part: str,
    code: str,
    registration: str,
    *,
    proposal: Proposal | None,
    handed: Iterable[Invitations],
) -> Delegate | Refusal:
    """In whose name this code is used from now on, by this registration and no other.

    Refused: `invitation-unknown`, `invitation-used`.
    """
    known = invitations(at.keyed, at.body, proposal.terms, part) if proposal else []
    holder = next((each.holder for each in known if each.code == code), None)
    if holder is None:
        return Refusal(
            "invitation-unknown", "No network of your organisation has given out this code. Check it.", "invitations"
        )
    fresh = Invitations(invitations=invitations_id(at.keyed, event, part))
    kept = next((each for each in handed if each.id == fresh.id), fresh)
    if kept.used.get(code, registration) != registration:
        return Refusal(
            "invitation-used", "Somebody has used this code already. Ask your network for another.", "invitations"
        )
    return Delegate(holder, kept.but(used={**kept.without(registration).used, code: registration}))

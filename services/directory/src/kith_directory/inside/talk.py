"""Where the members of a network talk, and where their replies go. In a network of several owners it is one place for
all; replies go to the committee at home.
"""

from datetime import datetime
from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_commons.formats.mail_address import sendable, unusable
from kith_contracts.directory.announcements import WhereWeTalkSaid
from kith_contracts.directory.inside import SayWhereWeTalk
from kith_contracts.message import Letter, Refusal
from kith_contracts.renewal import said
from kith_contracts.words import BodySlug, MailAddress, SecureUrl
from kith_directory.inside.owners import UNKNOWN, unwritable
from kith_directory.networks.network import Network, gone
from kith_directory.shared_networks.network import SharedNetwork

# States


class Talk(State):
    """Where the members of a network talk, and where their replies go."""

    kind: ClassVar[str] = "talk"
    network: str
    where_we_talk: SecureUrl | MailAddress | None = None
    replies_to: MailAddress | None = None
    said: datetime | None = None
    """When an owner of several has said last where all talk; None as long as none has."""
    by: BodySlug | None = None

    @property
    def id(self) -> str:
        return self.network


# Decisions


def say(
    at: Circumstances,
    command: SayWhereWeTalk,
    network: Network | None,
    shared: SharedNetwork | None,
    talk: Talk | None,
) -> Decision:
    """Keep where they talk; what is left out stays as it is. Nobody is told but the other owners, again each time."""
    if fault := gone(shared or network):
        return Decision(refusal=fault)
    given = {name: value for name, value in said(command).items() if name != "network"}
    for field, address in given.items():
        if address and not address.startswith("https://"):
            given[field] = sendable(address)
            if given[field] is None:
                return Decision(refusal=unusable(field))
    now = (talk or Talk(network=command.network)).but(**given)
    if shared is None or "where_we_talk" not in given:
        return NOTHING if now == talk else Decision(states=(now,))
    if wrong := unwritable(shared, at.body, "network") or _no_link(now.where_we_talk):
        return Decision(refusal=wrong)
    told = WhereWeTalkSaid(subject=shared.id, where_we_talk=now.where_we_talk, at=at.now)
    letters = tuple(Letter(body, told) for body in shared.terms.bodies if body != at.body)
    return Decision(states=(now.but(said=at.now, by=at.body),), says=letters)


def hear(at: Circumstances, fact: WhereWeTalkSaid, shared: SharedNetwork | None, talk: Talk | None) -> Decision:
    """Another owner says where the members of all talk."""
    if shared is None or shared.status == "ended" or shared.terms.party(at.sender) is None:
        return Decision(refusal=UNKNOWN)
    if wrong := unwritable(shared, at.sender, "subject"):
        return Decision(refusal=wrong)
    before = talk or Talk(network=fact.subject)
    if before.said and before.by and (before.said, before.by) >= (fact.at, at.sender):
        return NOTHING
    return Decision(states=(before.but(where_we_talk=fact.where_we_talk, said=fact.at, by=at.sender),))


def _no_link(where: str | None) -> Refusal | None:
    if where is None or where.startswith("https://"):
        return None
    sentence = "A mail address stays at home. Give an https:// link, such as the page of the list."
    return Refusal("link-needed", sentence, "where_we_talk")

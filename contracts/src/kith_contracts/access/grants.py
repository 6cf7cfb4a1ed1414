"""The words of rights over HTTP: roles, scopes, grants, what a request is about; and the pure decision whether a grant
fits. Who may do what is in `access`.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Final, Literal, NamedTuple

from kith_contracts.words import OFFICE, body_of

OWN_PAGES: Final = "urn:kith:console"
"""The `iss` of tokens that a node makes for its own pages."""


class Role(StrEnum):
    """What somebody is to a body. Whoever has several may do what any of them may."""

    CONSORTIUM_ADMIN = "consortium-admin"
    """The consortium's office. It belongs to no body, sees what everyone may find, and how the consortium stands."""
    BODY_ADMIN = "body-admin"
    """Speaks for the body: its profile, its networks, what it accepts. Sees no people."""
    OFFICER = "officer"
    """Serves the networks that the token names. Sees those people who chose to be seen."""
    MEMBER = "member"
    """A person at home in the body; may act for that person, and for no other."""
    GUEST = "guest"
    """The same, for who is no member of the body."""
    SYSTEM = "system"
    """Software of the body: may do what its scopes say. Sees no people."""


class Scope(StrEnum):
    """What a system was allowed."""

    NETWORKS_READ = "networks:read"
    NETWORKS_WRITE = "networks:write"
    EVENTS_READ = "events:read"
    EVENTS_WRITE = "events:write"
    AGREEMENTS_ANSWER = "agreements:answer"
    """To accept or decline for the body, to suggest a change, to withdraw. For a network its officers alone accept."""
    WEBHOOKS_WRITE = "webhooks:write"
    """To have facts sent to servers of the organisation: all that its systems may read, whatever other scopes say."""
    PEOPLE_WRITE = "people:write"
    """To enrol people. Nothing of them can be read with it, nor done in their place."""


class Principal(NamedTuple):
    """Who asks, as the token says; nothing of it comes from the request."""

    issuer: str
    subject: str
    client: str
    body: str
    roles: frozenset[Role]
    scopes: frozenset[Scope] = frozenset()
    networks: frozenset[str] = frozenset()
    person: str | None = None
    shares: frozenset[str] = frozenset()
    """Those of the networks that the token names which the body owns with others; this is looked up."""

    @property
    def name(self) -> tuple[str, str, str, str]:
        """By what this one is known again: the same user at another client, or for another person, is another."""
        return (self.issuer, self.client, self.subject, self.person or "")


class Offices(NamedTuple):
    """The networks that a person serves, as their home knows it."""

    serves: Collection[str] = ()
    """Where they hold an office."""
    served: Collection[str] = ()
    """Where they have held one, and hold none any more."""

    def of(self, principal: Principal) -> Principal:
        """This principal, with what follows from the offices, whatever the token says of these networks."""
        networks = (principal.networks - {*self.served}) | {*self.serves}
        roles = principal.roles | {Role.OFFICER} if self.serves else principal.roles
        return principal._replace(networks=networks, roles=roles)


Bound = Literal["", "network", "networks", "person", "pages"]


class Grant(NamedTuple):
    """One way to be allowed. `bound`: only for a network that the officer serves, which the body owns alone or with
    others; only if the officer serves all of them; only for the person that asks; or only for the node's own pages.
    """

    role: Role
    scope: Scope | None = None
    bound: Bound = ""


class Subject(NamedTuple):
    """What a request is about. None stands for what only the content tells, and is not read yet."""

    body: str
    person: str | None = None
    networks: frozenset[str] | None = None


class Verdict(StrEnum):
    """The answer to a request, as far as rights go."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    """Told plainly: nothing about a person follows from it."""
    HIDDEN = "hidden"
    """Answered as if there were nothing: whoever asks for another person learns not even that there is one."""


ADMIN: Final = Grant(Role.BODY_ADMIN)
OFFICER: Final = Grant(Role.OFFICER)
OFFICER_OF_IT: Final = Grant(Role.OFFICER, bound="network")
OFFICER_OF_ALL: Final = Grant(Role.OFFICER, bound="networks")
"""In whose name something is said: who serves one network says nothing for another."""
ONESELF: Final = (Grant(Role.MEMBER, bound="person"), Grant(Role.GUEST, bound="person"))
OWN_PAGES_ALONE: Final = Grant(Role.SYSTEM, bound="pages")
PEOPLE: Final = (Grant(Role.MEMBER), Grant(Role.GUEST))
EVERYONE: Final = tuple(Grant(role) for role in Role)


def system(scope: Scope) -> Grant:
    """A system with this scope."""
    return Grant(Role.SYSTEM, scope)


NETWORK_COMMANDS: Final = (ADMIN, OFFICER_OF_IT, system(Scope.NETWORKS_WRITE))
EVENT_COMMANDS: Final = (ADMIN, OFFICER_OF_IT, system(Scope.EVENTS_WRITE))
DOOR: Final = (OFFICER_OF_IT,)
AGREEMENT_READS: Final = (ADMIN, OFFICER, system(Scope.EVENTS_READ))
OF_FACILITATORS: Final = {
    "events-name-facilitator": DOOR,
    "events-dismiss-facilitator": DOOR,
    "events-facilitate-introduction": ONESELF,
    "events-write-notes": ONESELF,
    "events-facilitating": ONESELF,
}
"""An officer names who helps at an event; whether somebody is named, the decision looks up."""


# The decision


def judge(principal: Principal, grants: tuple[Grant, ...], subject: Subject) -> Verdict:
    """Whether any of these grants fits."""
    if any(_fits(principal, grant, subject) for grant in grants):
        return Verdict.ALLOWED
    at_home = principal.body == subject.body and any(grant.role in principal.roles for grant in grants)
    return Verdict.HIDDEN if at_home and any(grant.bound == "person" for grant in grants) else Verdict.REFUSED


def _from_pages(principal: Principal, grant: Grant) -> bool:
    """Whether the token is the node's own, if the grant is for its pages alone."""
    return grant.bound != "pages" or principal.issuer == OWN_PAGES


def _fits(principal: Principal, grant: Grant, subject: Subject) -> bool:
    home = OFFICE if grant.role is Role.CONSORTIUM_ADMIN else subject.body
    if grant.role not in principal.roles or principal.body != home:
        return False
    if (grant.scope and grant.scope not in principal.scopes) or not _from_pages(principal, grant):
        return False
    if grant.bound == "person":
        return principal.person is not None and subject.person in (None, principal.person)
    if grant.role is Role.OFFICER:
        served = {network for network in principal.networks if body_of(network) == subject.body} | principal.shares
        if not grant.bound or subject.networks is None:
            return bool(served)
        wanted = subject.networks
        return bool(served & wanted) and (grant.bound == "network" or wanted <= served)
    return True

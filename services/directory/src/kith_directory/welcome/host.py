"""The host's side of a welcome: which bodies' people are welcome in a network of ours, and what each has answered.

Each body by itself: none waits for another, and none learns of another.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_chassis.members import Member
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus
from kith_contracts.directory.networks import NetworkUpdated
from kith_contracts.directory.welcome import (
    WelcomeAnswer,
    WelcomeAnswered,
    WelcomeBodies,
    WelcomeOffered,
    WelcomeText,
)
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.words import BodySlug, FullName, Section, Version
from kith_directory.networks.network import Network, gone

NEVER: Final = 0

# States


class Partner(Section):
    """A body whose people are or were welcome: what it was told last, and what it has answered to that offer."""

    offer: Version
    status: NetworkStatus
    text: WelcomeText
    version: Version
    """Of what it was told: each body has its own, so that none counts what others are told."""
    answer: WelcomeAnswer | None = None
    answered: int = NEVER
    """Version of its answer."""


class Welcome(State):
    """Who is welcome in a network of ours."""

    kind: ClassVar[str] = "welcome"
    network: FullName
    partners: dict[BodySlug, Partner] = {}  # noqa: RUF012 - pydantic copies it
    described: int = NEVER
    """The version of the network that they were told of."""

    @property
    def id(self) -> str:
        return self.network


# Decisions


def welcome(
    at: Circumstances,
    command: WelcomeBodies,
    network: Network | None,
    welcome: Welcome | None,
    members: tuple[Member, ...],
) -> Decision:
    """Offer it to these bodies, and take it back from all others."""
    before = welcome or Welcome(network=command.network)
    if wrong := gone(network) or together(_faults(at, command, before, members)):
        return Decision(refusal=wrong)
    assert network is not None
    text = text_of(network.charter)
    partners = {
        **{body: _taken_back(each) for body, each in before.partners.items() if body not in command.bodies},
        **{body: _offered(before.partners.get(body), network.status, text) for body in command.bodies},
    }
    return _told(before, before.but(partners=partners, described=network.version))


def renew(_at: Circumstances, fact: NetworkUpdated, welcome: Welcome | None) -> Decision:
    """The network is described otherwise, rests, wakes or ends: whoever is welcome is told what it may see."""
    if welcome is None or welcome.described >= fact.version:
        return NOTHING
    text = text_of(fact.charter)
    partners = {
        body: each if each.status == "ended" else _offered(each, fact.status, text)
        for body, each in welcome.partners.items()
    }
    return _told(welcome, welcome.but(partners=partners, described=fact.version))


def hear(at: Circumstances, fact: WelcomeAnswered, welcome: Welcome | None) -> Decision:
    """Keep the newest answer of a body to what it is offered now."""
    partner = welcome.partners.get(at.sender) if welcome else None
    if welcome is None or partner is None:
        return refuse("welcome-unknown", "This organisation was not welcomed in a network of this name.", "network")
    if fact.offer != partner.offer or fact.version <= partner.answered:
        return NOTHING
    heard = partner.model_copy(update={"answer": fact.answer, "answered": fact.version})
    return Decision(states=(welcome.but(partners={**welcome.partners, at.sender: heard}),))


def ended(welcome: Welcome) -> Decision:
    """Take it back from everybody."""
    partners = {body: _taken_back(each) for body, each in welcome.partners.items()}
    return _told(welcome, welcome.but(partners=partners))


# Rules


def text_of(charter: NetworkCharter) -> WelcomeText:
    """What people of another body may read of a network: neither its officers nor its terms of reference."""
    return WelcomeText(**{name: getattr(charter, name) for name in WelcomeText.model_fields})


def _offered(before: Partner | None, status: NetworkStatus, text: WelcomeText) -> Partner:
    if before is None:
        return Partner(offer=1, status=status, text=text, version=1)
    if before.status == "ended":
        said = {"offer": before.offer + 1, "status": status, "text": text, "answer": None}
    elif (before.status, before.text) == (status, text):
        return before
    else:
        said = {"status": status, "text": text}
    return before.model_copy(update={**said, "version": before.version + 1})


def _taken_back(before: Partner) -> Partner:
    if before.status == "ended":
        return before
    return before.model_copy(update={"status": "ended", "version": before.version + 1})


def _told(before: Welcome, after: Welcome) -> Decision:
    """A letter to each body for which something is new."""
    if after == before:
        return NOTHING
    return Decision(states=(after,), says=tuple(_letters(before, after)))


def _letters(before: Welcome, after: Welcome) -> Iterator[Letter]:
    for body, each in sorted(after.partners.items()):
        known = before.partners.get(body)
        if known is None or known.version < each.version:
            fields = {name: getattr(each, name) for name in ("offer", "status", "text", "version")}
            yield Letter(body, WelcomeOffered(network=after.network, **fields))


def _faults(at: Circumstances, command: WelcomeBodies, before: Welcome, members: Iterable[Member]) -> Iterator[Refusal]:
    known, seen = {each.id: each for each in members}, set[str]()
    for number, body in enumerate(command.bodies):
        where = f"bodies.{number}"
        if body in seen:
            yield Refusal("body-twice", "This organisation is in the list twice. Leave one of them out.", where)
        elif body == at.body:
            yield Refusal("own-body", "These are your own people: they need no welcome. Leave this out.", where)
        elif body not in known:
            yield Refusal("body-unknown", "No organisation of this name takes part.", where)
        elif not known[body].admitted and body not in before.partners:
            yield Refusal("body-suspended", "This organisation is suspended. Welcome it when it is not.", where)
        seen.add(body)

"""Requests to join a network, as its officers find them: who asks stays unknown, unless they chose to be seen."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State
from kith_chassis.members import Member
from kith_contracts.directory.membership import AnswerJoinRequest, DropJoinRequest, SettleJoinRequest
from kith_contracts.message import Personal, Refusal, together
from kith_contracts.words import FullName, KeyedHash, Note, PersonId
from kith_directory.networks.network import Network
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.welcome.guest import Neighbour, closed_here, welcomed

# States


class JoinRequest(State):
    """Somebody waits for the answer of a network. All but the opaque id is sealed with the person's own key. Who asks
    again has another id, so that nothing said of the one answers the other.
    """

    kind: ClassVar[str] = "join-request"
    request: KeyedHash
    person: Personal[PersonId]
    network: Personal[FullName]
    note: Personal[Note]
    asked: datetime

    @property
    def id(self) -> str:
        return self.request

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (requests_tag(keyed, self.network),)


def requests_tag(keyed: Keyed, network: str) -> str:
    """By what the requests of a network are found."""
    return keyed("join-requests", network)


# Decisions


def answer(
    _at: Circumstances,
    command: AnswerJoinRequest,
    *,
    network: Network | None,
    shared: SharedNetwork | None,
    request: JoinRequest | None,
    neighbour: Neighbour | None,
    host: Member | None,
) -> Decision:
    """Pass it on to where the person's memberships are; from then on the request is answered."""
    closed = closed_here(network or shared, welcomed(command.network, neighbour, host))
    if wrong := closed or together(_faults(command, request)):
        return Decision(refusal=wrong)
    assert request is not None
    settle = SettleJoinRequest(
        person=request.person,
        network=command.network,
        request=request.request,
        answer=command.answer,
        sentence=command.sentence,
    )
    return Decision(says=(settle,), forgets=(JoinRequest.at(request.id),))


def drop(_at: Circumstances, _command: DropJoinRequest, request: JoinRequest | None) -> Decision:
    """Its officers find it no more."""
    return Decision(forgets=(JoinRequest.at(request.id),)) if request else NOTHING


def _faults(command: AnswerJoinRequest, request: JoinRequest | None) -> Iterator[Refusal]:
    if request is None or request.network != command.network:
        sentence = "Nobody waits under this id: the request was answered already, or taken back."
        yield Refusal("join-request-unknown", sentence, "request")
    if command.answer == "declined" and not command.sentence:
        yield Refusal("sentence-missing", "Say why, in a sentence to the person who asked.", "sentence")

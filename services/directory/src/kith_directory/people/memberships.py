"""Memberships: the person asks, and where it wants to be asked the network answers. Only the two together make one."""

from datetime import datetime
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, refuse
from kith_chassis.members import Member
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.membership import (
    AdmitToNetwork,
    CountMember,
    DropJoinRequest,
    JoinNetwork,
    LeaveNetwork,
    SettleJoinRequest,
    TellOne,
)
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.directory.welcome import WelcomeText
from kith_contracts.message import Refusal
from kith_contracts.pages.people import Answered
from kith_contracts.words import body_of
from kith_directory.networks.listings import Face, Listing, elsewhere
from kith_directory.networks.network import Network
from kith_directory.people.office import left, retired
from kith_directory.people.person import MOST_NETWORKS, Membership, Person, told
from kith_directory.people.requests import JoinRequest
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.welcome.guest import GuestNetwork, Neighbour, closed_here, open_here, welcomed

NOBODY: Final = Refusal("person-unknown", "There is nobody of this id at home here.", "person")
ADMITTED: Final = {"by_network": True, "request": ""}
NOT_SEEN_ELSEWHERE: Final = Refusal(
    "members-elsewhere", "Members at other organisations see nobody here. Choose the committee, or nobody.", "seen_by"
)
NOTHING_HERE: Final = Refusal("network-unknown", "There is nothing here for this name.", "network")


def join(
    at: Circumstances,
    command: JoinNetwork,
    *,
    person: Person | None,
    network: Network | None,
    shared: SharedNetwork | None,
    listing: Listing | None,
    face: Face | None,
    neighbour: Neighbour | None,
    host: Member | None,
) -> Decision:
    """Join, ask to, or accept an invitation. Who wants to join another organisation's network in which they are not
    welcome is told where that is.
    """
    if person is None:
        return Decision(refusal=NOBODY)
    guest = welcomed(command.network, neighbour, host)
    ours = network or shared
    if not (guest or ours) and listing and listing.published.status != "ended" and body_of(command.network) != at.body:
        return Decision(refusal=elsewhere(command.network, face))
    membership, charter = person.memberships.get(command.network, Membership()), open_here(ours, guest)
    if charter is None or (charter.findable == "invitation" and not membership.by_network):
        return Decision(refusal=NOTHING_HERE)
    if wrong := _unjoinable(person, command.network, membership, charter) or _unanswered(guest, membership):
        return Decision(refusal=wrong)
    by_network = membership.by_network or charter.joinable == "anyone"
    request = "" if by_network else at.keyed("join-request", at.id)
    agreed = {"by_person": True, "by_network": by_network, "request": request}
    after = _with(person, command.network, membership.model_copy(update=agreed))
    unanswered = after.but(answers={name: said for name, said in after.answers.items() if name != command.network})
    if by_network:
        return _kept(person, unanswered)
    asked = JoinRequest(request=request, asked=at.now, **dict(command))
    return Decision(states=(unanswered, asked))


def admit(
    _at: Circumstances,
    command: AdmitToNetwork,
    *,
    person: Person | None,
    network: Network | None,
    shared: SharedNetwork | None,
    neighbour: Neighbour | None,
    host: Member | None,
) -> Decision:
    """The network accepts who has asked, or invites."""
    if person is None:
        return Decision(refusal=NOBODY)
    if wrong := closed_here(network or shared, welcomed(command.network, neighbour, host)):
        return Decision(refusal=wrong)
    membership = person.memberships.get(command.network, Membership())
    if membership.by_network:
        return NOTHING
    if full := _full(person, command.network):
        return Decision(refusal=full)
    return _kept(person, _with(person, command.network, membership.model_copy(update=ADMITTED)))


def settle(at: Circumstances, command: SettleJoinRequest, person: Person | None) -> Decision:
    """What the network answered, kept for the person to read. Who has taken the request back meanwhile is not told."""
    membership = person.memberships.get(command.network) if person else None
    if person is None or membership is None or membership.request != command.request:
        return NOTHING
    after = (
        _with(person, command.network, membership.model_copy(update=ADMITTED))
        if command.answer == "admitted"
        else _without(person, command.network)
    )
    heard = Answered(answer=command.answer, sentence=command.sentence, on=at.now)
    tell = TellOne(person=person.person, network=command.network, news="request", told=at.now)
    answered = _with(person, command.network, membership.model_copy(update={"request": ""}))
    decision = _kept(answered, after.but(answers=_newest({**after.answers, command.network: heard})))
    return decision._replace(says=(*decision.says, tell))


def leave(at: Circumstances, command: LeaveNetwork, person: Person | None) -> Decision:
    """Leave, take back having asked, or turn down an invitation."""
    if person is None:
        return Decision(refusal=NOBODY)
    if command.network not in person.memberships:
        return refuse("not-member", "You are not a member; nothing has changed.", "network")
    vacant = left(at, person, command.network)
    decision = _kept(person, retired(person, _without(person, command.network)))
    return decision._replace(says=(*decision.says, *vacant))


def choose(at: Circumstances, command: ChooseVisibility, person: Person | None) -> Decision:
    """Be seen by the committee, by all members, or by nobody again; nobody is told."""
    if person is None:
        return Decision(refusal=NOBODY)
    membership = person.memberships.get(command.network, Membership())
    if not membership.by_person:
        return refuse("not-member", "You are not a member and have not asked; nothing has changed.", "network")
    if command.seen_by == "members" and body_of(command.network) != at.body:
        return Decision(refusal=NOT_SEEN_ELSEWHERE)
    if membership.seen_by == command.seen_by:
        return NOTHING
    return Decision(
        states=(_with(person, command.network, membership.model_copy(update={"seen_by": command.seen_by})),)
    )


def _unjoinable(
    person: Person, network: str, membership: Membership, charter: NetworkCharter | WelcomeText
) -> Refusal | None:
    if membership.member:
        return Refusal("already-member", "You are a member already; nothing has changed.", "network")
    if membership.by_person and charter.joinable != "anyone":
        return Refusal("already-asked", "You have asked already; the committee will answer.", "network")
    if charter.joinable == "invited" and not membership.by_network:
        return Refusal("invitation-needed", "This network invites its members: write to its committee.", "network")
    return _full(person, network)


def _unanswered(guest: GuestNetwork | None, membership: Membership) -> Refusal | None:
    """Its host wants to be asked now, and here nobody answers."""
    if guest and guest.text.joinable == "ask" and not (guest.looked_after_by or membership.by_network):
        sentence = "One has to ask to join, and nobody answers here yet. Your organisation can name who does."
        return Refusal("officers-missing", sentence, "network")
    return None


def _full(person: Person, network: str) -> Refusal | None:
    if network in person.memberships or len(person.memberships) < MOST_NETWORKS:
        return None
    sentence = f"This would be more than {MOST_NETWORKS} networks, invitations included. Leave another one first."
    return Refusal("too-many-networks", sentence, "network")


def _with(person: Person, network: str, membership: Membership) -> Person:
    return person.but(memberships={**person.memberships, network: membership})


def _without(person: Person, network: str) -> Person:
    return person.but(memberships={name: each for name, each in person.memberships.items() if name != network})


def _newest(answers: dict[str, Answered]) -> dict[str, Answered]:
    def age(name: str) -> datetime:
        return answers[name].on

    return {name: answers[name] for name in sorted(answers, key=age)[-MOST_NETWORKS:]}


def _kept(before: Person, after: Person) -> Decision:
    """Keep it, and tell the services of home if a membership began or ended. A request is over with that, or before."""
    over = _dropped(before, after)
    if after.networks == before.networks:
        return Decision(states=(after,), says=over)
    return told(after.but(version=before.version + 1), *counted(before.networks, after.networks), *over)


def _dropped(before: Person, after: Person) -> tuple[DropJoinRequest, ...]:
    waiting = {each.request for each in after.memberships.values()}
    return tuple(
        DropJoinRequest(network=network, request=each.request)
        for network, each in before.memberships.items()
        if each.request and each.request not in waiting
    )


def counted(before: list[str], after: list[str]) -> tuple[CountMember, ...]:
    """One more member, or one fewer, for each network that somebody has joined or left."""
    left, joined = sorted({*before} - {*after}), sorted({*after} - {*before})
    return (
        *(CountMember(network=each, change=-1) for each in left),
        *(CountMember(network=each, change=1) for each in joined),
    )

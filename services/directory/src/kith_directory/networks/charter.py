"""Networks of the own body: chartered, described, put to rest, ended; and what of them others may see."""

from datetime import date
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, refuse
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.networks import (
    CharterNetwork,
    DescribeNetwork,
    NetworkPublished,
    NetworkUpdated,
    SetNetworkStatus,
)
from kith_contracts.message import Message, Refusal, together
from kith_contracts.renewal import anew
from kith_contracts.words import body_of
from kith_directory.networks import parts
from kith_directory.networks.network import Network
from kith_directory.networks.parts import Family
from kith_directory.shared_networks.network import LedNetwork, SharedNetwork

BEGIN: Final = "Terms of reference begin with version 1."

# Decisions


def charter(
    at: Circumstances,
    command: CharterNetwork,
    *,
    network: Network | None,
    parent: Network | None,
    family: Family | None,
    led: LedNetwork | None,
    shared: SharedNetwork | None,
) -> Decision:
    """Found a network; a part of another, if it says so."""
    if body_of(command.network) != at.body:
        return refuse("not-our-network", "A network can be chartered by its own organisation only.", "network")
    if network or led or shared:
        return refuse("slug-taken", "A network of this name exists; choose another short name.", "network")
    founded, family = Network(network=command.network, charter=command.charter), family or Family(body=at.body)
    if faults := together([_of_terms(command.charter, 1), parts.fault(at.body, founded, parent, family)]):
        return Decision(refusal=faults)
    return _placed(_changed(None, founded), founded, parent, family)


def describe(
    at: Circumstances,
    command: DescribeNetwork,
    network: Network | None,
    family: Family | None,
    parent: Network | None,
) -> Decision:
    """Say anew what a network is; what is left out stays as it is."""
    if fault := _unchangeable(network):
        return Decision(refusal=fault)
    assert network is not None
    said = _with_holders(anew(command.charter, network.charter), network)
    before = network.charter.terms
    changed_terms = _of_terms(said, before.version + 1) if said.terms != before else None
    if said == network.charter:
        return NOTHING
    changed, family = network.but(charter=said, version=network.version + 1), family or Family(body=at.body)
    if faults := together(
        [changed_terms, _of_holders(said, network), parts.fault(at.body, changed, parent, family, network)]
    ):
        return Decision(refusal=faults)
    return _placed(_changed(network, changed), changed, parent, family)


def set_status(
    at: Circumstances, command: SetNetworkStatus, network: Network | None, family: Family | None
) -> Decision:
    """Rest, wake or end a network. What has ended is part of nothing; its own parts stand by themselves."""
    if fault := _unchangeable(network):
        return Decision(refusal=fault)
    assert network is not None
    if command.status == network.status:
        return NOTHING
    changed = network.but(status=command.status, version=network.version + 1)
    if changed.status == "ended":
        changed = changed.but(charter=changed.charter.model_copy(update={"part_of": None}))
    return _placed(_changed(network, changed), changed, None, family or Family(body=at.body))


def occupied(network: Network, role: str, *, filled: bool, until: date | None) -> Decision:
    """An office has a holder until this day, or none any more. Who it is, the charter does not say."""
    now = {"filled": filled, "until": until}
    officers = [each.model_copy(update=now) if each.role == role else each for each in network.charter.officers]
    charter = network.charter.model_copy(update={"officers": officers})
    held = network.held | {role} if filled else network.held - {role}
    return _changed(network, network.but(charter=charter, held=held, version=network.version + 1))


def _with_holders(charter: NetworkCharter, network: Network) -> NetworkCharter:
    """What a description says of an office that somebody holds here is as their term says."""
    held = {each.role: each for each in network.charter.officers if each.role in network.held}
    return charter.model_copy(update={"officers": [held.get(each.role, each) for each in charter.officers]})


def _of_holders(charter: NetworkCharter, network: Network) -> Refusal | None:
    if network.held <= {each.role for each in charter.officers}:
        return None
    return Refusal(
        "office-held", "Somebody holds an office that is left out here. They can step down.", "charter.officers"
    )


def _of_terms(charter: NetworkCharter, version: int) -> Refusal | None:
    """Terms of reference have a version of their own, which counts their texts."""
    if charter.terms.version == version:
        return None
    sentence = f"Changed terms of reference take version {version}." if version > 1 else BEGIN
    return Refusal("terms-version", sentence, "charter.terms.version")


def _placed(decision: Decision, network: Network, parent: Network | None, family: Family) -> Decision:
    """With what the family says of it. The parent is written as it is: so nobody hides it meanwhile unseen."""
    placed = family.with_(network)
    if placed == family:
        return decision
    return decision._replace(states=(*decision.states, placed, *([parent] if parent else ())))


def _unchangeable(network: Network | None) -> Refusal | None:
    if network is None:
        return Refusal("network-unknown", "There is no network of this name here.", "network")
    if network.status == "ended":
        return Refusal("network-ended", "This network has ended; charter a new one.", "network")
    return None


def _changed(before: Network | None, after: Network) -> Decision:
    says: list[Message] = [
        NetworkUpdated(network=after.network, charter=after.charter, status=after.status, version=after.version)
    ]
    public = public_face(after)
    if public and (before is None or public != public_face(before)):
        after = after.but(public_version=after.public_version + 1)
        says.append(public.model_copy(update={"version": after.public_version}))
    return Decision(states=(after,), says=tuple(says))


def public_face(network: Network) -> NetworkPublished | None:
    """What others see, at version 1: all of it, its name alone, that it has ended, or None: nothing at all."""
    charter = network.charter
    hidden = charter.findable == "invitation"
    if hidden and network.public_version == 0:
        return None
    return NetworkPublished(
        network=network.network,
        name=charter.name if not hidden else "Ended",
        purpose=charter.purpose if not hidden else "Ended",
        how_to_ask=charter.how_to_ask if not hidden else "Ended",
        status="ended" if hidden else network.status,
        charter=charter if charter.findable == "everyone" else None,
        version=1,
    )

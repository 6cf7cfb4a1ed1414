"""A network that the founder has owned alone becomes one of several owners. Nothing of it changes before all have
accepted the text; then its name, members, officers, and what was said in it stay, and nobody finds it who could not.
"""

from collections.abc import Iterator
from typing import Final

from kith_chassis.decision import Decision
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.directory.offices import ReviewOffice
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Refusal
from kith_directory.networks.charter import public_face
from kith_directory.networks.network import Network
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.welcome.host import Welcome, ended

FINDABLE: Final = ("invitation", "name-only", "everyone")
JOINABLE: Final = ("invited", "ask", "anyone")

# Decisions


def taken_over(decision: Decision, home: SharedNetwork, network: Network, welcome: Welcome | None) -> Decision:
    """What follows at the founder once the text is in force: the owners are in the place of the one."""
    shared = home.but(version=max(home.version, network.version + 1))
    states = tuple(shared if isinstance(each, SharedNetwork) else each for each in decision.states)
    says = tuple(shared.updated if each == home.updated else each for each in decision.says)
    reviews = tuple(ReviewOffice(network=home.id, role=each.role) for each in network.charter.officers)
    unlisted = _unlisted(network) if shared.hidden else ()
    over = ended(welcome) if welcome else Decision()
    return decision._replace(
        states=(*states, *over.states),
        says=(*says, *reviews, *unlisted, *over.says),
        forgets=(*decision.forgets, Network.at(network.id)),
    )


# Rules


def faults(terms: NetworkTerms, network: Network) -> Iterator[Refusal]:
    """Why the network cannot become that of this text: it would be seen by more, or somebody would lose an office."""
    charter = terms.charter
    for field, order in (("findable", FINDABLE), ("joinable", JOINABLE)):
        before, now = getattr(network.charter, field), getattr(charter, field)
        if order.index(now) > order.index(before):
            sentence = f"The network would be open to more people than now ({before}). Describe it so first."
            yield Refusal("more-visible", sentence, f"terms.charter.{field}")
    if network.charter.part_of:
        sentence = "A network of several organisations is part of none. Describe yours so first."
        yield Refusal("parent-elsewhere", sentence, "subject")
    if network.held - {each.role for each in terms.offices if each.body == terms.founder}:
        sentence = "Somebody holds an office that is left out here. Name it with your organisation; or they step down."
        yield Refusal("office-held", sentence, "terms.offices")


def _unlisted(network: Network) -> tuple[NetworkPublished, ...]:
    """Where only invitation finds it from now on, it is in no listing any more."""
    hidden = network.but(charter=network.charter.model_copy(update={"findable": "invitation"}))
    face = public_face(hidden)
    return (face.model_copy(update={"version": network.public_version + 1}),) if face else ()

"""A network with members, and who may look inside."""

from support.directory.networks import charter
from support.directory.people import FORUM, enrol
from support.speaking import Node

from kith_contracts.directory.membership import JoinNetwork
from kith_contracts.directory.networks import CharterNetwork
from kith_directory.handlers import HANDLERS


def who(number: int) -> str:
    return f"person-{number:04}"


def network(members: int = 1, *, thorough: bool = True) -> Node:
    node = Node(HANDLERS, "bcs", thorough=thorough)
    node.hear(CharterNetwork(network=FORUM, charter=charter()))
    for number in range(1, members + 1):
        node.hear(enrol(person=who(number)))
        node.hear(JoinNetwork(person=who(number), network=FORUM))
    return node

"""A home in memory, and what a person does there."""

from typing import Any

from support.directory.networks import charter
from support.speaking import Node

from kith_contracts.directory.charters import Findable, Joinable
from kith_contracts.directory.membership import AdmitToNetwork, JoinNetwork, LeaveNetwork
from kith_contracts.directory.networks import CharterNetwork, EnrolPerson
from kith_directory.handlers import HANDLERS

PERSON = "person-0001"


FORUM = "bcs/womens-forum"


JOIN = JoinNetwork(person=PERSON, network=FORUM)


ADMIT = AdmitToNetwork(person=PERSON, network=FORUM)


LEAVE = LeaveNetwork(person=PERSON, network=FORUM)


def enrol(**changes: Any) -> EnrolPerson:
    return EnrolPerson(**{"person": PERSON, "name": "Ann Ångström", "address": "ann@example.org", **changes})


def home(joinable: Joinable = "anyone", findable: Findable = "everyone") -> Node:
    """A body with one person and one network."""
    node = Node(HANDLERS, "bcs")
    node.hear(CharterNetwork(network=FORUM, charter=charter(findable, joinable=joinable)))
    node.hear(enrol())
    return node

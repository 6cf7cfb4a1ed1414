"""IOP's returners welcome people of BCS and NI: two homes, and what they say to each other."""

from typing import Any, Final

from support.directory.networks import charter
from support.speaking import Node, letters

from kith_chassis.decision import Decision
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.charters import Findable, Joinable
from kith_contracts.directory.networks import CharterNetwork
from kith_contracts.directory.welcome import AnswerWelcome, WelcomeAnswer, WelcomeBodies
from kith_directory.handlers import HANDLERS

RETURNERS: Final = "iop/returners"
FORUM: Final = "bcs/womens-forum"
BODIES: Final = ("iop", "bcs", "ni", "ons")


def registered(body: str, version: int = 1, **changes: Any) -> BodyRegistered:
    return BodyRegistered(**{"body": body, "name": body.upper(), "kind": "other", "version": version, **changes})


def node(body: str) -> Node:
    """A body that knows the others."""
    made = Node(HANDLERS, body)
    for each in BODIES:
        made.hear(registered(each))
    return made


def host(joinable: Joinable = "anyone", findable: Findable = "everyone") -> Node:
    """IOP, with a network."""
    made = node("iop")
    made.hear(CharterNetwork(network=RETURNERS, charter=charter(findable, joinable=joinable)))
    return made


def home() -> Node:
    """BCS, with a network whose officers can look after another."""
    made = node("bcs")
    made.hear(CharterNetwork(network=FORUM, charter=charter()))
    return made


def welcome(*bodies: str) -> WelcomeBodies:
    return WelcomeBodies(network=RETURNERS, bodies=[*bodies])


def answer(said: WelcomeAnswer = "accepted", **more: Any) -> AnswerWelcome:
    return AnswerWelcome(network=RETURNERS, answer=said, **more)


def passed_on(decision: Decision, sender: Node, *nodes: Node) -> list[Decision]:
    """What these bodies decide on the letters to them."""
    by_body = {each.body: each for each in nodes}
    return [by_body[each.to].hear(each.message, sender.body) for each in letters(decision) if each.to in by_body]


def agreed(joinable: Joinable = "anyone", findable: Findable = "everyone", **more: Any) -> tuple[Node, Node]:
    """IOP and BCS, who have agreed."""
    iop, bcs = host(joinable, findable), home()
    passed_on(iop.hear(welcome("bcs")), iop, bcs)
    passed_on(bcs.hear(answer(looked_after_by=FORUM, **more)), bcs, iop)
    return iop, bcs

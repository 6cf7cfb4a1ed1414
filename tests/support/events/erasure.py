"""A person is forgotten at a home in memory."""

from support.events.scenes import PERSON
from support.speaking import Node, said

from kith_chassis.decision import Decision
from kith_contracts.erasure import ForgetRegistration, ForgetRegistrations
from kith_contracts.events.actions import ForgetActions
from kith_contracts.message import Message

ID = "f" * 32


CHAIN = (ForgetActions, ForgetRegistration, ForgetRegistrations)


def forget(node: Node, person: str = PERSON) -> list[Decision]:
    """All that follows at home until it says that it has cleared up, in order."""
    waiting: list[Message] = [ForgetRegistrations(person=person, forgetting=ID)]
    decisions = []
    while waiting:
        decisions.append(node.hear(waiting.pop(0)))
        waiting += [each for kind in CHAIN for each in said(decisions[-1], kind)]
    return decisions

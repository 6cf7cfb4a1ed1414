"""What the tests of the notify service begin with: an event that would tell a lot, and someone to tell."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from support.agreeing import accepted
from support.speaking import NOW, Node, said

from kith_chassis.decision import Decision
from kith_contracts.directory.networks import NetworkUpdated, PersonUpdated
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.places import PartRegistration, RegistrationUpdated
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.terms import Host
from kith_contracts.notify.occasions import TellChange
from kith_notify.deliveries.delivery import Delivery
from kith_notify.deliveries.verdict import Verdict, judge, needs
from kith_notify.handlers import HANDLERS
from kith_notify.journal.journal import Entry, Journal

EVENT: Final = "iop/pride-in-physics"
PERSON: Final = "person-0001"
REGISTRATION: Final = "abcdefghijklmnopqrstuvwxyz"
OTHER: Final = "z" * 26
"""The registration of the same person for a closed part."""
DAY: Final = datetime(2027, 3, 12, 9, tzinfo=UTC)
NETWORKS: Final = ["bcs/womens-forum", "bcs/spectrum"]
TELLING: Final = ("women", "pride", "spectrum", "returner", "closed", "confidential", "lgbt", "circle", "physics")

Status = Literal["asked", "granted", "offered", "waiting", "in-draw", "refused", "released"]


def apart(decision: Decision) -> Decision:
    """The same without the journal, where every fact is written down."""
    kept = [each for each in decision.states if not isinstance(each, Entry | Journal)]
    return decision._replace(states=tuple(kept))


def plan(**changes: Any) -> EventPlan:
    fields = {
        "title": "Pride in Physics",
        "summary": "A confidential day for LGBT+ women.",
        "zone": "Europe/London",
        "starts": DAY,
        "ends": DAY + timedelta(hours=8),
        "venue": "37 Caledonian Road, London",
        "parts": [part("lectures", 0, 3), part("circle", 3, 4, audience="returner"), part("dinner", 6, 8)],
    }
    return EventPlan(**{**fields, **changes})


def part(name: str, starts: float, ends: float, **changes: Any) -> EventPart:
    times = {"starts": DAY + timedelta(hours=starts), "ends": DAY + timedelta(hours=ends)}
    title = f"Women's {name}"
    return EventPart(part=name, title=title, for_whom="for closed circles", capacity=9, **{**times, **changes})


def published(version: int = 1, **changes: Any) -> EventPublished:
    fields = {"status": "open", "plan": plan(), "hosts": [Host(body="iop"), Host(body="bcs", networks=NETWORKS)]}
    return accepted(EventPublished(event=EVENT, version=version, **{**fields, **changes}))


def person(number: int = 1, **changes: Any) -> PersonUpdated:
    fields = {
        "person": f"person-{number:04}",
        "enrolled_as": "member",
        "name": "Ann Ångström",
        "address": f"ann-{number}@example.org",
        "how_much": "everything",
        "networks": NETWORKS,
        "version": 1,
    }
    return PersonUpdated(**{**fields, **changes})


def registration(decision: int, version: int | None = None, **parts: Status) -> RegistrationUpdated:
    """What became of a registration; a refusal comes with words that the mail must not repeat."""
    found = [
        PartRegistration(
            part=name,
            status=status,
            code="waiting-list-full" if status == "refused" else "",
            sentence="The women's circle is full." if status == "refused" else "",
        )
        for name, status in parts.items()
    ]
    return RegistrationUpdated(
        person=PERSON,
        registration=REGISTRATION,
        event=EVENT,
        parts=found,
        decision=decision,
        version=version or decision + 1,
    )


def described(network: str, version: int = 1, **changes: Any) -> NetworkUpdated:
    """A network of home; open to everyone unless told otherwise."""
    fields = {"name": "Forum", "purpose": "To meet.", "for_you_if": "You like to.", "terms": {"text": "Be kind."}}
    open_ = {"findable": "everyone", "joinable": "anyone"}
    return NetworkUpdated(network=network, charter={**fields, **open_, **changes}, status="active", version=version)


def home() -> Node:
    """A node that knows the event, its networks, which are open, and one person."""
    node = Node(HANDLERS, "bcs")
    for network in NETWORKS:
        node.hear(described(network))
    node.hear(person())
    node.hear(published(), "iop")
    return node


def deliveries(node: Node) -> list[Delivery]:
    """In the order in which they were decided."""
    return sorted(node.all(Delivery), key=lambda each: (each.number, each.person, each.occasion == "calendar"))


def judged(node: Node, now: datetime = NOW) -> list[tuple[Delivery, Verdict]]:
    """All that there is to tell, with how each is told now; of who is not known yet nothing is."""
    known = {each.path: each for each in node.states.values()}
    waiting = [each for each in deliveries(node) if all(ref.path in known for ref in needs(each))]
    return [(each, judge(each, known, now)) for each in waiting]


def mailed(node: Node, now: datetime = NOW) -> list[Delivery]:
    """What is mailed now."""
    return [each for each, how in judged(node, now) if how.how == "now"]


def placed() -> Node:
    """Someone has a place in the lectures and one in the circle, and has been told of both."""
    node = home()
    node.hear(registration(1, lectures="granted"))
    node.hear(registration(1, circle="granted").model_copy(update={"registration": OTHER}))
    return node


def tell(node: Node, face: EventPublished) -> list[Delivery]:
    """The face is heard and what follows is done; the deliveries that come of it."""
    before = {each.delivery for each in deliveries(node)}
    going_on = said(node.hear(face, "iop"), TellChange)
    while going_on:
        going_on = [more for each in going_on for more in said(node.hear(each), TellChange)]
    return [each for each in deliveries(node) if each.delivery not in before]

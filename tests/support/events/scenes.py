"""What the tests of the events service begin with: texts, and nodes on which something has been agreed already."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from support.speaking import NOW, Node, letters, said, seal

from kith_commons.agreement.acceptance import Accepted
from kith_commons.agreement.agreement import hash_of
from kith_commons.publication import KIND, shown_of_terms
from kith_contracts.agreements.terms import Answer, OnBehalf, Proof
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.networks import PersonUpdated
from kith_contracts.events.agreements import AgreementAnswered, AgreementProposed, EventPublished, ProposeAgreement
from kith_contracts.events.codes import BlockGiven
from kith_contracts.events.places import PlaceDecided, ReleasePlace, RequestPlace
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.terms import EventTerms, Party, Seats
from kith_events.event.lead import JointEvent
from kith_events.handlers import HANDLERS
from kith_events.places.place import Place

EVENT: Final = "iop/returning-to-work"
DAY: Final = datetime(2027, 3, 12, 9, tzinfo=UTC)
PARTIES: Final = ("iop", "bcs", "ni")
BEHALVES: Final[tuple[OnBehalf, ...]] = ("body", "network")
PERSON: Final = "person-0001"


def part(name: str = "lectures", **changes: Any) -> EventPart:
    fields = {"title": name.title(), "starts": DAY, "ends": DAY + timedelta(hours=3), "capacity": 10}
    return EventPart(part=name, **{**fields, **changes})


def circle(**changes: Any) -> EventPart:
    """A closed part."""
    return part("circle", **{"capacity": 20, "audience": "returner", **changes})


def blocks(name: str = "circle", pool: int = 1, block: int = 4, **shares: int) -> Seats:
    """Blocks of entry codes of a closed part: one for each of IOP, BCS and NI, and one in the pool. A code that comes
    free is given at once, for offers have tests of their own.
    """
    return Seats(part=name, pool=pool, block=block, quotas=shares or {"iop": 1, "bcs": 1, "ni": 1}, offer_hours=0)


def seats(name: str = "lectures", pool: int = 1, **quotas: int) -> Seats:
    """Places of an open part; what comes free is granted at once, for offers have tests of their own."""
    return Seats(part=name, pool=pool, quotas=quotas, offer_hours=0)


def parties(*changed: Party, without: str = "") -> list[Party]:
    """The usual three, of which two share the cost; a changed one takes the place of the one with its name."""
    usual = [
        Party(body="iop", networks=["iop/women-in-physics"], cash_percent=60),
        Party(body="bcs", networks=["bcs/womens-forum"], cash_percent=40),
        Party(body="ni", networks=["ni/young-generation"]),
    ]
    named = {party.body: party for party in usual if party.body != without}
    return list((named | {party.body: party for party in changed}).values())


def terms(version: int = 1, **changes: Any) -> EventTerms:
    """Lectures with one place for each of BCS and NI and one in the pool; a closed circle with four blocks of codes."""
    parts = changes.pop("parts", [part(), circle()])
    fields = {
        "subject": EVENT,
        "plan": EventPlan(
            title="Returning to work",
            zone="Europe/London",
            starts=DAY,
            ends=DAY + timedelta(hours=8),
            venue="London",
            parts=parts,
            **changes.pop("plan", {}),
        ),
        "cost_pence": 90_000,
        "seats": [seats(bcs=1, ni=1), blocks()],
    }
    return whole(EventTerms(version=version, **{**fields, **changes, "parties": named(changes.get("parties"))}))


def named(given: Iterable[Party] | None) -> list[Party]:
    """The parties, each in the name of some network."""
    found = parties() if given is None else given
    return [each if each.networks else each.model_copy(update={"networks": [f"{each.body}/forum"]}) for each in found]


def whole(text: EventTerms) -> EventTerms:
    """The same text, which leaves nothing out."""
    return EventTerms.model_validate(text.model_dump())


def registered(body: str, **changes: Any) -> BodyRegistered:
    return BodyRegistered(**{"body": body, "name": body.upper(), "kind": "other", "version": 1, **changes})


def person(id: str = PERSON, **changes: Any) -> PersonUpdated:
    fields = {"enrolled_as": "member", "name": "Ann Ångström", "address": "ann@example.org", "how_much": "booked"}
    return PersonUpdated(**{"person": id, "version": 1, **fields, **changes})


def answered(
    text: EventTerms, on_behalf: OnBehalf = "body", answer: Answer = "accepted", by: str = "iop"
) -> AgreementAnswered:
    """What a body answers, signed by it."""
    face, yes = shown_of_terms(text).face.hash, answer == "accepted"
    said = Accepted(KIND, text.subject, by, on_behalf, hash_of(text), face, NOW)
    proof = Proof(face=face, at=NOW, signature=seal(by, said.payload)) if yes else None
    return AgreementAnswered(subject=text.subject, hash=hash_of(text), on_behalf=on_behalf, answer=answer, proof=proof)


def lead(body: str = "iop") -> Node:
    """The lead, which knows the bodies."""
    node = Node(HANDLERS, body)
    for name in (*PARTIES, "rsc", "ons"):
        node.hear(registered(name), "office")
    return node


def proposed(text: EventTerms | None = None, node: Node | None = None) -> Node:
    node, text = node or lead(), text or terms()
    node.hear(ProposeAgreement(subject=text.subject, terms=text))
    return node


def accept(node: Node, text: EventTerms, *bodies: str) -> None:
    """The acceptances of these bodies, or of all parties."""
    for body in bodies or [party.body for party in text.parties]:
        for behalf in BEHALVES:
            node.hear(answered(text, behalf, by=body), body)


def opened(text: EventTerms | None = None, node: Node | None = None) -> Node:
    """The lead of an event that is open; of another one too, if there is a node."""
    text = text or terms()
    node = proposed(text, node)
    accept(node, text)
    assert node.state(JointEvent.at(text.subject)).open
    return node


def event(node: Node) -> JointEvent:
    state: JointEvent = node.state(JointEvent.at(EVENT))
    return state


def pseudonym(number: int) -> str:
    """Of someone whose home is another body."""
    return "".join("abcdefghijklmnopqrstuvwxyz"[(number // 26**digit) % 26] for digit in range(26))


def request(who: int, name: str = "lectures", number: int = 1) -> RequestPlace:
    return RequestPlace(event=EVENT, part=name, pseudonym=pseudonym(who), number=number)


def release(who: int, name: str = "lectures", number: int = 1) -> ReleasePlace:
    return ReleasePlace(event=EVENT, part=name, pseudonym=pseudonym(who), number=number)


def asked(node: Node, body: str, *people: int, name: str = "lectures") -> list[str]:
    """These people of a body ask; what becomes of it, in order."""
    return [said(node.hear(request(who, name), body), PlaceDecided)[0].status for who in people]


def place(node: Node, who: int, name: str = "lectures") -> Place:
    state: Place = node.state(Place.at(EVENT, name, pseudonym(who)))
    return state


def home(body: str = "bcs", text: EventTerms | None = None) -> Node:
    """A body with one person at home, who sees the open event."""
    text = text or terms()
    node = Node(HANDLERS, body)
    node.hear(person())
    node.hear(AgreementProposed(subject=EVENT, terms=text, hash=hash_of(text)), "iop")
    opening = _opening(text)
    node.hear(said(opening, EventPublished)[0], "iop")
    for letter in letters(opening):
        if letter.to == body and isinstance(letter.message, BlockGiven):
            node.hear(letter.message, "iop")
    return node


def _opening(text: EventTerms) -> Any:
    node = proposed(text)
    *before, last = [(body, behalf) for body in [p.body for p in text.parties] for behalf in BEHALVES]
    for body, behalf in before:
        node.hear(answered(text, behalf, by=body), body)
    return node.hear(answered(text, last[1], by=last[0]), last[0])

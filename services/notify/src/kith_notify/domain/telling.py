"""What is told to whom: one delivery for each person and occasion, which is sent until it is told or can never be."""

from datetime import datetime, timedelta
from typing import ClassVar, Final, Literal, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, Ref, State, Views
from kith_contracts.events import EventPublished, PartRegistration, RegistrationUpdated
from kith_contracts.message import Message, Personal
from kith_contracts.notify import MessageTold, Occasion, RecordDelivery, TellMembers
from kith_contracts.words import FullName, PersonId
from kith_notify.domain.recipients import Recipient

PAGE: Final = 200
"""People told by one decision; the rest follow by a command to oneself."""
PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (2, 15, 60, 300, 1800, 7200, 36_000))
"""How long to wait after each failed attempt; after the last the delivery has failed."""
DUE: Final = "due"

# States


class KnownEvent(State):
    """An event of any body, as it is published, and whether our people have been told that it is open."""

    kind: ClassVar[str] = "event"
    published: EventPublished
    announced: bool = False

    @property
    def id(self) -> str:
        return self.published.event


class Delivery(State):
    """One thing to tell one person. Its id is a keyed hash of home, person, event and occasion: the same occasion is
    the same delivery, however it came about.
    """

    kind: ClassVar[str] = "delivery"
    delivery: str
    person: Personal[PersonId]
    event: Personal[FullName]
    occasion: Personal[Occasion]
    number: int
    """Which decision, for an answer to a wish; it is the sequence of the calendar entry too."""
    registration: str = ""
    parts: Personal[list[PartRegistration]] = []  # noqa: RUF012 - pydantic copies it
    status: Literal["due", "told", "failed"] = "due"
    attempts: int = 0
    not_before: datetime
    version: int = 1

    @property
    def id(self) -> str:
        return self.delivery

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        mine = keyed("person", self.person)
        return (DUE, mine) if self.status == "due" else (mine,)


class Page(NamedTuple):
    """Who is to be told next, and which of their deliveries are there already."""

    recipients: list[Recipient]
    known: frozenset[str]


def identity(keyed: Keyed, person: str, event: str, occasion: Occasion, which: str = "") -> str:
    """What makes a delivery the same as another."""
    return keyed("delivery", person, event, occasion, which)


def decided(keyed: Keyed, fact: RegistrationUpdated) -> str:
    """The delivery that tells this decision."""
    return identity(keyed, fact.person, fact.event, "decision", f"{fact.registration}/{fact.decision}")


# Decisions


def know_event(at: Circumstances, fact: EventPublished, known: KnownEvent | None) -> Decision:
    """Keep the newest; the first time that an event of ours is open, its networks' members are to be told."""
    if known and known.published.version >= fact.version:
        return NOTHING
    announced = known.announced if known else False
    networks = [network for host in fact.hosts if host.body == at.body for network in host.networks]
    says: tuple[Message, ...] = ()
    if fact.status == "open" and networks and not announced:
        announced, says = True, (TellMembers(event=fact.event, networks=networks),)
    return Decision(states=(KnownEvent(published=fact, announced=announced),), says=says)


async def next_page(views: Views, command: TellMembers, at: Circumstances) -> Page:
    """The next people of these networks: each once, however many of them they are in."""
    tags = tuple(at.keyed("network", network) for network in command.networks)
    recipients: list[Recipient] = await views.tagged(Recipient, tags, command.after, PAGE)
    refs = tuple(Ref(Delivery, identity(at.keyed, each.person, command.event, "published")) for each in recipients)
    return Page(recipients, frozenset(each.delivery for each in (await views.many(refs)).values()))


def tell_members(at: Circumstances, command: TellMembers, page: Page) -> Decision:
    """One delivery for each of the page, and a command to go on after its last."""
    deliveries = []
    for recipient in page.recipients:
        id = identity(at.keyed, recipient.person, command.event, "published")
        if id not in page.known:
            deliveries.append(
                Delivery(
                    delivery=id,
                    person=recipient.person,
                    event=command.event,
                    occasion="published",
                    number=0,
                    not_before=at.now,
                )
            )
    more = len(page.recipients) == PAGE
    goes_on = (command.model_copy(update={"after": page.recipients[-1].person}),) if more else ()
    return Decision(states=tuple(deliveries), says=goes_on)


def tell_decision(
    at: Circumstances, fact: RegistrationUpdated, recipient: Recipient | None, delivery: Delivery | None
) -> Decision:
    """Tell the answer to a wish, once all that was asked is answered."""
    unsettled = any(part.status == "asked" for part in fact.parts)
    if fact.decision == 0 or unsettled or delivery or (recipient and recipient.how_much == "nothing"):
        return NOTHING
    told = Delivery(
        delivery=decided(at.keyed, fact),
        person=fact.person,
        event=fact.event,
        occasion="decision",
        number=fact.decision,
        registration=fact.registration,
        parts=fact.parts,
        not_before=at.now,
    )
    return Decision(states=(told,))


def record(at: Circumstances, command: RecordDelivery, delivery: Delivery | None) -> Decision:
    """What the mail server said: told; try again later; or never."""
    if delivery is None or delivery.status != "due":
        return NOTHING
    attempts = delivery.attempts + 1
    tried = delivery.but(attempts=attempts, version=delivery.version + 1)
    if not command.told and not command.permanent and attempts <= len(PAUSES):
        return Decision(states=(tried.but(not_before=at.now + PAUSES[attempts - 1]),))
    done = tried.but(status="told" if command.told else "failed")
    fact = MessageTold(
        person=done.person,
        delivery=done.delivery,
        occasion=f"{done.occasion} {done.number}",
        event=done.event,
        status="told" if command.told else "failed",
        attempts=attempts,
        version=done.version,
    )
    return Decision(states=(done,), says=(fact,))

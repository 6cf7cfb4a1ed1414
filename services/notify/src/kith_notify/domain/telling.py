"""What is told to whom: one delivery for each person and occasion, which is sent until it is told or can never be."""

from datetime import datetime, timedelta
from typing import ClassVar, Final, Literal, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, Ref, State, Views
from kith_commons.acceptance import proven
from kith_contracts.events import EventPublished
from kith_contracts.message import Message, Personal
from kith_contracts.notify import MessageTold, Occasion, RecordDelivery, TellMembers
from kith_contracts.places import PartRegistration, RegistrationUpdated
from kith_contracts.words import FullName, PersonId
from kith_notify.domain.recipients import Recipient

PAGE: Final = 200
"""People told by one decision; the rest follow by a command to oneself."""
PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (2, 15, 60, 300, 1800, 7200, 36_000))
"""How long to wait after each failed attempt; after the last the delivery has failed."""
YEARS: Final = frozenset(range(1972, 2500))
"""What calendars and time zones can reckon with."""
DUE: Final = "due"
Calendar = Literal["nothing", "put", "take out"]
"""What a mail does in the person's calendar."""

# States


class KnownEvent(State):
    """An event of any body, as it is published, and whether our people have been told that it is open."""

    kind: ClassVar[str] = "event"
    folded: ClassVar[bool] = True
    published: EventPublished
    announced: bool = False

    @property
    def id(self) -> str:
        return self.published.event


class Thread(State):
    """All that is told of one registration: how far it has come, and what stands in the person's calendar."""

    kind: ClassVar[str] = "thread"
    thread: str
    """A keyed hash: a host, who knows the pseudonym of the registration, must not find it in anyone's mail."""
    person: Personal[PersonId]
    decision: int
    in_calendar: Personal[bool] = False

    @property
    def id(self) -> str:
        return self.thread


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
    thread: str = ""
    """Whose calendar entry this is about: the same for all decisions on a registration."""
    calendar: Personal[Calendar] = "nothing"
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


def thread_of(keyed: Keyed, registration: str) -> str:
    """The thread of a registration, by its pseudonym."""
    return keyed("thread", registration)


# Decisions


def know_event(at: Circumstances, fact: EventPublished, known: KnownEvent | None) -> Decision:
    """Keep the newest; the first time that an event of ours is open, and its hosts have signed that, its networks'
    members are to be told. One without a day, or on a day that no calendar has, cannot be told to anyone.
    """
    if (known and known.published.version >= fact.version) or not _has_a_day(fact):
        return NOTHING
    announced = known.announced if known else False
    networks = [network for host in fact.hosts if host.body == at.body for network in host.networks]
    says: tuple[Message, ...] = ()
    if fact.status == "open" and networks and not announced and proven(fact, at.signatures.proves):
        announced, says = True, (TellMembers(event=fact.event, networks=networks),)
    return Decision(states=(KnownEvent(published=fact, announced=announced),), says=says)


def _has_a_day(fact: EventPublished) -> bool:
    plan = fact.plan or fact.listing
    times = [plan, *(fact.plan.parts if fact.plan else ())] if plan else []
    return bool(times) and all(
        each.starts <= each.ends and {each.starts.year, each.ends.year} <= YEARS for each in times
    )


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
    at: Circumstances, fact: RegistrationUpdated, recipient: Recipient | None, thread: Thread | None
) -> Decision:
    """Tell the answer to a wish, once all that was asked is answered. One that comes after a newer is out of date."""
    unsettled = any(part.status == "asked" for part in fact.parts)
    told = thread.decision if thread else 0
    if fact.decision <= told or unsettled or (recipient and recipient.how_much == "nothing"):
        return NOTHING
    name = thread_of(at.keyed, fact.registration)
    granted = any(part.status == "granted" for part in fact.parts)
    gone: Calendar = "take out" if thread and thread.in_calendar else "nothing"
    delivery = Delivery(
        delivery=identity(at.keyed, fact.person, fact.event, "decision", f"{fact.registration}/{fact.decision}"),
        person=fact.person,
        event=fact.event,
        occasion="decision",
        number=fact.decision,
        thread=name,
        calendar="put" if granted else gone,
        parts=[part.model_copy(update={"entry": None}) for part in fact.parts],  # codes are on one's own page alone
        not_before=at.now,
    )
    return Decision(
        states=(Thread(thread=name, person=fact.person, decision=fact.decision, in_calendar=granted), delivery)
    )


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

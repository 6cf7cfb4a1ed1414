"""What is told to whom: one delivery for each person and occasion, which is sent until it is told or can never be."""

from datetime import datetime
from typing import ClassVar, Final, Literal, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, Ref, State, Views
from kith_commons.publication import lead_of, led, order, proven
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.places import PartRegistration
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import Listing
from kith_contracts.message import Message, Personal
from kith_contracts.notify.deliveries import Occasion, TellChange, TellMembers
from kith_contracts.words import FullName, Moment, PersonId
from kith_notify.mail.days import Entry
from kith_notify.recipients.openness import to_mail, way
from kith_notify.recipients.recipient import Recipient, silent

PAGE: Final = 200
"""People told by one decision; the rest follow by a command to oneself."""
YEARS: Final = frozenset(range(1972, 2500))
"""What calendars and time zones can reckon with."""
DUE: Final = "due"

# States


class KnownEvent(State):
    """An event of any body, as it is published, and whether our people have been told that it is open."""

    kind: ClassVar[str] = "event"
    folded: ClassVar[bool] = True
    published: EventPublished
    announced: bool = False
    agreed: EventPlan | None = None
    """What was open last, with the yes of all hosts: of a change of that, people are told."""

    @property
    def id(self) -> str:
        return self.published.event

    @property
    def plan(self) -> EventPlan | Listing | None:
        """When and where it is, as all hosts have agreed on it last, if they have."""
        return self.published.listing or self.agreed or self.published.plan


class Delivery(State):
    """One thing to tell one person. Its id is a keyed hash of home, person, event and occasion: the same occasion is
    the same delivery, however it came about.
    """

    kind: ClassVar[str] = "delivery"
    delivery: str
    person: Personal[PersonId]
    subject: Personal[FullName]
    """What it is about: an event or a network."""
    occasion: Personal[Occasion]
    number: int
    """Which decision, for an answer to a wish; which version of the event, for a change of it; how many days after the
    event, for what comes back.
    """
    words: Personal[str] = ""
    """The person's own, which go to nobody else; empty where they chose so."""
    parts: Personal[list[PartRegistration]] = []  # noqa: RUF012 - pydantic copies it
    """What became of the wishes that it is about."""
    entry: Personal[Entry | None] = None
    """What it does in the person's calendar."""
    until: Moment | None = None
    """By when an answer is wanted."""
    status: Literal["due", "told", "failed", "shown"] = "due"
    """`shown` is on their own page, without a mail."""
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
    """Who is to be told next, which of their deliveries are there already, and who gets a mail."""

    recipients: list[Recipient]
    known: frozenset[str]
    mailed: frozenset[str]


def hint(told: Delivery, recipient: Recipient | None, known: Delivery | None) -> Decision:
    """One mail that there is something to look at, to who wants mails at all; who is not known yet gets it then."""
    if known or silent(recipient):
        return NOTHING
    return Decision(states=(told,))


def identity(keyed: Keyed, person: str, event: str, occasion: Occasion, which: str = "") -> str:
    """What makes a delivery the same as another."""
    return keyed("delivery", person, event, occasion, which)


# Decisions


def know_event(at: Circumstances, fact: EventPublished, known: KnownEvent | None) -> Decision:
    """Keep the newest. The first time that an event of ours is open, and its hosts have signed that, its networks'
    members are to be told; when it is open again and otherwise, or called off, who has a place. One without a day, or
    on a day that no calendar has, cannot be told to anyone.
    """
    if at.sender != lead_of(fact) or not led(fact, at.signatures.proves):
        return NOTHING
    if (known and order(known.published) >= order(fact)) or not _has_a_day(fact):
        return NOTHING
    kept = known.but(published=fact) if known else KnownEvent(published=fact)
    is_open = fact.status == "open" and proven(fact, at.signatures.proves)
    says: list[Message] = []
    if fact.status == "cancelled" and not (known and known.published.status == "cancelled"):
        says.append(TellChange(event=fact.event, occasion="cancelled", number=fact.version))
    if is_open and fact.plan:
        touched = _touched(kept.agreed, fact.plan)
        if touched != []:
            says.append(TellChange(event=fact.event, occasion="changed", number=fact.version, parts=touched))
        kept = kept.but(agreed=fact.plan)
    networks = [network for host in fact.hosts if host.body == at.body for network in host.networks]
    if is_open and networks and not kept.announced:
        kept = kept.but(announced=True)
        says.append(TellMembers(event=fact.event, networks=networks))
    return Decision(states=(kept,), says=tuple(says))


def _touched(before: EventPlan | None, after: EventPlan) -> list[str] | None:
    """The parts, or bundles of them, that are at another time or place than before; None for all, when the zone is
    another.
    """
    if before is None:
        return []
    if before.zone != after.zone:
        return None
    was = {part.part: (part.starts, part.ends, before.place(part)) for part in before.parts}
    now = {part.part: (part.starts, part.ends, after.place(part)) for part in after.parts}
    moved = [part for part in after.parts if was.get(part.part, now[part.part]) != now[part.part]]
    return list(dict.fromkeys(part.bundle or part.part for part in moved))


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
    known = frozenset(each.delivery for each in (await views.many(refs)).values())
    return Page(recipients, known, await to_mail(views, recipients, command.networks))


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
                    subject=command.event,
                    occasion="published",
                    number=0,
                    status=way(recipient.person, page.mailed),
                    not_before=at.now,
                )
            )
    more = len(page.recipients) == PAGE
    goes_on = (command.model_copy(update={"after": page.recipients[-1].person}),) if more else ()
    return Decision(states=tuple(deliveries), says=goes_on)

"""What is told of events to the members of the networks that host them: one delivery for each, once."""

from typing import ClassVar, Final, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, Ref, State, Views
from kith_commons.publication import lead_of, led, order, proven
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import Listing
from kith_contracts.message import Message
from kith_contracts.notify.occasions import TellChange, TellMembers
from kith_notify.deliveries.delivery import Delivery, identity
from kith_notify.recipients.recipient import Recipient

PAGE: Final = 200
"""People told by one decision; the rest follow by a command to oneself."""
YEARS: Final = frozenset(range(1972, 2500))
"""What calendars and time zones can reckon with."""

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

    def networks_of(self, body: str) -> list[str]:
        """The networks of this body that host it."""
        return [network for host in self.published.hosts if host.body == body for network in host.networks]


class Page(NamedTuple):
    """Who is to be told next, and which of their deliveries are there already."""

    recipients: list[Recipient]
    known: frozenset[str]


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
    networks = kept.networks_of(at.body)
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
    return Page(recipients, known)


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
                    networks=[each for each in command.networks if each in recipient.networks],
                    not_before=at.now,
                )
            )
    more = len(page.recipients) == PAGE
    goes_on = (command.model_copy(update={"after": page.recipients[-1].person}),) if more else ()
    return Decision(states=tuple(deliveries), says=goes_on)

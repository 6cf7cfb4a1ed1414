"""What is told about joining online: that there is an address on one's own page, and never the address."""

from typing import Final, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, Views
from kith_contracts.events.plan import EventPlan
from kith_contracts.notify.occasions import TellJoining
from kith_notify.deliveries.delivery import Delivery, identity
from kith_notify.occasions.attendance import ALL, Attendance
from kith_notify.occasions.events import KnownEvent

PAGE: Final = 200


class Page(NamedTuple):
    """The next who have been told anything of this event, which deliveries are there already, where it goes on."""

    attending: list[Attendance]
    known: frozenset[str]
    after: str


async def next_page(views: Views, command: TellJoining, at: Circumstances) -> Page:
    """A page of all attendances, and of these those of the event."""
    found: list[Attendance] = await views.tagged(Attendance, (ALL,), command.after, PAGE)
    attending = [each for each in found if each.event == command.event]
    refs = tuple(Delivery.at(_id(at.keyed, each.person, command)) for each in attending)
    known = frozenset(each.delivery for each in (await views.many(refs)).values())
    return Page(attending, known, found[-1].id if len(found) == PAGE else "")


def tell_joining(at: Circumstances, command: TellJoining, event: KnownEvent | None, page: Page) -> Decision:
    """One mail to each who has a place in one of the parts, however many of them; and a command to go on."""
    plan = event.published.plan if event and event.published.status != "cancelled" else None
    if plan is None:
        return NOTHING
    names = _places(plan, command)
    deliveries = [
        Delivery(
            delivery=id,
            person=each.person,
            subject=command.event,
            occasion="joining",
            number=command.number,
            not_before=at.now,
        )
        for each in page.attending
        if each.granted & names and (id := _id(at.keyed, each.person, command)) not in page.known
    ]
    goes_on = (command.model_copy(update={"after": page.after}),) if page.after else ()
    return Decision(states=tuple(deliveries), says=goes_on)


def _places(plan: EventPlan, command: TellJoining) -> set[str]:
    """By what names places in these parts are asked for."""
    return {part.bundle or part.part for part in plan.parts if part.part in command.parts}


def _id(keyed: Keyed, person: str, command: TellJoining) -> str:
    return identity(keyed, person, command.event, "joining", str(command.number))

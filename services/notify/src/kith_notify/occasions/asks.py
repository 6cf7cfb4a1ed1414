"""What is told of asks: once to each who is asked, that there is a question; to an author, that there is an answer."""

from typing import Final, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, Views
from kith_contracts.events.answers import AnswerUpdated, PeopleAsked
from kith_contracts.notify.occasions import TellAsked
from kith_notify.deliveries.delivery import Delivery, identity
from kith_notify.occasions.attendance import ALL, Attendance
from kith_notify.recipients.recipient import Recipient

PAGE: Final = 200


class Page(NamedTuple):
    """Who is to be told next and of which networks, which of their deliveries are there already, where it goes on."""

    people: dict[str, list[str]]
    known: frozenset[str]
    after: str


def ask_people(_at: Circumstances, fact: PeopleAsked) -> Decision:
    """People here are asked something: tell them."""
    return Decision(says=(TellAsked(**fact.model_dump(exclude={"version"})),))


async def next_page(views: Views, command: TellAsked, at: Circumstances) -> Page:
    """The next members of these networks; or of those who have a place in one of these parts."""
    if command.who == "members":
        tags = tuple(at.keyed("network", network) for network in command.networks)
        found: list[Recipient] = await views.tagged(Recipient, tags, command.after, PAGE)
        wanted = {*command.networks}
        people = {each.person: [name for name in each.networks if name in wanted] for each in found}
        last = [each.id for each in found]
    else:
        told: list[Attendance] = await views.tagged(Attendance, (ALL,), command.after, PAGE)
        people, last = {each.person: [] for each in told if _attends(each, command)}, [each.id for each in told]
    refs = tuple(Delivery.at(_id(at, person, command)) for person in people)
    known = frozenset(each.delivery for each in (await views.many(refs)).values())
    return Page(people, known, last[-1] if len(last) == PAGE else "")


def tell_asked(at: Circumstances, command: TellAsked, page: Page) -> Decision:
    """One delivery for each of the page, and a command to go on after its last. After its end nobody is told."""
    if at.now >= command.until:
        return NOTHING
    deliveries = [
        Delivery(
            delivery=id,
            person=person,
            subject=command.subject,
            occasion="asked",
            number=0,
            networks=networks,
            until=command.until,
            not_before=at.now,
        )
        for person, networks in page.people.items()
        if (id := _id(at, person, command)) not in page.known
    ]
    goes_on = (command.model_copy(update={"after": page.after}),) if page.after else ()
    return Decision(states=tuple(deliveries), says=goes_on)


def tell_author(at: Circumstances, fact: AnswerUpdated, delivery: Delivery | None) -> Decision:
    """An entry is accepted or declined: tell its author that there is an answer on their own page."""
    if delivery or fact.status not in ("accepted", "declined"):
        return NOTHING
    id = identity(at.keyed, fact.person, fact.subject, "entry", fact.answer)
    told = Delivery(
        delivery=id, person=fact.person, subject=fact.subject, occasion="entry", number=0, not_before=at.now
    )
    return Decision(states=(told,))


def _id(at: Circumstances, person: str, command: TellAsked) -> str:
    return identity(at.keyed, person, command.subject, "asked", f"{command.practice}/{command.step}")


def _attends(attendance: Attendance, command: TellAsked) -> bool:
    granted = attendance.granted
    return attendance.event == command.subject and bool(granted & {*command.parts} if command.parts else granted)

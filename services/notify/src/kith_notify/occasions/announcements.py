"""What is told of networks: that there is something to read, once to each member who wants to hear of it, and
what concerns one person alone: their request to join was answered, an office is offered to them.
"""

from kith_chassis.decision import Circumstances, Decision, Keyed, Views
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.directory.membership import TellOne
from kith_notify.deliveries.delivery import Delivery, identity, once
from kith_notify.occasions.events import PAGE, Page
from kith_notify.recipients.recipient import Recipient


async def next_page(views: Views, command: TellAnnounced, at: Circumstances) -> Page:
    """The next members, and which of them have been told."""
    tags = (at.keyed("network", command.network),)
    recipients: list[Recipient] = await views.tagged(Recipient, tags, command.after, PAGE)
    refs = tuple(Delivery.at(_id(at, each.person, command)) for each in recipients)
    known = frozenset(each.delivery for each in (await views.many(refs)).values())
    return Page(recipients, known)


def tell_announced(at: Circumstances, command: TellAnnounced, page: Page) -> Decision:
    """One delivery for each of the page, and a command to go on after its last."""
    deliveries = [
        Delivery(
            delivery=id,
            person=each.person,
            subject=command.network,
            occasion="announced",
            number=0,
            networks=[command.network],
            not_before=at.now,
        )
        for each in page.recipients
        if (id := _id(at, each.person, command)) not in page.known
    ]
    more = len(page.recipients) == PAGE
    goes_on = (command.model_copy(update={"after": page.recipients[-1].person}),) if more else ()
    return Decision(states=tuple(deliveries), says=goes_on)


def one_of(keyed: Keyed, command: TellOne) -> str:
    """The same for the same news."""
    return identity(keyed, command.person, command.network, "announced", f"{command.news}/{command.told.isoformat()}")


def tell_one(at: Circumstances, command: TellOne, known: Delivery | None) -> Decision:
    """Once: it concerns them alone, and of a closed network too a mail tells no more than that there is something to
    read.
    """
    told = Delivery(
        delivery=one_of(at.keyed, command),
        person=command.person,
        subject=command.network,
        occasion="announced",
        number=0,
        not_before=at.now,
    )
    return once(told, known)


def _id(at: Circumstances, person: str, command: TellAnnounced) -> str:
    which = command.until.isoformat() if command.until else ""
    return identity(at.keyed, person, command.network, "announced", f"{command.kind}/{command.name}/{which}")

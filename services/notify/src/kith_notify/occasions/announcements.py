"""What is told of announcements: once to each member who wants to hear of their networks, that there is something."""

from kith_chassis.decision import Circumstances, Decision, Views
from kith_contracts.directory.inside import TellAnnounced
from kith_notify.occasions.events import PAGE, Delivery, Page, identity
from kith_notify.recipients.openness import to_mail, way
from kith_notify.recipients.recipient import Recipient


async def next_page(views: Views, command: TellAnnounced, at: Circumstances) -> Page:
    """The next members, and which of them have been told."""
    tags = (at.keyed("network", command.network),)
    recipients: list[Recipient] = await views.tagged(Recipient, tags, command.after, PAGE)
    refs = tuple(Delivery.at(_id(at, each.person, command)) for each in recipients)
    known = frozenset(each.delivery for each in (await views.many(refs)).values())
    return Page(recipients, known, await to_mail(views, recipients, (command.network,)))


def tell_announced(at: Circumstances, command: TellAnnounced, page: Page) -> Decision:
    """One delivery for each of the page, and a command to go on after its last."""
    deliveries = [
        Delivery(
            delivery=id,
            person=each.person,
            event=command.network,
            occasion="announced",
            number=0,
            status=way(each.person, page.mailed),
            not_before=at.now,
        )
        for each in page.recipients
        if (id := _id(at, each.person, command)) not in page.known
    ]
    more = len(page.recipients) == PAGE
    goes_on = (command.model_copy(update={"after": page.recipients[-1].person}),) if more else ()
    return Decision(states=tuple(deliveries), says=goes_on)


def _id(at: Circumstances, person: str, command: TellAnnounced) -> str:
    which = command.until.isoformat() if command.until else ""
    return identity(at.keyed, person, command.network, "announced", f"{command.kind}/{command.name}/{which}")

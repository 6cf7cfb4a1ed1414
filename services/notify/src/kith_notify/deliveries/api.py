"""What a person reads of what they are told, says about it, and does with the link in a mail."""

import secrets

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused, nobody
from kith_chassis.http.public import beside
from kith_chassis.path.submit import Forgotten
from kith_chassis.service import BodyService
from kith_contracts.notify.preferences import StopMail
from kith_contracts.pages.mail import Less, MailPage, OwnMessage
from kith_contracts.words import BodySlug, PersonId
from kith_notify.deliveries.delivery import Delivery
from kith_notify.deliveries.stop import delivery_of
from kith_notify.recipients.recipient import Recipient

MOST = 500
PATIENCE = 2.0
"""Seconds in which the answer to a link waits for its effect."""


def add(routes: APIRouter, find: Find) -> None:
    """The reads of a person, and the link in each mail."""

    @routes.get("/people/{person}/messages", operation_id="notify-messages", summary="What one was told, and why.")
    async def messages(body: BodySlug, person: PersonId) -> list[OwnMessage]:
        running = find(body)
        own = await running.views.tagged(Delivery, (running.vault.keyed("person", person),), "", MOST)
        return [OwnMessage(**each.model_dump(include=set(OwnMessage.model_fields))) for each in own]

    @routes.get("/people/{person}/mail", operation_id="notify-mail", summary="How one wants to be told.")
    async def mail(body: BodySlug, person: PersonId) -> MailPage:
        known: Recipient | None = await find(body).views.get(Recipient.at(person))
        if known is None:
            raise nobody()
        said = known.chosen.how_much is not None
        chosen = known.chosen.model_dump(exclude={"how_much"})
        return MailPage(how_much=known.wants, chosen=said, **chosen)

    open_to_all = beside(routes)

    @open_to_all.post(
        "/less/{token}",
        operation_id="notify-less",
        summary="The link in a mail with which its person hears less: no more of what that mail was of (RFC 8058).",
    )
    async def less(body: BodySlug, token: str) -> Less:
        running = find(body)
        id = delivery_of(running.vault.keyed, token)
        known: Delivery | None = await running.views.get(Delivery.at(id)) if id else None
        if known is None:
            raise Refused(404, "nothing-here", "There is nothing here for this link.")
        return Less(done=await _stop(running, known))

    routes.routes.extend(open_to_all.routes)


async def _stop(running: BodyService, delivery: Delivery) -> bool:
    """Whether it has effect now."""
    id, source = secrets.token_hex(16), running.source
    try:
        await running.submit(StopMail(person=delivery.person, delivery=delivery.delivery), source=source, id=id)
    except Forgotten:  # nothing is mailed to them any more
        return True
    return await running.outcomes.within(PATIENCE, source, id) is not None

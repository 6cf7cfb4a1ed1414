"""What the notify service answers over HTTP: to a person, to systems, and to the pages of its own node."""

from fastapi import APIRouter

from kith_chassis.http.api import Find, below
from kith_contracts.pages.mail import OwnMessage
from kith_contracts.words import BodySlug, PersonId
from kith_notify.journal import api as journal
from kith_notify.links import api as links
from kith_notify.occasions.events import Delivery
from kith_notify.webhooks import api as webhooks

MOST = 500


def router(find: Find) -> APIRouter:
    """The reads of the notify service, for the services that `find` gives."""
    routes = below("notify")

    @routes.get("/people/{person}/messages", operation_id="notify-messages", summary="What one was told.")
    async def messages(body: BodySlug, person: PersonId) -> list[OwnMessage]:
        running = find(body)
        own = await running.views.tagged(Delivery, (running.vault.keyed("person", person),), "", MOST)
        return [OwnMessage(**each.model_dump(include=set(OwnMessage.model_fields))) for each in own]

    journal.add(routes, find)
    links.add(routes, find)
    webhooks.add(routes, find)
    return routes

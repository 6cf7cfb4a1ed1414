"""What the notify service answers over HTTP: to a person, to systems, and to the pages of its own node."""

from fastapi import APIRouter

from kith_chassis.http.api import Find, below
from kith_notify.deliveries import api as deliveries
from kith_notify.journal import api as journal
from kith_notify.links import api as links
from kith_notify.webhooks import api as webhooks


def router(find: Find) -> APIRouter:
    """The reads of the notify service, for the services that `find` gives."""
    routes = below("notify")

    deliveries.add(routes, find)
    journal.add(routes, find)
    links.add(routes, find)
    webhooks.add(routes, find)
    return routes

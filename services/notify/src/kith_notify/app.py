"""The notify service: its name, its catalogue, what may be read from it, and its workers."""

from kith_chassis.service import Service
from kith_notify.api import router
from kith_notify.deliveries.worker import deliver
from kith_notify.handlers import HANDLERS
from kith_notify.journal.worker import tidy
from kith_notify.links.worker import tag_addresses
from kith_notify.webhooks.worker import send_webhooks

NOTIFY = Service("notify", HANDLERS, router, (deliver, tidy, tag_addresses, send_webhooks))

"""The messages of telling: people, who stay at home, and systems of the organisation."""

from kith_contracts.message import Message
from kith_contracts.notify import deliveries, occasions, preferences, webhooks

MESSAGES: tuple[type[Message], ...] = tuple(
    message for noun in (occasions, deliveries, preferences, webhooks) for message in noun.MESSAGES
)

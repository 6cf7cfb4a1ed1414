"""The messages of telling: people, who stay at home, and systems of the organisation."""

from kith_contracts.message import Message
from kith_contracts.notify import deliveries, webhooks

MESSAGES: tuple[type[Message], ...] = tuple(message for noun in (deliveries, webhooks) for message in noun.MESSAGES)

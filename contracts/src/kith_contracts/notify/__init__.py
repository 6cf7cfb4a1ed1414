"""The messages of telling people. All of them stay at home."""

from kith_contracts.message import Message
from kith_contracts.notify import deliveries

MESSAGES: tuple[type[Message], ...] = tuple(message for noun in (deliveries,) for message in noun.MESSAGES)

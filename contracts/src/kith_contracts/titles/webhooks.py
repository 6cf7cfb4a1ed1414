"""Titles of what is refused: webhooks."""

from typing import Final

WEBHOOKS: Final = {
    "keys-just-rotated": "The keys were changed within a day",
    "not-our-webhook": "The webhook is of another organisation",
    "number-unknown": "No fact has this number yet",
    "span-empty": "There is no fact in this span",
    "span-unclear": "The span is not clear",
    "too-many-replays": "Too many spans wait to be sent again",
    "too-many-webhooks": "There are too many webhooks",
    "type-unknown": "No fact of this type is told",
    "webhook-not-active": "The webhook is not active",
    "webhook-unknown": "There is no such webhook",
}

"""Which parked records can take effect when they are put again where they were, and what to do about all others."""

import time
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final

from kith_chassis.keys.vault import Vault
from kith_chassis.path.answer import NOT_HANDLED
from kith_chassis.path.inbox import COMMANDS, claim_of, envelope_of
from kith_chassis.path.mark import FRESH, NOT_ALLOWED, may_ask
from kith_chassis.path.wire import Record
from kith_cli.errors import StackError
from kith_cli.parking.content import Content
from kith_cli.parking.shelf import Item, Shelf
from kith_contracts.headers import Unreadable
from kith_contracts.topics import Channel, address_of

DISCARD: Final = "Then discard it: kith parked discard."
NOT_OPEN: Final = "Its content does not open. Set KITH_SECRET and KITH_KEYS as the node has them."


class NotAgain(StackError):
    """It would not take effect. The text says why, and what to do instead."""


def check_place(item: Item, body: str) -> None:
    """Whether what is parked there may be put again at all. Raises NotAgain."""
    if item.is_counted:
        raise NotAgain(f"Nothing of these is kept, so none can be put again. Their sender sends them. {DISCARD}")
    address = address_of(item.topic)
    channel = address.channel if address else None
    if channel is Channel.INBOX:
        raise NotAgain(
            "A letter has a number of its sender, and this one has used it: put again, it would be dropped as a "
            f"repeat. Ask {item.body or 'its sender'} to do the same once more when the cause is gone: that makes a "
            f"new letter. {DISCARD}"
        )
    if address is None or channel not in COMMANDS or (address.body, address.service) != (body, item.service):
        raise NotAgain(
            "A fact has a number of its sender, and this one is over: put again, it would be dropped as a repeat. It "
            "is published again with the next change of what it is about; ask for one when the cause is gone. "
            f"{DISCARD}"
        )
    if datetime.now(UTC) - item.at > FRESH:
        raise NotAgain(
            f"It was parked more than {FRESH.days} days ago: the node no longer remembers whether a replay that was "
            f"interrupted has taken effect. Its sender sends it with a new id. {DISCARD}"
        )


async def record_of(item: Item, content: Content | None, shelf: Shelf, vault: Vault | None) -> tuple[Record, bytes]:
    """The same record to send, and its claim. Raises NotAgain where this version of Kith would not handle it, or where
    it has another outcome by now.
    """
    check_place(item, shelf.body)
    if content is None or vault is None:
        raise NotAgain(NOT_OPEN)
    topic, partition, offset = item.place
    if not content.is_whole:
        raise NotAgain(f"Only its beginning is kept, so it cannot be put again. Its sender sends it. {DISCARD}")
    headers: list[Any] = list(content.headers)
    place = {"topic": topic, "partition": partition, "offset": offset, "timestamp": time.time() * 1000}
    now = SimpleNamespace(**place, key=content.key, value=content.value, headers=headers)
    claimed = _claim(now, content, vault)
    await check_outcome(item, claimed, shelf)
    return Record(topic, partition, content.key or b"", content.value, headers), claimed


def _claim(record: SimpleNamespace, content: Content, vault: Vault) -> bytes:
    """By what the node knows it again, if this version reads it. Raises NotAgain."""

    def opened(_person: str, _sealed: str) -> bytes:
        if content.personal is None:
            raise KeyError("no key for this person")
        return content.personal

    try:
        envelope = envelope_of(record, opened)
        allowed = may_ask(record, envelope, vault.keyed)
    except Unreadable as error:
        raise NotAgain(
            f"This version of Kith would park it again: {error.sentence}. Its sender mends it and sends it with a new "
            "id. If only a newer version can read it, replay it with that one."
        ) from None
    if not allowed:
        raise NotAgain(f"The node would refuse it. {NOT_ALLOWED.sentence} {DISCARD}")
    if envelope.stream:
        raise NotAgain(f"It has a number, and that is over: put again, it would be dropped as a repeat. {DISCARD}")
    return claim_of(envelope)


async def check_outcome(item: Item, claimed: bytes, shelf: Shelf) -> None:
    """Whether its id has no other outcome than that it was parked. Raises NotAgain."""
    found = await shelf.claims(item.service).find_one({"_id": claimed})
    outcome = found["outcome"] if found else {}
    if found and outcome.get("code") not in codes_of(item):
        what = f"refused ({outcome['code']})" if outcome.get("code") else "done"
        raise NotAgain(f"A command with its id is {what} by now, so it would be dropped as a repeat. {DISCARD}")


def codes_of(item: Item) -> list[str]:
    """The codes with which its sender was told that it was parked."""
    return [NOT_HANDLED.code, item.code]


async def forget_outcome(item: Item, claimed: bytes, shelf: Shelf) -> None:
    """Have the node take it for new, unless its id has another outcome by now."""
    parked = {"_id": claimed, "outcome.code": {"$in": codes_of(item)}}
    await shelf.claims(item.service).delete_one(parked)

"""`kith parked`: what a node could not handle: list it, show it in words, put it again, or remove it."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import structlog
from cyclopts import Parameter

from kith_chassis.kafka.sender import Sender
from kith_chassis.logs import configure
from kith_chassis.path import crash
from kith_cli.errors import StackError
from kith_cli.keys import AsJson
from kith_cli.names import Body
from kith_cli.parking import page
from kith_cli.parking.again import forget_outcome, record_of
from kith_cli.parking.content import content_of, vault_of
from kith_cli.parking.shelf import Item, Shelf
from kith_cli.reach import Reach, Store

FINE, LEFT = 0, 2
"""Exit codes; 1 is a failure."""
Yes = Annotated[bool, Parameter("--yes", negative="")]
Keys = Annotated[Path | None, Parameter("--keys", env_var="KITH_KEYS")]
NOWHERE = Store()
UNCHANGED = "Nothing is changed. With --yes it is done."


def list_parked(
    body: Body,
    /,
    *,
    store: Store = NOWHERE,
    reason: str = "",
    newest: Annotated[int, Parameter(validator=lambda _, value: _positive(value))] = 20,
    as_json: AsJson = False,
) -> int:
    """Show what could not be handled: by reason, then the newest records. It changes nothing.

    The exit code is 0 when nothing is parked, and 2 when something is.

    Parameters
    ----------
    body
        Whose node it is.
    reason
        Only records of this reason, by its code.
    newest
        How many records to show.
    as_json
        Print it for programs.
    """

    async def look(shelf: Shelf, _client: Any) -> int:
        groups = [each for each in await shelf.groups() if reason in ("", each.code)]
        items = await shelf.newest(newest, reason)
        if as_json:
            print(json.dumps(page.told_list(groups, items), indent=2))
        else:
            page.show_list(body, groups, items)
        return LEFT if groups else FINE

    return _on(body, store, look)


def show(
    body: Body,
    id: str,
    /,
    *,
    store: Store = NOWHERE,
    keys: Keys = None,
    content: Annotated[bool, Parameter("--content", negative="")] = False,
    as_json: AsJson = False,
) -> int:
    """Show one parked record in words: the rule that it broke, its sender, its neighbours, what to do.

    With KITH_SECRET and KITH_KEYS of the node it also says what kind of message it is. It changes nothing.

    Parameters
    ----------
    body
        Whose node it is.
    id
        Of the record, as `kith parked list` shows it.
    keys
        The folder of keys of the node.
    content
        Show its content too, where the keys of this node open it. It may be personal: show it to nobody else.
    as_json
        Print it for programs.
    """

    async def look(shelf: Shelf, client: Any) -> int:
        item, vault = await shelf.named(id), vault_of(client, store.prefix, body, keys)
        opened = await content_of(item, vault)
        try:
            await record_of(item, opened, shelf, vault)
            again = ""
        except StackError as why:
            again = str(why)
        told = page.told_item(item, await shelf.neighbours(item), opened, again, content=content)
        print(json.dumps(told, indent=2)) if as_json else page.show_item(body, told)
        return FINE

    return _on(body, store, look)


def replay(body: Body, id: str, /, *, reach: Reach, store: Store = NOWHERE, yes: Yes = False) -> int:
    """Put a parked command again where it was, to be handled once more, when the cause is gone.

    Only commands of this organisation can be replayed: letters and facts have numbers, and would be dropped as repeats.
    Settings are those of the node: KITH_SECRET, KITH_KEYS, KITH_KAFKA_BOOTSTRAP, KITH_MONGO_URL. The exit code is 0
    when it was sent, 2 without --yes, and 1 when it cannot take effect.

    Parameters
    ----------
    body
        Whose node it is.
    id
        Of the record, as `kith parked list` shows it.
    yes
        Do it.
    """
    crash.arm(os.environ.get("KITH_CRASH", ""))

    async def put(shelf: Shelf, client: Any) -> int:
        item, vault = await shelf.named(id), vault_of(client, store.prefix, body, reach.keys)
        record, claimed = await record_of(item, await content_of(item, vault), shelf, vault)
        topic, partition, offset = item.place
        print(f"A command for {item.service}, parked at {topic}/{partition}/{offset}: {page.title_of(item.code)}.")
        if not yes:
            print(UNCHANGED)
            return LEFT
        sender = Sender(reach.as_principal(body), f"{body}.parked")
        try:
            await forget_outcome(item, claimed, shelf)
            await sender.send([record])
        finally:
            await sender.stop()
        crash.point("replaying")
        await shelf.remove(item)
        _log("replayed a parked record", item)
        print("It is sent again, and no longer parked. Its time is now, and its sender is told the new outcome.")
        print(f"Next: kith parked list {body}, in a few seconds. If the cause is still there, it is parked again.")
        return FINE

    return _on(body, store, put)


def discard(body: Body, id: str, /, *, store: Store = NOWHERE, yes: Yes = False) -> int:
    """Remove a parked record for good. The exit code is 0 when it is gone, and 2 without --yes.

    Parameters
    ----------
    body
        Whose node it is.
    id
        Of the record, as `kith parked list` shows it.
    yes
        Do it.
    """

    async def remove(shelf: Shelf, _client: Any) -> int:
        item = await shelf.named(id)
        print(f"{item.document['_id']}: {page.title_of(item.code)}.")
        if not yes:
            print(UNCHANGED)
            return LEFT
        if not await shelf.remove(item):
            raise StackError(f"It has changed meanwhile. Next: kith parked show {body} {id}")
        _log("discarded a parked record", item)
        print("It is removed.")
        return FINE

    return _on(body, store, remove)


def _on(body: str, store: Store, work: Callable[[Shelf, Any], Awaitable[int]]) -> int:
    async def on() -> int:
        client = store.client()
        try:
            return await work(Shelf(client, store.prefix, body), client)
        finally:
            client.close()

    return asyncio.run(on())


def _log(event: str, item: Item) -> None:
    """A line like those of a node, on standard error."""
    configure("info", sys.stderr)
    structlog.get_logger().warning(event, id=item.id, service=item.service, code=item.code, place=item.document["_id"])


def _positive(value: int) -> None:
    if value < 1:
        raise ValueError("It is 1 or more.")

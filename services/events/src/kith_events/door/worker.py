"""The private halves of events' keys: files in the body's keyring, made and destroyed here, outside the database.

All replicas of a body's events service must see the same folder.
"""

import asyncio
from typing import Annotated, Final, get_args

import structlog
from pydantic import Field, TypeAdapter

from kith_chassis.errors import PASSING, told
from kith_chassis.keys.box import new_private_key, open_box, public_key
from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_chassis.service import BodyService
from kith_contracts.events.details import RecordKey
from kith_contracts.events.terms import DataField
from kith_contracts.words import Sentence
from kith_events.door.details_lead import Detail
from kith_events.event.lead import KEY_DUE, JointEvent

log = structlog.get_logger()
PAUSE: Final = 1.0
PAGE: Final = 100
CONTENT: Final = TypeAdapter(Annotated[dict[DataField, Sentence], Field(max_length=len(get_args(DataField)))])


def keyring_of(running: BodyService) -> Keyring | None:
    """Where the keys of this body are, if the node has a folder for them."""
    return Keyring(running.settings.keys, running.body) if running.settings.keys else None


def file_of(event: str) -> str:
    """The file of an event's private key in the keyring."""
    return f"events/{event.replace('/', '.')}.key"


async def keep_keys(running: BodyService) -> None:
    """Make the keys that are wanted and destroy those that are over, until cancelled."""
    warned = False
    while True:
        heard = running.bell.rung
        try:
            due: list[JointEvent] = await running.views.tagged(JointEvent, (KEY_DUE,), "", PAGE)
            keyring = keyring_of(running)
            if keyring:
                await _settle(running, keyring, due)
            elif due and not warned:
                warned = True
                log.warning(
                    "set KITH_KEYS: without it events have no keys, and nothing is sent to the door", events=len(due)
                )
        except (*PASSING, OSError, KeyringError) as error:
            log.warning("the upkeep of event keys failed, trying again", error=told(error))
        await running.bell.after(heard, PAUSE)


async def _settle(running: BodyService, keyring: Keyring, due: list[JointEvent]) -> None:
    commands = []
    for event in due:
        if event.key is None:
            private = await asyncio.to_thread(keyring.create, file_of(event.event), new_private_key())
            done = RecordKey(event=event.event, public=public_key(private), status="made")
        else:
            await asyncio.to_thread(keyring.destroy, file_of(event.event))
            log.info("destroyed the key of an event")
            done = RecordKey(event=event.event, public=event.key.public, status="destroyed")
        commands.append((done, running.vault.keyed("record-key", done.event, done.public, done.status)))
    if commands:
        await running.submit.all(commands, source=running.source)


def opened(keyring: Keyring | None, event: str, details: list[Detail]) -> dict[str, dict[DataField, str]]:
    """The content of boxes as it is shown at the door, by pseudonym; none when the private half is not there. A box
    that does not open, or holds something else, is left out: another body has made it.
    """
    try:
        private = keyring.read(file_of(event)) if keyring else b""
    except KeyringError:
        private = b""
    found: dict[str, dict[DataField, str]] = {}
    for detail in details if private else []:
        try:
            found[detail.pseudonym] = CONTENT.validate_json(open_box(private, detail.box, detail.bound_to))
        except ValueError:
            log.warning("cannot open details sent for the door", sender=detail.body)
    return found

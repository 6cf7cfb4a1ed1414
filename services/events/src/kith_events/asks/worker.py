"""The workers of asks: they make and destroy the keys of practices, and count what has closed.

Answers of people are opened here in memory, and what is recorded is what came of them. All replicas of
a body's events service must see the same folder of keys.
"""

import asyncio
from typing import Final

import structlog

from kith_chassis.errors import PASSING, told
from kith_chassis.keys.box import new_private_key, open_box, public_key
from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_chassis.service import BodyService
from kith_contracts.events.asks import RecordOutcome, RecordPracticeKey
from kith_events.asks.lead import Ballot
from kith_events.asks.outcome import Open, outcome_of
from kith_events.asks.practice import KEY_DUE, TO_COUNT, Asked, Practice
from kith_events.door.worker import keyring_of

log = structlog.get_logger()
PAUSE: Final = 0.5
PAGE: Final = 100
BALLOTS: Final = 500


def key_file(practice: str) -> str:
    """The file of a practice's private key in the keyring, of `iop/book-club/prize`."""
    return f"practices/{practice.replace('/', '.')}.key"


def opener(keyring: Keyring, practice: str) -> Open:
    """Opens the answers of people; raises KeyringError when the private half is not there."""
    private = keyring.read(key_file(practice))
    return lambda ballot: open_box(private, ballot.box, ballot.bound_to)


async def keep_practices(running: BodyService) -> None:
    """Make the keys that are wanted, destroy those that are over, count what has closed, until cancelled."""
    warned, counted = False, frozenset[tuple[str, int]]()
    while True:
        heard = running.bell.rung
        try:
            keyring = keyring_of(running)
            due: list[Practice] = await running.views.tagged(Practice, (KEY_DUE,), "", PAGE)
            if keyring:
                await _settle(running, keyring, due)
            elif due and not warned:
                warned = True
                log.warning(
                    "set KITH_KEYS: without it practices have no keys, and nobody can be asked", practices=len(due)
                )
            closed: list[Asked] = await running.views.tagged(Asked, (TO_COUNT,), "", PAGE)
            for asked in closed:
                if _counting(asked) not in counted:
                    await _count(running, keyring, asked)
                    counted |= {_counting(asked)}  # it is in the log, and recorded soon
            counted &= set(map(_counting, closed))
        except (*PASSING, OSError, KeyringError) as error:
            log.warning("running practices failed, trying again", error=told(error))
        await running.bell.after(heard, PAUSE)


def _counting(asked: Asked) -> tuple[str, int]:
    return asked.id, asked.edition


async def _settle(running: BodyService, keyring: Keyring, due: list[Practice]) -> None:
    commands = []
    for practice in due:
        name = {"subject": practice.subject, "practice": practice.practice}
        if practice.key == "wanted":
            private = await asyncio.to_thread(keyring.create, key_file(practice.id), new_private_key())
            done = RecordPracticeKey(**name, public=public_key(private), status="made")
        else:
            await asyncio.to_thread(keyring.destroy, key_file(practice.id))
            log.info("destroyed the key of a practice")
            done = RecordPracticeKey(**name, public=practice.public, status="destroyed")
        commands.append((done, running.vault.keyed("record-practice-key", practice.id, done.public, done.status)))
    if commands:
        await running.submit.all(commands, source=running.source)


async def _count(running: BodyService, keyring: Keyring | None, asked: Asked) -> None:
    """Count one ask. What was counted is recorded once, whoever counts."""
    if asked.ask.of_people and keyring is None:
        raise KeyringError("answers cannot be opened without a folder of keys")
    ballots = await ballots_of(running, asked)
    practice = f"{asked.subject}/{asked.practice}"
    open_ = opener(keyring, practice) if keyring and asked.ask.of_people else nothing_sealed
    outcome: RecordOutcome = await asyncio.to_thread(outcome_of, asked, ballots, open_)
    id = running.vault.keyed("record-outcome", asked.id, str(asked.edition))
    await running.submit(outcome, source=running.source, id=id)


async def ballots_of(running: BodyService, asked: Asked) -> list[Ballot]:
    """All answers to an ask."""
    found: list[Ballot] = []
    while page := await running.views.page(Ballot, f"{asked.id}/", found[-1].id if found else "", BALLOTS):
        found += page
        if len(page) < BALLOTS:
            break
    return found


def nothing_sealed(_ballot: Ballot) -> bytes:
    """For asks to organisations: there are no boxes."""
    raise ValueError("organisations answer in the clear")

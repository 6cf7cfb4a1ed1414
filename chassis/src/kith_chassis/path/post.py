"""Sees to it that letters arrive: asks for those that are missing, sends again what is asked for, and says how far it
has sent, so that the loss of a last one is noticed too.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from uuid_utils import uuid7

from kith_chassis.errors import PASSING, told
from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.trust import Trust
from kith_chassis.keys.vault import Vault
from kith_chassis.path.archive import Archive, number_of
from kith_chassis.path.letters import place_of, version_of
from kith_chassis.path.relay import Relay, as_record
from kith_chassis.path.wire import Record, record
from kith_chassis.path.work import Asked, Gap, Owned
from kith_contracts.headers import body_of_source, source_of
from kith_contracts.letters import MOST_STREAMS, LettersMissing, OfLetters, Sent
from kith_contracts.registry import LETTERS, MODELS
from kith_contracts.signing import HEADER, signed_bytes

log = structlog.get_logger()
PAUSE: Final = 1.0
SILENCE: Final = 60.0
"""Seconds after a letter without another, until its receiver is told up to where there are."""
AGAIN: Final = 86_400.0
"""Seconds after which it is told once more."""
FIRST: Final = 2.0
LONGEST: Final = 600.0
"""Seconds between two questions, or two answers, that bring nothing new."""
AT_ONCE: Final = 10
"""Questions to one body, and answers to one, in each round."""
MANY: Final = 5
"""Questions without an answer, after which somebody should look."""
MOST_KNOWN: Final = 10_000
StreamName = Callable[[str, str], str]


@dataclass(slots=True)
class Turns:
    """When something may be done again: soon where the last time brought it on, else later each time."""

    number: int = 0
    times: int = 0
    pause: float = FIRST
    next: float = 0.0

    def may(self, number: int) -> bool:
        """Whether it is time; then it counts as done, for this number."""
        now = time.monotonic()
        if number > self.number:
            self.number, self.times, self.pause = number, 0, FIRST
            self.next = min(self.next, now + FIRST) if self.next else 0.0
        if now < self.next:
            return False
        self.times += 1
        self.next, self.pause = now + self.pause, min(self.pause * 2, LONGEST)
        return True


@dataclass(slots=True)
class Told:
    """How far a stream had come when it was looked at last, since when, and up to where its receiver was told."""

    number: int
    since: float
    told: int = 0
    at: float = field(default=-AGAIN)

    def is_due(self, number: int) -> bool:
        now = time.monotonic()
        if number != self.number:
            self.number, self.since = number, now
        silent = now - self.since > SILENCE
        return silent and (self.told < number or now - self.at > AGAIN)


class Post:
    """Of one service of one body. What it sends may be lost: it is sent again."""

    def __init__(
        self, service: str, trust: Trust, archive: Archive, sender: Sender, vault: Vault, *, stream: StreamName
    ) -> None:
        self._source, self._kinds, self._stream = source_of(trust.body, service), LETTERS[service], stream
        self._trust, self._archive, self._sender, self._vault = trust, archive, sender, vault
        self._asked: dict[str, deque[LettersMissing]] = defaultdict(lambda: deque(maxlen=MOST_STREAMS))
        self._answers: dict[tuple[str, str], Turns] = {}
        self._questions: dict[tuple[str, str], Turns] = {}
        self._told: dict[tuple[str, str], Told] = {}
        self._relays: list[Relay] = []
        self._owned: list[Callable[[], Iterable[tuple[int, Owned]]]] = []

    def serve(self, relay: Relay, owned: Callable[[], Iterable[tuple[int, Owned]]]) -> None:
        """See to the letters of a flow, which owns these partitions now, each with its number."""
        self._relays.append(relay)
        self._owned.append(owned)

    def take(self, asked: Iterable[Asked]) -> None:
        """Other bodies miss these."""
        for each in asked:
            self._asked[each.body].append(each.missing)

    async def run(self) -> None:
        """Look each second, until cancelled."""
        while True:
            await self._safely(self._answer)
            await self._safely(self._ask)
            await self._safely(self._tell)
            await asyncio.sleep(PAUSE)

    async def stop(self) -> None:
        await self._sender.stop()

    async def _safely(self, work: Callable[[], Any]) -> None:
        try:
            await work()
        except PASSING as error:
            log.warning("sending letters failed, trying again", error=told(error))

    def _all(self) -> Iterator[tuple[int, Owned]]:
        return (each for owned in self._owned for each in owned())

    # What we miss

    def gaps(self) -> Iterator[tuple[int, Owned, str, Gap]]:
        """What is missing here, with the partition and the name of the stream."""
        return ((at, owned, name, gap) for at, owned in self._all() for name, gap in list(owned.gaps.items()))

    def missing(self) -> dict[str, str]:
        """For operators: whose letters are missing here, or lost."""
        found = {}
        for _, owned, name, gap in self.gaps():
            turns = self._questions.get((owned.stream, name), Turns())
            first, body = owned.seen.get(name, 0) + 1, body_of_source(gap.source)
            letters = f"letters {first} to {gap.until} of {body}"
            found[f"{owned.stream}, {gap.stream}"] = f"{letters} are missing; asked {turns.times} times"
        for _, owned in self._all():
            for each in owned.lost:
                found[f"{owned.stream}, {each['body']} at {each['at']:%Y-%m-%d %H:%M:%S}"] = (
                    f"letters {each['first']} to {each['last']} of {each['body']} are lost: the sender has none of them"
                )
        return found

    async def _ask(self) -> None:
        questions: dict[str, int] = defaultdict(int)
        for at, owned, name, gap in list(self.gaps()):
            body, first = body_of_source(gap.source), owned.seen.get(name, 0) + 1
            if questions[body] >= AT_ONCE or not self._may_hear(body) or gap.until < first:
                continue
            turns = self._questions.setdefault((owned.stream, name), Turns())
            if turns.may(first):
                questions[body] += 1
                say = log.error if turns.times >= MANY else log.warning
                say("letters are missing", body=body, stream=owned.stream, first=first, last=gap.until)
                question = self._kinds.missing(stream=gap.stream, number=first, until=gap.until, place=place_of(at))
                await self._say(body, question)

    def _may_hear(self, body: str) -> bool:
        registered = self._trust.known.bodies.get(body)
        return registered is not None and registered.status == "admitted"

    # What others miss

    async def _answer(self) -> None:
        for body, waiting in list(self._asked.items()):
            for _ in range(min(len(waiting), AT_ONCE)):
                missing = waiting.popleft()
                if self._may_hear(body) and self._may_answer(body, missing):
                    await self._send_again(body, missing)
            if not waiting:
                del self._asked[body]

    def _may_answer(self, body: str, missing: LettersMissing) -> bool:
        if len(self._answers) > MOST_KNOWN:
            self._answers.clear()
        return self._answers.setdefault((body, missing.stream), Turns()).may(missing.number)

    async def _send_again(self, body: str, missing: LettersMissing) -> None:
        """All from there on that is kept, between two of the batches that are sent anyway: so nothing new overtakes it.
        In a partition that another process has, something may, and then this is asked for once more.
        """
        found = await self._archive.since(missing.stream, missing.number)
        relay = next((each for each in self._relays if found and each.owns(found[0]["partition"])), None)
        if relay is None:
            await self._send_found(body, missing, found)
            return
        async with relay.pause():
            await self._send_found(body, missing, await self._archive.since(missing.stream, missing.number))

    async def _send_found(self, body: str, missing: LettersMissing, found: Sequence[Mapping[str, Any]]) -> None:
        inbox = missing.contract.topic(body)
        kept = [letter for piece in found for letter in piece["letters"] if letter[0] == inbox]
        letters = [each for each in kept if number_of(each) >= missing.number]
        first = number_of(letters[0]) if letters else missing.until + 1
        if first > missing.number:
            log.error(
                "letters that a reader misses are no longer kept here", body=body, first=missing.number, last=first - 1
            )
            await self._say(body, self._kinds.gone(place=missing.place, stream=missing.stream, until=first - 1))
        if letters:
            log.warning("sending letters again", body=body, first=first, last=number_of(letters[-1]))
            await self._sender.send([self._signed_anew(as_record(each)) for each in letters])

    def _signed_anew(self, letter: Record) -> Record:
        """The same letter, signed by a key that is good now."""
        headers = [(name, value) for name, value in letter.headers if name != HEADER]
        value = letter.value or b""
        version = version_of(value) if _signs_version(headers) else None
        payload = signed_bytes(letter.topic, letter.key, headers, value, version)
        return letter._replace(headers=[*headers, (HEADER, self._trust.sign(payload).encode())])

    # What was sent

    async def _tell(self) -> None:
        if any(relay.behind for relay in self._relays):
            return
        due: dict[str, list[tuple[Told, Sent]]] = defaultdict(list)
        for _, owned in self._all():
            for inbox, number in owned.letters.items():
                kept = self._told.setdefault((owned.stream, inbox), Told(number, time.monotonic()))
                if kept.is_due(number):
                    due[inbox].append((kept, Sent(stream=self._stream(owned.stream, inbox), number=number)))
        for inbox, streams in due.items():
            body, _, at = inbox.partition(":")
            for first in range(0, len(streams) if self._may_hear(body) else 0, MOST_STREAMS):
                piece = streams[first : first + MOST_STREAMS]
                await self._say(body, self._kinds.sent(place=place_of(int(at)), sent=[sent for _, sent in piece]))
                for kept, sent in piece:
                    kept.told, kept.at = sent.number, time.monotonic()

    async def _say(self, body: str, message: OfLetters) -> None:
        now, id = datetime.now(UTC), str(uuid7())
        sign = self._trust.sign
        await self._sender.send(
            [record(message, to=body, source=self._source, id=id, now=now, vault=self._vault, sign=sign)]
        )


def _signs_version(headers: Iterable[tuple[str, bytes]]) -> bool:
    """Whether the version of what it is about is signed, as it is where a message has one."""
    model = MODELS.get(dict(headers).get("ce_type", b"").decode())
    return model is not None and "version" in model.model_fields

"""Letters are taken in the order of their numbers, each once. Where one is missing those behind it are left out, and
their sender is asked to send all again; see `post.py`.
"""

from collections import ChainMap
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final, NamedTuple

from pydantic_core import from_json

from kith_chassis.kafka.registry import Registered
from kith_chassis.path.streams import has_room, stream_of
from kith_chassis.path.wire import partition_of
from kith_chassis.path.work import Asked, Gap, Step, Work
from kith_contracts.headers import NUMBER, SOURCE, STREAM, body_of_source
from kith_contracts.letters import LettersGone, LettersMissing, LettersSent, OfLetters
from kith_contracts.registry import Envelope, Unreadable
from kith_contracts.signing import HEADER, signed_bytes
from kith_contracts.topics import Channel, address_of, partitions_of

JSON: Final = "application/json"
PARTITIONS: Final = partitions_of(Channel.INBOX)


def appended(record: Any) -> datetime:
    """When the broker took it."""
    return datetime.fromtimestamp(record.timestamp / 1000, UTC)


class Counted(NamedTuple):
    """The place of a letter in a stream of its sender."""

    source: str
    stream: str
    number: int

    @property
    def body(self) -> str:
        return body_of_source(self.source)


def is_letter(envelope: Envelope[Any]) -> bool:
    """Whether this is one of a counted stream of letters."""
    address = address_of(envelope.topic) if envelope.stream else None
    return address is not None and address.channel is Channel.INBOX


def comes(step: Step, letter: Counted) -> bool:
    """Whether this letter is the next of its stream, and from now on was taken. That others are missing is noted."""
    name = stream_of(letter.source, letter.stream)
    last, gap = step.last("seen", name), step.gap(name)
    if letter.number > last + 1:
        _note(step, name, Gap(letter.source, letter.stream, letter.number))
        return False
    if letter.number <= last:
        step.repeats += 1
        return False
    _come_to(step, name, letter.number, gap)
    return True


def _note(step: Step, name: str, gap: Gap) -> None:
    known = step.gap(name)
    step.seen[name] = step.last("seen", name)  # so that it counts among the streams of its body
    if known is None or gap.until > known.until:
        step.gaps[name] = gap


def _come_to(step: Step, name: str, number: int, gap: Gap | None) -> None:
    step.seen[name] = number
    if gap and number >= gap.until:
        step.gaps[name] = None


def hear(envelope: Envelope[OfLetters], step: Step, work: Work) -> None:
    """Note what another body says of its letters, or of ours."""
    message, source = envelope.message, envelope.source
    match message:
        case LettersMissing():
            work.asked.append(Asked(envelope.body, message))
        case LettersGone(stream=stream, until=until):
            name = stream_of(source, stream)
            last, gap = step.last("seen", name), step.gap(name)
            if gap and until > last:
                lost = {"body": envelope.body, "first": last + 1, "last": until, "at": envelope.appended}
                step.lost.append(lost)
                _come_to(step, name, until, gap)
        case LettersSent(sent=sent):
            seen = ChainMap(step.seen, step.before.seen, step.owned.seen)
            for each in sent:
                name = stream_of(source, each.stream)
                if each.number > step.last("seen", name) and has_room(name, envelope.body, seen):
                    _note(step, name, Gap(source, each.stream, each.number))


def counted(record: Any, known: Registered) -> Counted | None:
    """The place of a letter that cannot be read, if its sender has signed it all the same: it has come, whatever it
    says. None for all else.
    """
    address = address_of(record.topic)
    if address is None or address.channel is not Channel.INBOX or not record.key or record.value is None:
        return None
    try:
        texts = {name: value.decode() for name, value in record.headers if value is not None}
        if not _untouched(record, texts):
            return None
        source, letter = SOURCE.fullmatch(texts.get("ce_source", "")), _place(texts)
        if source is None or source[2] != address.service or letter is None:
            return None
        in_place = record.partition == partition_of(record.key, PARTITIONS)
        return letter if in_place and _signed(record, texts, letter.body, known) else None
    except UnicodeDecodeError:
        return None


def _untouched(record: Any, texts: dict[str, str]) -> bool:
    """Whether nothing that is not signed can be why it is unreadable: a copy with such a header is not its sender's."""
    twice = len({name for name, _ in record.headers}) < len(record.headers)
    as_sent = texts.get("ce_specversion") == "1.0" and texts.get("content-type", JSON) == JSON
    return as_sent and not twice and "kith-person" not in texts


def _place(texts: dict[str, str]) -> Counted | None:
    stream, number = texts.get("kith-stream", ""), texts.get("kith-number", "")
    if not STREAM.fullmatch(stream) or not NUMBER.fullmatch(number) or int(number) == 0:
        return None
    return Counted(texts["ce_source"], stream, int(number))


def _signed(record: Any, texts: dict[str, str], body: str, known: Registered) -> bool:
    for version in {None, version_of(record.value)}:  # it is signed where the message has one, and who knows
        payload = signed_bytes(record.topic, record.key, record.headers, record.value, version)
        try:
            known.book.verify(texts.get(HEADER, ""), payload, body, appended(record))
        except Unreadable:
            continue
        return True
    return False


def version_of(value: bytes) -> int | None:
    """The version that a content names, if any."""
    try:
        content = from_json(value)
    except ValueError:
        return None
    version = content.get("version") if isinstance(content, dict) else None
    return version if isinstance(version, int) else None


def place_of(partition: int) -> str:
    """A key that belongs to this partition of an inbox."""
    return next(key for key in map(str, count()) if partition_of(key.encode(), PARTITIONS) == partition)

"""What was decided becomes records: each with its number in a stream, and those that leave the body signed."""

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any

from kith_chassis.decision import Due
from kith_chassis.keys.trust import Trust
from kith_chassis.keys.vault import Vault
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.timers import due_header, timer, timer_id
from kith_chassis.path.wire import Record, partition_of, record
from kith_chassis.path.work import Step
from kith_contracts.message import Message
from kith_contracts.registry import Envelope
from kith_contracts.topics import Channel, partitions_of

Said = list[tuple[str, Message]]
"""Messages, each with the body on whose topic it goes."""


def stream_name(vault: Vault, ledger: Ledger, partition: str, inbox: str) -> str:
    """The name of the stream of what is said, because of what is in this partition, to this one of an inbox: others are
    not to know from it how many there are.
    """
    return vault.keyed("stream", ledger.incarnation, partition, inbox)[:16]


class Speech:
    """Speaks in the name of one service of one body."""

    def __init__(self, body: str, source: str, ledger: Ledger, vault: Vault, trust: Trust | None) -> None:
        self._body, self._source, self._ledger, self._vault, self._trust = body, source, ledger, vault, trust
        self._stream = lru_cache(10_000)(partial(stream_name, vault, ledger))

    def timer(self, envelope: Envelope[Any], due: Due) -> dict[str, Any]:
        """The document of a timer that this message has set."""
        id, command = timer_id(self._vault.keyed, envelope.source, envelope.id, due), due.command
        fired = record(
            command,
            to=self._body,
            source=self._source,
            id=id,
            now=envelope.appended,
            vault=self._vault,
            more=[due_header(due.at)],
        )
        return timer(id, due.at, fired, command.about)

    def records(self, step: Step, envelope: Envelope[Any], said: Said) -> Iterable[Record]:
        """The records of what was said because of this message, with the next numbers of this step."""
        if not said:
            return []
        cause = ("ce_correlationid", (envelope.correlation or envelope.id).encode())
        of_person = envelope.topic.startswith("kith.people.")  # its id is a word of whoever sent it
        records = []
        for to, message in said:
            inbox = _inbox(to, message) if message.contract.channel is Channel.INBOX else ""
            stream = self._stream(step.owned.stream, inbox)
            number = step.numbered(inbox)
            place = [("kith-stream", stream.encode()), ("kith-number", b"%d" % number)]
            if not inbox and not (of_person and _public(message)):
                place.append(cause)  # between bodies it would join the pseudonyms of one person's wish
            made = record(
                message,
                to=to,
                source=self._source,
                id=f"{stream}.{number}",
                now=envelope.appended,
                vault=self._vault,
                more=place,
                sign=self._trust.sign if self._trust else None,
            )
            records.append(made)
        return records


def _inbox(to: str, message: Message) -> str:
    """A partition of the inbox of a body: what is read in one goes by numbers of its own."""
    return f"{to}:{partition_of(message.key.encode(), partitions_of(Channel.INBOX))}"


def _public(message: Message) -> bool:
    return message.contract.channel in (Channel.SHARED, Channel.REGISTRY)

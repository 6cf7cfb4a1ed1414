"""A service of which a few letters are lost on their way: the broker says that it has them, and has not."""

from collections.abc import Sequence

from kith_chassis.kafka import sender
from kith_chassis.path import post
from kith_chassis.path.wire import Record

LOST = frozenset({"2", "5"})
"""The numbers of the letters that get lost, in each stream, when they are sent for the first time."""


class Leaky(sender.Sender):
    lost: set[bytes] = set()  # noqa: RUF012 - of the process

    async def send(self, records: Sequence[Record]) -> None:
        await super().send([each for each in records if not self._lose(each)])

    def _lose(self, record: Record) -> bool:
        headers = {name: value.decode() for name, value in record.headers}
        id = headers["ce_id"].encode()
        if ".inbox." not in record.topic or headers.get("kith-number") not in LOST or id in self.lost:
            return False
        self.lost.add(id)
        return True


def leak() -> None:
    """From now on, in this process; and how far it has sent is told after two seconds of silence."""
    from kith_chassis import service

    vars(service)["Sender"] = Leaky
    vars(post)["SILENCE"] = 2.0

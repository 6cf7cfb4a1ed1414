"""Commands that a worker sends about several people: who is forgotten meanwhile stops nobody else's."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from kith_chassis.path.submit import Forgotten, Submit
from kith_contracts.notify.deliveries import RecordDelivery

GONE, THERE = "person-0001", "person-0002"


class Keys:
    """A vault in which one person is forgotten."""

    async def ensure(self, people: Sequence[str]) -> None:
        """All keys are there that can be."""

    def forgotten(self, person: str) -> bool:
        return person == GONE

    def seal(self, person: str, content: bytes) -> str:
        return f"{person}{len(content)}"

    def keyed(self, *of: str) -> str:
        return "/".join(of)


class Wire:
    def __init__(self) -> None:
        self.sent: list[Any] = []

    async def send(self, records: Sequence[Any]) -> None:
        self.sent += records


def commands() -> list[RecordDelivery]:
    about = {"subject": "iop/day", "delivery": "0" * 32, "told": True}
    return [RecordDelivery(person=person, **about) for person in (THERE, GONE, THERE)]


async def test_all_others_go_their_way() -> None:
    wire = Wire()
    submit = Submit("bcs", cast("Any", wire), cast("Any", Keys()))
    await submit.possible(commands(), source="urn:kith:source:bcs/notify")
    assert len(wire.sent) == 2


async def test_who_sends_one_is_told() -> None:
    wire = Wire()
    submit = Submit("bcs", cast("Any", wire), cast("Any", Keys()))
    with pytest.raises(Forgotten):
        await submit.all([(each, "") for each in commands()], source="urn:kith:source:bcs/notify")
    assert wire.sent == []

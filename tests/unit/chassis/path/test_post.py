"""Who misses letters is answered, as often as it helps and no oftener; and who is silent says how far it has sent."""

import asyncio
import time
from collections import Counter
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from support.vaults import new_vault

from kith_chassis.path import post
from kith_chassis.path.archive import Archive, number_of
from kith_chassis.path.post import Post, Turns
from kith_chassis.path.wire import Record
from kith_chassis.path.work import Asked, Gap, Owned
from kith_contracts.letters import LettersMissing
from kith_contracts.registry import LETTERS
from kith_contracts.signing import HEADER

STREAM, PARTITION = "0f1e2d3c4b5a6978", "iop.events/commands/0"


class Kept(Archive):
    """Letters to BCS that are kept in memory, each in a piece of its own."""

    def __init__(self, *numbers: int, to: str = "bcs") -> None:
        self._letters = {number: _letter(number, to) for number in numbers}

    async def since(self, stream: str, number: int) -> list[dict[str, Any]]:
        found = [each for at, each in sorted(self._letters.items()) if at >= number and stream == STREAM]
        return [{"partition": PARTITION, "letters": [each]} for each in found]


def _letter(number: int, to: str) -> list[Any]:
    headers = [["ce_type", b"org.kith.events.agreement-proposed.v1"], ["kith-stream", STREAM.encode()]]
    return [f"kith.inbox.{to}.events", 0, b"k", b"{}", [*headers, ["kith-number", b"%d" % number], [HEADER, b"old"]]]


class Wire:
    """What was sent."""

    def __init__(self) -> None:
        self.sent: list[Record] = []

    async def send(self, records: list[Record]) -> None:
        self.sent += records

    def kinds(self) -> Counter[str]:
        types = [dict(each.headers)["ce_type"].decode() for each in self.sent]
        return Counter(each.split(".")[3] for each in types)

    def numbers(self) -> list[int]:
        return [number_of([*each]) for each in self.sent if "kith-number" in dict(each.headers)]


def office(*bodies: str) -> Any:
    """The registry has admitted these; and we sign."""
    known = SimpleNamespace(bodies={each: SimpleNamespace(status="admitted") for each in bodies})
    return SimpleNamespace(body="iop", known=known, sign=lambda _payload: "new")


def of(
    archive: Archive, *bodies: str, behind: bool = False, owned: tuple[Owned, ...] = (), service: str = "events"
) -> tuple[Post, Wire]:
    wire: Any = Wire()
    trust, stream = office(*bodies or ("bcs",)), lambda _partition, _inbox: STREAM
    made = Post(service, trust, archive, wire, new_vault("iop"), stream=stream)
    lock = asyncio.Lock()
    relay: Any = SimpleNamespace(owns=lambda stream: stream == PARTITION, pause=lambda: lock, behind=behind)
    made.serve(relay, lambda: [(0, each) for each in owned])
    return made, wire


def missing(number: int, until: int = 9, stream: str = STREAM) -> LettersMissing:
    return LETTERS["events"].missing(stream=stream, number=number, until=until, place="0")


async def answered(made: Post, *asked: Asked) -> None:
    made.take(asked)
    await made._answer()


async def test_all_from_there_on_is_sent_again_in_order_and_signed_anew() -> None:
    made, wire = of(Kept(1, 2, 3, 4))
    await answered(made, Asked("bcs", missing(2)))
    assert wire.numbers() == [2, 3, 4]
    assert {dict(each.headers)[HEADER] for each in wire.sent} == {b"new"}


async def test_what_is_not_kept_is_told_and_the_rest_is_sent() -> None:
    made, wire = of(Kept(4, 5))
    await answered(made, Asked("bcs", missing(2)))
    assert (wire.kinds()["letters-gone"], wire.numbers()) == (1, [4, 5])
    gone = wire.sent[0]
    assert b'"until":3' in (gone.value or b"")
    made, wire = of(Kept(4, 5))
    await answered(made, Asked("bcs", missing(7, until=8)))
    assert b'"until":8' in (wire.sent[-1].value or b""), "all that was asked for"


@pytest.mark.parametrize("asking", ["ni", "bcs"])
async def test_nothing_is_sent_to_another_than_it_was_sent_to(asking: str) -> None:
    made, wire = of(Kept(1, 2, to="rsc"), "ni", "bcs")
    await answered(made, Asked(asking, missing(1)))
    assert (wire.numbers(), wire.kinds()) == ([], {"letters-gone": 1})


async def test_who_is_not_admitted_is_not_answered() -> None:
    made, wire = of(Kept(1), "ni")
    await answered(made, Asked("bcs", missing(1)))
    assert not wire.sent


async def test_the_same_question_again_and_again_is_answered_once_in_a_while() -> None:
    made, wire = of(Kept(1, 2, 3))
    for _ in range(20):
        await answered(made, *[Asked("bcs", missing(1))] * 50)
    assert wire.numbers() == [1, 2, 3]


async def test_however_many_streams_are_asked_for_a_round_has_an_end() -> None:
    made, wire = of(Kept())
    await answered(made, *[Asked("bcs", missing(1, stream=f"{number:x}")) for number in range(500)])
    assert len(wire.sent) == post.AT_ONCE


def gap(*, first: int, until: int) -> Owned:
    owned = Owned(PARTITION, 1, 0, 0, {"name": first - 1})
    owned.gaps["name"] = Gap("urn:kith:source:bcs/events", STREAM, until)
    return owned


async def test_what_is_missing_here_is_asked_for_and_shown_until_it_has_come() -> None:
    owned = gap(first=3, until=5)
    made, wire = of(Kept(), owned=(owned,))
    for _ in range(5):
        await made._ask()
    assert wire.kinds() == {"letters-missing": 1}, "not all the time"
    assert wire.sent[0].topic == "kith.inbox.bcs.events"
    assert list(made.missing().values()) == ["letters 3 to 5 of bcs are missing; asked 1 times"]
    owned.gaps.clear()
    await made._ask()
    assert made.missing() == {}


async def test_a_suspended_body_is_not_asked() -> None:
    made, wire = of(Kept(), "ni", owned=(gap(first=3, until=5),))
    await made._ask()
    assert not wire.sent
    assert made.missing(), "but shown"


async def test_how_far_it_has_sent_is_told_after_a_silence_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "SILENCE", -1.0)
    owned = Owned(PARTITION, 1, 0, 0, {}, letters={"bcs:2": 7, "ni:0": 1})
    made, wire = of(Kept(), "bcs", owned=(owned,))
    for _ in range(3):
        await made._tell()
    assert [(each.topic, each.partition) for each in wire.sent] == [("kith.inbox.bcs.events", 2)]
    assert b'"number":7' in (wire.sent[0].value or b"")
    owned.letters["bcs:2"] = 8
    await made._tell()
    assert len(wire.sent) == 2


@pytest.mark.parametrize("service", LETTERS)
async def test_a_service_speaks_of_letters_to_the_same_service_elsewhere(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "SILENCE", -1.0)
    owned = gap(first=3, until=5)
    owned.letters["bcs:2"] = 7
    made, wire = of(Kept(), owned=(owned,), service=service)
    await made._ask()
    await made._tell()
    await answered(made, Asked("bcs", LETTERS[service].missing(stream=STREAM, number=1, until=9, place="0")))
    said = [(each.topic, dict(each.headers)["ce_type"].decode()) for each in wire.sent]
    kinds = ("letters-missing", "letters-sent", "letters-gone")
    assert said == [(f"kith.inbox.bcs.{service}", f"org.kith.{service}.{kind}.v1") for kind in kinds]


async def test_while_something_is_still_to_be_sent_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "SILENCE", -1.0)
    made, wire = of(Kept(), behind=True, owned=(Owned(PARTITION, 1, 0, 0, {}, letters={"bcs:2": 7}),))
    await made._tell()
    assert not wire.sent


def test_turns_come_soon_where_the_last_brought_it_on_and_later_each_time_where_it_did_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    turns, done = Turns(), []
    for _ in range(3600):
        now[0] += 1
        if turns.may(3):
            done.append(now[0])
    pauses = [after - before for before, after in pairwise(done)]
    assert pauses[:9] == [2, 4, 8, 16, 32, 64, 128, 256, 512]
    assert {*pauses[9:]} == {post.LONGEST}
    now[0] += 2
    turns.may(9)
    now[0] += post.FIRST
    assert turns.may(9), "it has come further, so it is asked again soon"

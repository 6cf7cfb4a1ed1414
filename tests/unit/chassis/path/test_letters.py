"""Letters are taken in the order of their numbers, and none is left out: not by accident, and not by a forger."""

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import OKPKey
from support.signing import Sent, signed

from kith_chassis.kafka.registry import Registered
from kith_chassis.path.letters import Counted, comes, counted, hear, is_letter, place_of
from kith_chassis.path.streams import MOST_STREAMS, stream_of
from kith_chassis.path.wire import partition_of
from kith_chassis.path.work import Gap, Owned, Step, Work
from kith_contracts.consortium import BodyRegistered, SigningKey
from kith_contracts.letters import LettersGone, LettersMissing, LettersSent, OfLetters
from kith_contracts.letters import Sent as SentTo
from kith_contracts.registry import Envelope
from kith_contracts.signing import KeyBook

SOURCE, STREAM, PLACE = "urn:kith:source:bcs/events", "0f1e2d3c4b5a6978", "0"
NAME = stream_of(SOURCE, STREAM)
INBOX = "kith.inbox.iop.events"


class Reader:
    """A partition of an inbox, and what was taken from it."""

    def __init__(self) -> None:
        self.owned, self.taken = Owned("iop.events/inbox/0", 1, 0, 0, {}), list[int]()
        self.work = Work()

    def reads(self, *numbers: int) -> None:
        step = Step.of(self.owned)
        self.taken += [number for number in numbers if comes(step, Counted(SOURCE, STREAM, number))]
        step.done()

    def hears(self, message: OfLetters) -> None:
        step = Step.of(self.owned)
        hear(Envelope(message, "a", SOURCE, "", datetime.now(UTC), INBOX), step, self.work)
        step.done()

    @property
    def missing(self) -> list[int]:
        """Which numbers."""
        gap = self.owned.gaps.get(NAME)
        return [*range(self.owned.seen[NAME] + 1, gap.until + 1)] if gap else []


def test_the_next_is_taken_once_and_behind_one_that_is_missing_none() -> None:
    reader = Reader()
    reader.reads(1, 2, 2, 1)
    assert (reader.taken, reader.missing) == ([1, 2], [])
    reader.reads(5, 4, 6)
    assert (reader.taken, reader.missing) == ([1, 2], [3, 4, 5, 6])
    reader.reads(3, 4)
    assert (reader.taken, reader.missing) == ([1, 2, 3, 4], [5, 6])
    reader.reads(5, 6, 7)
    assert (reader.taken, reader.missing) == ([1, 2, 3, 4, 5, 6, 7], [])


def test_of_a_stream_that_nobody_here_knows_all_is_missing_before_the_first_that_comes() -> None:
    reader = Reader()
    reader.reads(500)
    assert (reader.taken, reader.missing) == ([], [*range(1, 501)])


def test_a_gap_is_known_to_the_step_that_follows_before_it_is_committed() -> None:
    owned = Owned("iop.events/inbox/0", 1, 0, 0, {})
    first = Step.of(owned)
    assert not comes(first, Counted(SOURCE, STREAM, 2))
    second = Step.of(owned, first)
    assert second.gap(NAME) == Gap(SOURCE, STREAM, 2)
    assert comes(second, Counted(SOURCE, STREAM, 1))
    assert comes(second, Counted(SOURCE, STREAM, 2))
    first.done()
    second.done()
    assert (owned.gaps, owned.seen) == ({}, {NAME: 2})


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(0, 2**32), st.integers(1, 4))
def test_whatever_is_lost_on_the_way_each_letter_is_taken_once_and_in_order(most: int, seed: int, at_once: int) -> None:
    chance, reader = random.Random(seed), Reader()
    sent = 0
    for _ in range(60):
        arriving: Iterable[int] = range(sent + 1, min(most, sent + at_once) + 1)
        sent = min(most, sent + at_once)
        if reader.missing and chance.random() < 0.8:
            arriving = [*range(reader.missing[0], sent + 1)]
        reader.reads(*[number for number in arriving if chance.random() < 0.7])
        if chance.random() < 0.5:
            reader.hears(LettersSent(place=PLACE, sent=[SentTo(stream=STREAM, number=sent)]))
    reader.hears(LettersSent(place=PLACE, sent=[SentTo(stream=STREAM, number=most)]))
    while reader.missing:
        reader.reads(*range(reader.missing[0], most + 1))
    assert reader.taken == [*range(1, most + 1)]


def test_the_loss_of_a_last_letter_is_noticed_when_its_sender_says_how_far_it_has_sent() -> None:
    reader = Reader()
    reader.reads(1)
    reader.hears(LettersSent(place=PLACE, sent=[SentTo(stream=STREAM, number=1)]))
    assert reader.missing == []
    reader.hears(LettersSent(place=PLACE, sent=[SentTo(stream=STREAM, number=2)]))
    assert reader.missing == [2]


def test_behind_what_is_gone_it_goes_on_and_the_loss_is_remembered() -> None:
    reader = Reader()
    reader.hears(LettersGone(place=PLACE, stream=STREAM, until=9))
    assert (reader.owned.seen, reader.owned.lost) == ({}, []), "nobody has asked"
    reader.reads(1, 8)
    reader.hears(LettersGone(place=PLACE, stream=STREAM, until=5))
    assert reader.missing == [6, 7, 8]
    reader.hears(LettersGone(place=PLACE, stream=STREAM, until=4))
    reader.reads(6, 7, 8)
    assert (reader.taken, reader.missing) == ([1, 6, 7, 8], [])
    assert [(each["first"], each["last"]) for each in reader.owned.lost] == [(2, 5)]


def test_who_misses_letters_is_noted_for_an_answer() -> None:
    reader, missing = Reader(), LettersMissing(stream=STREAM, number=3, until=4, place=PLACE)
    reader.hears(missing)
    assert [(each.body, each.missing) for each in reader.work.asked] == [("bcs", missing)]
    assert not reader.owned.seen


def test_a_body_can_invent_no_more_streams_than_are_remembered() -> None:
    reader = Reader()
    for first in range(0, 2 * MOST_STREAMS, 200):
        sent = [SentTo(stream=f"{number:x}", number=7) for number in range(first, first + 200)]
        reader.hears(LettersSent(place=PLACE, sent=sent))
    assert len(reader.owned.gaps) == len(reader.owned.seen) == MOST_STREAMS


def test_only_what_is_counted_in_an_inbox_is_a_letter() -> None:
    def said(topic: str, stream: str) -> bool:
        fact = BodyRegistered(body="bcs", name="BCS", kind="other", version=1)
        return is_letter(Envelope(fact, "a", SOURCE, "", datetime.now(UTC), topic, stream, 1))

    assert said(INBOX, STREAM)
    assert not said(INBOX, "")
    assert not said("kith.shared.bcs.events", STREAM)


@pytest.mark.parametrize("partition", range(4))
def test_each_partition_of_an_inbox_has_a_key_that_belongs_there(partition: int) -> None:
    assert partition_of(place_of(partition).encode(), 4) == partition


# What cannot be read

KEY = OKPKey.generate_key("Ed25519").as_dict(private=True)
LIAR = OKPKey.generate_key("Ed25519").as_dict(private=True)
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


def registered(body: str, jwk: dict[str, Any], **more: Any) -> BodyRegistered:
    day = timedelta(days=1)
    key = SigningKey(name="first", x=str(jwk["x"]), not_before=NOW - day, not_after=NOW + day, **more)
    return BodyRegistered(body=body, name=body, kind="other", keys=[key], version=1)


def known(**more: Any) -> Registered:
    bodies = {"bcs": registered("bcs", KEY, **more), "ni": registered("ni", LIAR)}
    return Registered(bodies, KeyBook.of([], bodies.values()), 1)


def letter(content: Any = None, *, number: str = "3", jwk: Any = KEY, kid: str = "bcs/first", **more: str) -> Any:
    """A letter of a type that is not known here, signed; in the partition of its key."""
    headers = {"ce_specversion": "1.0", "ce_type": "org.kith.events.of-tomorrow.v1", "ce_id": "a"}
    headers |= {"ce_source": SOURCE, "kith-stream": STREAM, "kith-number": number} | more
    value = json.dumps(content if content is not None else {"event": "bcs/day"}).encode()
    sent = Sent(INBOX, b"bcs/day", value, tuple((name, text.encode()) for name, text in headers.items()))
    return in_place(signed(sent, jwk, kid))


def in_place(sent: Sent, partition: int | None = None) -> Any:
    at = partition_of(sent.key, 4) if partition is None else partition
    record: Any = replace(sent, partition=at)
    object.__setattr__(record, "timestamp", NOW.timestamp() * 1000)
    return record


@pytest.mark.parametrize("content", [{"event": "bcs/day"}, {"version": 7}, [1], "text"])
def test_a_letter_that_cannot_be_read_has_its_place_all_the_same_if_its_sender_has_signed_it(content: Any) -> None:
    assert counted(letter(content), known()) == Counted(SOURCE, STREAM, 3)


FORGED = {
    "signed by another": letter(jwk=LIAR),
    "signed under another name": letter(jwk=LIAR, kid="ni/first"),
    "with another number": replace(letter(), headers=letter(number="4").headers[:-1] + letter().headers[-1:]),
    "in another partition": in_place(letter(), 3 - partition_of(b"bcs/day", 4)),
    "in another topic": in_place(replace(letter(), topic="kith.inbox.rsc.events")),
    "by another service": letter(ce_source="urn:kith:source:bcs/directory"),
    "of no number": letter(number="0"),
    "of no stream": letter(**{"kith-stream": "-"}),
    "without a signature": in_place(replace(letter(), headers=letter().headers[:-1])),
    "with a header twice": in_place(replace(letter(), headers=(*letter().headers, letter().headers[-1]))),
    "for a person": in_place(replace(letter(), headers=(*letter().headers, ("kith-person", b"p-1")))),
    "of another envelope": letter(ce_specversion="0.3"),
    "on a shared topic": in_place(replace(letter(), topic="kith.shared.bcs.events")),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_what_its_sender_has_not_signed_for_this_place_counts_for_nothing(forged: Any) -> None:
    assert counted(forged if hasattr(forged, "timestamp") else in_place(forged), known()) is None


def test_what_was_signed_by_a_key_that_was_lost_counts_for_nothing() -> None:
    assert counted(letter(), known(compromised_since=NOW - timedelta(hours=1))) is None

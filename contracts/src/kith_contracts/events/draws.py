"""A draw of places that nobody can choose and anyone can verify: its record, its messages, and how to compute it again.

Before requests come in, the lead publishes a commitment to a secret share; each party's node sends one of its own. When
the draw closes, the lead fixes who is in it by a digest; only then are the shares revealed. The seed is a hash over the
record so far, and each entry's ticket a hash with that seed; the order of the tickets is the order of the draw. If one
share was unknown to all others, nobody could choose the outcome. They are messages of the events service.

An entry is a digest of a pseudonym, another one for each part. So the record can be given to all who were in the draw:
each finds their own entry in it, and learns no pseudonym of the others. Some entries stand for nobody, so that nobody
can count how many people of others were in the draw.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar, Final

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Fact, Message, Public, Refusal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Digest, EventName, KeyedHash, Moment, PartName, Section

MOST_IN_DRAW: Final = 5_000

# What is published, and what is kept


class DrawNotice(Section):
    """The places of a part are drawn: when, and the commitment of the lead to its secret share."""

    part: Public[PartName]
    closes: Public[Moment]
    """When the draw closes: who has asked by then is in it."""
    commitment: Public[Digest]
    """Hash of the lead's secret share, told before the draw closes so that it cannot be chosen later."""


class DrawShare(Section):
    """What one organisation added to the seed: its commitment and the share it revealed; absent if it never did."""

    body: Body[BodySlug]
    commitment: Body[Digest]
    """Hash of the share, told before the draw closed; absent if the organisation took no part."""
    share: Body[KeyedHash | None] = None
    """The share that was revealed; absent if it never was."""


class DrawRecord(Section):
    """All that is needed to compute a draw again. Entries reveal neither a person nor their pseudonym."""

    event: Body[EventName]
    part: Body[PartName]
    closes: Body[Moment]
    """When the draw closed."""
    entries: Body[Digest]
    """Of who is in the draw, fixed before any share was revealed."""
    shares: Body[list[DrawShare]] = Field(max_length=100)
    seed: Body[Digest]
    """The seed, computed from all shares that were revealed."""
    order: Body[list[Digest]] = Field(max_length=MOST_IN_DRAW)
    """The entries of all who are in the draw, the first drawn first. Up to four stand for nobody."""


# When it is time


class DrawPlaces(Command):
    """Close a draw, which is then held. The events service sends this when it is time; before that, or a second time,
    it is refused.
    """

    contract: ClassVar = Contract("draw-places", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    part: Body[PartName]


class HoldDraw(Command):
    """Hold the draw: the time for revealing shares is over. The events service sends this to itself."""

    contract: ClassVar = Contract("hold-draw", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    part: Body[PartName]


# Between bodies


class ShareCommitted(Fact):
    """A party to the lead: the hash of its own share."""

    contract: ClassVar = Contract(
        "share-committed", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    commitment: Body[Digest]
    """Hash of the party's secret share."""


class DrawClosed(Fact):
    """The lead to each party: the list of entries is final; now reveal your share."""

    contract: ClassVar = Contract("draw-closed", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[EventName]
    part: Body[PartName]
    entries: Body[Digest]
    """Hash of all entries: who is in the draw is fixed with it."""


class ShareRevealed(Fact):
    """A party to the lead: its share."""

    contract: ClassVar = Contract(
        "share-revealed", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    share: Body[KeyedHash]
    """The share that the party was committed to: random, in hexadecimal."""


class PlacesDrawn(Fact):
    """The lead to each party: the record of the draw."""

    contract: ClassVar = Contract("places-drawn", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[EventName]
    record: Body[DrawRecord]


# How it is computed


def commitment_of(event: str, part: str, body: str, share: str) -> str:
    """The digest by which a body commits to a share."""
    return _digest("share", event, part, body, share)


def entry_of(event: str, part: str, pseudonym: str) -> str:
    """What stands for a request in the record of its draw."""
    return _digest("entry", event, part, pseudonym)


def entries_of(entries: Iterable[str]) -> str:
    """The hash of the entries of a draw, whatever their order."""
    return _digest("entries", *sorted(entries))


def seed_of(event: str, part: str, closes: datetime, entries: str, shares: Iterable[DrawShare]) -> str:
    """SHA-256 over what the draw is of, who is in it, and the shares that were revealed, by body."""
    revealed = sorted((each.body, each.share) for each in shares if each.share)
    return _digest("seed", event, part, str(round(closes.timestamp())), entries, *[":".join(each) for each in revealed])


def ticket_of(seed: str, entry: str) -> str:
    """HMAC-SHA256 of an entry, with the seed as the key."""
    return hmac.new(bytes.fromhex(seed), entry.encode(), hashlib.sha256).hexdigest()


def order_of(seed: str, entries: Iterable[str]) -> list[str]:
    """By ticket, the lowest first."""
    return sorted(entries, key=lambda each: (ticket_of(seed, each), each))


def rank_of(record: DrawRecord, pseudonym: str) -> int | None:
    """The position of this pseudonym in the draw, from 1; None if it was not in the draw."""
    entry = entry_of(record.event, record.part, pseudonym)
    return record.order.index(entry) + 1 if entry in record.order else None


def fault_of(record: DrawRecord) -> Refusal | None:
    """What is wrong with a record; None if it comes out the same when it is computed again."""
    return next(_faults(record), None)


def _faults(record: DrawRecord) -> Iterator[Refusal]:
    if len({*record.order}) < len(record.order):
        yield Refusal("entered-twice", "Somebody is in the draw twice.", "order")
    if entries_of(record.order) != record.entries:
        yield Refusal("entries-differ", "These are not those who were in the draw when it was closed.", "entries")
    if len({share.body for share in record.shares}) < len(record.shares):
        yield Refusal("share-twice", "An organisation has two shares in the seed.", "shares")
    for index, each in enumerate(record.shares):
        if each.share and commitment_of(record.event, record.part, each.body, each.share) != each.commitment:
            yield Refusal("share-differs", "A share is not the one that was committed to.", f"shares.{index}.share")
    if seed_of(record.event, record.part, record.closes, record.entries, record.shares) != record.seed:
        yield Refusal("seed-differs", "The seed is not that of these shares and entries.", "seed")
    if order_of(record.seed, record.order) != record.order:
        yield Refusal("order-differs", "The order is not that of the tickets.", "order")


def _digest(*lines: str) -> str:
    return hashlib.sha256("\n".join(("kith-draw", *lines)).encode()).hexdigest()


MESSAGES: tuple[type[Message], ...] = (DrawPlaces, HoldDraw, ShareCommitted, DrawClosed, ShareRevealed, PlacesDrawn)

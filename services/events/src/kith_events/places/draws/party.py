"""A party's side of a draw: its node adds a share to the seed, reveals it once the draw is closed, checks the record.

No person has to do anything for it; whoever wants to can compute the record again.
"""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_commons.publication import lead_of
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.draws import (
    DrawClosed,
    DrawNotice,
    DrawRecord,
    PlacesDrawn,
    ShareCommitted,
    ShareRevealed,
    commitment_of,
    fault_of,
)
from kith_contracts.message import Letter, Refusal
from kith_events.event.public import Shown
from kith_events.places.draws.draw import own_share

# States


class DrawSeen(State):
    """A draw as a party has seen it: who was in it when it was closed, how it came out, and what is wrong with that."""

    kind: ClassVar[str] = "draw-seen"
    event: str
    part: str
    entries: str = ""
    record: DrawRecord | None = None
    code: str = ""
    sentence: str = ""

    @property
    def id(self) -> str:
        return f"{self.event}/{self.part}"


# Decisions


def commitments(at: Circumstances, fact: EventPublished, before: Shown | None) -> tuple[Letter, ...]:
    """A share of ours for each draw that an event of ours announces; the lead has committed to one itself."""
    lead = lead_of(fact)
    if lead == at.body or all(host.body != at.body for host in fact.hosts):
        return ()
    known = {(each.part, each.commitment) for each in before.published.draws} if before else set[tuple[str, str]]()
    new = [notice for notice in fact.draws if (notice.part, notice.commitment) not in known and at.now < notice.closes]
    return tuple(
        Letter(
            lead, ShareCommitted(event=fact.event, part=notice.part, commitment=_own_commitment(at, fact.event, notice))
        )
        for notice in new
    )


def reveal(at: Circumstances, fact: DrawClosed, seen: DrawSeen | None, shown: Shown | None) -> Decision:
    """Keep who is in the draw, and reveal our share: to this digest of entries and to no other, and not before the time
    that everybody was told.
    """
    notice = _notice(shown, fact.part)
    if notice is None:
        return refuse("draw-unknown", "No draw of places in a part of this name was announced.", "part")
    if at.now < notice.closes:
        return refuse("draw-not-due", "The draw is closed before the time that everybody was told.", "event")
    if seen and seen.entries and seen.entries != fact.entries:
        return refuse("entries-differ", "The draw was closed before, with other entries.", "entries")
    kept = (seen or DrawSeen(event=fact.event, part=fact.part)).but(entries=fact.entries)
    if at.sender == at.body:
        return Decision(states=(kept,))
    share = own_share(at.keyed, fact.event, fact.part, notice.closes)
    revealed = ShareRevealed(event=fact.event, part=fact.part, share=share)
    return Decision(states=(kept,), says=(Letter(at.sender, revealed),))


def take_record(at: Circumstances, fact: PlacesDrawn, seen: DrawSeen | None, shown: Shown | None) -> Decision:
    """Keep the record of the draw, the first that is told, and what is wrong with it."""
    if fact.record.event != fact.event:
        return refuse("event-differs", "The record is of a draw at another event.", "record.event")
    if seen and seen.record:
        return NOTHING
    seen = seen or DrawSeen(event=fact.event, part=fact.record.part)
    wrong = fault_of(fact.record) or _broken_promise(at, fact.record, seen, _notice(shown, seen.part))
    kept = seen.but(record=fact.record)
    return Decision(states=(kept.but(code=wrong.code, sentence=wrong.sentence) if wrong else kept,))


def _broken_promise(at: Circumstances, record: DrawRecord, seen: DrawSeen, notice: DrawNotice | None) -> Refusal | None:
    """What a record, which is right in itself, says otherwise than was said before to us or to everybody."""
    if record.entries != seen.entries:
        return Refusal(
            "entries-differ", "Others are in the record than were in the draw when it was closed.", "record.entries"
        )
    if notice is None or notice.closes != record.closes:
        return Refusal("draw-unknown", "No draw of this part and time was announced.", "record.closes")
    shares = {each.body: each for each in record.shares}
    lead = shares.get(at.sender)
    if lead is None or lead.share is None or lead.commitment != notice.commitment:
        return Refusal(
            "share-differs", "The lead's share is not the one that it published a commitment to.", "record.shares"
        )
    own = shares.get(at.body)
    if own is None or own.commitment != _own_commitment(at, record.event, notice) or own.share is None:
        return Refusal("share-left-out", "The share of this organisation is not in the seed.", "record.shares")
    return None


def _own_commitment(at: Circumstances, event: str, notice: DrawNotice) -> str:
    share = own_share(at.keyed, event, notice.part, notice.closes)
    return commitment_of(event, notice.part, at.body, share)


def _notice(shown: Shown | None, part: str) -> DrawNotice | None:
    return next((each for each in shown.published.draws if each.part == part), None) if shown else None

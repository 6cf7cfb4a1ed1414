"""The lead's side of a draw: it opens with the event, is closed, waits for the shares of others, and is held once."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State, refuse
from kith_commons.figures import padding
from kith_commons.places.allotment import Waiting
from kith_commons.places.draws import close, draw
from kith_contracts.events.draws import (
    MOST_IN_DRAW,
    DrawClosed,
    DrawPlaces,
    DrawRecord,
    DrawShare,
    HoldDraw,
    PlacesDrawn,
    ShareCommitted,
    ShareRevealed,
    commitment_of,
    entries_of,
    entry_of,
    order_of,
    seed_of,
)
from kith_contracts.message import Letter
from kith_contracts.words import Digest, Moment
from kith_events.event.lead import Draw, JointEvent
from kith_events.event.publication import publish
from kith_events.places.division import promoted
from kith_events.places.draws.draw import own_share
from kith_events.places.place import Holder

REVEAL: Final = timedelta(hours=1)
"""How long shares are waited for; then the draw is held without those that are missing, and its record says so."""
EARLY: Final = timedelta(hours=1)
"""A command that is told so much too early was put back by a clock that differs; one that is earlier is refused."""

NO_SHARE: Final = refuse("draw-unknown", "There is no draw of this part in which you have a share.", "part")

# States


class Entrants(State):
    """Who was in a draw when it was closed, each by the entry that stands for them."""

    kind: ClassVar[str] = "entrants"
    event: str
    part: str
    closed: Moment
    entries: list[Digest]

    @property
    def id(self) -> str:
        return f"{self.event}/{self.part}"


# Decisions


def take_commitment(at: Circumstances, fact: ShareCommitted, event: JointEvent | None) -> Decision:
    """A party adds a share of its own: once, and before the draw is closed."""
    draw = event.draws.get(fact.part) if event else None
    if event is None or draw is None or at.sender not in event.parties:
        return refuse(
            "draw-unknown", "There is no draw of this part here in which your organisation has a share.", "part"
        )
    if at.sender in draw.shares or event.places[fact.part].draw != "open":
        return NOTHING
    share = DrawShare(body=at.sender, commitment=fact.commitment)
    return Decision(states=(_with(event, fact.part, draw.with_share(share)),))


def take_share(at: Circumstances, fact: ShareRevealed, event: JointEvent | None, entrants: Entrants | None) -> Decision:
    """A party reveals its share; with the last of them the draw is held."""
    draw = event.draws.get(fact.part) if event else None
    known = draw.shares.get(at.sender) if draw else None
    if event is None or draw is None or known is None:
        return refuse(
            "draw-unknown", "There is no draw of this part here in which your organisation has a share.", "part"
        )
    if commitment_of(event.event, fact.part, at.sender, fact.share) != known.commitment:
        return refuse("share-differs", "This is not the share that your organisation committed to.", "share")
    if event.agreement.over or entrants is None or event.places[fact.part].draw != "closed" or known.share:
        return NOTHING
    draw = draw.with_share(known.model_copy(update={"share": fact.share}))
    event = _with(event, fact.part, draw)
    missing = [each for each in draw.shares.values() if not each.share and each.body != at.body]
    return Decision(states=(event,)) if missing else _held(at, event, entrants)


def draw_places(at: Circumstances, command: DrawPlaces, event: JointEvent | None) -> Decision:
    """Close the draw when it is time; it is held once its shares are there, or have been waited for.

    Refused: `draw-unknown`, `draw-repeated`, `draw-not-due`.
    """
    draw = event.draws.get(command.part) if event else None
    if event is None or draw is None or event.agreement.over:
        return refuse("draw-unknown", "There is no draw of places in a part of this name.", "part")
    if event.places[command.part].draw != "open":
        sentence = "This draw is closed. Its record goes to all hosts, and nobody can have it drawn again."
        return refuse("draw-repeated", sentence, "part")
    if at.now < draw.closes - EARLY:
        return refuse("draw-not-due", f"The draw is at {draw.closes:%Y-%m-%d %H:%M %Z}, and not before.", "part")
    if at.now < draw.closes:
        return Decision(due=(Due(draw.closes, command),))
    return _closed(at, event, command.part)


def hold_draw(at: Circumstances, command: HoldDraw, event: JointEvent | None, entrants: Entrants | None) -> Decision:
    """Hold a closed draw without the shares that are missing; fired early, it is put back."""
    if event is None or event.agreement.over or entrants is None or event.places[command.part].draw != "closed":
        return NOTHING
    when = entrants.closed + REVEAL
    return Decision(due=(Due(when, command),)) if at.now < when else _held(at, event, entrants)


def _closed(at: Circumstances, event: JointEvent, part: str) -> Decision:
    """Who is in the draw is fixed, before anybody can know the seed."""
    draw, allotment = event.draws[part], event.places[part]
    aliases = [Holder.read(one.holder).pseudonym for one in allotment.waiting]
    entries = entries_for_all(at.keyed, event.event, part, aliases)
    entrants = Entrants(event=event.event, part=part, closed=at.now, entries=entries)
    closed = event.but(places={**event.places, part: close(allotment)})
    told = DrawClosed(event=event.event, part=part, entries=entries_of(entries))
    letters = tuple(Letter(body, told) for body in event.parties)
    if len(draw.shares) == 1:
        held = _held(at, closed, entrants)
        return held._replace(says=(*letters, *held.says))
    due = Due(at.now + REVEAL, HoldDraw(event=event.event, part=part))
    return Decision(states=(closed, entrants), says=letters, due=(due,))


def entries_for_all(keyed: Keyed, event: str, part: str, pseudonyms: Sequence[str]) -> list[str]:
    """The entries of all these, and of nobody up to a multiple of five: all parties can count them."""
    more = min(padding(len(pseudonyms)), MOST_IN_DRAW - len(pseudonyms))
    nobody = [keyed("nobody", event, part, str(number)) for number in range(more)]
    return [entry_of(event, part, each) for each in (*pseudonyms, *nobody)]


def _held(at: Circumstances, event: JointEvent, entrants: Entrants) -> Decision:
    """The draw: each entrant has a rank, the first have a place, the others wait in that order. Of a fund with bands of
    need the greatest need is served first, and in each band the first drawn.
    """
    part, draw_of = entrants.part, event.draws[entrants.part]
    secret = own_share(at.keyed, event.event, part, draw_of.closes)
    draw_of = draw_of.with_share(draw_of.shares[at.body].model_copy(update={"share": secret}))
    record = _record(event.event, entrants, draw_of)
    ranks = {entry: rank for rank, entry in enumerate(record.order, 1)}
    queue = [_ranked(one, ranks.get(_entry(event.event, part, one), 0)) for one in event.places[part].waiting]
    by_holder = _served(queue)
    allotment = event.places[part].model_copy(update={"waiting": tuple(queue)})
    allotment, promotions = draw(allotment, by_holder, giving=event.gives(part, at.now))
    drawn = [one for one in allotment.waiting if one.holder in by_holder]
    left = [Holder.read(one.holder).waits(event.event, part, one, at.now) for one in drawn]
    again = [one._replace(holder=place.waiter) for one, place in zip(drawn, left, strict=True)]
    waiting = (*again, *allotment.waiting[len(left) :])
    moved = [*promoted(event.event, part, promotions, "drawn", at.now), *left]
    places = {**event.places, part: allotment.model_copy(update={"waiting": waiting})}
    published = publish(_with(event, part, draw_of).but(places=places))
    letters = [*[place.letter() for place in moved], *_to_all(event, record)]
    return Decision(states=(*published.states, entrants, *moved), says=(*letters, *published.says))


def _record(event: str, entrants: Entrants, draw: Draw) -> DrawRecord:
    entries, shares = entries_of(entrants.entries), list(draw.shares.values())
    seed = seed_of(event, entrants.part, draw.closes, entries, shares)
    return DrawRecord(
        event=event,
        part=entrants.part,
        closes=draw.closes,
        entries=entries,
        shares=shares,
        seed=seed,
        order=order_of(seed, entrants.entries),
    )


def _to_all(event: JointEvent, record: DrawRecord) -> list[Letter]:
    told = PlacesDrawn(event=event.event, record=record)
    return [Letter(body, told) for body in event.parties]


def _entry(event: str, part: str, one: Waiting) -> str:
    return entry_of(event, part, Holder.read(one.holder).pseudonym)


def _served(queue: Iterable[Waiting]) -> dict[str, int]:
    """By holder: the position in which each entry of the draw is served."""
    drawn = [holder for one in queue if (holder := Holder.read(one.holder)).rank]
    return {str(holder): number for number, holder in enumerate(sorted(drawn, key=lambda each: each.turn), 1)}


def _ranked(one: Waiting, rank: int) -> Waiting:
    return one._replace(holder=str(Holder.read(one.holder)._replace(rank=rank)))


def _with(event: JointEvent, part: str, draw: Draw) -> JointEvent:
    return event.but(draws={**event.draws, part: draw})

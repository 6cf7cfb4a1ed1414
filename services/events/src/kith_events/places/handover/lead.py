"""A new lead's side of the places of an event: it begins with none, and each home says which its people have."""

from collections.abc import Iterator, Mapping
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.places import blocks as of_blocks
from kith_commons.places.allotment import Allotment, Offer, Waiting, promote
from kith_commons.places.blocks import Blocks
from kith_commons.places.offers import GRACE
from kith_commons.places.unknown import Ledger, Unknown, closed, found, freed
from kith_contracts.events.leads import HeldPlace, PlacesHeld
from kith_contracts.events.requests import Why
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.words import Moment, body_of
from kith_events.event.lead import MOST_OF_A_LEAD, JointEvent
from kith_events.event.public import Shown
from kith_events.event.publication import publish
from kith_events.places.codes.lead import block_letters
from kith_events.places.division import OVER, Division, first, offered_until, promoted, step
from kith_events.places.place import Holder, Place, deadlines

GONE: Final = Refusal(
    "place-not-there", "The lead of the event has changed, and there is no such place for your organisation.", "part"
)


def unknown(terms: EventTerms, shown: Shown | None, now: Moment) -> tuple[Division, dict[str, Unknown]]:
    """The places and blocks of an event that this body leads from now on; what nobody has spoken of yet is kept."""
    fresh, returned = first(terms), now >= terms.returns_at
    closes = {each.part: each.closes for each in shown.published.draws} if shown else {}
    ledgers = {
        part: closed(_drawn(allotment, closes.get(part), now), returned=returned)
        for part, allotment in fresh.places.items()
    }
    newest = MOST_OF_A_LEAD * (terms.term - 1)
    sizes = {each.part: each.block for each in terms.seats}
    blocks = {part: Blocks(size=sizes[part], newest=newest, called=returned) for part in fresh.blocks}
    return (
        Division({part: each.places for part, each in ledgers.items()}, blocks),
        {part: each.unknown for part, each in ledgers.items()},
    )


def _drawn(allotment: Allotment, closes: Moment | None, now: Moment) -> Allotment:
    """A part whose draw has closed under the lead before is drawn no more."""
    over = allotment.draw == "open" and closes is not None and closes <= now
    return allotment.model_copy(update={"draw": "done"}) if over else allotment


def take_held(at: Circumstances, fact: PlacesHeld, event: JointEvent | None, places: tuple[Place, ...]) -> Decision:
    """What a home says that its people have. When it has said all, what is kept for it and not used is free; when all
    parties have, so is the rest.
    """
    if event is None or fact.term != event.terms.term:
        return NOTHING
    known = {(each.part, each.pseudonym): each for each in places}
    made: list[Place] = []
    told: list[Letter] = []
    for each in fact.places:
        before = known.get((each.part, each.pseudonym))
        if each.part not in event.places or (before and before.number >= each.number):
            continue
        event, place = _place(at, event, each)
        made.append(place)
        if place.version != each.version:
            told.append(place.letter())
    event = _with_blocks(event, at.sender, fact)
    if fact.last and at.sender in event.unheard:
        settled = heard(at, event, at.sender)
        states = (*settled.states, *_unwritten(made, settled))
        return settled._replace(states=states, says=(*told, *settled.says), due=(*deadlines(made), *settled.due))
    published = publish(event)
    return published._replace(states=(*published.states, *made), says=(*told, *published.says), due=deadlines(made))


def _unwritten(made: list[Place], decision: Decision) -> Iterator[Place]:
    written = {state.path for state in decision.states}
    return (each for each in made if each.path not in written)


def _place(at: Circumstances, event: JointEvent, each: HeldPlace) -> tuple[JointEvent, Place]:
    """The place that a home speaks of, if there can be one, and the event with it."""
    place = Place(
        event=event.event,
        part=each.part,
        pseudonym=each.pseudonym,
        body=at.sender,
        number=each.number,
        version=each.version,
        status=each.status,
        until=each.until,
        slot=each.slot,
        size=each.size,
        delegate_of=each.delegate_of,
        why=each.why and each.why.model_copy(update={"position": _position(each.why)}),
        band=each.band or 0,
    )
    if each.status in ("granted", "offered"):
        return _seated(at, event, each, place)
    return _queued(event, each, place)


def _position(why: Why) -> int:
    """Its place among all requests: by when the lead before took it in. Homes do not know how many came before."""
    return max(1, round(why.at.timestamp() * 1000))


def _seated(at: Circumstances, event: JointEvent, each: HeldPlace, place: Place) -> tuple[JointEvent, Place]:
    """It has a place, or is offered one."""
    late = place.status == "offered" and not each.accepted and place.until and at.now >= place.until + GRACE
    if late or (place.delegate_of and body_of(place.delegate_of) != at.sender):
        return event, place.ended(place.version + 1, OVER if late else GONE)
    ledger = Ledger(event.places[place.part], event.unknown.get(place.part, Unknown()))
    there = found(ledger, place.quota, place.size, place.slot or 0)
    if there is None:
        return event, place.ended(place.version + 1, GONE)
    if each.accepted:
        place = place.but(status="granted", version=place.version + 1, until=None)
    allotment = _counted(there.places, place)
    if place.status == "offered" and place.until:
        offer = Offer(place.waiter, place.quota, place.until, place.size, place.slot or 0)
        allotment = allotment.model_copy(update={"offers": (*allotment.offers, offer)})
    return _with(event, place.part, Ledger(allotment, there.unknown)), place


def _queued(event: JointEvent, each: HeldPlace, place: Place) -> tuple[JointEvent, Place]:
    """It waits, at the place in the queue that it had: by its rank in a draw, and else as it has asked."""
    allotment = event.places[place.part]
    in_draw = allotment.draw == "open"
    status = "in-draw" if in_draw else "waiting"
    until = event.draws[place.part].closes if in_draw and place.part in event.draws else None
    if (place.status, place.until) != (status, until):
        place = place.but(status=status, version=place.version + 1, until=until)
    one = Waiting(place.waiter, place.quota, place.size, tuple(each.slots))
    queue = tuple(sorted((*allotment.waiting, one), key=_turn))
    allotment = _counted(allotment, place).model_copy(update={"waiting": queue})
    return event.but(places={**event.places, place.part: allotment}), place


def _turn(one: Waiting) -> tuple[int, int, int, int]:
    """Who was in a draw comes first, band by band and by rank; then who came later, as they came."""
    holder = Holder.read(one.holder)
    return (0 if holder.rank else 1, *holder.turn, holder.position)


def _counted(allotment: Allotment, place: Place) -> Allotment:
    """With the counters as they are once this place is known."""
    position = (place.why.position or 0) if place.why else 0
    more = {"requests": max(allotment.requests, position), "grouped": allotment.grouped or place.size > 1}
    return allotment.model_copy(update=more)


def _with(event: JointEvent, part: str, ledger: Ledger) -> JointEvent:
    places, unknown = {**event.places, part: ledger.places}, {**event.unknown, part: ledger.unknown}
    return event.but(places=places, unknown=unknown)


def _with_blocks(event: JointEvent, body: str, fact: PlacesHeld) -> JointEvent:
    """The blocks of codes that a home has of leads before, and their codes, so that the door knows them."""
    blocks, codes = dict(event.blocks), dict(event.codes)
    for each in fact.blocks:
        part, others = blocks.get(each.part), {block for held in _held(blocks, each.part).values() for block in held}
        if part is None or each.block in others or len(each.codes) != part.size:
            continue
        held = (*part.held.get(body, ()), each.block)
        blocks[each.part] = part.model_copy(update={"held": {**part.held, body: held}})
        codes[each.part] = {**codes.get(each.part, {}), each.block: tuple(each.codes)}
    return event.but(blocks=blocks, codes=codes)


def _held(blocks: Mapping[str, Blocks], part: str) -> Mapping[str, tuple[int, ...]]:
    return blocks[part].held if part in blocks else {}


def without_unheard(event: JointEvent, terms: EventTerms) -> JointEvent:
    """The event by a text without parties that have said nothing since this body leads. What was kept for them stays
    with their people, or is free, as is agreed; what was kept for whoever it may be is free once all others have
    spoken.
    """
    gone = [each for each in event.unheard if terms.party(each) is None]
    unheard = tuple(each for each in event.unheard if each not in gone)
    event = event.but(unheard=unheard)
    for part, before in event.unknown.items() if gone else ():
        theirs = [name for name in before.kept if body_of(name) in gone]
        ends = theirs if terms.leaving == "ended" else []
        stays = {name: number for name, number in before.kept.items() if name in ends or name not in theirs}
        ledger = Ledger(event.places[part], before.model_copy(update={"kept": stays}))
        event = _with(event, part, freed(ledger, ends, all_heard=not unheard))
    return event


def heard(at: Circumstances, event: JointEvent, *bodies: str) -> Decision:
    """These parties have said all that they have, or are none any more. What comes free goes to who waits."""
    unheard = tuple(each for each in event.unheard if each not in bodies)
    event = event.but(unheard=unheard)
    moved: list[Place] = []
    for part in event.unknown:
        ledger = Ledger(event.places[part], event.unknown[part])
        over = [name for name in ledger.unknown.kept if body_of(name) in bodies]
        event = _with(event, part, freed(ledger, over, all_heard=not unheard))
        until, giving = offered_until(event.terms, part, at.now), event.gives(part, at.now)
        changed, up = step(event.places[part], lambda it, until=until: promote(it, until), giving=giving)  # type: ignore[misc]
        event = event.but(places={**event.places, part: changed})
        moved += promoted(event.event, part, up, "freed", at.now)
    letters: list[Message | Letter] = [each.letter() for each in moved]
    if not unheard:
        event, more = _with_all_blocks(at, event)
        letters += more
    published = publish(event)
    return Decision(states=(*published.states, *moved), says=(*letters, *published.says), due=deadlines(moved))


def _with_all_blocks(at: Circumstances, event: JointEvent) -> tuple[JointEvent, list[Letter]]:
    """All blocks are known: each party is given what it lacks of its share, and the others are of the pool."""
    blocks, letters = dict(event.blocks), list[Letter]()
    for seats in event.terms.seats:
        before, booking = blocks.get(seats.part), event.terms.plan.booking(seats.part)
        if before is None or booking is None:
            continue
        divided = of_blocks.divide(before, booking.capacity, seats.block, seats.quotas, seats.pool)
        if isinstance(divided, Refusal):
            continue
        blocks[seats.part], given = divided
        letters += block_letters(at, event.event, [(seats.part, each) for each in given], blocks)
    return event.but(blocks=blocks), letters

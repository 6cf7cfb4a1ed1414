"""The door on the day, at the lead: what devices have marked is merged, and who came without a place may get one.

Of who came each home hears, of its own people, and of nobody who walked in. Of a closed part there is never a mark.
"""

from base64 import b32encode
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due
from kith_commons.arrivals import Mark, admit, merged, waiting
from kith_contracts.events.check_in import ArrivalMark, Arrived, CheckIn, SettleArrivals, WalkIn
from kith_contracts.events.requests import Why
from kith_contracts.message import Letter, Message, Refusal, together
from kith_contracts.pages.door import Unheard
from kith_events.door.door import Door, counts_at, turnout
from kith_events.event.lead import JointEvent
from kith_events.event.publication import publish
from kith_events.places.division import promoted
from kith_events.places.lead import NO_PART, never_open, vacated
from kith_events.places.place import Place, deadlines
from kith_events.places.registration import Registration

DOORS_OPEN: Final = timedelta(days=1)
"""So long before the start nobody can have come."""
AHEAD: Final = timedelta(minutes=10)
"""How far the clock of a device may be ahead; a mark of tomorrow would count for good."""
EARLY: Final = Refusal("door-not-open", "Nobody can come more than a day before the start.", "event")
CLOSED: Final = Refusal("arrivals-closed", "The period is over for which people's data are kept.", "event")
NO_NAMES: Final = Refusal("closed-part", "Who comes to a closed part is never marked. Check the entry code.", "part")
NO_PLACE: Final = Refusal("place-unknown", "This one has no place in this part. Let them walk in.", "pseudonym")
CLOCK: Final = Refusal("time-ahead", "The clock of this device is ahead. Set it, and send the list again later.", "at")
NO_BODY: Final = Refusal("body-unknown", "This organisation is no party of the event. Leave it out.", "body")


def check_in(
    at: Circumstances, command: CheckIn, event: JointEvent | None, door: Door | None, places: tuple[Place, ...]
) -> Decision:
    """Merge the marks of a device; each that does not count is left out and noted, and the others count."""
    wrong = _obstacle(at, event)
    if wrong or event is None:
        return Decision(refusal=wrong)
    having = {(place.part, place.pseudonym): place for place in places if place.status == "granted"}
    before = door or Door(event=event.event, version=event.numbered_from)
    heard, faults = before.but(version=before.version + 1), list[Refusal]()
    entries = list(_entries(command))
    for field, entry in entries:
        if wrong := _fault(at, event, entry, having):
            faults.append(wrong._replace(field=f"{field}.{wrong.field}"))
        else:
            heard = _taken(at, command, heard, entry, having)
    if len(faults) == len(entries):
        return Decision(refusal=together(faults)) if faults else NOTHING
    unheard = [Unheard(code=each.code, sentence=each.sentence, field=each.field) for each in faults]
    heard = heard.but(unheard={**heard.unheard, command.device: unheard})
    settled, given = _placed(at, event, heard)
    if settled.but(version=before.version) == before:
        return NOTHING
    due = () if door else (Due(max(counts_at(event.terms), at.now), SettleArrivals(event=event.event)),)
    says = (*_letters(before, settled), *given.says)
    return Decision(states=(settled, *given.states), says=says, due=(*given.due, *due))


def settle_arrivals(
    at: Circumstances, command: SettleArrivals, event: JointEvent | None, door: Door | None
) -> Decision:
    """Count once who came, and delete who it was when the period for data is over. Fired early, it is put off."""
    if event is None or door is None:
        return NOTHING
    if at.now < (counts := counts_at(event.terms)):
        return Decision(due=(Due(counts, command),))
    counted = door.but(turnout=door.turnout or turnout(door, event.parties))
    if at.now < (closes := event.terms.data_closes):
        return Decision(states=(counted,), due=(Due(closes, command),))
    return Decision(states=(Door(event=door.event, turnout=counted.turnout, version=door.version + 1),))


def take_arrival(_at: Circumstances, fact: Arrived, registration: Registration | None) -> Decision:
    """At home: keep that one of ours has come, or has not. Whoever is not, or no longer, known here is left out."""
    if registration is None or registration.event != fact.event or fact.part not in registration.wishes:
        return NOTHING
    before = registration.arrivals.get(fact.part)
    if before and before.version >= fact.version:
        return NOTHING
    return Decision(states=(registration.with_arrival(fact.part, fact.version, come=fact.come),))


def _obstacle(at: Circumstances, event: JointEvent | None) -> Refusal | None:
    if (wrong := never_open(event)) or event is None:
        return wrong
    if at.now < event.terms.plan.starts - DOORS_OPEN:
        return EARLY
    return CLOSED if at.now >= event.terms.data_closes else None


def _entries(command: CheckIn) -> Iterator[tuple[str, ArrivalMark | WalkIn]]:
    yield from ((f"marks.{number}", mark) for number, mark in enumerate(command.marks))
    yield from ((f"walk_ins.{number}", mark) for number, mark in enumerate(command.walk_ins))


def _fault(
    at: Circumstances, event: JointEvent, entry: ArrivalMark | WalkIn, having: Mapping[tuple[str, str], Place]
) -> Refusal | None:
    if entry.part in event.terms.closed_parts:
        return NO_NAMES
    if entry.part not in event.rooms:
        return NO_PART
    if entry.at > at.now + AHEAD:
        return CLOCK
    if isinstance(entry, ArrivalMark):
        return None if (entry.part, entry.pseudonym) in having else NO_PLACE
    return None if entry.body is None or entry.body in event.parties else NO_BODY


def _taken(
    at: Circumstances,
    command: CheckIn,
    door: Door,
    entry: ArrivalMark | WalkIn,
    having: Mapping[tuple[str, str], Place],
) -> Door:
    """The door with one mark more."""
    mark, part = Mark(entry.at, command.device, entry.number, entry.undone), entry.part
    who = walk_in_name(at, command, entry.walk_in) if isinstance(entry, WalkIn) else entry.pseudonym
    marks = merged(door.marks.get(part, {}), {who: mark})
    kept = door.but(marks={**door.marks, part: marks})
    if isinstance(entry, WalkIn):
        newest = {who: entry.body or ""} if marks[who] == mark else {}
        return kept.but(walk_ins={**door.walk_ins, part: {**door.walk_ins.get(part, {}), **newest}})
    place = having[part, who]
    return kept if place.walk_in else kept.but(homes={**door.homes, who: place.body})


def walk_in_name(at: Circumstances, command: CheckIn, walk_in: int) -> str:
    """The pseudonym that the lead makes for somebody who walked in: the same whenever that device tells of them."""
    made = at.keyed("walk-in", command.event, command.device, str(walk_in))
    return b32encode(bytes.fromhex(made)).decode().lower().rstrip("=")


def _letters(before: Door, after: Door) -> list[Letter]:
    """To homes, of whom it has changed whether they came."""
    told = []
    for part in after.marks:
        was, now = before.come(part), after.come(part)
        for who in sorted((was ^ now) & after.homes.keys()):
            fact = Arrived(event=after.event, part=part, pseudonym=who, come=who in now, version=after.version)
            told.append(Letter(after.homes[who], fact))
    return told


def _placed(at: Circumstances, event: JointEvent, door: Door) -> tuple[Door, Decision]:
    """Places for those who walked in, as many as are free, in the order in which they came; what a mistake has taken
    is given back. While the hosts agree on a change none is given.
    """
    moved, placed, gives = list[Place](), dict(door.placed), event.open or event.agreement.over
    for part, walked in door.walk_ins.items():
        given, there = dict(placed.get(part, {})), door.come(part)
        for who in sorted(given.keys() - there):
            place = _walked_in(at, event, part, who, given.pop(who))
            allotment, promotions = vacated(at, event, place)
            event = event.but(places={**event.places, part: allotment})
            gone = place.but(version=2, status="released", why=None)
            moved += [gone, *promoted(event.event, part, promotions, "freed", at.now)]
        for who in waiting(door.marks[part], given, walked) if gives else ():
            if seat := admit(event.places[part], walked[who]):
                place = _walked_in(at, event, part, who, walked[who])
                event = event.but(places={**event.places, part: seat[0]})
                why = Why(position=seat[0].requests, source=seat[1], at=at.now)
                moved.append(place.but(why=why))
                given[who] = walked[who]
        placed[part] = given
    settled = door.but(placed=placed)
    if not moved:
        return settled, NOTHING
    published = publish(event)
    says: tuple[Message | Letter, ...] = (*[each.letter() for each in moved if not each.walk_in], *published.says)
    return settled, Decision(states=(*published.states, *moved), says=says, due=deadlines(moved))


def _walked_in(at: Circumstances, event: JointEvent, part: str, who: str, body: str) -> Place:
    why = Why(position=1, at=at.now)
    place = {"event": event.event, "part": part, "pseudonym": who, "body": body}
    return Place(**place, number=1, version=1, status="granted", why=why, walk_in=True)

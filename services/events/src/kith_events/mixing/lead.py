"""Structured mixing: the lead seats those who have a place in an open part, and each home hears of its own people.

A plan knows pseudonyms and no names. Of a closed part there is never one: the lead does not know who comes.
"""

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, Views
from kith_commons.mixing.day import Move
from kith_commons.mixing.planner import plan
from kith_commons.mixing.repair import repair
from kith_commons.mixing.room import Attendee, Plan, Room, numbered
from kith_contracts.events.mixing import AssignedSeats, CloseMixing, PlanMixing, RepairMixing, SeatsAssigned
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.pages.places import Seat
from kith_events.event.lead import JointEvent
from kith_events.mixing.rooms import NO_PLACE, attendee, not_agreed, renewed, room_of, without_place
from kith_events.places.lead import NO_EVENT, NO_PART, NOT_OPEN
from kith_events.places.place import Place
from kith_events.places.registration import Registration

PAGE: Final = 500
CLOSED: Final = Refusal("closed-part", "Nobody may know who comes to a closed part, so it is never mixed.", "part")
UNPLANNED: Final = Refusal("mixing-unknown", "There is no plan for this part yet. Make one first.", "part")
OF_SOMEONE: Final = re.compile(r"\b[a-z2-7]{26}\b")

# States


class Mixing(State):
    """The plan of one part, at the lead. It is deleted when the period ends for which people's data are kept."""

    kind: ClassVar[str] = "mixing"
    event: str
    part: str
    plan: Plan
    moved: tuple[Move, ...] = ()
    """Whom the last repair moved."""
    version: int

    @property
    def id(self) -> str:
        return f"{self.event}/{self.part}"

    def letters(self, also: Iterable[str] = ()) -> list[Letter]:
        """To each home the seats of its own people; also to those who had some before."""
        numbers = numbered(self.plan)
        homes: dict[str, list[AssignedSeats]] = {body: [] for body in also}
        for each in self.plan.room.people:
            tables = [seats.get(each.id) for seats in self.plan.seats]
            seats = homes.setdefault(each.body, [])
            if any(tables):
                seats.append(AssignedSeats(pseudonym=each.id, card=numbers[each.id], tables=tables))
        told = {"event": self.event, "part": self.part, "version": self.version}
        return [Letter(body, SeatsAssigned(**told, seats=seats)) for body, seats in homes.items() if body]

    def has(self, pseudonym: str, body: str) -> bool:
        """Whether it knows this one, of that body."""
        return any((each.id, each.body) == (pseudonym, body) for each in self.plan.room.people)

    def without(self, pseudonym: str) -> "Mixing":
        """Nothing of this one any more. The cards of all others keep their numbers."""
        gone = Attendee(id=f"nobody-{numbered(self.plan).get(pseudonym, 0)}", body="")
        room = self.plan.room
        kept = room.model_copy(
            update={
                "people": tuple([gone if each.id == pseudonym else each for each in room.people]),
                "apart": tuple([pair for pair in room.apart if pseudonym not in pair]),
                "together": tuple([group for group in room.together if pseudonym not in group]),
            }
        )
        seats = tuple({one: at for one, at in turn.items() if one != pseudonym} for turn in self.plan.seats)
        moved = tuple(move for move in self.moved if move.person != pseudonym)
        return self.but(plan=self.plan.model_copy(update={"room": kept, "seats": seats}), moved=moved)


# Decisions of the lead


async def placed(views: Views, command: PlanMixing | RepairMixing, _at: Circumstances) -> list[Place]:
    """All who have a place in this part, in the order of the list at the door."""
    found: list[Place] = []
    under = f"{command.event}/{command.part}/"
    while page := await views.page(Place, under, found[-1].id if found else "", PAGE):
        found += page
        if len(page) < PAGE:
            break
    return [place for place in found if place.status == "granted"]


def plan_mixing(
    at: Circumstances, command: PlanMixing, event: JointEvent | None, mixing: Mixing | None, places: Sequence[Place]
) -> Decision:
    """Seat all who have a place now; who comes later is seated by a repair; what is left out is as before."""
    wrong = _obstacle(event, command.part)
    if wrong or event is None:
        return Decision(refusal=wrong)
    wanted = renewed(command, mixing.plan.room if mixing else None, places)
    if wrong := together([not_agreed(wanted.known, event, "known"), without_place(wanted, places)]):
        return Decision(refusal=wrong)
    room = room_of(wanted, places)
    made = plan(room)
    if isinstance(made, Refusal):
        return Decision(refusal=_discreet(made, room))
    version = (mixing.version if mixing else event.numbered_from) + 1
    kept = Mixing(event=command.event, part=command.part, plan=made, version=version)
    before = {each.body for each in mixing.plan.room.people if each.body} if mixing else set()
    closing = CloseMixing(event=command.event, part=command.part)
    due = () if mixing else (Due(max(event.terms.data_closes, at.now), closing),)
    return Decision(states=(kept,), says=tuple(kept.letters(sorted(before))), due=due)


def repair_mixing(
    _at: Circumstances, command: RepairMixing, event: JointEvent | None, mixing: Mixing | None, places: Sequence[Place]
) -> Decision:
    """Seat who has come, and leave out who has not, from a round on; nobody else is moved without need."""
    wrong = _obstacle(event, command.part)
    if wrong or event is None:
        return Decision(refusal=wrong)
    if mixing is None:
        return Decision(refusal=UNPLANNED)
    having = {place.pseudonym: place for place in places}
    if any(each.pseudonym not in having for each in command.arrived):
        return Decision(refusal=NO_PLACE._replace(field="arrived"))
    if wrong := not_agreed(command.arrived, event, "arrived"):
        return Decision(refusal=wrong)
    arrived = [attendee(having[each.pseudonym], each) for each in command.arrived]
    done = repair(mixing.plan, command.absent, arrived, command.from_round - 1)
    if isinstance(done, Refusal):
        field = {"round": "from_round"}.get(done.field, done.field)
        return Decision(refusal=_discreet(done._replace(field=field), mixing.plan.room))
    kept = mixing.but(plan=done.plan, moved=done.moved, version=mixing.version + 1)
    return Decision(states=(kept,), says=tuple(kept.letters()))


def close_mixing(at: Circumstances, command: CloseMixing, event: JointEvent | None, mixing: Mixing | None) -> Decision:
    """Delete the plan. Fired early, for the hosts have agreed on a later day, it is put off."""
    if event is None or mixing is None:
        return NOTHING
    if at.now < event.terms.data_closes:
        return Decision(due=(Due(event.terms.data_closes, command),))
    return Decision(forgets=(Mixing.at(event.event, command.part),))


# Decisions of a home


def take_seats(_at: Circumstances, fact: SeatsAssigned, registrations: tuple[Registration, ...]) -> Decision:
    """Keep where our people sit, for their own pages. Whom we do not know is left out."""
    seats = {each.pseudonym: each for each in fact.seats}
    changed = []
    for each in registrations:
        if each.event != fact.event or fact.part not in each.wishes:
            continue
        before = each.seats.get(fact.part)
        if before is None or before.version < fact.version:
            told = seats[each.pseudonym]
            seat = Seat(card=told.card, tables=told.tables, version=fact.version)
            changed.append(each.but(seats={**each.seats, fact.part: seat}))
    return Decision(states=tuple(changed))


def _obstacle(event: JointEvent | None, part: str) -> Refusal | None:
    if event is None:
        return NO_EVENT
    if not event.open:
        return NOT_OPEN
    if part in event.terms.closed_parts:
        return CLOSED
    return None if part in event.rooms else NO_PART


def _discreet(refusal: Refusal, room: Room) -> Refusal:
    """The same with cards instead of pseudonyms: a refusal outlives those whom it would name."""
    cards = {each.id: number for number, each in enumerate(room.people, 1)}
    sentence = OF_SOMEONE.sub(lambda found: f"card {cards.get(found[0], 'new')}", refusal.sentence)
    field, others = OF_SOMEONE.sub("", refusal.field).rstrip("."), [_discreet(each, room) for each in refusal.others]
    return Refusal(refusal.code, sentence, field, tuple(others))

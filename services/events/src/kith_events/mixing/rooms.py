"""What a plan of who sits with whom is made from: the officer's wishes, and what the plan before knew."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from kith_commons.mixing.room import Attendee, Room, Table
from kith_contracts.events.mixing import KnownOfSomeone, MixingTable, PlanMixing, Those
from kith_contracts.events.terms import DataField
from kith_contracts.message import Refusal, together
from kith_contracts.renewal import each_anew, said
from kith_events.event.lead import JointEvent
from kith_events.places.place import Place

NO_PLACE: Final = Refusal("place-unknown", "Somebody here has no place in this part. Look at the door list.", "part")


def renewed(command: PlanMixing, before: Room | None, places: Sequence[Place]) -> PlanMixing:
    """The wishes, and for those that are left out what was planned before for who has a place still."""
    if before is None:
        return command
    having, given = {place.pseudonym for place in places}, said(command)
    known = [_known(each) for each in before.people if each.id in having]
    earlier = {
        "tables": each_anew(command.tables, [_as_said(table) for table in before.tables]),
        "known": each_anew(command.known, known) if "known" in given else known,
        "apart": [Those(people=[*pair]) for pair in before.apart if having.issuperset(pair)],
        "together": [Those(people=[*group]) for group in before.together if having.issuperset(group)],
        "seed": before.seed,
    }
    return command.model_copy(
        update={name: value for name, value in earlier.items() if name in {"tables", "known"} or name not in given}
    )


def room_of(wanted: PlanMixing, places: Sequence[Place]) -> Room:
    """Whom to seat, and where."""
    known = {each.pseudonym: each for each in wanted.known}
    return Room(
        people=tuple(attendee(place, known.get(place.pseudonym)) for place in places),
        tables=tuple(map(_table, wanted.tables)),
        rounds=wanted.rounds,
        apart=tuple(pair for each in wanted.apart for pair in combinations(each.people, 2)),
        together=tuple(tuple(each.people) for each in wanted.together),
        seed=wanted.seed,
    )


def not_agreed(known: Sequence[KnownOfSomeone], event: JointEvent, field: str) -> Refusal | None:
    """Where more is told of people than the agreement names. Who hosts a table is no datum of a person."""
    return together(_not_agreed(known, event, field))


def _not_agreed(known: Sequence[KnownOfSomeone], event: JointEvent, field: str) -> Iterator[Refusal]:
    for number, each in enumerate(known):
        told: dict[DataField, object] = {
            "access-needs": each.accessible,
            "role": each.role,
            "level": each.level,
            "languages": each.languages,
        }
        if lacking := next((name for name, value in told.items() if value and name not in event.terms.data_fields), ""):
            sentence = f"The hosts have not agreed on {lacking} among the data fields. Leave it out, or amend the text."
            yield Refusal("data-not-agreed", sentence, f"{field}.{number}")


def without_place(command: PlanMixing, places: Sequence[Place]) -> Refusal | None:
    having = {place.pseudonym for place in places}
    named = {
        "known": [each.pseudonym for each in command.known],
        "apart": [one for each in command.apart for one in each.people],
        "together": [one for each in command.together for one in each.people],
    }
    return together(NO_PLACE._replace(field=field) for field, people in named.items() if not having.issuperset(people))


def attendee(place: Place, known: KnownOfSomeone | None) -> Attendee:
    body = "" if place.walk_in else place.body  # no home is told of who walked in
    if known is None:
        return Attendee(id=place.pseudonym, body=body)
    traits = {"role": known.role, "level": known.level}
    return Attendee(
        id=place.pseudonym,
        body=body,
        traits={name: value for name, value in traits.items() if value},
        languages=tuple(known.languages),
        accessible=known.accessible,
        table=known.table,
    )


def _table(table: MixingTable) -> Table:
    return Table(name=table.name, seats=table.seats, accessible=table.accessible, language=table.language or "")


def _known(attendee: Attendee) -> KnownOfSomeone:
    return KnownOfSomeone(
        pseudonym=attendee.id,
        role=attendee.traits.get("role", ""),
        level=attendee.traits.get("level", ""),
        languages=[*attendee.languages],
        accessible=attendee.accessible,
        table=attendee.table,
    )


def _as_said(table: Table) -> MixingTable:
    return MixingTable(name=table.name, seats=table.seats, accessible=table.accessible, language=table.language or None)

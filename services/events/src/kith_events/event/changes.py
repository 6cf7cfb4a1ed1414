"""What a suggested change makes of a text."""

from collections.abc import Iterator
from typing import Final

from kith_contracts.events.suggestions import Change, PartyChange, SeatsChange
from kith_contracts.events.terms import EventTerms, Party, Seats
from kith_contracts.message import Refusal, together
from kith_contracts.renewal import renewed, said

ONE_BY_ONE: Final = frozenset({"parties", "seats"})


def changed(terms: EventTerms, change: Change) -> EventTerms | Refusal:
    """The text with this change in it, and the same version. Refused: `body-not-party`, `part-unknown`."""
    if wrong := together(_strange(terms, change)):
        return wrong
    replaced = {name: getattr(change, name) for name in change.model_fields_set - ONE_BY_ONE}
    text = terms.model_copy(update={name: value for name, value in replaced.items() if value is not None})
    parties = {each.body: each for each in change.parties}
    return text.model_copy(
        update={
            "parties": [_party(each, parties.get(each.body)) for each in text.parties],
            "seats": _divided(terms, change),
        }
    )


def whole(terms: EventTerms, change: Change) -> Change:
    """The change as it is told: what its sections leave out is as in the text that it was made to."""
    given = {name: value for name, value in said(change).items() if value is not None and name not in ONE_BY_ONE}
    return change.model_copy(update={name: renewed(value, getattr(terms, name)) for name, value in given.items()})


def _strange(terms: EventTerms, change: Change) -> Iterator[Refusal]:
    """Whom or what it names that the text does not."""
    known, parts = {party.body for party in terms.parties}, {*(change.plan or terms.plan).names}
    for index, party in enumerate(change.parties):
        if party.body not in known:
            yield _no_party(f"change.parties.{index}.body")
    for index, seats in enumerate(change.seats):
        if seats.part not in parts:
            sentence = f"The event has no part {seats.part}. Check the name."
            yield Refusal("part-unknown", sentence, f"change.seats.{index}.part")
        for stranger in [body for body in seats.quotas if body not in known]:
            yield _no_party(f"change.seats.{index}.quotas.{stranger}")


def _no_party(field: str) -> Refusal:
    return Refusal("body-not-party", "Only what parties give and get can be changed. Name a party.", field)


def _party(party: Party, change: PartyChange | None) -> Party:
    return party.model_copy(update=change.model_dump(exclude_none=True)) if change else party


def _divided(terms: EventTerms, change: Change) -> list[Seats]:
    """The places of all that there are in the plan, also of what it has in addition."""
    names = (change.plan or terms.plan).names
    divided = {each.part: each for each in terms.seats if each.part in names or change.plan is None}
    for each in change.seats:
        divided[each.part] = _seats(divided.get(each.part, Seats(part=each.part)), each)
    return [*divided.values()]


def _seats(seats: Seats, change: SeatsChange) -> Seats:
    given = change.model_dump(exclude_none=True, exclude={"quotas"})
    return seats.model_copy(update={**given, "quotas": {**seats.quotas, **change.quotas}})

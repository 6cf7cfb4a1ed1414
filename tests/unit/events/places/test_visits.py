"""A dinner, a seminar and the night between: a room is asked for as any place is, and the fare by need."""

from datetime import timedelta
from typing import Final

from support.events.cohort import Pair
from support.events.own_calendar import read
from support.events.scenes import DAY, EVENT, PERSON, event, part, seats, terms
from support.speaking import letters

from kith_contracts.events.draws import DrawPlaces
from kith_contracts.events.places import AskForPlaces, PlaceDecided
from kith_contracts.events.plan import Fund
from kith_contracts.events.terms import EventTerms, Seats

HOTEL: Final = "1 Station Square"


def visit() -> EventTerms:
    """Dinner with seminar is one place; two rooms for the night, of which one is kept for BCS; fares by need."""
    evening = DAY + timedelta(hours=9)
    both = [
        part("dinner", starts=evening, ends=evening + timedelta(hours=3), bundle="visit"),
        part("seminar", starts=DAY + timedelta(days=1), ends=DAY + timedelta(days=1, hours=3), bundle="visit"),
    ]
    night = {"starts": evening + timedelta(hours=4), "ends": DAY + timedelta(hours=23)}
    stay = part("stay", title="A room for the night", venue=HOTEL, capacity=2, **night)
    fares = Fund(fund="fares", title="Fares", most=20_000, bands=["I could not come without it", "It would help"])
    rows = [seats("visit", pool=9), seats("stay", bcs=1), Seats(part="fares", pool=20_000, rule="draw")]
    text = terms(parts=[*both, stay], seats=rows, plan={"funds": [fares]})
    return text.model_copy(update={"plan": text.plan.model_copy(update={"ends": DAY + timedelta(days=2)})})


def test_a_visitor_has_dinner_seminar_a_room_and_the_fare() -> None:
    pair = Pair(visit())
    asked = {"parts": ["visit", "stay", "fares"], "pence": {"fares": 18_000}, "bands": {"fares": 1}}
    pair.tell(AskForPlaces(person=PERSON, event=EVENT, **asked))
    pair.others(1, name="stay")
    pair.others(2, name="stay")
    closes = event(pair.lead).draws["fares"].closes
    for letter in letters(pair.lead.hear(DrawPlaces(event=EVENT, part="fares"), now=closes)):
        if letter.to == "bcs" and isinstance(letter.message, PlaceDecided):
            pair.home.hear(letter.message, "iop", now=closes)
    found = {name: wish.status for name, wish in pair.wishes().items()}
    assert found == {"visit": "granted", "stay": "granted", "fares": "granted"}
    rooms = event(pair.lead).places["stay"]
    assert (rooms.free, rooms.granted_by_body, len(rooms.waiting)) == (0, {"bcs": 1, "ni": 1}, 1)
    places = {each.place for each in read(pair.home)}
    assert places == {"London", HOTEL}

"""A person's own calendar, read as a calendar program reads it."""

from support import readers
from support.events.scenes import EVENT, PERSON
from support.speaking import Node, letters

from kith_commons.formats.icalendar import calendar
from kith_contracts.events.places import AskForPlaces, PlaceDecided
from kith_events.calendar.face import Announced
from kith_events.calendar.presentation import own_entries
from kith_events.places import registration
from kith_events.places.registration import Registration


def read(node: Node, *, busy: bool = True, plain: bool = False) -> list[readers.Read]:
    """The person's calendar, as it is read."""
    known = {each.id: each for each in node.all(Announced)}

    def uid(*of: str) -> str:
        return node.keyed("calendar", PERSON, *of)

    own = own_entries(node.all(Registration), known, uid, busy=busy, plain=plain)
    return readers.calendar(calendar("Sessions", tuple(own)))


def granted(node: Node, name: str = "lectures") -> None:
    """The person asks for a part, and gets a place in it."""
    decision = node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=[name]))
    if letters(decision):
        alias = registration.pseudonym(node.keyed, PERSON, EVENT)
        place = {"event": EVENT, "part": name, "pseudonym": alias, "number": 1}
        node.hear(PlaceDecided(**place, version=1, status="granted"), "iop")

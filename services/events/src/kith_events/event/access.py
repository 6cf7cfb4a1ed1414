"""Who may read what of an event: its parties, and the officers of the networks that lead it."""

from typing import Any

from kith_chassis.http.api import Find
from kith_chassis.http.gate import demand
from kith_chassis.http.problems import Refused
from kith_chassis.service import BodyService
from kith_contracts.access.table import Offices, Principal, Subject, grants_of
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent, led_tag
from kith_events.event.leadership import Leading, lead_of


def found(state: Any) -> Any:
    """The state, or the answer that there is none."""
    if state is None:
        raise Refused(404, "event-unknown", "There is nothing here for this name.", "event")
    return state


async def led_by(find: Find, body: str, event: str, asking: Principal, operation: str) -> JointEvent:
    """The event, for an officer of one of the networks in whose name this body leads it; where it names none, for any
    officer of the body.
    """
    found = await led_here(find(body), event)
    party = found.terms.party(body)
    demand(asking, grants_of(operation), Subject(body, networks=frozenset(party.networks) or None if party else None))
    return found


async def led_here(running: BodyService, event: str) -> JointEvent:
    """The event of this short name that this body leads: its own, or else one that it has taken over."""
    led: JointEvent | None = await running.views.get(JointEvent.at(running.body, event))
    others = [] if led else await running.views.tagged(JointEvent, (led_tag(f"/{event}"),), "", 1)
    led = found(led or next(iter(others), None))
    leading: Leading | None = await running.views.get(Leading.at(led.id))
    return found(led if lead_of(led.id, leading) == running.body else None)  # type: ignore[no-any-return]


async def offices_of(running: BodyService, person: str) -> Offices | None:
    """The networks that a person serves, and those that they have served."""
    known: Guest | None = await running.views.get(Guest.at(person))
    return Offices(known.serves, known.served) if known else None

"""What everyone may find, as several pages list it: events to come, networks, and the names of organisations."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from kith_console.visit import Visit
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import Listing
from kith_contracts.pages.bodies import BodyPage

Found = TypeVar("Found")
Shown = tuple[EventPublished, EventPlan | Listing]
"""An event, and what is shown of it: its plan, or of one that is booked elsewhere its listing."""
MOST = 500


def shown(event: EventPublished) -> EventPlan | Listing | None:
    """What everyone reads of an event; None of one that has gone without a trace."""
    return event.plan or event.listing


async def events_to_come(visit: Visit, words: str = "", month: str = "") -> list[Shown]:
    """Events that are not over, in the order of their days; `month` is `2027-03`."""
    now = datetime.now(UTC)
    every = [(event, about) for event in await all_events(visit) if (about := shown(event))]
    found = [each for each in every if each[1].ends >= now and each[0].status != "ended"]
    if words:
        found = [each for each in found if _has(each, words.casefold().split(), visit)]
    if month:
        found = [each for each in found if f"{each[1].starts:%Y-%m}" == month]
    return sorted(found, key=lambda each: each[1].starts)


async def all_events(visit: Visit) -> list[EventPublished]:
    """All events that everyone may find."""
    return await every(visit, "events", "events", list[EventPublished], lambda each: each.event, most=MOST)


def _has(each: Shown, terms: Iterable[str], visit: Visit) -> bool:
    event, about = each
    names = visit.console.names
    hosts = [f"{host.body} {names.of(host.body)}" for host in event.hosts]
    text = " ".join([about.title, about.summary, about.venue, event.event, *hosts]).casefold()
    return all(term in text for term in terms)


async def learn_names(visit: Visit) -> list[BodyPage]:
    """The organisations of the consortium; their names are said by their own profiles, else by the registry."""
    bodies = await visit.read("directory", "bodies", list[BodyPage])
    visit.console.names.learn(
        {each.registered.body: each.profile.name if each.profile else each.registered.name for each in bodies}
    )
    return bodies


def others(visit: Visit, bodies: list[BodyPage]) -> list[str]:
    """The other organisations that take part, by their names."""
    found = [each.registered.body for each in bodies if each.registered.status == "admitted"]
    return sorted((each for each in found if each != visit.body), key=visit.console.names.of)


async def every(
    visit: Visit, service: str, path: str, page: type[list[Found]], id_of: Callable[[Found], str], *, most: int
) -> list[Found]:
    """All of a list that the node gives page after page, `most` at a time."""
    found: list[Found] = []
    more = await visit.read(service, path, page, most=most)
    while len(more) == most:
        found += more
        more = await visit.read(service, path, page, after=id_of(found[-1]), most=most)
    return found + more

"""How an announced event looks as linked data: JSON-LD in the words of schema.org. Pure; nothing is told that the
published plan does not say.
"""

from typing import Any, Final

from kith_commons.formats.icalendar import stable_id
from kith_commons.formats.zones import zone_of
from kith_contracts.events.plan import ONLINE, EventPart
from kith_contracts.events.terms import GuestHost, Host, Sponsor
from kith_events.calendar.face import Announced
from kith_events.calendar.presentation import Addresses, Names, silence

STATUS: Final = {"confirmed": "EventScheduled", "tentative": "EventScheduled", "cancelled": "EventCancelled"}
MODES: Final = {
    frozenset({"in-person"}): "https://schema.org/OfflineEventAttendanceMode",
    frozenset({"online"}): "https://schema.org/OnlineEventAttendanceMode",
    frozenset({"in-person", "online"}): "https://schema.org/MixedEventAttendanceMode",
}


def linked(event: Announced, names: Names, addresses: Addresses) -> dict[str, Any]:
    """The event in the words of schema.org, as JSON-LD."""
    zone = zone_of(event.plan.zone)
    places = [_place(each) for each in event.places]
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"urn:uuid:{stable_id('event', event.id)}",
        "name": event.title,
        "startDate": event.plan.starts.astimezone(zone).isoformat(),
        "endDate": event.plan.ends.astimezone(zone).isoformat(),
        "eventStatus": f"https://schema.org/{STATUS[event.status]}",
        "eventAttendanceMode": MODES[frozenset(part.format for part in event.parts) or frozenset({"in-person"})],
        "location": places if len(places) > 1 else places[0],
        "organizer": [_organiser(host, names) for host in event.face.hosts],
        "contributor": [_guest(guest) for guest in event.face.guest_hosts],
        "sponsor": [_sponsor(sponsor) for sponsor in event.face.sponsors],
        "subEvent": [_sub_event(part, event) for part in event.parts],
        "description": "\n\n".join(each for each in (event.plan.summary, *silence(event)) if each),
    }
    if url := event.book_at or (addresses.event(event.id, "jsonld") if addresses.public_url else ""):
        made["url"] = url
    return {name: value for name, value in made.items() if value}


def _organiser(host: Host, names: Names) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": f"urn:uuid:{stable_id('body', host.body)}",
        "name": names.get(host.body, host.body),
    }


def _guest(guest: GuestHost) -> dict[str, Any]:
    return {"@type": "Organization", "name": guest.name, **({"url": guest.url} if guest.url else {})}


def _sponsor(sponsor: Sponsor) -> dict[str, Any]:
    return {"@type": "Organization", "name": sponsor.name, "description": sponsor.shown}


def _place(name: str) -> dict[str, Any]:
    """A room with its address; or none, where it is online."""
    return (
        {"@type": "VirtualLocation", "name": name}
        if name == ONLINE
        else {"@type": "Place", "name": name, "address": name}
    )


def _sub_event(part: EventPart, event: Announced) -> dict[str, Any]:
    zone = zone_of(event.plan.zone)
    return {
        "@type": "Event",
        "@id": f"urn:uuid:{stable_id('part', f'{event.id}/{part.part}')}",
        "name": event.called(part.title),
        "startDate": part.starts.astimezone(zone).isoformat(),
        "endDate": part.ends.astimezone(zone).isoformat(),
        "eventStatus": f"https://schema.org/{STATUS[event.status]}",
        "eventAttendanceMode": MODES[frozenset({part.format})],
        "location": _place(event.place(part)),
        "audience": {"@type": "Audience", "audienceType": part.for_whom},
    }

"""How an announced event looks to others: in a calendar and in a feed. Pure; nothing is told that the
published plan does not say.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kith_chassis.decision import Keyed
from kith_commons.advice.discretion import CALENDAR_TITLE, discreet
from kith_commons.formats import atom, icalendar
from kith_commons.formats.icalendar import stable_id
from kith_commons.formats.zones import zone_of
from kith_commons.publication import lead_of
from kith_contracts.events.plan import EventPart
from kith_events.calendar.face import Announced
from kith_events.event.checklist import answered
from kith_events.places.registration import Registration, Wish

Names = Mapping[str, str]
"""What each body is called."""


class Addresses:
    """Where the pages of a body's events service are."""

    def __init__(self, public_url: str, body: str) -> None:
        self.public_url, self._base = public_url, f"{public_url}/events/v1/{body}"

    def event(self, event: str, form: str) -> str:
        return f"{self._base}/events/{event}.{form}"

    @property
    def feed(self) -> str:
        return f"{self._base}/feed.atom"


def entries(event: Announced, names: Names, addresses: Addresses) -> list[icalendar.Entry]:
    """The whole day in everyone's calendar, as one entry; a series as one for each part, and so is what is in
    several venues, for an entry has one place. Whoever subscribes is not busy for it.
    """
    whole = _entry(event, names, addresses)
    if not any(part.host or part.venue for part in event.parts):
        return [whole]
    return [
        whole._replace(
            uid=stable_id("part", f"{event.id}/{part.part}"),
            title=event.called(part.title),
            starts=part.starts,
            ends=part.ends,
            venue=event.place(part),
        )
        for part in event.parts
    ]


def _entry(event: Announced, names: Names, addresses: Addresses) -> icalendar.Entry:
    return icalendar.Entry(
        uid=stable_id("event", event.id),
        sequence=event.sequence,
        title=event.title,
        starts=event.plan.starts,
        ends=event.plan.ends,
        zone=event.plan.zone,
        venue=event.places[0],
        status=event.status,
        changed=event.changed,
        created=event.since,
        description=text(event, names),
        url=event.book_at or (addresses.event(event.id, "jsonld") if addresses.public_url else ""),
    )


def own_entries(
    registrations: Iterable[Registration],
    announced: Mapping[str, Announced],
    uid: Keyed,
    *,
    busy: bool,
    plain: bool = False,
) -> list[icalendar.Entry]:
    """What one person has places in, part by part, in words that tell nothing. `uid` is a hash of event and part.

    In `plain` words an event has its own title. All of it stays neutral where the person has a place in a closed part:
    beside the name anyone could tell from the published times what the entry without one is.
    """
    own = [
        (event, part, wish)
        for registration in registrations
        if (event := announced.get(registration.event)) and event.face.plan
        for wish in registration.wishes.values()
        if wish.status == "granted"
        for part in event.face.plan.parts_of(wish.part)
    ]
    discreet_ones = {event.id for event, part, _ in own if part.closed}
    entries = [
        _own_entry(event, part, wish, uid(event.id, part.part), busy=busy)._replace(
            title=_plain_title(event, part) if plain and event.id not in discreet_ones else event.called(CALENDAR_TITLE)
        )
        for event, part, wish in own
    ]
    return sorted(entries, key=lambda each: (each.starts, each.uid))


def _plain_title(event: Announced, part: EventPart) -> str:
    return f"{event.title}: {part.title}" if len(event.parts) > 1 else event.title


def _own_entry(event: Announced, part: EventPart, wish: Wish, uid: str, *, busy: bool) -> icalendar.Entry:
    starts, ends = part.slot(wish.slot)
    return icalendar.Entry(
        uid=uid,
        sequence=event.sequence,
        title=CALENDAR_TITLE,
        starts=starts,
        ends=ends,
        zone=event.plan.zone,
        venue=discreet(event.place(part), event.face),
        status=event.status,
        changed=event.changed,
        busy=busy,
        private=True,
    )


def told(event: Announced, names: Names, addresses: Addresses) -> atom.Entry:
    """An event in a feed."""
    links = [
        ("alternate", "application/ld+json", addresses.event(event.id, "jsonld")),
        ("alternate", icalendar.MEDIA_TYPE, addresses.event(event.id, "ics")),
    ]
    if event.book_at:
        links.append(("related", "text/html", event.book_at))
    when = f"{_when(event.plan.starts, event)} to {_when(event.plan.ends, event)}, {'; '.join(event.places)}."
    return atom.Entry(
        id=stable_id("event", event.id),
        title=event.title,
        published=event.since,
        updated=event.changed,
        text=f"{when}\n\n{text(event, names)}",
        links=tuple(links),
    )


def text(event: Announced, names: Names) -> str:
    """What the plan says, for people."""
    pieces = [event.plan.summary]
    if event.parts:
        pieces.append("\n".join(_line(part, event, names) for part in event.parts))
    pieces.append("\n".join(answered(event.face.plan.checklist)) if event.face.plan else "")
    funds = event.face.plan.funds if event.face.plan else ()
    pieces += [f"{each.title}: up to {each.most / 100:.2f} {each.currency}, asked for with a place." for each in funds]
    if event.status == "tentative":
        pieces.append("The hosts are agreeing on a change.")
    pieces += silence(event)
    pieces.append(" ".join([hosted(event, names), *helped(event)]))
    if event.book_at:
        pieces.append(f"Book at {event.book_at}")
    return "\n\n".join(piece for piece in pieces if piece)


def silence(event: Announced) -> list[str]:
    """Whether the organisation that leads it is silent, in a sentence."""
    since = event.silent_since and event.silent_since.astimezone(zone_of(event.plan.zone))
    return [f"The organisation that leads this has been silent since {since.day} {since:%B %Y}."] if since else []


def _line(part: EventPart, event: Announced, names: Names) -> str:
    """A part, for people: when, what, for whom; and where that is not the usual."""
    more = [
        *(["online"] if part.format == "online" else []),
        *([f"at {names.get(part.host, part.host)}"] if part.host else []),
        *([part.venue] if part.venue else []),
        *([f"only together with the others of {part.bundle}"] if part.bundle else []),
        *([f"in slots of {part.slot_minutes} minutes"] if part.slot_minutes else []),
    ]
    return f"{_hours(part, event)}: {', '.join([part.title, part.for_whom, *more])}"


def hosted(event: Announced, names: Names) -> str:
    """In the words of pages: hosted by IOP with BCS and NI."""
    lead = lead_of(event.face)
    others = sorted(names.get(host.body, host.body) for host in event.face.hosts if host.body != lead)
    return f"Hosted by {names.get(lead, lead)}" + (f" with {_joined(others)}." if others else ".")


def helped(event: Announced) -> list[str]:
    """Who helps and who pays, a sentence each: of sponsors in the words that all hosts have agreed on."""
    guests = [each.name for each in event.face.guest_hosts]
    thanks = [each.shown if each.name in each.shown else f"{each.name}: {each.shown}" for each in event.face.sponsors]
    return [*([f"With the help of {_joined(guests)}."] if guests else []), *map(_sentence, thanks)]


def _joined(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _when(moment: datetime, event: Announced) -> str:
    local = moment.astimezone(zone_of(event.plan.zone))
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def _hours(part: EventPart, event: Announced) -> str:
    zone = zone_of(event.plan.zone)
    first, starts, ends = (each.astimezone(zone) for each in (event.plan.starts, part.starts, part.ends))
    day = "" if starts.date() == first.date() else f"{starts.day} {starts:%B}, "
    return f"{day}{starts:%H:%M} to {ends:%H:%M}"

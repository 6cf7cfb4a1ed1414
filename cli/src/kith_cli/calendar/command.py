"""`kith calendar read`: the events of an organisation's own site, listed at its node."""

import json
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, Final

from cyclopts import Parameter
from pydantic import TypeAdapter, ValidationError

from kith_cli.calendar.plan import Plan, Wish, plan
from kith_cli.calendar.source import fetched
from kith_cli.errors import StackError
from kith_cli.keys import AsJson
from kith_cli.names import Body
from kith_cli.node_api import NodeApi
from kith_cli.send import NodeUrl
from kith_commons.formats.site_calendar import BadFeed, Feed, Site, read_feed
from kith_commons.formats.zones import known_zone
from kith_contracts.events.agreements import EventPublished

FINE, LEFT = 0, 2
"""Exit codes; 1 is a failure, after which nothing has changed, or the same command goes on."""
PAGE: Final = 200
EVENTS: Final[TypeAdapter[list[EventPublished]]] = TypeAdapter(list[EventPublished])
Trial = Annotated[bool, Parameter("--trial", negative="")]


def _site(_type: object, value: str) -> None:
    if not (value.isascii() and value.isalnum() and value == value.lower() and len(value) <= 20):  # noqa: PLR2004
        raise ValueError("A short name has at most 20 small letters and digits: website.")


def _zone(_type: object, value: str) -> None:
    if not known_zone(value):
        raise ValueError("There is no such time zone. Give one like Europe/London.")


def read(
    body: Body,
    site: Annotated[str, Parameter(validator=_site)],
    feed: str,
    *,
    node: NodeUrl,
    page: str = "",
    zone: Annotated[str, Parameter(validator=_zone)] = "Europe/London",
    inside: str = "",
    trial: Trial = False,
    as_json: AsJson = False,
) -> int:
    """List the events of an organisation's own site, as its iCalendar feed has them now.

    The same feed again changes nothing. What is cancelled in it, or no longer in it, is called off. A feed that is
    empty, broken or too large changes nothing. Call it every hour, by cron or a timer; KITH_TOKEN is that of a system
    with the scope events:write. The exit code is 2 if something of the feed could not be listed; 1 is a failure.

    Parameters
    ----------
    body
        Whose site it is: `bcs`.
    site
        A short name for it, `website`. The names of its events begin with it, so keep it.
    feed
        Address of the feed, or a file.
    node
        Address of the node, http://127.0.0.1:8080.
    page
        Where events are told that have no address of their own.
    zone
        The time zone of events that name none.
    inside
        Networks of your own that may be read from, such as 10.1.0.0/16.
    trial
        Only say what would change.
    as_json
        Print it for programs.
    """
    known = _read(feed, inside, Site(zone, page))
    todo, refused = _brought(NodeApi(node, body), known, f"{body}/{site}-", trial=trial)
    told = _told(known, todo, refused, done=not trial)
    print(json.dumps(told, indent=2) if as_json else "\n".join(_words(told)))
    return LEFT if known.left_out or refused else FINE


def _read(place: str, inside: str, site: Site) -> Feed:
    try:
        return read_feed(fetched(place, inside), site)
    except BadFeed as error:
        raise StackError(f"{error} Nothing is changed.") from None


def _brought(node: NodeApi, feed: Feed, prefix: str, *, trial: bool) -> tuple[Plan, list[dict[str, str]]]:
    """What has changed, and what of it the node has refused."""
    with closing(node) as api:
        todo = plan(feed, _listed(api, prefix), prefix, datetime.now(UTC))
        return todo, [] if trial else _sent(api, todo)


def _listed(api: NodeApi, prefix: str) -> dict[str, EventPublished]:
    """All events of this site that the node shows, by name."""
    found: dict[str, EventPublished] = {}
    after = prefix
    while True:
        told = api.get("events", "events", after=after, most=PAGE)
        if not told.fine:
            raise StackError(str(told.content.get("detail", "The node does not say what it shows.")))
        try:
            events = EVENTS.validate_python(told.content, strict=False)
        except ValidationError:
            raise StackError("What the node shows cannot be read. Is it of another version?") from None
        found |= {each.event: each for each in events if each.event.startswith(prefix)}
        if len(events) < PAGE or not events[-1].event.startswith(prefix):
            return found
        after = events[-1].event


def _sent(api: NodeApi, todo: Plan) -> list[dict[str, str]]:
    """Send all of it; the result is what the node refused."""
    refused = []
    wishes = [*todo.called_off, *todo.changed, *todo.new]
    for number, wish in enumerate(wishes, 1):
        told = api.send("events", "list-event", wish.content, _key(wish))
        if told.status in (401, 403):
            raise StackError(f"{told.content.get('detail')} KITH_TOKEN must have the scope events:write.")
        if not told.fine:
            refused.append({"event": wish.event, **{each: str(told.content.get(each)) for each in ("code", "detail")}})
        if sys.stderr.isatty():
            print(f"\r{number} of {len(wishes)}", end="\n" if number == len(wishes) else "", file=sys.stderr)
    return refused


def _key(wish: Wish) -> str:
    """The same for the same wish on the same state, so that a command that was killed can be repeated."""
    return sha256(json.dumps([wish.version, wish.content], sort_keys=True).encode()).hexdigest()[:40]


def _told(feed: Feed, todo: Plan, refused: list[dict[str, str]], *, done: bool) -> dict[str, Any]:
    def names(wishes: Iterable[Wish]) -> list[str]:
        return [each.event for each in wishes]

    return {
        "done": done,
        "new": names(todo.new),
        "changed": names(todo.changed),
        "called_off": names(todo.called_off),
        "unchanged": todo.unchanged,
        "over": todo.over,
        "left_out": [{"line": each.line, "why": each.why} for each in feed.left_out],
        "refused": refused,
    }


def _words(told: dict[str, Any]) -> Iterable[str]:
    for name in ("new", "changed", "called_off"):
        yield from [f"{name.replace('_', ' ')}: {each}" for each in told[name]]
    yield f"{told['unchanged']} unchanged, {told['over']} over."
    yield from [f"line {each['line']} is left out: {each['why']}" for each in told["left_out"]]
    yield from [f"refused: {each['event']}: {each['detail']} ({each['code']})" for each in told["refused"]]
    if not told["done"]:
        yield "This was a trial: nothing is sent."

"""Who stands in calendars and feeds when one body lists more than all others together: each has its turn."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from support.events.scenes import registered
from support.speaking import NOW, FakeViews, Node, finished

from kith_contracts.events.agreements import EventPublished, ListEvent
from kith_contracts.events.terms import Host, Listing
from kith_contracts.words import body_of
from kith_events.calendar import api as calendar_api
from kith_events.calendar import listing as calendar_listing
from kith_events.calendar import turns
from kith_events.calendar.face import MOST_OF_A_BODY, Announced
from kith_events.calendar.turns import in_turn
from kith_events.handlers import HANDLERS

BODIES: Final = ("aaa", "bcs", "ni", "ons")
"""The first of them in the order of names is the loud one."""


def listing(name: str, starts: datetime) -> EventPublished:
    times = {"starts": starts, "ends": starts + timedelta(hours=1)}
    told = Listing(title=name, zone="Europe/London", venue="x", book_at="https://e.org", **times)
    hosts = [Host(body=body_of(name))]
    return EventPublished(event=name, status="listed", listing=told, hosts=hosts, version=1)


def flooded(loud: int = 40, others: int = 3) -> Node:
    """A node that hears what all list: the loud body first, and day by day; the others later in the year."""
    node = Node(HANDLERS, "ons", thorough=False)
    for body in BODIES:
        node.hear(registered(body), "office")
        for number in range(loud if body == "aaa" else others):
            starts = NOW + timedelta(days=1 + number if body == "aaa" else 100 + number)
            node.hear(listing(f"{body}/day-{number:04}", starts), body)
    return node


class Views(FakeViews):
    """With the read of a page that the API has; it counts how many states were read by their tags."""

    read = 0

    async def tagged(self, model: Any, tags: tuple[str, ...], after: str, most: int) -> list[Any]:
        found = await super().tagged(model, tags, after, most)
        self.read += len(found)
        return found

    async def page(self, model: Any, under: str = "", after: str = "", most: int = 500) -> list[Any]:
        return await super().page(model, under, after, most)


def shown(node: Node, host: str | None = None) -> list[Announced]:
    views = Views(node)
    found: list[Announced] = finished(
        calendar_api.announced_of(cast("Any", SimpleNamespace(views=views)), host, None, NOW)
    )
    assert views.read <= len(BODIES) * MOST_OF_A_BODY, "the work is bounded by the number of bodies"
    return found


def test_a_body_with_many_takes_no_room_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_api, "MOST", 12)
    count = Counter(body_of(each.id) for each in shown(flooded()))
    assert count == {"aaa": 3, "bcs": 3, "ni": 3, "ons": 3}


def test_of_each_body_the_nearest_come_first_and_all_in_the_order_of_their_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calendar_api, "MOST", 10)
    found = shown(flooded())
    assert [each.id for each in found if body_of(each.id) == "aaa"] == [f"aaa/day-{number:04}" for number in range(3)]
    assert [each.plan.starts for each in found] == sorted(each.plan.starts for each in found)


def test_of_no_body_more_are_read_than_it_may_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_api, "MOST_OF_A_BODY", 5)
    count = Counter(body_of(each.id) for each in shown(flooded()))
    assert count == {"aaa": 5, "bcs": 3, "ni": 3, "ons": 3}
    assert [body_of(each.id) for each in shown(flooded(), host="ni")] == ["ni"] * 3


def test_where_there_is_room_all_are_shown_and_what_is_over_comes_last() -> None:
    day = timedelta(days=1)
    events = [
        Announced(face=listing(name, starts), status="confirmed", sequence=1, since=NOW, changed=NOW)
        for name, starts in (("bcs/long-ago", NOW - 2 * turns.PAST), ("bcs/over", NOW - day), ("ni/next", NOW + day))
    ]
    assert [each.id for each in in_turn(events, NOW, 10)] == ["bcs/over", "ni/next"]
    assert [each.id for each in in_turn([*events, *events], NOW, 1)] == ["ni/next"]


def test_its_own_body_hears_when_it_lists_more_than_others_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_listing, "MOST_OF_A_BODY", 2)
    node = Node(HANDLERS, "ni")
    starts = datetime(2027, 5, 1, 9, tzinfo=UTC)
    for number in (1, 2):
        fact = listing(f"ni/day-{number}", starts)
        assert fact.listing
        node.hear(ListEvent(event=fact.event, listing=fact.listing))
        node.hear(fact, "ni")
    more = listing("ni/day-3", starts).listing
    assert more
    assert node.refusal(ListEvent(event="ni/day-3", listing=more)) == ("too-many-listings", "event")
    moved = more.model_copy(update={"venue": "Leeds"})
    assert node.hear(ListEvent(event="ni/day-2", listing=moved)).says, "what is listed may be said anew"
    far = more.model_copy(update={"starts": starts.replace(year=2035), "ends": starts.replace(year=2035, hour=10)})
    assert node.hear(ListEvent(event="ni/day-4", listing=far)).says

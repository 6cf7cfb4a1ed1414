"""What has to change so that a node lists what a feed has: nothing, if it does already."""

from datetime import UTC, datetime

from kith_cli.calendar.plan import plan
from kith_commons.formats.site_calendar import Feed, LeftOut, SiteEvent
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.terms import Listing

NOW = datetime(2027, 1, 10, tzinfo=UTC)
PREFIX = "bcs/website-"


def listing(number: int = 20, venue: str = "Hall") -> Listing:
    return Listing(
        title="Day",
        zone="Europe/London",
        starts=datetime(2027, 1, number, 9, tzinfo=UTC),
        ends=datetime(2027, 1, number, 12, tzinfo=UTC),
        venue=venue,
        book_at="https://site.example",
    )


def seen(key: str, *, venue: str = "Hall", number: int = 20, called_off: bool = False) -> SiteEvent:
    return SiteEvent(key, 3, called_off, listing(number, venue))


def shown(key: str, *, status: str = "listed", number: int = 20) -> dict[str, EventPublished]:
    name = f"{PREFIX}{key}"
    told = {"event": name, "status": status, "listing": listing(number), "version": 2}
    return {name: EventPublished.model_validate(told)}


def test_the_same_feed_again_changes_nothing() -> None:
    made = plan(Feed([seen("a")], []), shown("a"), PREFIX, NOW)
    assert (made.new, made.changed, made.called_off, made.unchanged) == ([], [], [], 1)


def test_what_is_new_changed_cancelled_or_back_is_said_with_its_sequence() -> None:
    feed = Feed(
        [seen("a"), seen("b", venue="Hut"), seen("c", called_off=True), seen("d"), seen("e", called_off=True)], []
    )
    made = plan(feed, shown("b") | shown("c") | shown("d", status="cancelled"), PREFIX, NOW)
    assert [each.event for each in made.new] == ["bcs/website-a"]
    assert [each.event for each in made.changed] == ["bcs/website-b", "bcs/website-d"]
    assert [(each.event, each.called_off, each.sequence) for each in made.called_off] == [("bcs/website-c", True, 3)]
    assert made.unchanged == 1, "what was never listed is not called off"


def test_what_has_vanished_is_called_off_unless_it_is_over_or_only_cannot_be_read_now() -> None:
    feed = Feed([seen("a")], [LeftOut(9, "unreadable", "it is private")])
    listed = (
        shown("a") | shown("gone") | shown("over", number=5) | shown("unreadable") | shown("off", status="cancelled")
    )
    made = plan(feed, listed, PREFIX, NOW)
    assert [(each.event, each.called_off, each.sequence) for each in made.called_off] == [
        ("bcs/website-gone", True, None)
    ]
    assert "sequence" not in made.called_off[0].content


def test_nothing_is_said_of_what_is_over() -> None:
    made = plan(Feed([seen("a", number=5)], []), {}, PREFIX, NOW)
    assert (made.new, made.over) == ([], 1)

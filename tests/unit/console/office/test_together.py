"""Who runs what with whom, from what everyone can see."""

from datetime import UTC, datetime

from kith_console.office.together import Pair, Together, of_year, pairs
from kith_contracts.events.agreements import EventPublished


def test_each_two_hosts_of_an_event_are_a_pair() -> None:
    events = [_event("iop/a", "iop", "bcs", "rsc"), _event("iop/b", "bcs", "iop"), _event("iop/c", "iop")]

    assert pairs(events) == [Pair("bcs", "iop", 2), Pair("bcs", "rsc", 1), Pair("iop", "rsc", 1)]


def test_what_was_called_off_brings_nobody_together() -> None:
    called_off = _event("iop/a", "iop", "bcs", status="cancelled")

    assert pairs([called_off]) == []
    assert of_year([called_off], 2027) == Together(2027, events=0, joint=0, later=0, bodies=[])


def test_the_year_counts_its_own_events_and_says_how_many_come_later() -> None:
    events = [
        _event("iop/a", "iop", "bcs"),
        _event("iop/alone", "iop"),
        _event("rsc/old", "rsc", "ons", year=2026),
        _event("rsc/next", "rsc", "ons", year=2028),
    ]

    assert of_year(events, 2027) == Together(2027, events=2, joint=1, later=1, bodies=["bcs", "iop"])


def test_an_event_that_has_gone_without_a_trace_is_not_counted() -> None:
    gone = EventPublished.model_validate({"event": "iop/a", "status": "ended", "version": 2})

    assert of_year([gone], 2027).events == 0


def _event(name: str, *hosts: str, status: str = "listed", year: int = 2027) -> EventPublished:
    starts = datetime(year, 5, 4, 10, tzinfo=UTC)
    listing = {
        "title": "A day",
        "zone": "Europe/London",
        "starts": starts,
        "ends": starts.replace(hour=12),
        "venue": "1 High Street",
        "book_at": "https://example.org/book",
    }
    return EventPublished.model_validate(
        {
            "event": name,
            "status": status,
            "listing": listing,
            "hosts": [{"body": body} for body in hosts],
            "version": 1,
        }
    )

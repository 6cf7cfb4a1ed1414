"""The calendar entry of a mail: one for all that is told of a wish, right in every zone, and taken out in the end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import readers
from support.notify.mails import calendar, calendars, decided, entries, entry, everything, invitation, sent
from support.notify.scenes import (
    DAY,
    EVENT,
    TELLING,
    Status,
    deliveries,
    home,
    part,
    person,
    placed,
    plan,
    published,
    registration,
    tell,
)
from support.speaking import NOW, Node

from kith_commons.formats.zones import moments_of, zone_of
from kith_contracts.events.terms import Listing
from kith_notify.handlers import HANDLERS
from kith_notify.occasions.events import YEARS, KnownEvent

GRANTED: dict[str, Status] = {"lectures": "granted", "dinner": "refused"}
GONE: dict[str, Status] = {"lectures": "released", "dinner": "refused"}
CHANGES = {
    "Europe/London": datetime(2027, 3, 28, 1, tzinfo=UTC),
    "America/New_York": datetime(2027, 11, 7, 6, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2027, 4, 3, 15, tzinfo=UTC),
    "Africa/Casablanca": datetime(2027, 3, 14, 2, tzinfo=UTC),
}
"""Moments at which a clock is changed: by an hour, by half an hour, and for a month of fasting."""


def at(starts: datetime, zone: str, hours: float = 3) -> Node:
    node = Node(HANDLERS, "bcs")
    node.hear(person())
    ends = starts + timedelta(hours=hours)
    one = part("lectures", 0, 1).model_copy(update={"starts": starts, "ends": ends})
    node.hear(published(plan=plan(zone=zone, starts=starts, ends=ends, parts=[one])), "iop")
    return node


def test_a_granted_place_comes_with_an_entry_that_tells_nothing() -> None:
    (mail,) = decided(GRANTED)
    found = entry(mail)
    assert str(found["summary"]) == "Development session"
    assert (str(found["class"]), str(found["status"])) == ("PRIVATE", "CONFIRMED")
    assert str(found["location"]) == "37 Caledonian Road, London"
    assert not {"description", "url", "categories", "comment", "contact", "attach", "resources"} & {
        name.lower() for name in found
    }


def test_an_entry_has_exactly_one_attendee_and_the_home_as_organiser() -> None:
    (mail,) = decided(GRANTED)
    raw = calendars(mail)[0].get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert (raw.count(b"\nATTENDEE"), raw.count(b"\nORGANIZER"), raw.count(b"BEGIN:VEVENT")) == (1, 1, 1)
    attendee, organiser = entry(mail)["attendee"], entry(mail)["organizer"]
    assert (str(attendee), str(organiser)) == ("mailto:ann-1@example.org", "mailto:events@bcs.example.org")
    assert (attendee.params["CN"], organiser.params["CN"]) == ("Ann Ångström", "BCS Events")
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE"), "nothing is asked of them"


def test_the_calendar_object_is_another_form_of_the_mail_and_no_file() -> None:
    for mail, method in zip(decided(GRANTED, GONE), ("REQUEST", "CANCEL"), strict=True):
        assert mail.get_content_type() == "multipart/alternative"
        kinds = [part.get_content_type() for part in mail.iter_parts()]
        assert kinds == ["text/plain", "text/html", "text/calendar"]
        (part,) = calendars(mail)
        assert dict(part["Content-Type"].params) == {"method": method, "charset": "utf-8"}
        assert (part.get_filename(), part.get_content_disposition()) == (None, None)
        assert str(calendar(mail)["method"]) == method
        assert len(calendar(mail).walk("VEVENT")) == 1


def test_three_readers_understand_the_calendar_object_alike() -> None:
    for mail, title in zip(decided(GRANTED, GONE), ("CONFIRMED", "CANCELLED"), strict=True):
        (part,) = calendars(mail)
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        (read,) = readers.calendar(content)
        found = entry(mail)
        assert (read.uid, read.title, read.sequence) == (found["uid"], found["summary"], found["sequence"])
        assert (read.starts, read.ends, read.status) == (DAY, DAY + timedelta(hours=3), title)


def test_a_mail_says_who_reads_answers_and_that_no_machine_is_to_answer() -> None:
    for mail in (*decided(GRANTED), invitation()):
        assert mail["Reply-To"] == "office@bcs.example.org"
        assert mail["X-Auto-Response-Suppress"] == "All"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["List-Unsubscribe"] == "<mailto:office@bcs.example.org?subject=Tell%20me%20less>"
        assert mail["List-Unsubscribe-Post"] is None, "there is no address that a machine could post to"


def test_all_that_is_told_of_one_day_is_one_entry_and_each_is_newer() -> None:
    made = [entry(mail) for mail in decided(GRANTED, {"lectures": "granted", "dinner": "granted"}, GONE)]
    assert len({str(each["uid"]) for each in made}) == 1
    assert [each["sequence"] for each in made] == [0, 1, 2]
    assert [str(each["status"]) for each in made] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_another_registration_for_the_same_day_is_the_same_entry() -> None:
    first, second = (entry(sent(node, each)) for node in [placed()] for each in deliveries(node))
    assert first["uid"] == second["uid"]
    assert (second["dtstart"].dt, second["dtend"].dt) == (DAY, DAY + timedelta(hours=4))


def test_an_entry_lasts_from_the_first_granted_part_to_the_last() -> None:
    (mail,) = decided({"lectures": "granted", "circle": "refused", "dinner": "granted"})
    found = entry(mail)
    assert (found["dtstart"].dt, found["dtend"].dt) == (DAY, DAY + timedelta(hours=8))


def test_nothing_is_put_into_a_calendar_without_a_place_and_nothing_taken_out_that_was_not_in() -> None:
    mails = decided({"lectures": "waiting"}, {"lectures": "refused"}, {"lectures": "refused"})
    assert [calendars(mail) for mail in (*mails, invitation())] == [[], [], [], []]


def test_an_entry_that_is_made_again_is_the_same_but_for_the_time_of_making() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    (delivery,) = deliveries(node)
    first, second = (entry(sent(node, delivery, now)) for now in (NOW, NOW + timedelta(hours=1)))
    assert (second["dtstamp"].dt - first["dtstamp"].dt) == timedelta(hours=1)
    del first["dtstamp"], second["dtstamp"]
    assert first.to_ical() == second.to_ical()


@pytest.mark.parametrize(("zone", "change"), CHANGES.items())
@pytest.mark.parametrize("before", [timedelta(0), timedelta(minutes=90), timedelta(days=5), timedelta(days=-5)])
def test_a_reader_that_knows_only_the_entry_has_the_right_time_around_a_change_of_the_clock(
    zone: str, change: datetime, before: timedelta
) -> None:
    starts = change - before
    (mail,) = decided({"lectures": "granted"}, node=at(starts, zone))
    (rules,) = calendar(mail).walk("VTIMEZONE")
    assert str(rules["tzid"]) == zone
    by_its_rules = rules.to_tz(lookup_tzid=False)
    for name, moment in (("dtstart", starts), ("dtend", starts + timedelta(hours=3))):
        read = entry(mail)[name].dt
        in_utc = "TZID" not in entry(mail)[name].params
        walls = [each.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for each in (starts, starts + timedelta(hours=3))]
        twice = any(len(moments_of(each, ZoneInfo(zone))) > 1 for each in walls)
        assert in_utc == twice, "for an hour that comes twice, which of the two; and both in one form"
        assert read.replace(tzinfo=UTC if in_utc else by_its_rules) == moment


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kolkata", "America/Sao_Paulo", "UTC", "Etc/GMT+5"])
def test_a_zone_has_what_is_in_force_and_each_change_of_it_in_the_time_before(zone: str) -> None:
    (mail,) = decided({"lectures": "granted"}, node=at(DAY, zone))
    (rules,) = calendar(mail).walk("VTIMEZONE")
    first, *changes = rules.subcomponents
    assert first["dtstart"].dt.replace(tzinfo=None) < (DAY - timedelta(days=365)).replace(tzinfo=None)
    assert first["tzoffsetfrom"].td == first["tzoffsetto"].td
    in_force = first["tzoffsetto"].td
    for change in changes:
        onset = (change["dtstart"].dt - in_force).replace(tzinfo=UTC)
        assert change["tzoffsetfrom"].td == in_force
        assert (onset - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset() == in_force
        in_force = change["tzoffsetto"].td
        assert onset.astimezone(ZoneInfo(zone)).utcoffset() == in_force
    assert len(changes) == (4 if zone == "Europe/London" else 0)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "Europe", "posixrules", "Mars", "A" * 64])
def test_a_zone_that_is_not_known_here_is_no_reason_to_tell_nobody(name: str) -> None:
    assert zone_of(name) == ZoneInfo("UTC")
    (mail,) = decided({"lectures": "granted"}, node=at(DAY, name))
    assert entry(mail)["dtstart"].dt == DAY


FIRST, LAST = (datetime(year, 7, 1, tzinfo=UTC) for year in (min(YEARS), max(YEARS)))
times = st.integers(0, (LAST - FIRST) // timedelta(minutes=1)).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@settings(max_examples=8, derandomize=True, deadline=None, database=None)
@given(times, times, st.sampled_from(["Europe/London", "Pacific/Kiritimati", "Nowhere"]), st.booleans())
def test_a_mail_can_be_made_of_whatever_day_a_host_may_publish(
    one: datetime, other: datetime, zone: str, given_back: bool
) -> None:
    starts, ends = min(one, other), max(one, other)
    node = home()
    lectures = part("lectures", 0, 1).model_copy(update={"starts": starts, "ends": ends})
    node.hear(published(2, plan=plan(zone=zone, starts=starts, ends=ends, parts=[lectures])), "iop")
    for mail in decided(*([GRANTED, GONE] if given_back else [GRANTED]), node=node):
        assert (entry(mail)["dtstart"].dt, entry(mail)["dtend"].dt) == (starts, ends)


def test_an_event_that_turned_into_a_listing_still_has_a_day() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    listing = Listing(
        title="Day", zone="UTC", starts=DAY, ends=DAY + timedelta(hours=1), venue="York", book_at="https://e.org"
    )
    node.hear(published(2, status="listed", plan=None, listing=listing), "iop")
    (delivery,) = deliveries(node)
    assert entry(sent(node, delivery))["dtstart"].dt == DAY


def series() -> Node:
    """A home that knows an event of three evenings."""
    evenings = [part("lectures", 0, 1), part("dinner", 24, 25), part("circle", 48, 49)]
    node = home()
    node.hear(published(version=2, plan=plan(ends=DAY + timedelta(hours=60), parts=evenings)), "iop")
    return node


def test_each_day_is_an_entry_of_its_own_in_a_mail_of_its_own_and_only_what_changed_is_told() -> None:
    node = series()
    node.hear(registration(1, lectures="granted", dinner="granted", circle="waiting"))
    first = {each.delivery: each for each in deliveries(node)}
    told = [entry(sent(node, each)) for each in first.values()]
    assert {each["dtstart"].dt: str(each["status"]) for each in told} == {
        DAY: "CONFIRMED",
        DAY + timedelta(hours=24): "CONFIRMED",
    }, "and no word of the evening for which they wait"
    assert sorted(each.occasion for each in first.values()) == ["calendar", "decision"]
    node.hear(registration(2, lectures="granted", dinner="released", circle="waiting"))
    (then,) = [each for each in deliveries(node) if each.delivery not in first]
    gone = entry(sent(node, then))
    assert (gone["uid"], str(gone["status"])) == (told[1]["uid"], "CANCELLED")


def test_an_evening_that_moves_keeps_its_entry() -> None:
    node = series()
    node.hear(registration(1, lectures="granted", dinner="granted"))
    before = {str(each["uid"]) for each in entries(node, *deliveries(node))}
    moved = [part("lectures", 72, 73), part("dinner", 24, 25), part("circle", 48, 49)]
    (told,) = tell(node, published(3, plan=plan(ends=DAY + timedelta(hours=80), parts=moved)))
    (found,) = entries(node, told)
    assert str(found["uid"]) in before
    assert (found["sequence"], found["dtstart"].dt) == (1, DAY + timedelta(hours=72))


def test_a_mail_that_brings_one_more_entry_tells_nothing() -> None:
    node = series()
    node.hear(registration(1, lectures="granted", dinner="granted"))
    (extra,) = [each for each in deliveries(node) if each.occasion == "calendar"]
    mail = sent(node, extra)
    assert mail["Subject"] == "Your calendar for 12 March"
    assert not [word for word in TELLING if word in everything(mail)]


statuses = st.lists(
    st.dictionaries(
        st.sampled_from(["lectures", "dinner", "circle"]),
        st.sampled_from(["granted", "waiting", "refused", "released", "offered"]),
        min_size=1,
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=20, derandomize=True, deadline=None, database=None)
@given(statuses, st.booleans(), st.booleans())
def test_a_calendar_that_takes_each_mail_as_it_comes_ends_with_the_days_of_the_places(
    decisions: list[dict[str, Status]], several: bool, off: bool
) -> None:
    node = series() if several else home()
    known: dict[str, Any] = {}
    seen: set[str] = set()
    for number, parts in enumerate(decisions, 1):
        node.hear(registration(number, None, **parts))
        _take_in(known, node, seen)
    if off:
        tell(node, published(9, status="cancelled", plan=node.state(KnownEvent.at(EVENT)).plan))
        _take_in(known, node, seen)
    held = {each["dtstart"].dt.date() for each in known.values() if str(each["status"]) == "CONFIRMED"}
    face = node.state(KnownEvent.at(EVENT)).published.plan
    granted = {name for name, status in decisions[-1].items() if status == "granted"}
    assert held == (set() if off else {each.starts.date() for each in face.parts if each.part in granted})


def _take_in(known: dict[str, Any], node: Node, seen: set[str]) -> None:
    """As a calendar does: a CANCEL only of what it has, and each change newer than what it has (RFC 5546, 3.2)."""
    for delivery in deliveries(node):
        if delivery.delivery not in seen and delivery.entry:
            found = entry(sent(node, delivery))
            before = known.get(str(found["uid"]))
            assert before is not None or (str(found["status"]), found["sequence"]) == ("CONFIRMED", 0)
            assert before is None or found["sequence"] == before["sequence"] + 1
            known[str(found["uid"])] = found
        seen.add(delivery.delivery)


def test_a_slot_is_in_the_calendar_at_its_own_time() -> None:
    node = home()
    clinic = part("lectures", 0, 1).model_copy(update={"slot_minutes": 15})
    node.hear(published(version=2, plan=plan(parts=[clinic])), "iop")
    fact = registration(1, None, lectures="granted")
    slot = fact.parts[0].model_copy(update={"slot": 3})
    node.hear(fact.model_copy(update={"parts": [slot]}))
    found = entry(sent(node, deliveries(node)[-1]))
    assert found["dtstart"].dt == DAY + timedelta(minutes=30)
    assert found["dtend"].dt == DAY + timedelta(minutes=45)

"""How a network's year goes: a meeting in person that is overdue, a host three times in a row, set aside."""

from datetime import datetime, timedelta
from typing import Final

from support.events.checks import held, known, online
from support.events.faces import listed
from support.events.scenes import DAY, part
from support.speaking import NOW, Node

from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.checks import SetCheckAside
from kith_events.calendar.face import Announced
from kith_events.year.checks import SetAside, checks, last_in_person, next_in_person
from kith_events.year.meetings import meetings

NETWORK: Final = "bcs/womens-forum"
YEAR: Final = timedelta(days=365)


def told(node: Node, now: datetime) -> list[str]:
    return [each.sentence for each in checks(meetings(node.all(Announced)), now)]


def test_until_a_year_is_over_nothing_is_said_and_then_when_it_was() -> None:
    node = known(held())
    ends = DAY + timedelta(hours=3)
    assert told(node, NOW) == told(node, ends + YEAR - timedelta(seconds=1)) == []
    met = "Your network last met in person on 12 March 2027, and no other such meeting is announced."
    assert told(node, ends + YEAR) == [f"{met} Plan one, or say why not."]


def test_a_meeting_online_is_none_in_person_and_one_in_both_is() -> None:
    assert told(known(held(online("talk"))), NOW) == [
        "No meeting in person of your network is known here, and none is announced. Plan one, or say why not."
    ]
    assert not told(known(held(part(), online("screen", online_of="lectures"))), NOW)


def test_what_is_called_off_was_no_meeting_and_what_is_agreed_anew_will_be_one() -> None:
    off = held().model_copy(update={"status": "cancelled", "version": 2})
    assert told(known(held(), off), NOW)
    changed = held().model_copy(update={"status": "reopened", "version": 2})
    assert not told(known(held(), changed), NOW)


def test_one_that_is_booked_elsewhere_counts_unless_it_is_online() -> None:
    dinner = listed()
    assert dinner.listing
    found = meetings(known(dinner).all(Announced))
    assert [(each.in_person, each.at, each.hosts) for each in found] == [(True, "ni", frozenset({"ni"}))]
    webinar = dinner.listing.model_copy(update={"venue": "online"})
    assert not meetings(known(listed(listing=webinar)).all(Announced))[0].in_person


def test_the_last_and_the_next_in_person_are_found_among_all() -> None:
    hour, talk = timedelta(hours=1), DAY + timedelta(days=5)
    rooms = [part(f"day-{n}", starts=DAY + n * YEAR, ends=DAY + n * YEAR + hour, host="iop") for n in (0, 1)]
    series = held(*rooms, online("talk", host="bcs", starts=talk, ends=talk + hour))
    found, now = meetings(known(series).all(Announced)), DAY + timedelta(days=10)
    last, following = last_in_person(found, now), next_in_person(found, now)
    assert last
    assert following
    assert (last.starts, following.starts) == (DAY, DAY + YEAR)


def days_at(*hosts: str) -> EventPublished:
    return held(
        *[
            part(f"day-{n}", starts=DAY + timedelta(days=n), ends=DAY + timedelta(days=n, hours=2), host=host)
            for n, host in enumerate(hosts)
        ]
    )


def test_three_in_a_row_at_one_host_are_said_and_two_are_not() -> None:
    assert told(known(days_at("bcs", "iop", "iop", "iop")), NOW) == [
        "iop receives 3 shared meetings in a row. Ask whether bcs, ni could receive the next."
    ]
    assert not told(known(days_at("iop", "iop", "iop", "bcs")), NOW)
    assert not told(known(days_at("iop", "iop")), NOW)


def test_what_one_body_holds_alone_need_not_rotate() -> None:
    facts = [listed(event=f"ni/dinner-{number}") for number in range(3)]
    assert not told(known(*facts), NOW)


def aside(node: Node, network: str = NETWORK, check: str = "") -> SetCheckAside:
    check = check or checks(meetings(node.all(Announced)), NOW)[0].check
    return SetCheckAside(network=network, check=check, why="We meet online on purpose.")


def test_a_check_is_set_aside_with_a_reason_until_what_it_is_about_changes() -> None:
    node = known(days_at("iop", "iop", "iop"))
    node.hear(aside(node))
    kept: SetAside = node.state(SetAside.at(NETWORK))
    assert list(kept.why.values()) == ["We meet online on purpose."]
    another = days_at("iop", "iop", "iop", "iop").model_copy(update={"version": 2})
    node.hear(another, "iop")
    (again,) = checks(meetings(node.all(Announced)), NOW)
    assert again.check not in kept.why
    node.hear(aside(node))
    assert list(node.state(SetAside.at(NETWORK)).why) == [again.check]


def test_nobody_sets_aside_what_is_not_there_or_for_another_body() -> None:
    node = known(days_at("iop", "iop", "iop"))
    assert node.refusal(aside(node, check="0" * 16)) == ("check-unknown", "check")
    assert node.refusal(aside(node, network="iop/women-in-physics")) == ("not-our-network", "network")


def test_whoever_is_reminded_a_second_year_is_reminded_anew() -> None:
    found = meetings(known(held()).all(Announced))
    first, second = (checks(found, DAY + years * YEAR + timedelta(days=1))[0] for years in (1, 2))
    assert first.sentence == second.sentence
    assert first.check != second.check

"""How somebody is told: what they chose, for all and for one network, when they want quiet, and what is told anyway."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.notify.scenes import (
    DAY,
    EVENT,
    NETWORKS,
    PERSON,
    described,
    home,
    judged,
    person,
    published,
    registration,
    tell,
)
from support.speaking import NOW, Node

from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.events.places import PartRegistration
from kith_contracts.notify.occasions import TellAsked, TellIntroduction, TellMembers
from kith_contracts.notify.preferences import QuietHours, SetMailPreferences, SetNetworkMail, WeeklyAt
from kith_notify.deliveries.verdict import Verdict

FIRST, SECOND = NETWORKS
MONDAY = datetime(2026, 11, 30, 12, tzinfo=UTC)


def announced(node: Node, network: str = FIRST) -> Node:
    node.hear(TellAnnounced(network=network, kind="announcement", name="day"))
    return node


def verdict(node: Node, now: datetime = NOW) -> Verdict:
    [(_, how)] = judged(node, now)
    return how


def chosen(node: Node, **choices: Any) -> Node:
    node.hear(SetMailPreferences(person=PERSON, **choices))
    return node


@pytest.mark.parametrize(
    ("how_much", "how", "why"),
    [("everything", "now", "everything"), ("booked", "shown", "only-booked"), ("nothing", "shown", "nothing")],
)
def test_what_one_chose_for_all_counts_and_not_what_home_has_said(how_much: Any, how: str, why: str) -> None:
    found = verdict(announced(chosen(home(), how_much=how_much)))
    assert (found.how, found.why) == (how, why)
    given_back = chosen(home(), how_much=how_much)
    assert verdict(announced(chosen(given_back, how_much=None))).why == "everything"


@pytest.mark.parametrize("how_much", ["everything", "weekly", "booked", "nothing"])
def test_what_one_chose_for_a_network_comes_before_that(how_much: Any) -> None:
    ways: list[tuple[Any, Any, Any]] = [("more", "now", "network-more"), ("nothing", "shown", "network-nothing")]
    for mail, how, why in ways:
        node = chosen(home(), how_much=how_much)
        node.hear(SetNetworkMail(person=PERSON, network=FIRST, mail=mail))
        assert verdict(announced(node)) == Verdict(how, why)
        node.hear(SetNetworkMail(person=PERSON, network=FIRST, mail="usual"))
        assert verdict(announced(node)).why in ("everything", "weekly", "only-booked", "nothing")


def test_of_two_networks_that_lead_to_it_the_one_of_which_one_wants_more_counts() -> None:
    for mails, why in (
        (("nothing", "more"), "network-more"),
        (("nothing", "usual"), "everything"),
        (("nothing", "nothing"), "network-nothing"),
    ):
        node = home()
        for network, mail in zip(NETWORKS, mails, strict=True):
            node.hear(SetNetworkMail(person=PERSON, network=network, mail=mail))
        node.hear(TellMembers(event=EVENT, networks=NETWORKS))
        assert verdict(node).why == why


def test_who_is_told_elsewhere_is_mailed_only_what_they_booked_here() -> None:
    node = announced(chosen(home(), elsewhere=True))
    node.hear(registration(1, lectures="granted"))
    assert {each.occasion: how.why for each, how in judged(node)} == {"announced": "elsewhere", "decision": "booked"}


def test_who_has_left_meanwhile_is_not_mailed() -> None:
    node = announced(home())
    node.hear(person(networks=[SECOND], version=2))
    assert verdict(node) == Verdict("shown", "left")


def test_what_one_chooses_counts_for_what_was_planned_before() -> None:
    node = announced(home())
    assert verdict(node).how == "now"
    assert verdict(chosen(node, how_much="nothing")).how == "shown"


@pytest.mark.parametrize("choices", [{"how_much": "nothing"}, {"elsewhere": True}, {"how_much": "weekly"}])
def test_that_what_one_booked_is_called_off_is_mailed_whatever_one_chose(choices: dict[str, Any]) -> None:
    node = chosen(home(), **choices)
    node.hear(registration(1, lectures="granted"))
    tell(node, published(2, status="cancelled"))
    assert [how for each, how in judged(node) if each.occasion == "cancelled"] == [Verdict("now", "mandatory")]


# Quiet


@pytest.mark.parametrize(
    ("begin", "end", "now", "later"),
    [
        ("21:00", "07:00", datetime(2026, 12, 1, 23, tzinfo=UTC), datetime(2026, 12, 2, 7, tzinfo=UTC)),
        ("21:00", "07:00", datetime(2026, 12, 1, 6, 59, tzinfo=UTC), datetime(2026, 12, 1, 7, tzinfo=UTC)),
        ("21:00", "07:00", datetime(2026, 12, 1, 7, tzinfo=UTC), None),
        ("09:00", "17:00", datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("09:00", "17:00", datetime(2026, 12, 1, 8, 59, tzinfo=UTC), None),
        ("09:00", "09:00", datetime(2026, 12, 1, 12, tzinfo=UTC), None),
        # clocks go forward on 28 March 2027 at 01:00, so 01:30 is not shown that night: at 02:30 it has passed
        ("21:00", "01:30", datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        # and back on 25 October 2026 at 02:00: 01:30 is shown twice, and the first ends it
        ("21:00", "01:30", datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("21:00", "01:30", datetime(2026, 10, 25, 1, 15, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_in_quiet_hours_it_waits_for_their_end(begin: str, end: str, now: datetime, later: datetime | None) -> None:
    node = announced(chosen(home(), quiet_hours=QuietHours(begin=begin, end=end)))
    assert verdict(node, now) == (Verdict("later", "quiet-hours", later) if later else Verdict("now", "everything"))


def test_quiet_hours_are_of_ones_own_time_zone() -> None:
    node = announced(chosen(home(), quiet_hours=QuietHours(begin="21:00", end="07:00"), zone="Asia/Tokyo"))
    assert verdict(node, datetime(2026, 12, 1, 12, tzinfo=UTC)).at == datetime(2026, 12, 1, 22, tzinfo=UTC)


def test_a_zone_that_is_not_known_any_more_is_read_as_utc() -> None:
    node = announced(chosen(home(), quiet_hours=QuietHours(begin="21:00", end="07:00")))
    recipient = next(each for each in node.states.values() if each.kind == "recipient")
    chosen_before = recipient.chosen.model_copy(update={"zone": "Europe/Atlantis"})  # type: ignore[attr-defined]
    node.states[recipient.path] = recipient.but(chosen=chosen_before)
    assert verdict(node, datetime(2026, 12, 1, 23, tzinfo=UTC)).at == datetime(2026, 12, 2, 7, tzinfo=UTC)


def test_until_a_day_it_waits_and_then_for_the_end_of_quiet_hours() -> None:
    until = datetime(2027, 2, 24, 23, tzinfo=UTC)
    assert verdict(announced(chosen(home(), quiet_until=until))) == Verdict("later", "quiet-until", until)
    both = chosen(home(), quiet_until=until, quiet_hours=QuietHours(begin="21:00", end="07:00"))
    assert verdict(announced(both)).at == datetime(2027, 2, 25, 7, tzinfo=UTC)


def test_what_would_be_too_late_then_does_not_wait() -> None:
    node = chosen(home(), quiet_until=NOW + timedelta(days=7))
    offered = PartRegistration(part="lectures", status="offered", until=NOW + timedelta(days=2))
    node.hear(registration(1).model_copy(update={"parts": [offered]}))
    assert verdict(node) == Verdict("now", "cannot-wait")
    longer = chosen(home(), quiet_until=NOW + timedelta(days=1))
    longer.hear(registration(1).model_copy(update={"parts": [offered]}))
    assert verdict(longer).how == "later"


def test_what_comes_back_after_the_day_waits_too() -> None:
    node = chosen(home(), quiet_hours=QuietHours(begin="21:00", end="07:00"))
    about = {"person": PERSON, "event": EVENT, "introduction": "0" * 32, "step": "asked"}
    night = DAY + timedelta(days=2, hours=14)
    node.hear(TellIntroduction(**about))
    assert verdict(node, night).how == "later", "the day is over, so nothing is too late for it"


# Once a week


def test_once_a_week_it_waits_for_the_day_and_hour_that_one_chose() -> None:
    friday = chosen(home(), how_much="weekly", weekly=WeeklyAt(day="friday", time="18:30"))
    assert verdict(announced(friday), MONDAY) == Verdict("weekly", "weekly", datetime(2026, 12, 4, 18, 30, tzinfo=UTC))
    monday = chosen(home(), how_much="weekly", weekly=WeeklyAt(day="monday", time="12:00"))
    assert verdict(announced(monday), MONDAY).at == MONDAY + timedelta(days=7), "now has passed"
    summer = datetime(2027, 6, 7, 12, tzinfo=UTC)
    assert verdict(announced(home_weekly()), summer).at == datetime(2027, 6, 14, 7, tzinfo=UTC), "eight by the clock"


def home_weekly() -> Node:
    return chosen(home(), how_much="weekly")


def test_a_question_that_ends_before_the_weekly_mail_is_mailed_at_once() -> None:
    asked = {"subject": EVENT, "practice": "prize", "step": "vote", "who": "members", "networks": [FIRST]}
    for days, how in ((1, "now"), (20, "weekly")):
        node = home_weekly()
        node.hear(TellAsked(**asked, until=NOW + timedelta(days=days)))
        assert verdict(node).how == how


def test_what_one_booked_is_told_at_once_also_to_who_wants_one_mail_a_week() -> None:
    node = home_weekly()
    node.hear(registration(1, lectures="granted"))
    assert verdict(node) == Verdict("now", "booked")


# Over


def test_what_is_over_is_not_mailed_any_more() -> None:
    asked = {"subject": EVENT, "practice": "prize", "step": "vote", "who": "members", "networks": [FIRST]}
    node = home()
    node.hear(TellAsked(**asked, until=NOW + timedelta(hours=1)))
    assert verdict(node).how == "now"
    assert verdict(node, NOW + timedelta(hours=1)) == Verdict("shown", "over")
    event = home()
    event.hear(TellMembers(event=EVENT, networks=NETWORKS))
    assert verdict(event, DAY) == Verdict("shown", "over")
    offer = home()
    offered = PartRegistration(part="lectures", status="offered", until=NOW + timedelta(hours=4))
    offer.hear(registration(1).model_copy(update={"parts": [offered]}))
    assert verdict(offer, NOW + timedelta(hours=6)) == Verdict("shown", "over"), "that it ended is told by itself"


def test_an_event_of_open_networks_is_mailed_to_their_members_alone() -> None:
    node = home()
    node.hear(described(SECOND, version=2, joinable="ask"))
    node.hear(person(networks=[SECOND], version=2))
    node.hear(TellMembers(event=EVENT, networks=NETWORKS))
    assert verdict(node) == Verdict("shown", "closed-network")

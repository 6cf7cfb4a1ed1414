"""What is said inside a network: told once, read at home, and never on a topic that a system or another body reads."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.directory.inside import network, who
from support.directory.people import FORUM
from support.speaking import NOW, Node, said

from kith_chassis.decision import NOTHING, Decision
from kith_contracts.directory.inside import (
    MESSAGES,
    Announce,
    ClearRoundUp,
    CloseRoundUp,
    OpenRoundUp,
    PutNotice,
    SayWhereWeTalk,
    StrikeNotice,
    TellAnnounced,
)
from kith_contracts.directory.membership import LeaveNetwork
from kith_contracts.directory.networks import SetNetworkStatus
from kith_contracts.erasure import ForgetPerson
from kith_contracts.topics import Channel
from kith_directory.handlers import HANDLERS
from kith_directory.inside import announcements, round_ups
from kith_directory.inside.announcements import Announcement
from kith_directory.inside.round_ups import KEPT, Notice, RoundUp
from kith_directory.inside.talk import Talk

UNTIL = NOW + timedelta(days=7)
LATER = UNTIL + timedelta(seconds=1)


def announcement(text: str = "We meet on 4 May.", name: str = "spring") -> Announce:
    return Announce(network=FORUM, announcement=name, text=text)


def opened(**changes: Any) -> OpenRoundUp:
    return OpenRoundUp(**{"network": FORUM, "round_up": "may", "title": "May", "until": UNTIL, "slots": 2, **changes})


def notice(number: int = 1, text: str = "Two for a stand?", **changes: Any) -> PutNotice:
    return PutNotice(**{"person": who(number), "network": FORUM, "round_up": "may", "text": text, **changes})


def close(node: Node) -> Decision:
    return node.hear(CloseRoundUp(network=FORUM, round_up="may"), now=LATER)


def listed(node: Node) -> list[str]:
    """The texts of the round-up, in its order."""
    round_up: RoundUp = node.state(RoundUp.at(FORUM, "may"))
    notices = {each.id: each.text for each in node.all(Notice)}
    return [notices[each] for each in round_up.notices if each in notices]


# Announcements


def test_an_announcement_is_kept_and_its_members_are_to_be_told_without_a_word_of_it() -> None:
    node = network()
    decision = node.hear(announcement())
    assert decision.says == (TellAnnounced(network=FORUM, kind="announcement", name="spring"),)
    (kept,) = node.all(Announcement)
    assert (kept.text, kept.said) == ("We meet on 4 May.", NOW)


def test_a_repeat_and_a_correction_tell_nobody() -> None:
    node = network()
    node.hear(announcement())
    assert node.hear(announcement()) == NOTHING
    decision = node.hear(announcement("We meet on 5 May."), now=LATER)
    assert decision.says == ()
    assert [(each.text, each.said) for each in node.all(Announcement)] == [("We meet on 5 May.", NOW)]


def test_it_is_taken_back() -> None:
    node = network()
    node.hear(announcement())
    node.hear(announcement(""))
    assert node.all(Announcement) == []
    assert node.hear(announcement("")) == NOTHING


def test_there_are_so_many_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "MOST", 1)
    node = network()
    node.hear(announcement())
    assert node.refusal(announcement(name="summer")) == ("too-many-announcements", "announcement")
    node.hear(announcement("Corrected."))


def test_where_they_talk_is_kept_whole_and_taken_back() -> None:
    node = network()
    said = SayWhereWeTalk(network=FORUM, where_we_talk="https://lists.example.org/f", replies_to="forum@example.org")
    assert node.hear(said).says == (), "nobody is told, and nothing is published"
    assert node.hear(said) == NOTHING
    node.hear(SayWhereWeTalk(network=FORUM, replies_to=None))
    (talk,) = node.all(Talk)
    assert (talk.where_we_talk, talk.replies_to) == ("https://lists.example.org/f", None)


def test_an_address_to_which_no_mail_goes_is_refused_and_others_are_kept_as_mail_servers_know_them() -> None:
    node = network()
    for field in ("where_we_talk", "replies_to"):
        command = SayWhereWeTalk(network=FORUM, **{field: "forum@-example-.org"})
        assert node.refusal(command) == ("address-unusable", field)
    node.hear(SayWhereWeTalk(network=FORUM, replies_to="forum@bücher.example"))
    assert node.state(Talk.at(FORUM)).replies_to == "forum@xn--bcher-kva.example"


@pytest.mark.parametrize("where", ["http://lists.example.org", "javascript:alert(1)", "our list", ""])
def test_where_they_talk_is_an_address_that_is_safe_to_follow(where: str) -> None:
    with pytest.raises(ValueError, match="where_we_talk"):
        SayWhereWeTalk(network=FORUM, where_we_talk=where)


@pytest.mark.parametrize("ended", [True, False])
def test_nothing_is_said_in_a_network_that_is_not_there(ended: bool) -> None:
    node = network() if ended else Node(HANDLERS, "bcs")
    if ended:
        node.hear(SetNetworkStatus(network=FORUM, status="ended"))
    for command in (announcement(), SayWhereWeTalk(network=FORUM), opened()):
        assert node.refusal(command) == ("network-unknown", "network")


def test_nothing_of_it_is_on_a_topic_that_anybody_else_reads() -> None:
    assert {each.contract.channel for each in MESSAGES} == {Channel.PEOPLE_COMMANDS, Channel.PEOPLE_FACTS}


# Round-ups


def test_a_round_up_is_told_as_one_in_the_order_of_asking() -> None:
    node = network(3)
    decision = node.hear(opened())
    assert decision.says == ()
    assert [(due.at, due.command) for due in decision.due] == [(UNTIL, CloseRoundUp(network=FORUM, round_up="may"))]
    node.hear(notice(2, "Second person, first notice."))
    node.hear(notice(1, "First person."))
    assert node.refusal(notice(3)) == ("round-up-full", "round_up")
    decision = close(node)
    assert decision.says == (TellAnnounced(network=FORUM, kind="round-up", name="may", until=UNTIL),)
    assert listed(node) == ["Second person, first notice.", "First person."]
    assert close(node) == NOTHING, "a repeat"


def test_each_has_one_notice_and_keeps_the_slot_with_another_text() -> None:
    node = network(2)
    node.hear(opened())
    node.hear(notice(1))
    node.hear(notice(2))
    assert node.hear(notice(1)) == NOTHING
    node.hear(notice(1, "Better."))
    assert listed(node) == ["Better.", "Two for a stand?"]


def test_a_notice_that_is_taken_back_makes_room() -> None:
    node = network(3)
    node.hear(opened())
    node.hear(notice(1))
    node.hear(notice(2, "Second."))
    node.hear(notice(1, ""))
    assert node.hear(notice(1, "")) == NOTHING
    node.hear(notice(3, "Third."))
    assert listed(node) == ["Second.", "Third."]


@pytest.mark.parametrize("now", [UNTIL, LATER])
@pytest.mark.parametrize("closed", [True, False])
def test_who_comes_after_the_deadline_hears_so(now: datetime, closed: bool) -> None:
    node = network(2)
    node.hear(opened())
    node.hear(notice(1))
    if closed:
        close(node)
    for number in (1, 2):
        assert node.refusal(notice(number, "Late."), now=now) == ("round-up-closed", "round_up")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"person": "person-0009"}, ("person-unknown", "person")),
        ({"network": "bcs/another"}, ("not-member", "network")),
        ({"round_up": "june"}, ("round-up-unknown", "round_up")),
    ],
)
def test_a_notice_is_refused(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    node = network()
    node.hear(opened())
    assert node.refusal(notice(**changes)) == refused


def test_who_has_left_puts_in_nothing_and_may_take_back() -> None:
    node = network()
    node.hear(opened())
    node.hear(notice())
    node.hear(LeaveNetwork(person=who(1), network=FORUM))
    assert node.refusal(notice(text="More.")) == ("not-member", "network")
    node.hear(notice(text=""))
    assert listed(node) == []


@pytest.mark.parametrize(
    ("changes", "refused"),
    [({"until": NOW}, ("deadline-past", "until")), ({"slots": 3}, ("round-up-exists", "round_up"))],
)
def test_a_round_up_is_refused(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    node = network()
    if "slots" in changes:
        node.hear(opened())
    assert node.refusal(opened(**changes)) == refused


def test_a_round_up_stays_as_it_is_when_it_is_opened_again() -> None:
    node = network()
    node.hear(opened())
    node.hear(notice())
    assert node.hear(opened()) == NOTHING
    close(node)
    assert node.hear(opened(), now=LATER) == NOTHING


def test_there_are_so_many_round_ups_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(round_ups, "MOST", 1)
    node = network()
    node.hear(opened())
    assert node.refusal(opened(round_up="june")) == ("too-many-round-ups", "round_up")


def test_one_without_notices_is_not_told() -> None:
    node = network()
    node.hear(opened())
    assert not said(close(node), TellAnnounced)


def test_after_a_while_it_goes_with_all_its_notices_and_its_name_can_be_used_again() -> None:
    node = network(2)
    node.hear(opened())
    node.hear(notice(1))
    node.hear(notice(2))
    (due,) = close(node).due
    assert due.at == LATER + KEPT
    node.hear(notice(1, ""))
    assert isinstance(due.command, ClearRoundUp)
    node.hear(due.command, now=due.at)
    assert [node.all(RoundUp), node.all(Notice)] == [[], []]
    node.hear(due.command, now=due.at)
    node.hear(opened())


@pytest.mark.parametrize("closed", [True, False])
def test_the_committee_takes_a_notice_out(*, closed: bool) -> None:
    node = network(3)
    node.hear(opened())
    node.hear(notice(1))
    node.hear(notice(2, "Second."))
    if closed:
        close(node)
    first, _ = node.state(RoundUp.at(FORUM, "may")).notices
    strike = StrikeNotice(network=FORUM, round_up="may", notice=first)
    node.hear(strike)
    assert (listed(node), len(node.all(Notice))) == (["Second."], 1)
    assert node.refusal(strike) == ("notice-unknown", "notice")
    if not closed:
        node.hear(notice(3, "Third."))
        assert listed(node) == ["Second.", "Third."]


def test_a_notice_is_struck_from_its_own_round_up_alone() -> None:
    node = network()
    node.hear(opened())
    node.hear(opened(round_up="june"))
    node.hear(notice())
    (mine,) = node.state(RoundUp.at(FORUM, "may")).notices
    other = StrikeNotice(network=FORUM, round_up="june", notice=mine)
    assert node.refusal(other) == ("notice-unknown", "notice")
    assert node.refusal(other.model_copy(update={"round_up": "july"})) == ("round-up-unknown", "round_up")


def test_what_a_person_put_in_ends_with_them() -> None:
    node = network(2)
    node.hear(opened())
    node.hear(notice(1))
    node.hear(notice(2, "Mine."))
    node.hear(ForgetPerson(person=who(1)))
    close(node)
    assert listed(node) == ["Mine."]
    assert {"network", "round_up", "text"} <= Notice.sealed_fields


@given(turns=st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=30), slots=st.integers(1, 4))
def test_there_are_never_more_notices_than_slots_and_they_are_in_order(
    turns: list[tuple[int, bool]], slots: int
) -> None:
    node = network(6, thorough=False)
    node.hear(opened(slots=slots))
    there: list[int] = []
    for number, takes_back in turns:
        decision = node.decide(notice(number, "" if takes_back else f"Of {number}."))
        if takes_back:
            there = [each for each in there if each != number]
        elif number not in there and len(there) < slots:
            there.append(number)
        elif number not in there:
            assert decision.refusal
            assert decision.refusal.code == "round-up-full"
        assert listed(node) == [f"Of {each}." for each in there]

"""Sessions that move: who speaks, and who wrote the entry, hear it at home and are told once for each version."""

from datetime import timedelta
from typing import Any

from support.events.circle import CLUB, Circle, who
from support.events.entries import reviewed
from support.events.scenes import DAY, EVENT
from support.events.speakers import BEA, answer, own, planned, put, session

from kith_contracts.erasure import ForgetRegistrations
from kith_contracts.events.entries import EntryOf
from kith_contracts.events.programme import Session, Speaker, WithdrawSpeaker
from kith_contracts.events.speakers import AnswerSpeaking, SpeakerScheduled
from kith_contracts.notify.occasions import TellSession

HOUR = timedelta(hours=1)


def told(circle: Circle, number: int = 0) -> list[int]:
    """Of which versions somebody of BCS is told."""
    found = [(body, each) for body, each in circle.elsewhere if isinstance(each, TellSession)]
    return [each.number for body, each in found if (body, each.person) == ("bcs", who("bcs", number))]


def later(**changes: Any) -> Session:
    return session(BEA, **{"starts": DAY + HOUR, "ends": DAY + 2 * HOUR, **changes})


def comes(room: str | None = None) -> Circle:
    """A programme with one session, in which Bea of BCS has said that she speaks."""
    circle = planned(BEA, room=room)
    answer(circle)
    return circle


def test_who_says_yes_reads_when_and_where_and_is_told_nothing_yet() -> None:
    circle = comes()
    assert [(each.starts, each.part) for each in own(circle).sessions] == [(DAY, "lectures")]
    assert told(circle) == []


def test_another_time_or_room_is_told_once_and_another_title_is_not() -> None:
    circle = comes()
    put(circle, later())
    put(circle, later())
    assert [each.starts for each in own(circle).sessions] == [DAY + HOUR]
    assert len(told(circle)) == 1
    put(circle, later(title="Another title"))
    assert [each.title for each in own(circle).sessions] == ["Another title"]
    assert len(told(circle)) == 1
    put(circle, later(room="Hall 2"))
    assert len(told(circle)) == len({*told(circle)}) == 2


def test_that_it_is_taken_out_is_told_and_that_one_more_has_come_is_not() -> None:
    circle = comes()
    put(circle, session(BEA), later(session="second"))
    assert (len(own(circle).sessions), told(circle)) == (2, [])
    put(circle, session(BEA))
    assert (len(own(circle).sessions), len(told(circle))) == (1, 1)
    put(circle)
    assert (own(circle).sessions, len(told(circle))) == ([], 2)


def test_whom_an_officer_takes_out_is_told_and_who_says_no_is_not() -> None:
    circle = comes()
    circle.tell("iop", WithdrawSpeaker(event=EVENT, speaker="bea"))
    assert (own(circle).sessions, len(told(circle))) == ([], 1)
    gone = comes()
    answer(gone, comes=False, shown_as=None)
    put(gone, later())
    assert (own(gone).sessions, told(gone)) == ([], [])


def test_who_has_not_answered_is_known_to_nobody_and_told_nothing() -> None:
    circle = planned(BEA)
    put(circle, later())
    assert not [each for _, each in circle.said if isinstance(each, SpeakerScheduled)]


def test_an_older_version_that_comes_late_and_a_repeat_tell_nothing() -> None:
    circle = comes()
    put(circle, later())
    (letter,) = [each for _, each in circle.said if isinstance(each, SpeakerScheduled)]
    home = circle.nodes["bcs"]
    assert home.hear(letter, "iop").says == ()
    older = letter.model_copy(update={"version": letter.version - 1, "sessions": []})
    assert home.hear(older, "iop").says == ()
    assert len(own(circle).sessions) == 1
    unknown = letter.model_copy(update={"pseudonym": "z" * 26})
    assert home.refusal(unknown, "iop") == ("answer-unknown", "pseudonym")


def test_the_author_of_an_entry_is_told_when_its_session_moves_and_not_when_it_is_first_planned() -> None:
    circle, fusion, _ = reviewed()
    of = EntryOf(practice=CLUB, entry=fusion)
    put(circle, session(entry=of))
    assert told(circle) == []
    put(circle, session(entry=of, starts=DAY + HOUR, ends=DAY + 2 * HOUR))
    put(circle, session(entry=of, starts=DAY + HOUR, ends=DAY + 2 * HOUR, title="On stars"))
    assert len(told(circle)) == 1
    put(circle)
    assert len(told(circle)) == 2
    assert told(circle, 1) == []


def test_an_author_who_speaks_in_it_is_told_of_one_version_once() -> None:
    circle, fusion, _ = reviewed()
    of = EntryOf(practice=CLUB, entry=fusion)
    author = Speaker(speaker="ada", author=True)
    put(circle, session(author, entry=of))
    invited = circle.answered("bcs", 0, "abstracts").invited
    assert invited
    circle.tell("bcs", AnswerSpeaking(person=who("bcs", 0), event=EVENT, code=invited, comes=True))
    put(circle, session(author, entry=of, starts=DAY + HOUR, ends=DAY + 2 * HOUR))
    assert len(told(circle)) == 2, "two letters"
    assert len({*told(circle)}) == 1, "of one version, so one mail"


def test_no_letter_names_anybody_and_who_is_forgotten_hears_nothing() -> None:
    circle = comes()
    put(circle, later())
    assert not any(who("bcs", 0) in each for each in circle.abroad())
    circle.tell("bcs", ForgetRegistrations(person=who("bcs", 0), forgetting="f" * 32, step="begin"))
    before = len(told(circle))
    put(circle, session(BEA))
    assert len(told(circle)) == before

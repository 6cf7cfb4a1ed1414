"""An accepted abstract leads to a session: what the lead may plan, what its author hears, and what nobody learns."""

from datetime import timedelta
from typing import Any

import pytest
from support.events.circle import CLUB, Circle, who
from support.events.entries import reviewed
from support.events.scenes import DAY, EVENT, terms
from support.speaking import FakeViews, Node, letters, said

from kith_contracts.erasure import ForgetPseudonym, ForgetRegistrations
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.entries import DropEntry, EntryOf, EntryScheduled, Scheduled
from kith_contracts.events.programme import ProgrammePublished, Session, SetProgramme, Speaker
from kith_contracts.pages.asks import OwnAsk
from kith_events.asks.api_own import own_asks
from kith_events.event.public import Shown
from kith_events.programme.lead import Programme

HOUR = timedelta(hours=1)


def session(entry: str | None, name: str = "first", **changes: Any) -> Session:
    of = EntryOf(practice=CLUB, entry=entry) if entry else None
    fields = {"part": "lectures", "starts": DAY, "ends": DAY + HOUR, "room": "Hall 1"}
    return Session(session=name, entry=of, **{**fields, **changes})


def programme(*sessions: Session) -> SetProgramme:
    return SetProgramme(event=EVENT, sessions=list(sessions))


def kept(circle: Circle) -> Programme:
    state: Programme = circle.nodes["iop"].state(Programme.at(EVENT))
    return state


async def page(node: Node, person: str, circle: Circle) -> OwnAsk:
    """What the author reads at home about the abstract."""
    asks = await own_asks(FakeViews(node), node.keyed, node.body, person, circle.now)
    (found,) = [each for each in asks if each.ask.step == "abstracts"]
    return found


async def test_the_author_of_an_accepted_abstract_sees_at_home_which_session_when_and_where() -> None:
    circle, fusion, _ = reviewed()
    circle.tell("iop", programme(session(fusion)))
    assert [each.title for each in kept(circle).sessions] == ["Fusion"]
    home = circle.nodes["bcs"]
    shown = EventPublished(event=EVENT, status="open", plan=terms().plan, hosts=[], version=1)
    home.states |= {each.path: each for each in [Shown(published=shown)]}
    seen = await page(home, who("bcs", 0), circle)
    assert seen.answer == "accepted"
    assert seen.session == Scheduled(title="Fusion", part="lectures", starts=DAY, ends=DAY + HOUR, room="Hall 1")
    assert seen.place == "London"
    assert (await page(home, who("bcs", 1), circle)).session is None


def test_the_author_hears_of_what_moves_and_of_nothing_else_and_that_it_is_taken_out() -> None:
    circle, fusion, _ = reviewed()
    circle.tell("iop", programme(session(fusion)))
    heard = len(scheduled(circle))
    circle.tell("iop", programme(session(fusion, speakers=[Speaker(speaker="chair", does="chairs")])))
    assert len(scheduled(circle)) == heard == 1, "nothing of theirs has changed"
    circle.tell("iop", programme(session(fusion, "moved", starts=DAY + HOUR, ends=DAY + 2 * HOUR, title="On stars")))
    answered = circle.answered("bcs", 0, "abstracts")
    assert answered.session
    assert (answered.session.title, answered.session.starts) == ("On stars", DAY + HOUR)
    circle.tell("iop", programme())
    assert circle.answered("bcs", 0, "abstracts").session is None


def test_the_lead_and_everyone_else_learn_nothing_of_the_author() -> None:
    circle, fusion, _ = reviewed()
    decision = circle.tell("iop", programme(session(fusion)))
    author = circle.answered("bcs", 0, "abstracts").pseudonym
    assert not letters(decision)
    assert author not in kept(circle).model_dump_json()
    (told,) = scheduled(circle)
    assert told.pseudonym == author
    assert not any(who("bcs", 0) in each for each in circle.abroad())
    node = circle.nodes["iop"]
    node.states |= {
        kept(circle).path: kept(circle).but(published=ProgrammePublished(event=EVENT, sessions=[], version=1))
    }
    (face,) = said(circle.tell("iop", programme(session(fusion, "other"))), ProgrammePublished)
    assert face.sessions[0].title == "Fusion"
    assert fusion not in face.model_dump_json(), "whoever judged it blind would know the entry by it"


def test_what_is_not_accepted_has_no_session() -> None:
    circle, fusion, fission = reviewed(decided=False)
    refused = ("entry-not-accepted", "sessions.0.entry")
    assert circle.refusal("iop", programme(session(fusion))) == refused, "counted, and not yet decided"
    circle.decide("review", winners=[fusion], why="There is time for one.")
    assert circle.refusal("iop", programme(session(fission))) == refused
    circle.tell("iop", programme(session(fusion)))


@pytest.mark.parametrize(
    ("sessions", "refused"),
    [
        ([session("e-0000000000000000")], ("entry-unknown", "sessions.0.entry")),
        ([session(None)], ("title-missing", "sessions.0.title")),
        ([session(None, title=" ")], ("title-missing", "sessions.0.title")),
    ],
)
def test_it_refuses(sessions: list[Session], refused: tuple[str, str]) -> None:
    circle, *_ = reviewed()
    assert circle.refusal("iop", programme(*sessions)) == refused


def test_each_entry_leads_to_one_session_and_a_practice_must_be_there() -> None:
    circle, fusion, _ = reviewed()
    later = session(fusion, "second", starts=DAY + HOUR, ends=DAY + 2 * HOUR)
    assert circle.refusal("iop", programme(session(fusion), later)) == ("entry-scheduled", "sessions.1.entry")
    strange = session(fusion).model_copy(update={"entry": EntryOf(practice="other", entry=fusion)})
    assert circle.refusal("iop", programme(strange)) == ("entry-unknown", "sessions.0.entry")


def test_when_an_author_is_forgotten_the_words_leave_the_programme_and_no_session_can_come_of_it() -> None:
    circle, fusion, _ = reviewed()
    speakers = [Speaker(speaker="one", status="confirmed", shown_as="Dr One")]
    circle.tell("iop", programme(session(fusion, speakers=speakers), session(None, "tea", title="Tea", room=None)))
    author = circle.answered("bcs", 0, "abstracts").pseudonym
    ask = f"{CLUB}/abstracts"
    circle.tell("iop", ForgetPseudonym(subject=EVENT, pseudonym=author, parts=[], ask=ask), "bcs")
    words = kept(circle).model_dump_json()
    assert "Fusion" not in words
    assert "Dr One" not in words
    assert "Tea" in words
    assert circle.refusal("iop", programme(session(fusion))) == ("entry-unknown", "sessions.0.entry")
    again = DropEntry(event=EVENT, practice=CLUB, entry=fusion)
    assert not circle.tell("iop", again).states


def test_of_who_is_forgotten_at_home_nothing_is_heard_and_nobody_schedules_what_was_not_entered() -> None:
    circle, fusion, _ = reviewed()
    told = EntryScheduled(event=EVENT, pseudonym="b" * 26, version=1)
    assert circle.refusal("bcs", told, "iop") == ("answer-unknown", "pseudonym")
    circle.tell("iop", programme(session(fusion)))
    (letter,) = scheduled(circle)
    circle.tell("bcs", ForgetRegistrations(person=who("bcs", 0), forgetting="f" * 32))
    assert not circle.nodes["bcs"].hear(letter, "iop", now=circle.now).states


def scheduled(circle: Circle) -> list[EntryScheduled]:
    """All that authors were told."""
    return [each for _, each in circle.said if isinstance(each, EntryScheduled)]

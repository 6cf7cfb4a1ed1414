"""The programme of an event: who speaks, what everyone sees of it, and the advice on it."""

from datetime import timedelta
from typing import Any

import pytest
from support.events.scenes import DAY, EVENT, circle, event, lead, opened, part, proposed, terms
from support.speaking import NOW, Node, said

from kith_contracts.events.agreements import AmendAgreement
from kith_contracts.events.programme import (
    CloseProgramme,
    DismissAdvice,
    InclusiveRule,
    ProgrammePublished,
    ProgrammeUpdated,
    Session,
    SetProgramme,
    SetWording,
    Speaker,
    WithdrawSpeaker,
)
from kith_contracts.events.speakers import SpeakerAnswered
from kith_contracts.pages.wording import Advice
from kith_events.programme.advice import advice
from kith_events.programme.lead import Played, Programme
from kith_events.programme.speaker import code_of
from kith_events.wording.wording import Wordlist
from kith_events.wording.wordlist import usual

HOUR = timedelta(hours=1)


def speaker(name: str, **changes: Any) -> Speaker:
    return Speaker(**{"speaker": name, "body": "iop", **changes})


def says_yes(node: Node, *speakers: Speaker) -> None:
    """Each answers at home, and is shown by name."""
    for each in speakers:
        code, pseudonym = code_of(node.keyed, EVENT, each.speaker), each.speaker.ljust(26, "a")
        answer = {"pseudonym": pseudonym, "number": 1, "comes": True, "shown_as": each.speaker.title()}
        node.hear(SpeakerAnswered(event=EVENT, code=code, **answer), each.body or "")


def session(name: str = "opening", *speakers: Speaker, **changes: Any) -> Session:
    fields = {"title": "Coming back", "part": "lectures", "starts": DAY, "ends": DAY + HOUR}
    return Session(session=name, speakers=list(speakers), **{**fields, **changes})


def programme(*sessions: Session, published: bool = False) -> SetProgramme:
    return SetProgramme(event=EVENT, sessions=list(sessions), published=published)


def kept(node: Node) -> Programme:
    state: Programme = node.state(Programme.at(EVENT))
    return state


def given(node: Node) -> list[Advice]:
    words = node.states.get(Wordlist.at("iop").path, Wordlist(body="iop"))
    assert isinstance(words, Wordlist)
    return advice(event(node).terms, kept(node).sessions, words.over(usual()))


MIXED = (speaker("ada", body="bcs"), speaker("bea", body="ni"), speaker("cai", body="iop"))


def test_everyone_sees_who_has_confirmed_by_the_name_that_they_agreed_to() -> None:
    node = opened()
    asked, gone = speaker("dee", status="asked"), speaker("eve", status="withdrawn")
    unnamed = speaker("fay", status="confirmed", body="rsc", told={"level": "senior"})
    named = speaker("gus", status="confirmed", body=None, shown_as="Gus")
    whole = session("opening", asked, gone, unnamed, named)
    (face,) = said(node.hear(programme(whole, published=True)), ProgrammePublished)
    (shown,) = face.sessions
    assert [(each.shown_as, each.body) for each in shown.speakers] == [(None, "rsc"), ("Gus", None)]
    assert "senior" not in face.model_dump_json()
    assert "fay" not in face.model_dump_json()


def test_nothing_is_shown_before_it_is_to_be_and_each_later_one_is() -> None:
    node = opened()
    assert not said(node.hear(programme(session())), ProgrammePublished)
    assert said(node.hear(programme(session(), published=True)), ProgrammePublished)
    (third,) = said(node.hear(programme(session("other"))), ProgrammePublished)
    assert third.version == 3
    assert not said(node.hear(programme(session("other", speaker("gil", status="asked")))), ProgrammePublished)


def test_the_programme_of_an_event_that_is_not_agreed_on_stays_at_home() -> None:
    node = proposed()
    assert node.refusal(programme(session(), published=True)) == ("event-not-open", "event")
    node.hear(programme(session()))


def test_a_speaker_who_withdraws_leaves_all_sessions_and_balance_is_looked_at_again() -> None:
    node = opened()
    panel = session("panel", *MIXED, speaker("dot", body="iop"))
    later = session("later", speaker("ada", body="bcs"), starts=DAY + HOUR, ends=DAY + 2 * HOUR)
    (before,) = said(node.hear(programme(panel, later, published=True)), ProgrammeUpdated)
    assert before.advice == 0
    says_yes(node, *panel.speakers)
    assert "Ada" in kept(node).model_dump_json()
    decision = node.hear(WithdrawSpeaker(event=EVENT, speaker="ada"))
    (after,) = said(decision, ProgrammeUpdated)
    (face,) = said(decision, ProgrammePublished)
    assert after.advice == 1
    assert [each.sentence for each in given(node)] == ["BCS hosts the event as well, and nobody speaks for them."]
    assert "Ada" not in face.model_dump_json()
    assert "Ada" not in kept(node).model_dump_json()
    assert node.refusal(WithdrawSpeaker(event=EVENT, speaker="ada")) == ("speaker-unknown", "speaker")


def test_advice_is_dismissed_with_a_reason_until_what_it_is_about_changes() -> None:
    node = opened()
    alike = [speaker(name, body="iop", told={"level": "senior"}) for name in ("ada", "bea", "cai")]
    node.hear(programme(session("panel", *alike)))
    wanted = [each for each in given(node) if "level" in each.sentence]
    (one,) = wanted
    node.hear(DismissAdvice(event=EVENT, advice=one.advice, why="It is the panel of professors."))
    (told,) = said(node.hear(programme(session("panel", *alike))), ProgrammeUpdated)
    assert told.advice == len(given(node)) - 1
    node.hear(programme(session("panel", *alike, speaker("dot", told={"level": "senior"}))))
    assert one.advice not in {each.advice for each in given(node)}
    assert node.refusal(DismissAdvice(event=EVENT, advice=one.advice, why="Again")) == ("advice-unknown", "advice")


def test_words_are_looked_at_in_all_that_is_published_by_the_list_of_the_body() -> None:
    node = opened(terms(plan={"summary": "Welcome, ladies"}))
    node.hear(programme(session(title="The chairman speaks")))
    assert [each.where for each in given(node)] == ["summary", "sessions/opening/title"]
    rule = InclusiveRule(words="coming back", better="returning", why="Nobody was away.")
    node.hear(SetWording(body="iop", rules=[rule], without=["LADIES"]))
    node.hear(programme(session(title="Coming back, says the chairman")))
    assert [each.sentence for each in given(node)] == [
        "“Coming back”: Nobody was away. Better: returning.",
        "“chairman”: The office is open to all. Better: chair.",
    ]
    assert node.refusal(SetWording(body="bcs")) == ("not-our-body", "body")


def test_a_changed_plan_leaves_sessions_behind_and_says_so() -> None:
    node = opened()
    node.hear(programme(session()))
    moved = part(starts=DAY + 2 * HOUR, ends=DAY + 3 * HOUR)
    node.hear(AmendAgreement(subject=EVENT, terms=terms(2, parts=[moved, circle()])))
    assert [(each.check, each.where) for each in given(node)] == [("times", "opening")]


@pytest.mark.parametrize(
    ("sessions", "code", "field"),
    [
        ([session(), session()], "session-twice", "sessions.1.session"),
        ([session(part="dinner")], "part-unknown", "sessions.0.part"),
        ([session(ends=DAY)], "ends-before-start", "sessions.0.ends"),
        ([session(starts=DAY - HOUR)], "outside-part", "sessions.0.starts"),
        ([session("a", speaker("ada"), speaker("ada"))], "speaker-twice", "sessions.0.speakers.1.speaker"),
        ([session("a", speaker("ada", body="xyz"))], "body-unknown", "sessions.0.speakers.0.body"),
        (
            [session("a", speaker("ada", shown_as="Ada"), part="circle")],
            "closed-part",
            "sessions.0.speakers.0.shown_as",
        ),
        ([session("a", speaker("ada", minutes=61))], "too-many-minutes", "sessions.0.speakers"),
        ([session(room="Hall"), session("b", room="Hall")], "room-taken", "sessions.1.room"),
        ([session("a", speaker("ada")), session("b", speaker("ada"))], "speaker-busy", "sessions.1.speakers"),
    ],
)
def test_it_refuses(sessions: list[Session], code: str, field: str) -> None:
    assert opened().refusal(programme(*sessions)) == (code, field)


def test_there_is_no_programme_of_an_event_that_is_not_ours() -> None:
    assert lead().refusal(programme()) == ("event-unknown", "event")
    assert opened().refusal(WithdrawSpeaker(event=EVENT, speaker="ada")) == ("programme-unknown", "event")


def test_when_the_period_is_over_the_programme_is_deleted_and_names_leave_the_public_one() -> None:
    node = opened()
    decision = node.hear(programme(session("panel", *MIXED), published=True))
    says_yes(node, *MIXED)
    (due,) = decision.due
    closes = event(node).terms.data_closes
    assert (due.at, due.command) == (closes, CloseProgramme(event=EVENT))
    assert not node.hear(programme(session("panel", *MIXED))).due
    (again,) = node.hear(CloseProgramme(event=EVENT), now=NOW).due
    assert again.at == closes
    (face,) = said(node.hear(CloseProgramme(event=EVENT), now=closes), ProgrammePublished)
    assert [each.speakers for each in face.sessions] == [[]]
    assert Programme.at(EVENT).path not in node.states
    assert not node.hear(CloseProgramme(event=EVENT), now=closes).says


def test_others_keep_the_newest_and_the_lead_says_it_again() -> None:
    node = opened()
    faces = [ProgrammePublished(event=EVENT, sessions=[], version=version) for version in (1, 2)]
    node.hear(faces[1])
    assert said(node.hear(faces[0]), ProgrammePublished) == [faces[1]]
    assert node.state(Played.at(EVENT)).published.version == 2
    other = lead("bcs")
    other.hear(faces[1], "iop")
    assert not other.hear(faces[0], "iop").says

"""Speakers say yes themselves: with a code, at home; nobody else's word confirms them, or says how they are shown."""

from typing import Any

import pytest
from support.events.circle import CLUB, Circle, who
from support.events.entries import reviewed
from support.events.scenes import EVENT, event
from support.events.speakers import BEA, answer, code, own, planned, programme, put, session
from support.speaking import said

from kith_contracts.erasure import ForgetRegistrations, PseudonymForgotten
from kith_contracts.events.agreements import AgreementWithdrawn, WithdrawAgreement
from kith_contracts.events.entries import EntryOf
from kith_contracts.events.programme import ProgrammePublished, SetProgramme, Speaker, WithdrawSpeaker
from kith_contracts.events.speakers import AnswerSpeaking, SpeakerAnswered
from kith_events.programme.speakers_home import Speaking, speaker_alias
from kith_events.programme.speakers_lead import codes


def speaker(circle: Circle, name: str = "bea") -> Speaker:
    (found,) = [each for one in programme(circle).sessions for each in one.speakers if each.speaker == name]
    return found


def test_a_speaker_says_yes_at_home_and_is_shown_by_the_name_that_they_chose() -> None:
    circle = planned()
    assert speaker(circle).status == "asked"
    answer(circle)
    assert (speaker(circle).status, speaker(circle).shown_as) == ("confirmed", "Dr Bea")
    assert own(circle).status == "taken"
    answer(circle, shown_as=None)
    assert (speaker(circle).status, speaker(circle).shown_as) == ("confirmed", None)
    assert not any(who("bcs", 0) in each for each in circle.abroad())


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"status": "confirmed"}, ("speaker-not-confirmed", "sessions.0.speakers.0.status")),
        ({"shown_as": "Dr Bea"}, ("name-not-agreed", "sessions.0.speakers.0.shown_as")),
        ({"author": True}, ("author-unknown", "sessions.0.speakers.0.author")),
    ],
)
def test_nobody_says_it_for_them(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    whole = SetProgramme(event=EVENT, sessions=[session(BEA.model_copy(update=changes))])
    assert Circle("iop", "bcs").refusal("iop", whole) == refused


def test_what_was_said_stands_whatever_the_officer_sends_afterwards() -> None:
    circle = planned()
    answer(circle)
    put(circle, session(BEA, title="Another title"))
    assert (speaker(circle).status, speaker(circle).shown_as) == ("confirmed", "Dr Bea")
    put(circle, session(speaker(circle)))
    renamed = session(speaker(circle).model_copy(update={"shown_as": "Somebody"}))
    refused = ("name-not-agreed", "sessions.0.speakers.0.shown_as")
    assert circle.refusal("iop", SetProgramme(event=EVENT, sessions=[renamed])) == refused
    elsewhere = session(speaker(circle).model_copy(update={"body": "ni"}))
    refused = ("speaker-not-confirmed", "sessions.0.speakers.0.status")
    assert circle.refusal("iop", SetProgramme(event=EVENT, sessions=[elsewhere])) == refused


def test_who_says_no_leaves_with_all_they_have_told_and_may_say_yes_later() -> None:
    circle = planned()
    answer(circle)
    invited = code(circle)
    answer(circle, invited=invited, comes=False, shown_as="Dr Bea")
    assert speaker(circle) == Speaker(speaker="bea", status="withdrawn")
    assert "Bea" not in programme(circle).model_dump_json()
    put(circle, session(BEA))
    assert speaker(circle).status == "withdrawn", "an officer does not ask again for who has said no"
    answer(circle, invited=invited)
    assert (speaker(circle).status, speaker(circle).body) == ("confirmed", "bcs")


def test_an_officer_has_the_last_word_on_who_speaks_and_none_on_who_comes() -> None:
    circle = planned()
    answer(circle)
    circle.tell("iop", WithdrawSpeaker(event=EVENT, speaker="bea"))
    assert "Bea" not in programme(circle).model_dump_json()
    put(circle, session(BEA))
    assert speaker(circle).status == "withdrawn", "whom nobody asks stays withdrawn"
    put(circle, session(BEA.model_copy(update={"status": "asked"})))
    assert speaker(circle).status == "asked", "and is asked anew"


def test_in_a_closed_part_nobody_is_named() -> None:
    circle = planned(part="circle")
    answer(circle)
    assert (speaker(circle).status, speaker(circle).shown_as) == ("confirmed", None)


def test_who_speaks_for_nobody_that_takes_part_is_the_officers_word() -> None:
    told = Speaker(speaker="guest", status="confirmed", shown_as="Dr Guest", body="rsc")
    circle = planned(told, Speaker(speaker="free", status="confirmed", shown_as="Dr Free"))
    assert speaker(circle, "guest") == told
    lead = circle.nodes["iop"]
    assert codes(lead.keyed, event(lead), programme(circle)) == {}


def test_a_code_is_that_of_one_speaker_of_one_organisation() -> None:
    circle = planned()
    invited = code(circle)
    answer(circle, body="ni", invited=invited)
    assert (own(circle, body="ni").status, own(circle, body="ni").code) == ("refused", "speaker-unknown")
    answer(circle, 1, invited="a" * 16)
    assert own(circle, 1).code == "speaker-unknown"
    answer(circle)
    answer(circle, 2, shown_as="Mallory")
    assert own(circle, 2).code == "code-used"
    assert speaker(circle).shown_as == "Dr Bea"
    assert own(circle).status == "taken"
    assert code(circle) != code(planned(BEA.model_copy(update={"speaker": "cai"})), "cai")


def test_the_highest_number_counts_and_is_answered_as_often_as_it_comes() -> None:
    circle = planned()
    answer(circle)
    answer(circle, shown_as="Bea B.")
    first, *_ = [each for _, each in circle.said if isinstance(each, SpeakerAnswered)]
    assert not circle.tell("iop", first, "bcs").states
    assert speaker(circle).shown_as == "Bea B."
    assert own(circle).number == 2


def test_whose_organisation_has_not_agreed_or_has_left_is_no_speaker_of_it() -> None:
    circle = planned()
    invited = code(circle)
    strange = AnswerSpeaking(person=who("bcs", 0), event="rsc/day", code=invited, comes=True)
    assert circle.refusal("bcs", strange) == ("ask-not-agreed", "event")
    nobody = AnswerSpeaking(person="person-unknown", event=EVENT, code=invited, comes=True)
    assert circle.refusal("bcs", nobody) == ("person-unknown", "person")
    circle.nodes["iop"].hear(AgreementWithdrawn(subject=EVENT), "bcs", now=circle.now)
    answer(circle, invited=invited)
    assert own(circle).code == "speaker-unknown"


def test_who_has_said_yes_can_say_no_also_when_their_organisation_has_left() -> None:
    circle = planned()
    answer(circle)
    invited = code(circle)
    circle.nodes["iop"].hear(AgreementWithdrawn(subject=EVENT), "bcs", now=circle.now)
    circle.nodes["bcs"].hear(WithdrawAgreement(subject=EVENT), now=circle.now)
    again = AnswerSpeaking(person=who("bcs", 0), event=EVENT, code=invited, comes=True)
    assert circle.refusal("bcs", again) == ("ask-not-agreed", "event")
    answer(circle, invited=invited, comes=False)
    assert "Bea" not in programme(circle).model_dump_json()
    assert own(circle).status == "taken"


def test_everyone_sees_a_yes_and_a_no_at_once() -> None:
    circle = planned()
    before = programme(circle).but(published=ProgrammePublished(event=EVENT, sessions=[], version=1))
    circle.nodes["iop"].states |= {before.path: before}
    invited, alias = code(circle), {"pseudonym": "a" * 26}
    yes = SpeakerAnswered(event=EVENT, code=invited, **alias, number=1, comes=True, shown_as="Dr Bea")
    (face,) = said(circle.tell("iop", yes, "bcs"), ProgrammePublished)
    assert [each.shown_as for each in face.sessions[0].speakers] == ["Dr Bea"]
    no = SpeakerAnswered(event=EVENT, code=invited, **alias, number=2, comes=False)
    (face,) = said(circle.tell("iop", no, "bcs"), ProgrammePublished)
    assert face.sessions[0].speakers == []


def test_the_author_of_an_accepted_abstract_is_asked_at_home_by_the_entry() -> None:
    circle, fusion, _ = reviewed()
    of = EntryOf(practice=CLUB, entry=fusion)
    put(circle, session(Speaker(speaker="author", author=True), entry=of, title=""))
    assert speaker(circle, "author").body == "bcs"
    invited = circle.answered("bcs", 0, "abstracts").invited
    assert invited
    lead = circle.nodes["iop"]
    assert codes(lead.keyed, event(lead), programme(circle)) == {}, "no officer could answer in the author's place"
    answer(circle, invited=invited, shown_as="A. Author")
    assert speaker(circle, "author").shown_as == "A. Author"
    entered, spoken = circle.answered("bcs", 0, "abstracts").pseudonym, own(circle).pseudonym
    assert entered != spoken, "the entry and the answer are not joined by a name"
    put(circle, session(Speaker(speaker="chair", body="bcs", does="chairs"), entry=of, title=""))
    assert circle.answered("bcs", 0, "abstracts").invited is None
    put(circle, session(Speaker(speaker="author", author=True, status="withdrawn"), entry=of))
    assert circle.answered("bcs", 0, "abstracts").invited is None, "who was withdrawn is asked nothing"
    elsewhere = session(Speaker(speaker="author", author=True, status="asked", body="ni"), entry=of)
    refused = ("author-elsewhere", "sessions.0.speakers.0.body")
    assert circle.refusal("iop", SetProgramme(event=EVENT, sessions=[elsewhere])) == refused


def test_who_is_forgotten_leaves_the_programme_and_the_receipt_says_so() -> None:
    circle = planned()
    answer(circle)
    alias = own(circle).pseudonym
    home = circle.nodes["bcs"]
    assert alias == speaker_alias(home.keyed, who("bcs", 0), EVENT, code(circle))
    circle.tell("bcs", ForgetRegistrations(person=who("bcs", 0), forgetting="f" * 32))
    kept = programme(circle).model_dump_json()
    assert "Bea" not in kept
    assert alias not in kept
    assert speaker(circle).status == "withdrawn"
    (receipt,) = [each for _, each in circle.said if isinstance(each, PseudonymForgotten)]
    assert (receipt.pseudonym, receipt.deleted) == (alias, ["speaking"])
    assert not home.all(Speaking)
    late = SpeakerAnswered(event=EVENT, code="a" * 16, pseudonym=alias, number=9, comes=True)
    assert not circle.tell("iop", late, "bcs").says

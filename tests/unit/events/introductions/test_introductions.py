"""Introductions between a lead and two homes: two who accept release the contacts, a no is silent."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from support.events.scenes import DAY, EVENT, PERSON, blocks, circle, home, opened, part, person, seats, terms
from support.speaking import NOW, letters, said, seal

from kith_chassis.decision import Decision
from kith_chassis.keys.box import filled, new_private_key, public_key
from kith_commons.introductions import LASTS, signed_of
from kith_contracts.erasure import ForgetPseudonym, ForgetRegistrations
from kith_contracts.events.check_in import CheckIn, WalkIn
from kith_contracts.events.introductions import (
    AnswerIntroduction,
    CloseIntroduction,
    ContactReleased,
    Introduce,
    IntroductionAnswered,
    IntroductionFollowed,
    IntroductionOffered,
    KeyPassed,
    PursueIntroduction,
    SayHowItWent,
    SignedKey,
)
from kith_contracts.events.places import AskForPlaces, RequestPlace
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Message
from kith_contracts.notify.occasions import TellIntroduction
from kith_events.introductions.home import LAPSES, MOST, OwnIntroduction
from kith_events.introductions.introduction import Introductions
from kith_events.places.place import Place

REASON = "You both came back from a long leave and ask how others did it."
ADA, BEA = "ada@example.org, after six", "0131 496 0000"
SECOND = "person-0002"


class Three:
    """The lead and two homes, and letters between them, which are all that one hears of another."""

    def __init__(self, text: EventTerms | None = None) -> None:
        text = text or terms(parts=[part(capacity=6), circle()], seats=[seats("lectures", 6), blocks()], return_days=0)
        self.nodes = {"iop": opened(text), "bcs": home("bcs", text), "ni": home("ni", text)}
        self.said: list[tuple[str, str, Message]] = []
        self.heard: list[Message] = []
        self.names = {body: self.ask(body, PERSON) for body in ("bcs", "ni")}

    def ask(self, body: str, who: str) -> str:
        """The pseudonym under which somebody gets a place."""
        decision = self.tell(body, AskForPlaces(person=who, event=EVENT, parts=["lectures"]))
        (asked,) = said(decision, RequestPlace)
        return str(asked.pseudonym)

    def tell(self, body: str, message: Message, now: datetime = NOW) -> Decision:
        """Somebody says this at a body, and all letters arrive that come of it."""
        decision = self.nodes[body].hear(message, body, now=now)
        self.carry(body, decision, now)
        return decision

    def carry(self, body: str, decision: Decision, now: datetime) -> None:
        for letter in letters(decision):
            message = filled(letter)
            self.said.append((body, letter.to, message))
            self.carry(letter.to, self.nodes[letter.to].hear(message, body, now=now), now)

    def introduce(self, now: datetime = NOW, **changes: Any) -> Decision:
        fields = {"event": EVENT, "a": self.names["bcs"], "b": self.names["ni"], "reason": REASON}
        return self.tell("iop", Introduce(**{**fields, **changes}), now)

    def own(self, body: str) -> OwnIntroduction:
        (found,) = self.nodes[body].all(OwnIntroduction)
        return OwnIntroduction.model_validate(found)

    def answer(self, body: str, answer: Any, contact: str = "", now: datetime = NOW) -> Decision:
        own = self.own(body)
        command = AnswerIntroduction(person=own.person, introduction=own.own, answer=answer, contact=contact)
        return self.tell(body, command, now)

    def abroad(self, kind: type[Message]) -> list[tuple[str, str]]:
        """From whom to whom such letters went."""
        return [(sender, to) for sender, to, message in self.said if isinstance(message, kind)]

    def at_lead(self) -> Introductions:
        state: Introductions = self.nodes["iop"].state(Introductions.at(EVENT))
        return state


def released(three: Three | None = None) -> Three:
    three = three or Three()
    three.introduce()
    three.answer("bcs", "yes", ADA)
    three.answer("ni", "yes", BEA)
    return three


def test_both_are_asked_at_home_and_neither_hears_who_the_other_is() -> None:
    three = Three()
    decision = three.introduce()
    offers = {letter.to: letter.message for letter in letters(decision)}
    assert offers.keys() == {"bcs", "ni"}
    for body, other in (("bcs", "ni"), ("ni", "bcs")):
        offer = offers[body]
        assert isinstance(offer, IntroductionOffered)
        assert (offer.pseudonym, offer.reason, offer.until) == (three.names[body], REASON, NOW + LASTS)
        assert three.names[other] not in offer.model_dump_json()
        assert three.own(body).reason == REASON
    one, two = (each.introduction for each in offers.values() if isinstance(each, IntroductionOffered))
    assert one != two, "two homes cannot find out by the ids that they speak of the same"


def test_each_is_told_once() -> None:
    three = Three()
    first = three.introduce()
    (letter,) = [each for each in letters(first) if each.to == "bcs"]
    assert three.nodes["bcs"].hear(letter.message, "iop") == Decision()
    assert three.own("bcs").telling("offered").step == "offered"


def test_two_who_accept_release_the_contacts_and_the_lead_could_read_neither() -> None:
    three = released()
    assert (three.own("bcs").theirs, three.own("ni").theirs) == (BEA, ADA)
    crossed = "".join(message.model_dump_json() for _, _, message in three.said)
    kept = "".join(state.model_dump_json() for state in three.nodes["iop"].states.values())
    for contact in (ADA, BEA):
        assert contact not in crossed + kept
    assert PERSON not in crossed + kept
    assert {*three.abroad(ContactReleased)} == {("iop", "bcs"), ("iop", "ni")}
    (made,) = three.at_lead().made.values()
    assert not any(side.box for side in made.life.sides)


def test_everything_about_it_at_home_is_sealed() -> None:
    open_fields = {*OwnIntroduction.model_fields} - OwnIntroduction.sealed_fields
    assert open_fields == {"own", "person", "asked"}


def test_a_no_is_the_same_as_silence_for_everyone_else() -> None:
    silent, refused, later = Three(), Three(), Three()
    for three in (silent, refused, later):
        three.introduce()
        three.answer("bcs", "yes", ADA)
    assert refused.answer("ni", "no").says == ()
    assert later.answer("ni", "later").says == ()
    for three in (refused, later):
        for body in ("iop", "bcs"):
            assert three.nodes[body].states.keys() == silent.nodes[body].states.keys()
        assert but_for_keys(three) == but_for_keys(silent)
        assert [each[:2] for each in three.said] == [each[:2] for each in silent.said]
    assert silent.abroad(KeyPassed) == []


def but_for_keys(three: Three) -> str:
    """What the lead keeps; a key is another for each yes."""
    return re.sub('"(key|public|signature)":"[^"]+"', "", three.at_lead().model_dump_json())


def test_a_yes_can_be_taken_back_until_it_is_released() -> None:
    three = Three()
    three.introduce()
    three.answer("bcs", "yes", ADA)
    three.answer("bcs", "no")
    assert three.abroad(IntroductionAnswered) == [("bcs", "iop"), ("bcs", "iop")]
    assert (three.own("bcs").contact, three.own("bcs").private) == ("", "")
    three.answer("ni", "yes", BEA)
    assert three.abroad(KeyPassed) == []
    three.answer("bcs", "yes", ADA)
    assert (three.own("bcs").theirs, three.own("ni").theirs) == (BEA, ADA)


def test_who_takes_a_yes_back_while_keys_are_on_their_way_gives_nothing_and_gets_nothing() -> None:
    three = Three()
    three.introduce()
    three.answer("ni", "yes", BEA)
    yes = three.nodes["bcs"].hear(
        AnswerIntroduction(person=PERSON, introduction=three.own("bcs").own, answer="yes", contact=ADA)
    )
    back = three.nodes["bcs"].hear(AnswerIntroduction(person=PERSON, introduction=three.own("bcs").own, answer="no"))
    three.carry("bcs", yes, NOW)
    three.carry("bcs", back, NOW)
    assert three.own("bcs").theirs == three.own("ni").theirs == ""
    assert three.abroad(ContactReleased) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"event": "iop/another"}, "event-unknown", "event"),
        ({"b": "a" * 26}, "place-unknown", "b"),
        ({"a": "a" * 26}, "place-unknown", "a"),
    ],
)
def test_an_introduction_is_refused(changes: dict[str, Any], code: str, field: str) -> None:
    three = Three()
    fields = {"event": EVENT, "a": three.names["bcs"], "b": three.names["ni"], "reason": REASON}
    assert three.nodes["iop"].refusal(Introduce(**{**fields, **changes})) == (code, field)
    assert three.nodes["iop"].all(Introductions) == []


def test_nobody_is_introduced_to_themself_and_no_two_are_twice() -> None:
    three = Three()
    three.introduce()
    one, other = three.names["bcs"], three.names["ni"]
    lead = three.nodes["iop"]
    assert lead.refusal(Introduce(event=EVENT, a=one, b=one, reason=REASON)) == ("same-person", "b")
    assert lead.refusal(Introduce(event=EVENT, a=other, b=one, reason=REASON)) == ("introduced-already", "b")
    late = terms().data_closes
    again = Introduce(event=EVENT, a=other, b=one, reason=REASON)
    assert lead.refusal(again, now=late) == ("introductions-closed", "event")


def test_who_walked_in_is_introduced_in_person() -> None:
    three = Three()
    lead = three.nodes["iop"]
    walked = WalkIn(walk_in=1, part="lectures", at=DAY, number=1)
    lead.hear(CheckIn(event=EVENT, device="a" * 12, walk_ins=[walked]), now=DAY)
    (place,) = [each for each in lead.all(Place) if each.walk_in]
    command = Introduce(event=EVENT, a=three.names["bcs"], b=place.pseudonym, reason=REASON)
    assert lead.refusal(command, now=DAY) == ("walked-in", "b")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contact": ""}, "contact-missing"),
        ({"person": "person-0002"}, "introduction-unknown"),
        ({"introduction": "0" * 32}, "introduction-unknown"),
    ],
)
def test_an_answer_is_refused(changes: dict[str, Any], code: str) -> None:
    three = Three()
    three.introduce()
    fields = {"person": PERSON, "introduction": three.own("bcs").own, "answer": "yes", "contact": ADA}
    assert three.nodes["bcs"].refusal(AnswerIntroduction(**{**fields, **changes}))[0] == code


def test_an_answer_that_comes_too_late_or_again_is_refused() -> None:
    three = Three()
    three.introduce()
    yes = AnswerIntroduction(person=PERSON, introduction=three.own("bcs").own, answer="yes", contact=ADA)
    node = three.nodes["bcs"]
    assert node.refusal(yes, now=NOW + LASTS) == ("introduction-over", "introduction")
    three.tell("bcs", yes)
    assert node.refusal(yes) == ("answered-already", "answer")
    three.answer("ni", "yes", BEA)
    assert node.refusal(yes.model_copy(update={"answer": "no"})) == ("released-already", "answer")


def test_what_comes_to_nothing_is_deleted_at_home_and_counted_at_the_lead() -> None:
    three = Three()
    dues = three.introduce().due
    own = three.own("bcs")
    pursue = PursueIntroduction(introduction=own.own)
    (again,) = three.nodes["bcs"].hear(pursue, now=own.until).due
    assert again.at == own.until + LAPSES
    three.nodes["bcs"].hear(pursue, now=again.at)
    assert three.nodes["bcs"].all(OwnIntroduction) == []
    (due,) = dues
    three.nodes["iop"].hear(due.command, now=due.at)
    assert three.at_lead().made == {}
    assert three.at_lead().count.offered == 1


def test_three_weeks_later_each_is_asked_once_and_says_how_it_went() -> None:
    three = released()
    own = three.own("bcs")
    pursue = PursueIntroduction(introduction=own.own)
    (early,) = three.nodes["bcs"].hear(pursue, now=NOW + timedelta(days=20)).due
    assert early.at == NOW + LASTS
    asked = three.nodes["bcs"].hear(pursue, now=early.at)
    assert [each.step for each in said(asked, TellIntroduction)] == ["asked"]
    assert three.nodes["bcs"].hear(pursue, now=early.at) == Decision()
    three.tell("bcs", SayHowItWent(person=PERSON, introduction=own.own, outcome="helped"))
    assert three.abroad(IntroductionFollowed) == [("bcs", "iop")]
    (made,) = three.at_lead().made.values()
    assert made.life.helped
    assert made.new_tie


def test_of_what_is_not_released_nobody_can_say_how_it_went() -> None:
    three = Three()
    three.introduce()
    command = SayHowItWent(person=PERSON, introduction=three.own("bcs").own, outcome="helped")
    assert three.nodes["bcs"].refusal(command) == ("not-released", "introduction")


def test_figures_are_fixed_once_all_is_over_and_tell_of_nobody() -> None:
    three = released()
    (pair,) = three.at_lead().made
    close, closes = CloseIntroduction(event=EVENT, pair=pair), terms().data_closes
    (later,) = three.nodes["iop"].hear(close, now=NOW + LASTS).due
    (last,) = three.nodes["iop"].hear(close, now=later.at).due
    assert last.at == closes
    assert three.at_lead().figures is None
    three.nodes["iop"].hear(close, now=closes)
    few = dict.fromkeys(("offered", "met", "helped", "new_ties"), "fewer than 5")
    assert three.at_lead().figures == few
    assert three.nodes["iop"].hear(close, now=closes) == Decision()


def test_no_home_speaks_for_the_people_of_another() -> None:
    three = Three()
    three.introduce()
    offered = three.own("ni").introduction
    forged = IntroductionAnswered(event=EVENT, introduction=offered, signed_key=signed_key("bcs", "A" * 43))
    assert three.nodes["iop"].hear(forged, "bcs") == Decision()
    assert three.nodes["iop"].hear(forged, "rsc") == Decision()


def signed_key(body: str, public: str, by: str = "") -> SignedKey:
    """A key as that body signs it, or as another does in its name."""
    signature = seal(by or body, signed_of(EVENT, body, public, NOW))
    return SignedKey(public=public, at=NOW, signature=signature)


@pytest.mark.parametrize(
    ("body", "by", "signed"),
    [("ni", "iop", "key"), ("ni", "ni", "another")],
)
def test_a_lead_that_puts_another_key_in_its_place_gets_no_contact(body: str, by: str, signed: str) -> None:
    three = Three()
    three.introduce()
    three.answer("bcs", "yes", ADA)
    keys = {name: public_key(new_private_key()) for name in ("key", "another")}
    key = signed_key(body, keys[signed], by).model_copy(update={"public": keys["key"]})
    fact = KeyPassed(event=EVENT, introduction=three.own("bcs").introduction, body=body, signed_key=key)
    assert three.nodes["bcs"].refusal(fact, "iop") == ("key-not-proven", "signed_key.signature")


def test_a_lead_that_names_another_home_than_before_gets_no_contact() -> None:
    three = Three()
    three.introduce()
    three.answer("bcs", "yes", ADA)
    key = signed_key("iop", public_key(new_private_key()), "iop")
    fact = KeyPassed(event=EVENT, introduction=three.own("bcs").introduction, body="iop", signed_key=key)
    assert three.nodes["bcs"].refusal(fact, "iop") == ("home-differs", "body")


def test_each_sees_at_which_home_the_other_is_before_they_say_anything() -> None:
    three = Three()
    three.introduce()
    assert (three.own("bcs").beyond, three.own("ni").beyond) == ("ni", "bcs")


def test_a_contact_that_does_not_open_is_put_aside() -> None:
    three = Three()
    three.introduce()
    three.answer("bcs", "yes", ADA)
    fact = ContactReleased(event=EVENT, introduction=three.own("bcs").introduction, box="AAAA")
    assert three.nodes["bcs"].refusal(fact, "iop") == ("box-unreadable", "box")
    assert three.own("bcs").released is None


def test_two_of_one_home_can_be_introduced_and_it_is_no_new_tie() -> None:
    three = Three()
    three.nodes["bcs"].hear(person(SECOND))
    second = three.ask("bcs", SECOND)
    three.introduce(b=second)
    own = {each.person: each for each in three.nodes["bcs"].all(OwnIntroduction)}
    for who, contact in ((PERSON, ADA), (SECOND, BEA)):
        yes = AnswerIntroduction(person=who, introduction=own[who].own, answer="yes", contact=contact)
        three.tell("bcs", yes)
    own = {each.person: each for each in three.nodes["bcs"].all(OwnIntroduction)}
    assert (own[PERSON].theirs, own[SECOND].theirs) == (BEA, ADA)
    three.tell("bcs", SayHowItWent(person=PERSON, introduction=own[PERSON].own, outcome="not"))
    (made,) = three.at_lead().made.values()
    assert (made.life.met, made.new_tie) == (True, False)


def test_who_is_forgotten_is_in_no_introduction_any_more() -> None:
    three = released()
    lead, gone = three.nodes["iop"], three.names["bcs"]
    forget = ForgetPseudonym(subject=EVENT, pseudonym=gone, parts=["lectures"])
    lead.hear(forget, "ni")
    assert gone in three.at_lead().model_dump_json(), "nobody can make us forget the people of another body"
    lead.hear(forget, "bcs")
    assert gone not in three.at_lead().model_dump_json()
    three.nodes["bcs"].hear(ForgetRegistrations(person=PERSON, forgetting="0" * 32, step="end"))
    assert three.nodes["bcs"].all(OwnIntroduction) == []
    own = three.own("ni")
    three.tell("ni", SayHowItWent(person=PERSON, introduction=own.own, outcome="helped"))
    assert three.at_lead().made == {}


def test_nobody_is_proposed_to_others_more_often_than_anybody_would_mean_it() -> None:
    three = Three()
    home = three.nodes["bcs"]
    until = NOW + LASTS
    for number in range(MOST + 5):
        name = f"{number:032x}"
        offer = IntroductionOffered(
            event=EVENT, introduction=name, pseudonym=three.names["bcs"], beyond="ni", reason=REASON, until=until
        )
        home.hear(offer, "iop")
    assert len(home.all(OwnIntroduction)) == MOST

"""Asks: everyone who is asked is told once, in words that tell nothing; an author hears that there is an answer."""

from datetime import timedelta

import pytest
from support.notify.asked import mail_of
from support.notify.mails import calendars, everything, text
from support.notify.scenes import EVENT, PERSON, TELLING, deliveries, home, mailed, person, registration
from support.speaking import NOW, Node, said

from kith_contracts.events.answers import AnswerUpdated, PeopleAsked
from kith_contracts.notify.occasions import TellAsked
from kith_notify.occasions.asks import PAGE

UNTIL = NOW + timedelta(days=7)


def asked(node: Node, who: str = "members", **more: object) -> None:
    """All that follows when people are asked."""
    fields = {"networks": ["bcs/spectrum"], "until": UNTIL, "version": 1, **more}
    fact = PeopleAsked(subject=EVENT, practice="prize", step="ballot", who=who, **fields)
    (command,) = said(node.hear(fact), TellAsked)
    while command:
        (command,) = said(node.hear(command), TellAsked) or (None,)


def test_members_are_told_once_that_they_are_asked() -> None:
    node = home()
    asked(node)
    asked(node)
    (delivery,) = deliveries(node)
    assert (delivery.person, delivery.occasion, delivery.until) == (PERSON, "asked", UNTIL)


def test_all_pages_of_people_are_told() -> None:
    node = home()
    for number in range(2, PAGE + 3):
        node.hear(person(number))
    asked(node)
    assert len(deliveries(node)) == PAGE + 2


def test_who_wants_to_hear_nothing_is_told_nothing() -> None:
    node = home()
    node.hear(person(how_much="nothing", version=2))
    asked(node)
    assert mailed(node) == []


@pytest.mark.parametrize(("parts", "told"), [([], 1), (["lectures"], 1), (["dinner"], 0)])
def test_of_those_who_attend_only_they_are_told(parts: list[str], told: int) -> None:
    node = home()
    node.hear(registration(1, None, lectures="granted"))
    asked(node, "attending", networks=[], parts=parts)
    assert len([each for each in deliveries(node) if each.occasion == "asked"]) == told


def test_after_its_end_nobody_is_told() -> None:
    node = home()
    asked(node, until=NOW)
    assert deliveries(node) == []


@pytest.mark.parametrize("status", ["accepted", "declined"])
def test_an_author_hears_once_that_there_is_an_answer_and_not_which(status: str) -> None:
    node = home()
    fields = {"person": PERSON, "answer": "a" * 26, "subject": EVENT, "practice": "prize", "step": "entries"}
    node.hear(AnswerUpdated(**fields, status="taken", version=1))
    assert deliveries(node) == []
    for version in (2, 3):
        node.hear(AnswerUpdated(**fields, status=status, sentence="The women's jury.", version=version))
    (delivery,) = deliveries(node)
    mail = mail_of(node, delivery)
    assert mail["Subject"] == "An answer for you"
    assert status not in everything(mail)


@pytest.mark.parametrize("occasion", ["asked", "entry"])
def test_no_word_of_the_mail_tells_what_it_is_about(occasion: str) -> None:
    node = home()
    asked(node)
    (delivery,) = deliveries(node)
    mail = mail_of(node, delivery.but(occasion=occasion))
    assert not [word for word in (*TELLING, "prize", "ballot") if word in everything(mail)]
    assert calendars(mail) == []
    assert "BCS" in text(mail)
    assert mail["Message-ID"] == f"<{delivery.delivery}@bcs.example.org>"


def test_the_mail_says_until_when() -> None:
    node = home()
    asked(node)
    (delivery,) = deliveries(node)
    assert "until Monday 11 January" in text(mail_of(node, delivery))

"""An event is called off: everybody who was told of something of it hears of its end once, and reads of one end."""

import asyncio
from itertools import product
from typing import get_args

import pytest
from support.events.circle import CLUB, Circle, who
from support.events.practices import BALLOT, ENTRIES, JURY, entry, given, score, template, vote
from support.events.scenes import (
    BEHALVES,
    EVENT,
    PERSON,
    answered,
    blocks,
    circle,
    event,
    home,
    opened,
    part,
    person,
    seats,
    terms,
)
from support.notify.scenes import deliveries
from support.speaking import NOW, FakeViews, Node, said

from kith_chassis.decision import NOTHING
from kith_contracts.events.agreements import EventPublished, WithdrawAgreement
from kith_contracts.events.asks import CloseAsk, EndAsks, StartPractice
from kith_contracts.events.facilitators import DismissFacilitator, EndFacilitator, NameFacilitator
from kith_contracts.events.places import AcceptOffers, AskForPlaces
from kith_contracts.events.programme import Session, SetProgramme, Speaker
from kith_contracts.events.requests import WishStatus
from kith_contracts.events.speakers import AnswerSpeaking
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Message
from kith_contracts.notify.occasions import NoteRole, TellChange
from kith_contracts.pages.places import Seat
from kith_events.asks import closure
from kith_events.asks.api_own import own_asks
from kith_events.asks.ask_copy import AskSeen
from kith_events.event.public import Shown
from kith_events.pages.own_registrations import _own
from kith_events.places.registration import Registration, Wish, pseudonym
from kith_events.programme.lead import Programme
from kith_events.programme.speakers_lead import codes
from kith_notify.handlers import HANDLERS

OFF = WithdrawAgreement(subject=EVENT)
STATUSES: tuple[WishStatus, ...] = get_args(WishStatus)


def face(status: str = "cancelled", version: int = 99) -> EventPublished:
    (over,) = said(opened().hear(OFF), EventPublished)
    changed: EventPublished = over.model_copy(update={"status": status, "version": version})
    return changed


# What one reads


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("closed", [True, False])
def test_a_page_says_one_thing_about_an_event_that_is_called_off(status: WishStatus, closed: bool) -> None:
    node = home()
    name = "circle" if closed else "lectures"
    alias = pseudonym(node.keyed, PERSON, EVENT, name if closed else "")
    wish = Wish(part=name, status=status, entry="a" * 16 if closed else None, until=NOW)
    seat = {name: Seat(card=1, tables=["A"], version=1)}
    registration = Registration(person=PERSON, pseudonym=alias, event=EVENT, wishes={name: wish}, seats=seat)
    page = _own(registration, Shown(published=face()), None)
    (told,) = page.parts
    ended = (told.status, told.code) == ("refused", "event-cancelled")
    assert ended or (told.status == status and status in ("refused", "released"))
    assert (page.status, page.times, page.seats, page.join_at) == ("cancelled", {}, {}, {})
    assert (told.entry, told.until) == (None, None) or not wish.live
    still_on = _own(registration, Shown(published=face("open")), None)
    assert [each.status for each in still_on.parts] == [status]


def test_nobody_says_yes_to_an_offer_any_more() -> None:
    node = home()
    node.hear(face(), "iop")
    assert node.refusal(AcceptOffers(person=PERSON, event=EVENT, parts=["lectures"])) == ("event-cancelled", "event")


# What is asked about it


def test_what_is_asked_ends_without_an_outcome_and_everybody_asked_hears_why() -> None:
    circle = Circle("iop", "bcs")
    circle.start(template(BALLOT, {**ENTRIES, "step": "more"}), choices=given("ada", "grace"))
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    circle.tell("iop", OFF)
    for body in ("iop", "bcs"):
        put = circle.seen(body, "ballot").put
        assert put.outcome
        assert (put.stage, put.outcome.code, put.outcome.figures, put.outcome.winners) == (
            "void",
            "event-cancelled",
            [],
            [],
        )
        assert len(circle.nodes[body].all(AskSeen)) == 1, "no later step opens"
    bcs = circle.nodes["bcs"]
    page = asyncio.run(own_asks(FakeViews(bcs), bcs.keyed, "bcs", who("bcs", 0), NOW))
    assert [(each.ask.stage, each.answer) for each in page] == [("void", "taken")]
    assert asyncio.run(own_asks(FakeViews(bcs), bcs.keyed, "bcs", who("bcs", 1), NOW)) == []


def test_what_was_counted_and_waits_to_be_confirmed_ends_too_and_what_was_decided_stays() -> None:
    circle = Circle("iop", "bcs")
    circle.start(template(ENTRIES, {**JURY, "rule": {"kind": "mean", "confirm": True}}))
    circle.person_answers("bcs", 0, "entries", entry("Engines"))
    circle.close("entries")
    before = circle.asked("entries")
    circle.body_answers("iop", "jury", score(**{circle.entry("entries", "Engines"): 5}))
    circle.close("jury")
    assert circle.asked("jury").ask.stage == "closed"
    circle.tell("iop", OFF)
    assert circle.asked("jury").ask.stage == "void"
    assert circle.asked("entries") == before


def test_the_key_of_what_was_asked_is_destroyed_in_its_time_and_its_timers_do_nothing() -> None:
    circle = Circle("iop", "bcs")
    circle.start(template(BALLOT), choices=given("ada", "grace"))
    lead = circle.nodes["iop"]
    (ends,) = said(lead.hear(OFF), EndAsks)
    (one,) = said(lead.hear(ends), EndAsks)
    decision = lead.hear(one)
    assert [type(each.command).__name__ for each in decision.due] == ["ClosePractice"]
    assert lead.hear(one) == NOTHING
    assert lead.refusal(CloseAsk(subject=EVENT, practice=CLUB, step="ballot")) == ("ask-closed", "step")


def test_asks_are_ended_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closure, "PAGE", 2)
    circle = Circle("iop")
    for number in range(5):
        named = {"practice": f"vote-{number}", "template": template(BALLOT), "choices": given("ada", "grace")}
        circle.tell("iop", StartPractice(subject=EVENT, bodies=["iop"], networks=["iop/forum"], **named))
    circle.tell("iop", OFF)
    assert {each.put.stage for each in circle.nodes["iop"].all(AskSeen)} == {"void"}


def test_nothing_new_is_asked_about_it() -> None:
    node = opened()
    node.hear(OFF)
    start = StartPractice(subject=EVENT, practice=CLUB, template=template(BALLOT), choices=given("ada", "grace"))
    assert node.refusal(start) == ("event-cancelled", "event")
    node.hear(person())
    assert node.refusal(NameFacilitator(person=PERSON, event=EVENT)) == ("event-cancelled", "event")


# Who does something there


@pytest.mark.parametrize("end", ["dismissed", "over"])
def test_who_helps_is_noted_to_be_told_and_no_more_when_it_ends(end: str) -> None:
    node = opened()
    node.hear(person())
    (begins,) = said(node.hear(NameFacilitator(person=PERSON, event=EVENT)), NoteRole)
    assert (begins.person, begins.role, begins.ends) == (PERSON, "helps", False)
    over = event(node).terms.data_closes
    dismissed = DismissFacilitator(person=PERSON, event=EVENT)
    command = dismissed if end == "dismissed" else EndFacilitator(event=EVENT, facilitator=begins.began)
    (ends,) = said(node.hear(command, now=over), NoteRole)
    assert ends == begins.model_copy(update={"ends": True})


def speaks(circle: Circle, number: int, *, comes: bool = True) -> None:
    lead = circle.nodes["iop"]
    invited = codes(lead.keyed, event(lead), lead.state(Programme.at(EVENT)))["bea"]
    circle.tell("bcs", AnswerSpeaking(person=who("bcs", number), event=EVENT, code=invited, comes=comes))


def panel(circle: Circle) -> None:
    starts, ends = (getattr(terms().plan.parts[0], name) for name in ("starts", "ends"))
    bea = Speaker(speaker="bea", body="bcs")
    session = Session(session="panel", title="A panel", part="lectures", starts=starts, ends=ends, speakers=[bea])
    circle.tell("iop", SetProgramme(event=EVENT, sessions=[session]))


def noted(circle: Circle) -> list[bool]:
    """Whether each note about somebody of BCS who speaks ends it."""
    return [each.ends for _, each in circle.elsewhere if isinstance(each, NoteRole)]


def test_who_speaks_is_noted_to_be_told_until_they_say_no() -> None:
    circle = Circle("iop", "bcs")
    panel(circle)
    speaks(circle, 0)
    assert noted(circle) == [False, False], "when they answer, and when the lead has taken it"
    speaks(circle, 0, comes=False)
    assert noted(circle)[-1] is True


def test_whose_yes_did_not_stand_is_not_told_of_its_end() -> None:
    circle = Circle("iop", "bcs")
    panel(circle)
    speaks(circle, 0)
    speaks(circle, 1)
    assert noted(circle)[-1] is True, "the code was another's"


# Everybody, from the command to the mail


def text() -> EventTerms:
    """One place in the lectures, and codes for the circle."""
    return terms(parts=[part(capacity=1), circle()], seats=[seats(pool=1), blocks()])


def test_everybody_who_was_told_of_something_hears_of_its_end_once() -> None:
    circle = Circle("iop", "bcs", "ni", people=7, seats=text().seats, parts=text().plan.parts)
    told = {body: Node(HANDLERS, body) for body in circle.nodes}
    lead = circle.nodes["iop"]
    for body, behalf in product(circle.nodes, BEHALVES):
        circle.tell("iop", answered(event(lead).terms, behalf, by=body), body)
    opens = event(lead).published
    assert opens
    for body, node in circle.nodes.items():
        node.decide(opens, "iop")
        for each in (person(who(body, n), networks=[f"{body}/forum"], audiences=["returner"]) for n in range(7)):
            told[body].hear(each)
            node.hear(each.model_copy(update={"version": 2}))
        told[body].hear(opens, "iop")
    have_something_to_do_with_it(circle)
    pass_on(circle, told)
    circle.tell("iop", OFF)
    over = event(circle.nodes["iop"]).published
    assert over
    for body, node in told.items():
        going_on = said(node.hear(over, "iop"), TellChange)
        while going_on:
            going_on = [more for each in going_on for more in said(node.hear(each), TellChange)]
        ends = sorted(each.person for each in deliveries(node) if each.occasion == "cancelled")
        numbers = [*range(4), *{"bcs": [4], "iop": [5]}.get(body, [])]
        assert ends == [who(body, number) for number in numbers], "the others have nothing to do with it"
        for registration in circle.nodes[body].all(Registration):
            page = _own(registration, Shown(published=over), None)
            assert {each.status for each in page.parts} == {"refused"}


def have_something_to_do_with_it(circle: Circle) -> None:
    """At each body one has a place or waits, another waits, one has a code, one has answered; one speaks, one helps;
    the last are members and no more.
    """
    for body in circle.nodes:
        for number, name in ((0, "lectures"), (1, "lectures"), (2, "circle")):
            circle.tell(body, AskForPlaces(person=who(body, number), event=EVENT, parts=[name]))
    circle.start(template(BALLOT), choices=given("ada", "grace"))
    for body in circle.nodes:
        for number in (0, 3):
            circle.person_answers(body, number, "ballot", vote("ada"))
    panel(circle)
    speaks(circle, 4)
    circle.tell("iop", NameFacilitator(person=who("iop", 5), event=EVENT))


def pass_on(circle: Circle, told: dict[str, Node]) -> None:
    """What was said at each body to its other services."""
    for body, message in circle.elsewhere:
        if type(message) in told[body].handlers and not isinstance(message, EventPublished):
            heard: Message = message
            told[body].decide(heard)

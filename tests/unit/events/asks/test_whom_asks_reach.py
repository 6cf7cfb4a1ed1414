"""Whom an ask reaches at home: nobody about whom the organisation has not agreed, whatever the lead says."""

from datetime import timedelta

import pytest
from support.events.circle import CLUB, Circle, who
from support.events.practices import BALLOT, given, template, vote
from support.events.scenes import DAY, EVENT, part, person, seats
from support.speaking import FakeViews, finished, said

from kith_chassis.decision import Decision
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import AgreementWithdrawn, AnswerAgreement
from kith_contracts.events.answers import AnswerTaken, GiveAnswer, PeopleAsked
from kith_contracts.events.asks import AskPut, StartPractice
from kith_events.asks.api_own import own_asks
from kith_events.asks.ask_copy import MOST_OF_ONE, AskSeen, open_tags
from kith_events.asks.audience import NO_PLACE, not_asked
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.places.registration import Registration, Wish, pseudonym


def put_to(circle: Circle, body: str = "bcs", **changes: object) -> AskPut:
    """What a lead could say to a body: what it did say, changed, of another practice."""
    put = next(message for to, message in circle.said if isinstance(message, AskPut) and to == body)
    return put.model_copy(update={"practice": "another", "version": 1, **changes})


def open_ballot() -> Circle:
    circle = Circle("iop", "bcs")
    circle.start(template(BALLOT), choices=given("ada", "grace"))
    return circle


def says(circle: Circle, answer: str, behalf: str) -> Decision:
    """BCS changes its answer."""
    proposal: Proposal = circle.nodes["bcs"].state(Proposal.at(EVENT))
    fields = {"subject": EVENT, "hash": hash_of(proposal.terms), "on_behalf": behalf, "answer": answer}
    return circle.nodes["bcs"].hear(AnswerAgreement(**fields), now=circle.now)


def test_a_lead_reaches_no_network_in_whose_name_a_body_does_not_take_part() -> None:
    circle = open_ballot()
    circle.tell("bcs", person(who("bcs", 0), networks=["bcs/hidden"], version=2))
    hidden = put_to(circle, networks=["bcs/hidden"])
    assert said(circle.nodes["bcs"].hear(hidden, "iop", now=circle.now), PeopleAsked) == []
    answer = circle.by_person("bcs", 0, "ballot", vote("ada")).model_copy(update={"practice": "another"})
    assert circle.refusal("bcs", answer) == ("network-needed", "subject")
    both = put_to(circle, networks=["bcs/hidden", "bcs/forum"], practice="third")
    (told,) = said(circle.nodes["bcs"].hear(both, "iop", now=circle.now), PeopleAsked)
    assert told.networks == ["bcs/forum"]


def test_the_yes_of_a_network_is_not_that_of_its_body() -> None:
    circle = open_ballot()
    says(circle, "declined", "body")
    assert said(circle.nodes["bcs"].hear(put_to(circle), "iop", now=circle.now), PeopleAsked) == []
    answer = circle.by_person("bcs", 0, "ballot", vote("ada"))
    assert circle.refusal("bcs", answer) == ("ask-not-agreed", "subject")


def test_where_there_is_an_event_only_networks_of_its_parties_are_asked() -> None:
    circle = Circle("iop", "bcs")
    start = StartPractice(subject=EVENT, practice=CLUB, template=template(BALLOT), choices=given("ada"))
    strange = start.model_copy(update={"networks": ["bcs/forum", "bcs/hidden"]})
    assert circle.refusal("iop", strange) == ("network-not-party", "networks.1")


def placed(circle: Circle, number: int, part: str, alias_of: str = "") -> None:
    """Somebody of BCS has a place."""
    node, one = circle.nodes["bcs"], who("bcs", number)
    wishes = {part: Wish(part=part, status="granted")}
    alias = pseudonym(node.keyed, one, EVENT, alias_of)
    place = Registration(person=one, pseudonym=alias, event=EVENT, wishes=wishes)
    node.states[place.path] = place


ATTENDING = template({**BALLOT, "who": "attending"})


def test_nothing_is_asked_of_a_closed_part() -> None:
    circle = Circle("iop", "bcs")
    start = StartPractice(subject=EVENT, practice=CLUB, template=ATTENDING, choices=given("ada"))
    named = start.model_copy(update={"parts": ["lectures", "circle"]})
    assert circle.refusal("iop", named) == ("closed-part", "parts.1")
    circle.granted("bcs", 0, blocks=1)
    circle.tell("iop", start)
    box = GiveAnswer(subject=EVENT, practice=CLUB, step="ballot", pseudonym="a" * 26, number=1, box="AAAA")
    (told,) = said(circle.tell("iop", box, "bcs"), AnswerTaken)
    assert told.code == "more-answers-than-places", "codes are no places of open parts"


@pytest.mark.parametrize("parts", [["circle"], ["circle", "lectures"], []])
def test_home_asks_nobody_of_a_closed_part_whatever_the_lead_names(parts: list[str]) -> None:
    circle = Circle("iop", "bcs")
    circle.start(ATTENDING, choices=given("ada", "grace"))
    placed(circle, 0, "circle", "circle")
    told = said(circle.nodes["bcs"].hear(put_to(circle, parts=parts), "iop", now=circle.now), PeopleAsked)
    assert [each.parts for each in told] == ([] if parts == ["circle"] else [["lectures"]])
    proposal = circle.nodes["bcs"].state(Proposal.at(EVENT))
    guest = circle.nodes["bcs"].state(Guest.at(who("bcs", 0)))
    places = circle.nodes["bcs"].all(Registration)
    seen = AskSeen(put=put_to(circle, parts=parts), asked_by="iop")
    assert not_asked("bcs", seen, guest, proposal=proposal, network=None, registrations=places) == NO_PLACE


def test_who_has_left_the_event_neither_answers_nor_is_asked_nor_judges() -> None:
    circle = Circle("iop", "bcs", "ni")
    hosts = {**BALLOT, "who": "hosts", "visibility": "named"}
    jury = {**hosts, "step": "jury", "who": "jury"}
    circle.start(template(hosts, jury), choices=given("ada", "grace"))
    circle.body_answers("iop", "ballot", vote("ada"))
    circle.tell("iop", AgreementWithdrawn(subject=EVENT, why="No time."), "bcs")
    assert "bcs" not in circle.nodes["iop"].state(JointEvent.at(EVENT)).parties
    answer = GiveAnswer(subject=EVENT, practice=CLUB, step="ballot", number=1, replies=[vote("ada")])
    (told,) = said(circle.tell("iop", answer, "bcs"), AnswerTaken)
    assert (told.status, told.code) == ("refused", "body-not-party")
    circle.said.clear()
    circle.close("ballot")
    assert circle.asked("jury").ask.stage == "open"
    asked = {to for to, message in circle.said if isinstance(message, AskPut)}
    assert asked == {"iop", "ni"}
    again = StartPractice(subject=EVENT, practice="more", template=ATTENDING, choices=given("a"), bodies=["ni", "bcs"])
    assert circle.refusal("iop", again) == ("body-not-party", "bodies.1")


def test_people_with_a_place_in_a_bundle_are_asked_by_its_name() -> None:
    names = {"seminar": {}, "dinner": {"starts": DAY + timedelta(hours=4), "ends": DAY + timedelta(hours=6)}}
    parts = [part(name, bundle="evening", **times) for name, times in names.items()]
    circle = Circle("iop", "bcs", parts=parts, seats=[seats("evening", pool=3)])
    start = StartPractice(subject=EVENT, practice=CLUB, template=ATTENDING, choices=given("ada"), parts=["seminar"])
    assert circle.refusal("iop", start) == ("part-of-bundle", "parts.0")
    placed(circle, 0, "evening")
    circle.start(ATTENDING, choices=given("ada"), parts=["evening"])
    told = said(circle.nodes["bcs"].hear(put_to(circle), "iop", now=circle.now), PeopleAsked)
    assert [each.parts for each in told] == [["evening"]]
    lead = circle.nodes["iop"]
    event: JointEvent = lead.state(JointEvent.at(EVENT))
    lead.states[event.path] = event.but(
        places={"evening": event.places["evening"].model_copy(update={"held": {"bcs": 1}})}
    )
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    assert circle.answered("bcs", 0, "ballot").status == "taken"


def read(circle: Circle, number: int = 0) -> list[str]:
    """The asks on the page of somebody of BCS."""
    node = circle.nodes["bcs"]
    page = finished(own_asks(FakeViews(node), node.keyed, "bcs", who("bcs", number), circle.now))
    return [f"{each.ask.subject}/{each.ask.practice}" for each in page]


@pytest.mark.parametrize("lead", ["aaa", "iop"])
def test_no_list_of_asks_is_so_long_that_others_are_hidden_or_that_it_has_no_end(lead: str) -> None:
    circle = open_ballot()
    node, event = circle.nodes["bcs"], EVENT if lead == "iop" else "aaa/day"
    flood = [put_to(circle, subject=event, practice=f"a{number}") for number in range(MOST_OF_ONE + 1)]
    heard = [node.decide(each, lead, now=circle.now).refusal for each in flood]
    refused = [each.code for each in heard if each]
    assert refused == ["too-many-asks"] * (1 if lead == "aaa" else 2), "the true one counts too"
    assert f"{EVENT}/{CLUB}" in read(circle)
    assert len(read(circle)) == (1 if lead == "aaa" else MOST_OF_ONE)
    newer = flood[0].model_copy(update={"version": 2})
    assert node.hear(newer, lead, now=circle.now).states, "of what is known the news is heard"
    circle.later(days=30)
    node.hear(flood[-1].model_copy(update={"until": circle.now + timedelta(days=1)}), lead, now=circle.now)


def test_what_is_past_its_end_is_on_no_page_though_its_lead_says_nothing() -> None:
    circle = open_ballot()
    seen = circle.seen("bcs", "ballot")
    assert {*seen.tags(circle.nodes["bcs"].keyed)} & {*open_tags(circle.now)}
    assert read(circle) == [f"{EVENT}/{CLUB}"]
    circle.later(days=7)
    assert read(circle) == []
    circle.later(days=31)
    assert not {*seen.tags(circle.nodes["bcs"].keyed)} & {*open_tags(circle.now)}


def test_an_ask_that_is_open_for_a_year_is_found_on_its_first_day() -> None:
    circle = Circle("iop", "bcs")
    circle.start(template({**BALLOT, "days": 365}), choices=given("ada", "grace"))
    assert read(circle) == [f"{EVENT}/{CLUB}"]
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    circle.close("ballot")
    assert (read(circle, 0), read(circle, 1)) == ([f"{EVENT}/{CLUB}"], []), "one's own answer stays"


def test_people_are_told_once_their_organisation_has_said_yes_of_what_was_asked_before() -> None:
    circle = open_ballot()
    says(circle, "declined", "body")
    node = circle.nodes["bcs"]
    late = [put_to(circle, practice=name) for name in ("a", "b")]
    over = put_to(circle, practice="over", stage="void")
    of_bodies = put_to(circle, practice="hosts", who="hosts")
    for each in (*late, over, of_bodies):
        assert said(node.hear(each, "iop", now=circle.now), PeopleAsked) == []
    assert said(says(circle, "accepted", "network"), PeopleAsked) == []
    told = said(says(circle, "accepted", "body"), PeopleAsked)
    assert [(each.practice, each.networks) for each in told] == [(name, ["bcs/forum"]) for name in ("a", "b", CLUB)]
    assert said(says(circle, "accepted", "body"), PeopleAsked) == [], "a second yes is no news"
    assert said(node.hear(late[0].model_copy(update={"version": 2}), "iop", now=circle.now), PeopleAsked) == []

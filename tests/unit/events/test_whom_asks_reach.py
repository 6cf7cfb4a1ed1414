"""Whom an ask reaches at home: nobody about whom the organisation has not agreed, whatever the lead says."""

from support.speaking import said
from unit.events.circle import CLUB, Circle, who
from unit.events.scenes import EVENT, person
from unit.events.test_asks import BALLOT, given, template, vote

from kith_commons.agreement import hash_of
from kith_contracts.answers import PeopleAsked
from kith_contracts.asks import AskPut, StartPractice
from kith_contracts.events import AnswerAgreement
from kith_events.domain.agreements.party import Proposal


def put_to(circle: Circle, body: str = "bcs", **changes: object) -> AskPut:
    """What a lead could say to a body: what it did say, changed, of another practice."""
    put = next(message for to, message in circle.said if isinstance(message, AskPut) and to == body)
    return put.model_copy(update={"practice": "another", "version": 1, **changes})


def open_ballot() -> Circle:
    circle = Circle("iop", "bcs")
    circle.start(template(BALLOT), choices=given("ada", "grace"))
    return circle


def says(circle: Circle, answer: str, behalf: str) -> None:
    """BCS changes its answer."""
    proposal: Proposal = circle.nodes["bcs"].state(Proposal.at(EVENT))
    fields = {"event": EVENT, "hash": hash_of(proposal.terms), "on_behalf": behalf, "answer": answer}
    circle.nodes["bcs"].hear(AnswerAgreement(**fields))


def test_a_lead_reaches_no_network_in_whose_name_a_body_does_not_take_part() -> None:
    circle = open_ballot()
    circle.tell("bcs", person(who("bcs", 0), networks=["bcs/hidden"], version=2))
    hidden = put_to(circle, networks=["bcs/hidden"])
    assert said(circle.nodes["bcs"].hear(hidden, "iop", now=circle.now), PeopleAsked) == []
    answer = circle.by_person("bcs", 0, "ballot", vote("ada")).model_copy(update={"practice": "another"})
    assert circle.refusal("bcs", answer) == ("network-needed", "event")
    both = put_to(circle, networks=["bcs/hidden", "bcs/forum"], practice="third")
    (told,) = said(circle.nodes["bcs"].hear(both, "iop", now=circle.now), PeopleAsked)
    assert told.networks == ["bcs/forum"]


def test_the_yes_of_a_network_is_not_that_of_its_body() -> None:
    circle = open_ballot()
    says(circle, "declined", "body")
    assert said(circle.nodes["bcs"].hear(put_to(circle), "iop", now=circle.now), PeopleAsked) == []
    answer = circle.by_person("bcs", 0, "ballot", vote("ada"))
    assert circle.refusal("bcs", answer) == ("ask-not-agreed", "event")


def test_where_there_is_an_event_only_networks_of_its_parties_are_asked() -> None:
    circle = Circle("iop", "bcs")
    start = StartPractice(event=EVENT, practice=CLUB, template=template(BALLOT), choices=given("ada"))
    strange = start.model_copy(update={"networks": ["bcs/forum", "bcs/hidden"]})
    assert circle.refusal("iop", strange) == ("network-not-party", "networks.1")

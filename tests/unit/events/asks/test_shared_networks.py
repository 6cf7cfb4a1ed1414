"""An officer of any owner of a network asks the members of all owners, each of them at home."""

from typing import Any

from support.directory.shared import NETWORK, terms
from support.events.circle import Circle, who
from support.events.practices import BALLOT, ENTRIES, entry, given, template, vote
from support.events.scenes import person

from kith_contracts.directory.agreements import SharedNetworkUpdated
from kith_contracts.directory.charters import NetworkStatus
from kith_contracts.erasure import ForgetPseudonym, ForgetRegistrations
from kith_contracts.events.answers import AnswerAsk, EntryDecided, GiveAnswer, PeopleAsked
from kith_contracts.events.asks import AskPut, CloseAsk, DecideAsk, StartPractice
from kith_contracts.events.practice import Reply
from kith_contracts.message import Message
from kith_events.asks.ask_copy import AskSeen
from kith_events.asks.home import Answered
from kith_events.asks.practice import Asked, Practice

OWNERS = ("iop", "bcs", "ni")
SURVEY = "bcs-survey"
ADA_OR_GRACE = {"template": template({**BALLOT, "visibility": "secret"}), "choices": given("ada", "grace")}


def owned(status: NetworkStatus = "active", version: int = 1, owners: tuple[str, ...] = OWNERS) -> SharedNetworkUpdated:
    return SharedNetworkUpdated(subject=NETWORK, terms=terms(owners), status=status, version=version)


def together(*without: str) -> Circle:
    """IOP, BCS and NI own a network; of their people the first three of each have joined it."""
    circle = Circle(*OWNERS, people=4)
    for body in OWNERS:
        if body not in without:
            circle.tell(body, owned())
        for number in range(3):
            circle.nodes[body].hear(person(who(body, number), networks=[NETWORK], version=2))
    return circle


def start(**more: Any) -> StartPractice:
    return StartPractice(**{"subject": NETWORK, "practice": SURVEY, **ADA_OR_GRACE, **more})


def answers(body: str, number: int, reply: Reply, step: str = "ballot") -> AnswerAsk:
    return AnswerAsk(person=who(body, number), subject=NETWORK, practice=SURVEY, step=step, replies=[reply])


def close(step: str = "ballot") -> CloseAsk:
    return CloseAsk(subject=NETWORK, practice=SURVEY, step=step, why="All have answered.")


def put(circle: Circle, to: str) -> AskPut:
    return [message for body, message in circle.said if isinstance(message, AskPut) and body == to][-1]


def asked(circle: Circle, body: str = "bcs", step: str = "ballot") -> Asked:
    found: Asked = circle.nodes[body].state(Asked.at(NETWORK, SURVEY, step))
    return found


def told(circle: Circle) -> set[str]:
    return {body for body, message in circle.elsewhere if isinstance(message, PeopleAsked)}


def test_members_of_all_owners_vote_and_all_hear_the_outcome_of_the_owner_that_asks() -> None:
    circle = together()
    circle.tell("bcs", start())
    assert told(circle) == {*OWNERS}
    for body in OWNERS:
        for number in range(2):
            circle.tell(body, answers(body, number, vote("ada")))
        assert circle.refusal(body, answers(body, 3, vote("ada"))) == ("network-needed", "subject")
    assert {to for to, message in circle.said if isinstance(message, GiveAnswer)} == {"bcs"}
    circle.tell("bcs", close())
    outcomes = [circle.nodes[body].state(AskSeen.at(NETWORK, SURVEY, "ballot")).put.outcome for body in OWNERS]
    assert [each.winners for each in outcomes] == [["ada"]] * 3
    assert not any(who(body, number) in line for line in circle.abroad() for body in OWNERS for number in range(3))
    assert circle.refused == []


def test_all_faults_of_a_practice_in_a_network_of_several_are_said_at_once() -> None:
    circle = together()
    strange = start(practice="survey", bodies=["bcs", "rsc"], networks=["bcs/forum", NETWORK])
    assert circle.nodes["bcs"].faults(strange) == [
        ("practice-of-another", "practice"),
        ("body-not-party", "bodies.1"),
        ("network-not-party", "networks.0"),
    ]
    assert circle.refusal("iop", start()) == ("practice-of-another", "practice")
    assert together("bcs").refusal("bcs", start()) == ("not-our-event", "subject")


def test_nobody_asks_in_the_name_of_another_owner_nor_takes_its_answers() -> None:
    circle = together()
    circle.tell("bcs", start())
    forged = put(circle, "ni").model_copy(update={"version": 9, "title": "Another"})
    assert circle.refusal("ni", forged, "iop") == ("ask-of-another", "practice")
    ours = forged.model_copy(update={"practice": "survey"})
    assert circle.refusal("ni", ours, "bcs") == ("ask-of-another", "practice")
    stranger = forged.model_copy(update={"practice": "rsc-survey"})
    circle.tell("ni", stranger, "rsc")  # kept, for all that is known here RSC may be an owner soon
    shown = answers("ni", 0, vote("ada")).model_copy(update={"practice": "rsc-survey"})
    assert circle.refusal("ni", shown) == ("ask-not-agreed", "subject")
    circle.tell("ni", answers("ni", 0, vote("ada")))
    (given_there,) = circle.nodes["ni"].all(Answered)
    decided = EntryDecided(subject=NETWORK, pseudonym=given_there.pseudonym, accepted=True)
    assert circle.refusal("ni", decided, "iop") == ("answer-unknown", "pseudonym")


def test_an_owner_that_hears_of_the_network_later_has_its_people_told_once() -> None:
    circle = together("ni")
    circle.tell("bcs", start())
    assert told(circle) == {"iop", "bcs"}
    assert circle.refusal("ni", answers("ni", 0, vote("ada"))) == ("ask-not-agreed", "subject")
    circle.tell("ni", owned())
    circle.tell("ni", owned(version=2))
    assert [body for body, message in circle.elsewhere if isinstance(message, PeopleAsked)].count("ni") == 1
    circle.tell("ni", answers("ni", 0, vote("ada")))


def test_an_owner_that_has_left_is_neither_asked_nor_heard_and_its_own_asks_end() -> None:
    circle = together()
    circle.tell("bcs", start())
    circle.tell("iop", start(practice="iop-survey"))
    circle.tell("bcs", owned(version=2, owners=("iop", "bcs")))
    late = circle.nodes["ni"].hear(answers("ni", 0, vote("ada")))
    (letter,) = [each for each in late.says if not isinstance(each, Message)]
    assert letter.to == "bcs"
    assert circle.refusal("bcs", start(practice="bcs-next", bodies=["ni"])) == ("body-not-party", "bodies.0")
    before = len([to for to, message in circle.said if isinstance(message, AskPut) and to == "ni"])
    circle.tell("bcs", close())
    assert len([to for to, message in circle.said if isinstance(message, AskPut) and to == "ni"]) == before
    circle.tell("iop", owned("ended", version=2))
    ended: Asked = circle.nodes["iop"].state(Asked.at(NETWORK, "iop-survey", "ballot"))
    assert ended.ask.outcome
    assert (ended.ask.stage, ended.ask.outcome.code) == ("void", "network-ended")
    assert circle.refusal("iop", start(practice="iop-next")) == ("network-ended", "subject")
    assert circle.refusal("iop", answers("iop", 0, vote("ada"))) == ("ask-not-agreed", "subject")


def test_an_author_hears_of_their_entry_and_is_forgotten_by_the_owner_that_asks() -> None:
    circle = together()
    chosen = {**BALLOT, "takes": {"what": "entries", "step": "entries"}, "rule": {"kind": "most", "confirm": True}}
    circle.tell("bcs", start(template=template(ENTRIES, chosen), choices=[]))
    circle.tell("ni", answers("ni", 0, entry("Looms"), "entries"))
    circle.tell("bcs", close("entries"))
    practice: Practice = circle.nodes["bcs"].state(Practice.at(NETWORK, SURVEY))
    (written,) = practice.known
    circle.tell("iop", answers("iop", 0, vote(written.choice)))
    circle.tell("bcs", close())
    circle.tell("bcs", DecideAsk(subject=NETWORK, practice=SURVEY, step="ballot"))
    (mine,) = [each for each in circle.nodes["ni"].all(Answered) if each.entry]
    assert mine.status == "accepted"
    circle.tell("ni", ForgetRegistrations(person=who("ni", 0), forgetting="00" * 16))
    assert {to for to, message in circle.said if isinstance(message, ForgetPseudonym)} == {"bcs"}
    assert "Looms" not in circle.nodes["bcs"].state(Practice.at(NETWORK, SURVEY)).model_dump_json()


def test_people_asked_are_told_by_the_network_that_they_have_joined() -> None:
    circle = together()
    circle.tell("bcs", start())
    assert [fact.networks for _, fact in circle.elsewhere if isinstance(fact, PeopleAsked)] == [[NETWORK]] * 3

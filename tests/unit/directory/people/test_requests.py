"""Who asks to join is answered with a sentence, by officers who need not learn who it is."""

from datetime import date, timedelta
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.directory.networks import charter
from support.directory.people import ADMIT, FORUM, JOIN, LEAVE, PERSON, enrol, home
from support.speaking import NOW, Node, said

from kith_chassis.decision import NOTHING, Decision
from kith_commons.figures import LEAST, band
from kith_contracts.directory.membership import (
    AdmitToNetwork,
    AnswerJoinRequest,
    CountMember,
    DropJoinRequest,
    JoinAnswer,
    JoinNetwork,
    LeaveNetwork,
    SettleJoinRequest,
    TellOne,
)
from kith_contracts.directory.networks import CharterNetwork, DescribeNetwork, PersonUpdated, SetNetworkStatus
from kith_contracts.erasure import ForgetPerson
from kith_contracts.message import Message
from kith_contracts.pages.people import Answered
from kith_directory.networks.size import Size, told
from kith_directory.people.person import MOST_NETWORKS, Person
from kith_directory.people.requests import JoinRequest, requests_tag

WELCOME, NOT_NOW = "Welcome; we meet on Thursdays.", "We are full until May: ask again then."


def ask(note: str = "I heard you on the radio.") -> JoinNetwork:
    return JoinNetwork(person=PERSON, network=FORUM, note=note)


def answered(node: Node, answer: JoinAnswer, sentence: str, network: str = FORUM) -> Decision:
    """What comes of it at the person, once the directory has heard itself."""
    (request,) = waiting(node)
    command = AnswerJoinRequest(network=network, request=request, answer=answer, sentence=sentence)
    (settle,) = said(node.hear(command), SettleJoinRequest)
    return node.hear(settle)


def person(node: Node) -> Person:
    found: Person = node.state(Person.at(PERSON))
    return found


def requests(node: Node) -> list[JoinRequest]:
    return node.all(JoinRequest)


def waiting(node: Node) -> list[str]:
    return [each.request for each in requests(node)]


def tell(node: Node, message: Message) -> None:
    """It is heard, and with it that a request waits no more."""
    for each in said(node.hear(message), DropJoinRequest):
        node.hear(each)


# Asked


def test_the_officers_find_who_asks_and_learn_no_more_than_a_note() -> None:
    node = home("ask")
    node.hear(ask())
    (request,) = requests(node)
    assert (request.note, request.asked) == ("I heard you on the radio.", NOW)
    assert request.tags(node.keyed) == (requests_tag(node.keyed, FORUM),)
    assert PERSON not in request.id
    assert FORUM not in "".join((request.id, *request.tags(node.keyed)))


def test_where_nobody_has_to_ask_there_is_no_request() -> None:
    node = home("anyone")
    node.hear(ask())
    assert requests(node) == []


def test_who_takes_it_back_waits_no_more() -> None:
    node = home("ask")
    node.hear(ask())
    (request,) = waiting(node)
    tell(node, LEAVE)
    assert requests(node) == []
    assert node.refusal(AnswerJoinRequest(network=FORUM, request=request, answer="admitted")) == (
        "join-request-unknown",
        "request",
    )


def test_who_is_admitted_by_name_waits_no_more() -> None:
    node = home("ask")
    node.hear(ask())
    tell(node, ADMIT)
    assert requests(node) == []
    assert person(node).networks == [FORUM]


def test_when_nobody_has_to_ask_any_more_who_waits_can_join() -> None:
    node = home("ask")
    node.hear(ask())
    node.hear(DescribeNetwork(network=FORUM, charter=charter(joinable="anyone")))
    tell(node, JOIN)
    assert requests(node) == []
    assert person(node).networks == [FORUM]


def test_with_a_person_ends_what_they_asked() -> None:
    node = home("ask")
    node.hear(ask())
    node.hear(ForgetPerson(person=PERSON))
    assert requests(node) == []


# Answered


def test_who_is_admitted_is_a_member_and_reads_what_the_committee_says() -> None:
    node = home("ask")
    node.hear(ask())
    decision = answered(node, "admitted", WELCOME)
    (fact,) = said(decision, PersonUpdated)
    assert fact.networks == [FORUM]
    assert person(node).answers == {FORUM: Answered(answer="admitted", sentence=WELCOME, on=NOW)}
    assert said(decision, TellOne) == [TellOne(person=PERSON, network=FORUM, news="request", told=NOW)]
    assert requests(node) == []


def test_who_is_declined_reads_why_is_no_member_and_may_ask_again() -> None:
    node = home("ask")
    node.hear(ask())
    decision = answered(node, "declined", NOT_NOW)
    assert said(decision, PersonUpdated) == []
    assert said(decision, TellOne)
    assert person(node).memberships == {}
    assert person(node).answers[FORUM].sentence == NOT_NOW
    node.hear(ask("It is May."))
    assert person(node).answers == {}
    assert [each.note for each in requests(node)] == ["It is May."]


def test_all_faults_of_an_answer_are_told_at_once() -> None:
    node = home("ask")
    wordless = AnswerJoinRequest(network=FORUM, request="0" * 32, answer="declined")
    assert node.faults(wordless) == [("join-request-unknown", "request"), ("sentence-missing", "sentence")]
    node.hear(SetNetworkStatus(network=FORUM, status="ended"))
    assert node.refusal(wordless) == ("network-unknown", "network")


def test_no_officer_answers_for_another_network() -> None:
    node = home("ask")
    node.hear(CharterNetwork(network="bcs/other", charter=charter(joinable="ask")))
    node.hear(ask())
    (request,) = waiting(node)
    assert node.refusal(AnswerJoinRequest(network="bcs/other", request=request, answer="admitted")) == (
        "join-request-unknown",
        "request",
    )
    assert requests(node)


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    node = home("ask")
    node.hear(ask())
    (request,) = waiting(node)
    command = AnswerJoinRequest(network=FORUM, request=request, answer="admitted", sentence=WELCOME)
    (settle,) = said(node.hear(command), SettleJoinRequest)
    assert node.refusal(command) == ("join-request-unknown", "request")
    node.hear(LEAVE)
    assert node.hear(settle) == NOTHING
    assert person(node).memberships == {}


def test_what_is_said_of_a_request_of_before_does_not_answer_a_new_one() -> None:
    node = home("ask")
    node.hear(ask())
    (first,) = waiting(node)
    stale = AnswerJoinRequest(network=FORUM, request=first, answer="admitted", sentence=WELCOME)
    (settle,) = said(node.hear(stale), SettleJoinRequest)
    tell(node, LEAVE)
    node.hear(ask("I am back."))
    assert node.hear(settle) == NOTHING
    (second,) = waiting(node)
    assert second != first
    assert node.refusal(stale) == ("join-request-unknown", "request")
    assert answered(node, "declined", NOT_NOW).says
    node.hear(ask("It is May."))
    assert waiting(node) not in ([first], [second])


def test_of_many_answers_the_newest_are_kept() -> None:
    node = home("ask")
    for number in range(MOST_NETWORKS + 1):
        network, now = f"bcs/n{number}", NOW + timedelta(minutes=number)
        node.hear(CharterNetwork(network=network, charter=charter(joinable="ask")))
        node.hear(JoinNetwork(person=PERSON, network=network), now=now)
        (request,) = waiting(node)
        command = AnswerJoinRequest(network=network, request=request, answer="declined", sentence=NOT_NOW)
        (settle,) = said(node.hear(command, now=now), SettleJoinRequest)
        node.hear(settle, now=now)
    assert len(person(node).answers) == MOST_NETWORKS
    assert "bcs/n0" not in person(node).answers


# Counted


def test_a_band_is_told_on_mondays_and_no_single_person_changes_it() -> None:
    node = home("anyone")  # NOW is a Monday
    assert told(None, NOW) == ("fewer than 5", None)

    def moved(change: Literal[1, -1], week: int) -> None:
        node.hear(CountMember(network=FORUM, change=change), now=NOW + timedelta(weeks=week))

    def read(week: int, days: int = 0) -> tuple[str, date | None]:
        return told(node.state(Size.at(FORUM)), NOW + timedelta(weeks=week, days=days))

    for _ in range(4):
        moved(1, 0)
    assert read(9) == ("fewer than 5", None)
    for _ in range(4):
        moved(1, 9)
    assert read(9, days=6) == ("fewer than 5", None)
    assert read(10) == read(12) == ("5-10", NOW.date() + timedelta(weeks=10))
    for week in range(12, 15):
        moved(-1, week)
        moved(-1, week)
        moved(1, week)
    assert read(15) == read(10)
    moved(1, 15)
    for _ in range(7):
        moved(1, 16)
    assert read(17) == ("10-15", NOW.date() + timedelta(weeks=17))


@given(joins=st.lists(st.booleans(), max_size=60), extra=st.integers(0, 60))
def test_two_bands_that_follow_each_other_are_five_people_apart(joins: list[bool], extra: int) -> None:
    node, seen, before = home("anyone"), 0, 0
    for week, joined in enumerate([True] * extra + joins):
        now = NOW + timedelta(weeks=week)
        node.hear(CountMember(network=FORUM, change=1 if joined or not before else -1), now=now)
        size: Size = node.state(Size.at(FORUM))
        label, before = told(size, now + timedelta(weeks=1)).members, size.members
        if label != band(seen):
            assert abs(before - seen) >= LEAST
            assert label == band(before)
            seen = before


class LifeOfMemberships(RuleBasedStateMachine):
    """People ask, are answered, invited, leave and are forgotten: the count is that of the members, and who waits is
    found, whatever the order.
    """

    node: Node
    there: set[str]

    @initialize(joinable=st.sampled_from(["anyone", "ask", "invited"]))
    def begin(self, joinable: str) -> None:
        self.node, self.there = home(joinable), set()  # type: ignore[arg-type]
        self.node.hear(ForgetPerson(person=PERSON))

    def _take(self, decision: Decision) -> None:
        for message in decision.says:
            if isinstance(message, (SettleJoinRequest, CountMember, DropJoinRequest)):
                self._take(self.node.hear(message))

    @rule(number=st.integers(0, 3))
    def enrol(self, number: int) -> None:
        self.there.add(f"person-{number:04}")
        self.node.decide(enrol(person=f"person-{number:04}"))

    @rule(number=st.integers(0, 3), way=st.sampled_from([JoinNetwork, AdmitToNetwork, LeaveNetwork]))
    def move(self, number: int, way: type[JoinNetwork]) -> None:
        self._take(self.node.decide(way(person=f"person-{number:04}", network=FORUM)))

    @rule(number=st.integers(0, 3))
    def forget(self, number: int) -> None:
        self.there.discard(f"person-{number:04}")
        self._take(self.node.decide(ForgetPerson(person=f"person-{number:04}")))

    @rule(pick=st.integers(0, 3), answer=st.sampled_from(["admitted", "declined"]))
    def answer(self, pick: int, answer: JoinAnswer) -> None:
        if waiting := requests(self.node):
            request = waiting[pick % len(waiting)].request
            self._take(
                self.node.hear(AnswerJoinRequest(network=FORUM, request=request, answer=answer, sentence=WELCOME))
            )

    @invariant()
    def the_count_is_that_of_the_members_and_who_waits_is_found(self) -> None:
        people: list[Person] = self.node.all(Person)
        assert {each.person for each in people} == self.there
        sizes: list[Size] = self.node.all(Size)
        assert sum(size.members for size in sizes) == sum(FORUM in each.networks for each in people)
        halves = {
            each.person for each in people if (one := each.memberships.get(FORUM)) and one.by_person and not one.member
        }
        assert {each.person for each in requests(self.node)} == halves


LifeOfMemberships.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, derandomize=True, deadline=None, database=None
)
TestLifeOfMemberships = LifeOfMemberships.TestCase

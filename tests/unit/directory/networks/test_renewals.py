"""What a command leaves out stays as it is, and nothing ever widens by omission: for each command of the directory."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.directory.welcome import RETURNERS, agreed
from support.renewals import Scene, left_out, renewals, usual, with_choices
from support.speaking import Node, said

from kith_contracts.directory.audiences import LeaveAudiences
from kith_contracts.directory.charters import NetworkCharter, Officer, TermsOfReference
from kith_contracts.directory.inside import Duty, SayWhereWeTalk, ShareWork
from kith_contracts.directory.membership import AdmitToNetwork, JoinNetwork
from kith_contracts.directory.networks import (
    CharterNetwork,
    DescribeNetwork,
    EnrolPerson,
    Identifier,
    PersonUpdated,
    PublishProfile,
)
from kith_contracts.directory.offices import AnswerOffice, HandOverOffice, OfferOffice
from kith_contracts.directory.reports import KeepNote, SendReport
from kith_contracts.directory.welcome import AnswerWelcome
from kith_directory.app import DIRECTORY
from kith_directory.handlers import HANDLERS

PERSON: Final = "person-0001"
FORUM: Final = "bcs/forum"
CHAIR: Final = {"network": FORUM, "role": "Chair"}
ENROL: Final = EnrolPerson(
    person=PERSON,
    enrolled_as="guest",
    name="Ann",
    address="ann@example.org",
    how_much="everything",
    audiences=["returner", "carer"],
)
FIRST: Final = NetworkCharter(
    name="Forum",
    purpose="To meet.",
    for_you_if="You like to.",
    findable="everyone",
    joinable="anyone",
    terms=TermsOfReference(text="v1"),
)
WHOLE: Final = NetworkCharter(
    name="Forum",
    purpose="To meet.",
    for_you_if="You like to.",
    aims=["To meet"],
    findable="name-only",
    joinable="ask",
    how_to_ask="Write to us.",
    regions=["Wales"],
    officers=[Officer(role="Chair", filled=False, until=date(2027, 5, 1)), Officer(role="Chair", filled=True)],
    terms=TermsOfReference(version=2, text="v2", review_by=date(2027, 6, 1)),
    part_of="bcs/all",
)


def home() -> Node:
    node = Node(HANDLERS, "bcs")
    for name in (FORUM, "bcs/all"):
        node.hear(CharterNetwork(network=name, charter=FIRST))
    node.hear(ENROL)
    node.hear(AdmitToNetwork(person=PERSON, network=FORUM))
    node.hear(JoinNetwork(person=PERSON, network=FORUM))
    return node


def offices() -> Node:
    """A network with a chair, which nobody holds, and two people."""
    node = home()
    charter = FIRST.model_copy(update={"officers": [Officer(role="Chair", filled=False, until=date(2029, 1, 1))]})
    node.hear(DescribeNetwork(network=FORUM, charter=charter))
    node.hear(ENROL.model_copy(update={"person": "person-0002"}))
    return node


def chaired() -> Node:
    node = offices()
    node.hear(OfferOffice(**CHAIR, person=PERSON))
    node.hear(AnswerOffice(**CHAIR, person=PERSON, accepted=True))
    return node


def note() -> KeepNote:
    fields = {"title": "Notes", "text": "What we learnt.", "author": "Ann", "licence": "CC0-1.0", "public": True}
    return KeepNote(network=FORUM, note="first", review_by=date(2030, 1, 1), **fields)


def profile() -> PublishProfile:
    charity = Identifier(scheme="charity", value="292786")
    fields = {"summary": "Computing.", "website": "https://bcs.example", "region": "Wales", "identifiers": [charity]}
    return PublishProfile(body="bcs", name="BCS", **fields)


def accepted() -> Scene:
    _, node = agreed()
    node.hear(CharterNetwork(network="bcs/other", charter=FIRST))
    return Scene(node, AnswerWelcome(network=RETURNERS, answer="accepted", looked_after_by="bcs/other"))


SCENES: Final[dict[str, Callable[[], Scene]]] = {
    "PublishProfile": lambda: Scene(home(), profile()),
    "DescribeNetwork": lambda: Scene(home(), DescribeNetwork(network=FORUM, charter=WHOLE)),
    "AnswerWelcome": accepted,
    "EnrolPerson": lambda: Scene(home(), ENROL),
    "SendReport": lambda: Scene(
        home(), SendReport(person=PERSON, event="iop/day", network=FORUM, text="It was good.", named=True)
    ),
    "KeepNote": lambda: Scene(home(), note()),
    "SayWhereWeTalk": lambda: Scene(
        home(), SayWhereWeTalk(network=FORUM, where_we_talk="talk@example.org", replies_to="us@example.org")
    ),
    "OfferOffice": lambda: Scene(offices(), OfferOffice(**CHAIR, person=PERSON, until=date(2030, 1, 1))),
    "HandOverOffice": lambda: Scene(
        chaired(), HandOverOffice(**CHAIR, person=PERSON, to="person-0002", until=date(2030, 1, 1))
    ),
    "ShareWork": lambda: Scene(
        home(), ShareWork(network=FORUM, most_hours=3, duties=[Duty(role="Chair", hours=2, held_by="A")])
    ),
}
NAMES: Final = {"SendReport": {"network"}}
"""To whom a report goes is a part of which report it is."""
ELSEWHERE: Final = {
    "DraftNetworkAgreement": "in the tests of shared networks",
    "ProposeNetworkAgreement": "there",
    "AmendNetworkAgreement": "there",
    "SuggestNetworkChange": "there: it keeps nothing at home",
}
ONCE: Final = {
    "AnswerAnnouncement": "answers what waits, which is over with that",
    "AnswerNetworkAgreement": "an answer, said as a whole: nothing of an earlier one is meant with it",
    "AnswerYear": "an answer to one account, said as a whole",
    "RecordSpending": "says what was spent once and for all; a lower sum comes with its own report",
    "WithdrawNetworkAgreement": "leaves, for good",
    "AnswerJoinRequest": "answers a request, which is over with that",
    "CharterNetwork": "makes a network; what it leaves out is as narrow as can be",
    "JoinNetwork": "asks; again is refused, or asks anew",
    "OpenRoundUp": "opens one; said again otherwise it is refused",
}


def test_each_command_is_a_renewal_or_says_why_it_is_none() -> None:
    assert renewals(DIRECTORY.commands) == {*SCENES, *ELSEWHERE}
    assert with_choices(DIRECTORY.commands) == set(ONCE)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_says_all_that_can_be_said(name: str) -> None:
    assert usual(SCENES[name]().whole) == set()


@pytest.mark.parametrize("name", SCENES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_left_out_stays_as_it_is(name: str, data: st.DataObject) -> None:
    scene = SCENES[name]()
    less = data.draw(left_out(scene, NAMES.get(name, ())))
    assert scene.after(less) == SCENES[name]().after(scene.whole.model_dump(mode="json"))


def test_a_network_that_only_invitation_finds_is_hidden_still_when_it_is_described_without_a_word_on_that() -> None:
    node = Node(HANDLERS, "bcs")
    hidden = FIRST.model_copy(update={"findable": "invitation", "joinable": "invited"})
    node.hear(CharterNetwork(network=FORUM, charter=hidden))
    less = {"name": "Forum", "purpose": "Other words.", "for_you_if": "You like to.", "terms": {"text": "v1"}}
    decision = node.hear(DescribeNetwork.model_validate({"network": FORUM, "charter": less}))
    assert [type(each).__name__ for each in decision.says] == ["NetworkUpdated"], "nobody else hears of it"


def test_a_network_that_is_chartered_without_a_word_on_that_is_found_and_joined_by_invitation_alone() -> None:
    node = Node(HANDLERS, "bcs")
    charter = {"name": "Forum", "purpose": "To meet.", "for_you_if": "You like to.", "terms": {"text": "v1"}}
    decision = node.hear(CharterNetwork.model_validate({"network": FORUM, "charter": charter}))
    assert [type(each).__name__ for each in decision.says] == ["NetworkUpdated"]
    node.hear(ENROL)
    assert node.refusal(JoinNetwork(person=PERSON, network=FORUM)) == ("network-unknown", "network")


def test_a_hidden_part_is_found_only_when_it_says_with_it_what_it_is_part_of() -> None:
    node = Node(HANDLERS, "bcs")
    for name, more in (
        ("bcs/all", {"findable": "invitation"}),
        (FORUM, {"findable": "invitation", "part_of": "bcs/all"}),
    ):
        node.hear(CharterNetwork(network=name, charter=FIRST.model_copy(update=more)))
    found = {"name": "Forum", "purpose": "To meet.", "for_you_if": "You like to.", "terms": {"text": "v1"}}
    shown = {"network": FORUM, "charter": {**found, "findable": "everyone"}}
    assert node.refusal(DescribeNetwork.model_validate(shown)) == ("part-of-missing", "charter.part_of")
    shown["charter"] = {**found, "findable": "everyone", "part_of": None}
    node.hear(DescribeNetwork.model_validate(shown))


def test_what_a_person_has_chosen_stays_whatever_a_system_says_of_them() -> None:
    node = home()
    node.hear(LeaveAudiences(person=PERSON, out_of=["carer"]))
    other = {"name": "Anna", "how_much": "everything", "audiences": ["carer", "mentor"]}
    (fact,) = said(node.hear(ENROL.model_copy(update=other)), PersonUpdated)
    assert (fact.name, fact.audiences) == ("Anna", ["mentor"])
    (fact,) = said(node.hear(LeaveAudiences(person=PERSON, out_of=[])), PersonUpdated)
    assert fact.audiences == ["carer", "mentor"], "given back, it is home's word again"


def test_nobody_chooses_for_who_is_not_at_home() -> None:
    stranger = LeaveAudiences(person="person-0002", out_of=[])
    assert home().refusal(stranger) == ("person-unknown", "person")

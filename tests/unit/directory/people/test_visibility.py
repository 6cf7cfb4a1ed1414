"""Who inside a network sees whom: nobody, until the person says otherwise, and nobody again when they say so."""

import pytest
from support.directory.people import ADMIT, FORUM, JOIN, LEAVE, PERSON, enrol, home
from support.speaking import Node

from kith_chassis.decision import NOTHING
from kith_contracts.directory.visibility import ChooseVisibility, SeenBy
from kith_directory.handlers import HANDLERS
from kith_directory.people.person import Person, seen_tag


def choose(seen_by: SeenBy) -> ChooseVisibility:
    return ChooseVisibility(person=PERSON, network=FORUM, seen_by=seen_by)


def person(node: Node) -> Person:
    found: Person = node.state(Person.at(PERSON))
    return found


def tags(node: Node) -> tuple[str, ...]:
    return person(node).tags(node.keyed)


def test_nobody_is_found_in_a_network_who_has_not_chosen_to_be() -> None:
    node = home()
    node.hear(JOIN)
    assert tags(node) == ()
    assert person(node).memberships[FORUM].seen_by == "nobody"


@pytest.mark.parametrize("seen_by", ["committee", "members"])
def test_who_chose_so_is_found_by_those_and_nothing_is_told(seen_by: SeenBy) -> None:
    node = home()
    node.hear(JOIN)
    decision = node.hear(choose(seen_by))
    assert decision.says == ()
    assert tags(node) == (seen_tag(node.keyed, FORUM, seen_by),)
    assert node.hear(choose(seen_by)) == NOTHING
    node.hear(choose("nobody"))
    assert tags(node) == ()


def test_a_choice_lasts_from_asking_to_membership_and_ends_with_it() -> None:
    node = home("ask")
    node.hear(JOIN)
    node.hear(choose("committee"))
    node.hear(ADMIT)
    assert person(node).networks == [FORUM]
    assert person(node).memberships[FORUM].seen_by == "committee"
    node.hear(enrol(how_much="everything"))
    assert tags(node)
    node.hear(LEAVE)
    assert tags(node) == ()
    node.hear(JOIN)
    assert tags(node) == ()


def test_who_is_only_invited_is_seen_by_nobody_and_cannot_choose_yet() -> None:
    node = home("invited", "invitation")
    node.hear(ADMIT)
    assert node.refusal(choose("committee")) == ("not-member", "network")
    assert tags(node) == ()


def test_who_is_not_there_chooses_nothing() -> None:
    assert home().refusal(choose("members")) == ("not-member", "network")
    assert Node(HANDLERS, "bcs").refusal(choose("members")) == ("person-unknown", "person")

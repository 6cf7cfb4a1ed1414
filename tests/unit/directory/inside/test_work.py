"""How the work is shared: letters and no names, advice where one has too much, and nothing of it leaves."""

import pytest
from support.directory.inside import network
from support.directory.people import FORUM

from kith_chassis.decision import NOTHING
from kith_contracts.directory.inside import Duty, ShareWork
from kith_contracts.directory.networks import SetNetworkStatus
from kith_directory.inside.work import Work, advice


def share(*duties: tuple[str, int, str | None], most: int = 8) -> ShareWork:
    said = [Duty(role=role, hours=hours, held_by=label) for role, hours, label in duties]
    return ShareWork(network=FORUM, most_hours=most, duties=said)


def advised(*duties: tuple[str, int, str | None], most: int = 8) -> list[str]:
    node = network()
    assert node.hear(share(*duties, most=most)).says == (), "nobody is told, and nothing is published"
    (work,) = node.all(Work)
    return [each.sentence for each in advice(work)]


def test_work_that_is_shared_is_not_spoken_of() -> None:
    assert advised(("chair", 8, "A"), ("treasurer", 8, "B"), ("newsletter", 90, None)) == []


def test_who_has_more_hours_than_the_networks_own_limit_is_advised_to_share() -> None:
    (sentence,) = advised(("chair", 4, "A"), ("treasurer", 8, "B"), ("clinic", 3, "A"), most=6)[:1]
    assert (
        sentence == "A has about 7 hours a month, and 6 are meant to be the most: share some of this (chair, clinic)."
    )
    assert len(advised(("chair", 7, "A"), ("treasurer", 8, "B"), most=6)) == 2


def test_more_than_two_duties_are_much_for_one_whatever_the_hours() -> None:
    two = (("chair", 1, "A"), ("clinic", 1, "A"))
    assert advised(*two) == []
    (sentence,) = advised(*two, ("newsletter", 1, "A"))
    assert sentence.startswith("A has 3 duties")


@pytest.mark.parametrize("name", ["Ann", "AB", "a", "", "1"])
def test_nobody_is_named(name: str) -> None:
    with pytest.raises(ValueError, match="held_by"):
        Duty(role="chair", hours=1, held_by=name)


def test_it_is_replaced_whole_and_taken_back() -> None:
    node = network()
    node.hear(share(("chair", 4, "A")))
    assert node.hear(share(("chair", 4, "A"))) == NOTHING
    node.hear(share(("treasurer", 2, "B")))
    assert [duty.role for each in node.all(Work) for duty in each.duties] == ["treasurer"]
    node.hear(share())
    assert node.all(Work) == []
    assert node.hear(share()) == NOTHING


def test_a_network_that_has_ended_shares_no_work() -> None:
    node = network()
    node.hear(SetNetworkStatus(network=FORUM, status="ended"))
    assert node.refusal(share(("chair", 4, "A"))) == ("network-unknown", "network")

"""Two owners swap turns: all owners see it alike, in whatever order they hear of it."""

from datetime import date
from typing import Any, Final

import pytest
from support.directory.shared import NETWORK, OWNERS, Directories, terms

from kith_contracts.directory.duties import AnswerDutySwap, DutySwapSaid, FinishDuty, SwapDuty
from kith_contracts.directory.terms import OwnerDuty
from kith_contracts.pages.shared_networks import DutiesPage, TurnLine
from kith_directory.shared_networks.api_duties import page
from kith_directory.shared_networks.turns import SaidOfTurns

DUTIES: Final = [
    OwnerDuty(duty="newsletter", task="Write the newsletter.", every="month"),
    OwnerDuty(duty="day", task="Host the yearly day.", every="year", weight=3),
]
Turn = tuple[str, str]


@pytest.fixture
def federation() -> Directories:
    """Three own the network; a year has just begun."""
    return Directories().founded(terms(duties=DUTIES))


def read(federation: Directories, body: str, year: int = 2027) -> DutiesPage:
    home = federation.home(body)
    assert home is not None
    said = [each for each in federation.nodes[body].states.values() if isinstance(each, SaidOfTurns)]
    return page(home, said, body, year, federation.now)


def turns(federation: Directories, year: int = 2027) -> dict[Turn, TurnLine]:
    """The same at all owners."""
    found = [{(each.duty, each.period): each for each in read(federation, body, year).turns} for body in OWNERS]
    assert found[0] == found[1] == found[2]
    return found[0]


def of(federation: Directories, owner: str, year: int = 2027) -> list[Turn]:
    """The coming turns of an owner."""
    names = [name for name, each in turns(federation, year).items() if (each.owner, each.status) == (owner, "coming")]
    assert names
    return names


def named(give: Turn, take: Turn) -> dict[str, Any]:
    return {"subject": NETWORK, "duty": give[0], "period": give[1], "for_duty": take[0], "for_period": take[1]}


def swap(federation: Directories, give: Turn, take: Turn, answer: str = "accepted") -> None:
    """The owner of the one turn offers it to that of the other."""
    owners = turns(federation)
    federation.tell(owners[give].owner, SwapDuty(**named(give, take)))
    federation.settle()
    federation.tell(owners[take].owner, AnswerDutySwap(**named(take, give), answer=answer))
    federation.settle()


def test_a_swap_counts_at_all_owners_once_it_is_accepted(federation: Directories) -> None:
    give, take = of(federation, "iop")[0], of(federation, "ni")[0]
    federation.off = {"bcs"}
    federation.tell("iop", SwapDuty(**named(give, take)))
    federation.settle()
    assert [each.status for each in read(federation, "ni").swaps] == ["offered"]
    federation.tell("ni", AnswerDutySwap(**named(take, give), answer="accepted"))
    federation.settle()
    federation.off = set()
    federation.settle()
    seen = turns(federation)
    assert {name: each.owner for name, each in seen.items() if each.swapped} == {give: "ni", take: "iop"}
    assert [each.status for each in read(federation, "iop").swaps] == ["accepted"]
    assert read(federation, "bcs").swaps == []


def test_one_that_is_declined_changes_nothing_and_is_answered_once(federation: Directories) -> None:
    before = turns(federation)
    give, take = of(federation, "iop")[0], of(federation, "bcs")[0]
    swap(federation, give, take, "declined")
    assert turns(federation) == before
    assert [each.status for each in read(federation, "iop").swaps] == ["declined"]
    again = AnswerDutySwap(**named(take, give), answer="accepted")
    assert federation.refusal_of("bcs", again) == ("swap-answered", "answer")
    assert federation.codes == []


def test_all_that_is_wrong_with_a_swap_is_said_at_once(federation: Directories) -> None:
    ours, theirs = of(federation, "iop")[0], of(federation, "bcs")[0]
    faults = federation.nodes["iop"].faults
    assert faults(SwapDuty(**named(theirs, ours))) == [("turn-of-another", "period"), ("turn-of-ours", "for_period")]
    unknown = SwapDuty(**named(("tea", "2027-01"), ("newsletter", "2027-q1")))
    assert faults(unknown) == [("turn-unknown", "duty"), ("turn-unknown", "for_period")]
    assert faults(AnswerDutySwap(**named(ours, theirs), answer="accepted")) == [("swap-unknown", "for_period")]
    assert federation.refusal_of("rsc", SwapDuty(**named(ours, theirs))) == ("network-unknown", "subject")


def test_no_turn_is_swapped_that_is_over_or_done(federation: Directories) -> None:
    give, take = of(federation, "iop")[0], of(federation, "bcs")[0]
    federation.tell("iop", SwapDuty(**named(give, take)))
    federation.settle()
    over = max(turns(federation)[each].due for each in (give, take))
    federation.days((over - federation.now.date()).days + 2)
    late = AnswerDutySwap(**named(take, give), answer="accepted")
    assert federation.refusal_of("bcs", late)[0] == "turn-over"
    mine = next(name for name, each in turns(federation).items() if (each.owner, each.status) == ("iop", "overdue"))
    federation.tell("iop", FinishDuty(subject=NETWORK, duty=mine[0], period=mine[1]))
    federation.settle()
    assert federation.refusal_of("iop", SwapDuty(**named(mine, of(federation, "bcs")[0]))) == ("turn-over", "period")


def test_whoever_has_taken_a_turn_says_that_it_is_done_and_may_swap_it_on(federation: Directories) -> None:
    give, take = of(federation, "iop")[-1], of(federation, "bcs")[-1]
    swap(federation, give, take)
    finish = FinishDuty(subject=NETWORK, duty=give[0], period=give[1])
    assert federation.refusal_of("iop", finish) == ("turn-of-another", "period")
    swap(federation, give, of(federation, "ni")[-1])
    assert turns(federation)[give].owner == "ni"
    federation.days((date(2027, 12, 2) - federation.now.date()).days)
    federation.tell("ni", finish)
    federation.settle()
    assert turns(federation)[give].status == "done"


def test_of_two_swaps_of_one_turn_the_one_that_was_accepted_first_counts(federation: Directories) -> None:
    give, one, other = of(federation, "iop")[0], of(federation, "bcs")[0], of(federation, "ni")[0]
    for take in (one, other):
        federation.tell("iop", SwapDuty(**named(give, take)))
    federation.settle()
    federation.off = {"bcs"}
    federation.tell("ni", AnswerDutySwap(**named(other, give), answer="accepted"))
    federation.settle()
    federation.days(1 / 24)
    federation.off = {"ni", "iop"}
    federation.tell("bcs", AnswerDutySwap(**named(one, give), answer="accepted"))
    federation.off = set()
    federation.settle()
    seen = turns(federation)
    assert {name: seen[name].owner for name in (give, one, other)} in (
        {give: "ni", other: "iop", one: "bcs"},
        {give: "bcs", one: "iop", other: "ni"},
    )


def test_with_a_new_apportionment_swaps_of_turns_that_are_not_over_are_dropped(federation: Directories) -> None:
    first, later = of(federation, "iop")[0], of(federation, "iop")[-1]
    swap(federation, first, of(federation, "bcs")[0])
    swap(federation, later, of(federation, "ni")[-1])
    over = turns(federation)[first].due
    federation.days((over - federation.now.date()).days + 1)
    federation.amended(duties=[*DUTIES, OwnerDuty(duty="tea", task="Pour tea.", every="quarter")])
    seen = turns(federation)
    assert seen[first].owner == "bcs"
    assert not any(each.swapped and each.due > over for each in seen.values())


def test_an_owner_that_says_what_another_gives_swaps_nothing(federation: Directories) -> None:
    before = turns(federation)
    give, take = of(federation, "bcs")[0], of(federation, "iop")[0]
    home = federation.home("ni")
    assert home
    since = home.agreed.turns_since
    for sender, word in (("rsc", "offered"), ("ni", "offered"), ("ni", "accepted")):
        said = DutySwapSaid(**named(give, take), other="iop", word=word, turns_since=since, at=federation.now)
        federation.nodes["iop"].decide(said, sender, now=federation.now)
        federation.nodes["bcs"].decide(said, sender, now=federation.now)
    answer = AnswerDutySwap(**named(take, give), answer="accepted")
    assert federation.refusal_of("iop", answer) == ("turn-of-another", "for_period")
    assert turns(federation) == before

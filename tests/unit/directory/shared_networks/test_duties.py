"""Duties of a shared network: all owners see the same turns, each says what it has done, and hears what others have."""

from typing import Final

import pytest
from support.directory.shared import NETWORK, OWNERS, Directories, terms

from kith_contracts.directory.agreements import WithdrawNetworkAgreement
from kith_contracts.directory.duties import DutyFinished, FinishDuty
from kith_contracts.directory.leads import TakeOver
from kith_contracts.directory.terms import OwnerDuty
from kith_contracts.pages.shared_networks import DutiesPage, TurnLine
from kith_directory.shared_networks.api_duties import page
from kith_directory.shared_networks.turns import SaidOfTurns

DUTIES: Final = [
    OwnerDuty(duty="newsletter", task="Write the newsletter.", every="month"),
    OwnerDuty(duty="day", task="Host the yearly day.", every="year", weight=3),
]


@pytest.fixture
def federation() -> Directories:
    """Three own the network; a year has just begun."""
    return Directories().founded(terms(duties=DUTIES))


def read(federation: Directories, body: str, year: int = 2027) -> DutiesPage:
    home = federation.home(body)
    assert home is not None
    states = federation.nodes[body].states.values()
    return page(home, [each for each in states if isinstance(each, SaidOfTurns)], body, year, federation.now)


def turn_of(federation: Directories, period: str, duty: str = "newsletter") -> TurnLine:
    """The same at all owners."""
    owners = [body for body in OWNERS if (home := federation.home(body)) and not home.left]
    found = {
        each.model_dump_json(): each
        for body in owners
        for each in read(federation, body).turns
        if (each.duty, each.period) == (duty, period)
    }
    (turn,) = found.values()
    return turn


def finish(federation: Directories, body: str, period: str, duty: str = "newsletter") -> None:
    federation.tell(body, FinishDuty(subject=NETWORK, duty=duty, period=period))
    federation.settle()


def test_all_owners_see_the_same_turns_and_a_small_one_what_it_is_relieved_of(federation: Directories) -> None:
    seen = {body: read(federation, body) for body in OWNERS}
    assert seen["iop"].turns == seen["bcs"].turns == seen["ni"].turns
    assert len(seen["ni"].turns) == 13
    assert {body: (each.own_turns, each.own_weight) for body, each in seen.items()} == {
        "iop": (7, 9),
        "bcs": (4, 4),
        "ni": (2, 2),
    }
    assert seen["ni"].weight == 15
    assert seen["ni"].relieved == [
        "Others do 1 of 1: Host the yearly day.",
        "Others do 10 of 12: Write the newsletter.",
    ]


def test_who_has_a_turn_says_that_it_is_done_and_all_hear_it_once(federation: Directories) -> None:
    turn = turn_of(federation, "2027-01")
    assert (turn.status, turn.due.isoformat(), turn.task) == ("due", "2027-01-31", "Write the newsletter.")
    for _ in range(2):
        finish(federation, turn.owner, "2027-01")
    assert turn_of(federation, "2027-01").status == "done"
    assert len(federation.messages(DutyFinished)) == len(OWNERS) - 1
    assert turn_of(federation, "2027-12").status == "coming"


def test_a_turn_is_overdue_by_the_clock(federation: Directories) -> None:
    federation.days(31)
    turn = turn_of(federation, "2027-01")
    assert turn.status == "overdue"
    finish(federation, turn.owner, "2027-01")
    assert turn_of(federation, "2027-01").status == "done"


def test_duties_are_done_while_the_lead_is_down(federation: Directories) -> None:
    federation.off.add("iop")
    for month in range(1, 13):
        federation.days(31)
        turn = next(each for each in read(federation, "ni").turns if each.period == f"2027-{month:02}")
        if turn.owner != "iop":
            finish(federation, turn.owner, turn.period)
    before = read(federation, "bcs").turns
    assert read(federation, "ni").turns == before
    assert {each.status for each in before if each.owner != "iop"} == {"done"}
    federation.off.clear()
    federation.settle()
    assert read(federation, "iop").turns == before


@pytest.mark.parametrize(
    ("duty", "period", "code", "field"),
    [
        ("minutes", "2027-01", "turn-unknown", "duty"),
        ("newsletter", "2027-q1", "turn-unknown", "period"),
        ("newsletter", "2025-01", "turn-unknown", "duty"),
        ("newsletter", "2027-01", "turn-of-another", "period"),
    ],
)
def test_what_is_no_turn_of_ours_is_refused(
    federation: Directories, duty: str, period: str, code: str, field: str
) -> None:
    other = next(body for body in OWNERS if body != turn_of(federation, "2027-01").owner)
    refused = federation.refusal_of(other, FinishDuty(subject=NETWORK, duty=duty, period=period))
    assert refused == (code, field)


def test_a_turn_that_has_not_begun_is_not_done(federation: Directories) -> None:
    owner = turn_of(federation, "2027-12").owner
    told = FinishDuty(subject=NETWORK, duty="newsletter", period="2027-12")
    assert federation.refusal_of(owner, told) == ("turn-too-early", "period")


def test_who_owns_nothing_here_says_and_hears_nothing(federation: Directories) -> None:
    told = FinishDuty(subject=NETWORK, duty="newsletter", period="2027-01")
    assert federation.refusal_of("rsc", told) == ("network-unknown", "subject")
    said = DutyFinished(subject=NETWORK, duty="newsletter", period="2027-01", at=federation.now)
    decision = federation.nodes["bcs"].decide(said, "rsc", now=federation.now)
    assert decision.refusal is not None
    assert decision.refusal.code == "network-unknown"


def test_another_owner_that_says_so_does_not_make_a_turn_done(federation: Directories) -> None:
    owner = turn_of(federation, "2027-01").owner
    liar, hearer = (body for body in OWNERS if body != owner)
    said = DutyFinished(subject=NETWORK, duty="newsletter", period="2027-01", at=federation.now)
    federation.nodes[hearer].hear(said, liar)
    assert turn_of(federation, "2027-01").status == "due"


def test_when_an_owner_leaves_its_coming_turns_go_to_others_and_what_is_over_stays(federation: Directories) -> None:
    before = read(federation, "bcs").turns
    mine = [each for each in before if each.owner == "ni"]
    assert mine
    federation.days(100)
    federation.tell("ni", WithdrawNetworkAgreement(subject=NETWORK))
    federation.settle()
    federation.days(31)
    federation.accept("iop", "bcs")
    on = federation.now.date()
    after = read(federation, "bcs").turns
    assert after == read(federation, "iop").turns
    assert [each for each in after if each.due < on] == [
        each.model_copy(update={"status": "overdue"}) for each in before if each.due < on
    ]
    assert {each.owner for each in after if each.due >= on} == {"iop", "bcs"}
    assert all(each.due < on for each in read(federation, "ni").turns)
    told = FinishDuty(subject=NETWORK, duty="newsletter", period="2027-01")
    assert federation.refusal_of("ni", told) == ("network-unknown", "subject")


def test_what_was_done_stays_with_who_has_done_it(federation: Directories) -> None:
    owner = turn_of(federation, "2027", "day").owner
    finish(federation, owner, "2027", "day")
    federation.days(1)
    sizes = {"iop": "small", "bcs": "small", "ni": "large"}
    parties = [each.model_copy(update={"size": sizes[each.body]}) for each in terms().parties]
    federation.amended(parties=parties)
    done = turn_of(federation, "2027", "day")
    assert (done.owner, done.status) == (owner, "done")
    assert read(federation, "ni").own_turns > 2


def test_other_words_for_a_task_change_no_turn(federation: Directories) -> None:
    before = read(federation, "bcs").turns
    federation.days(40)
    federation.amended(duties=[each.model_copy(update={"task": "As before."}) for each in reversed(DUTIES)])
    after = read(federation, "ni").turns
    assert [(each.owner, each.duty, each.period) for each in after] == [
        (each.owner, each.duty, each.period) for each in before
    ]
    assert {each.task for each in after} == {"As before."}


def test_turns_go_on_under_another_lead(federation: Directories) -> None:
    before = read(federation, "ni").turns
    federation.off.add("iop")
    federation.days(4)
    federation.tell("bcs", TakeOver(subject=NETWORK))
    federation.settle()
    assert federation.leads["ni"] == ("bcs", 2)
    assert read(federation, "ni").turns == read(federation, "bcs").turns == before
    federation.days(60)
    federation.amended(lead="bcs", silence_days=9)
    assert [each.owner for each in read(federation, "ni").turns] == [each.owner for each in before]

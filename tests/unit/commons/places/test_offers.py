"""Offers: how long they last, and where their places go."""

from datetime import UTC, datetime, timedelta

import pytest

from kith_commons.places.allotment import Allotment, Offer, Promotion, ask, give_back
from kith_commons.places.division import reallot, return_unused
from kith_commons.places.offers import GRACE, SHORTEST, accept, decline, end_offers, lasts_until
from kith_contracts.message import Refusal

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=48)


def full(*waiting: str) -> Allotment:
    """One place in the pool, which Ann of BCS has; these wait, in the order of asking."""
    allotment, _ = ask(Allotment(capacity=1, pool=1), "ann", "bcs")
    for who in waiting:
        allotment, _ = ask(allotment, who, "ni")
    return allotment


def offered(*waiting: str) -> Allotment:
    allotment, _ = give_back(full(*waiting), "bcs", UNTIL)
    return allotment


@pytest.mark.parametrize(
    ("left", "lasts"),
    [
        (timedelta(days=30), timedelta(hours=48)),
        (timedelta(hours=97), timedelta(hours=48)),
        (timedelta(hours=40), timedelta(hours=20)),
        (2 * SHORTEST, SHORTEST),
        (2 * SHORTEST - timedelta(seconds=1), None),
        (timedelta(hours=-1), None),
    ],
)
def test_an_offer_is_shorter_close_to_the_start_and_at_last_there_is_none(
    left: timedelta, lasts: timedelta | None
) -> None:
    assert lasts_until(NOW, 48, NOW + left) == (NOW + lasts if lasts else None)


def test_without_hours_a_place_is_granted_at_once() -> None:
    assert lasts_until(NOW, 0, NOW + timedelta(days=30)) is None


def test_what_comes_free_is_kept_for_the_first_and_is_neither_granted_nor_free() -> None:
    allotment, promotions = give_back(full("bea", "cem"), "bcs", UNTIL)
    assert promotions == (Promotion("bea", "ni", "pool", UNTIL),)
    assert (allotment.granted, len(allotment.offers), allotment.free) == (0, 1, 0)
    assert allotment.granted_by_body == {"bcs": 0, "ni": 0}
    assert ask(allotment, "dora", "bcs")[1].status == "waiting"


def test_a_yes_makes_it_granted() -> None:
    allotment = accept(offered("bea"), "bea")
    assert allotment
    assert (allotment.granted, allotment.offers, allotment.held) == (1, (), {"bcs": 0, "ni": 1})


def test_a_yes_to_nothing_is_none() -> None:
    assert accept(offered("bea", "cem"), "cem") is None


def test_a_no_passes_it_on_and_a_no_to_nothing_changes_nothing() -> None:
    allotment, promotions = decline(offered("bea", "cem"), "bea", "ni", UNTIL)
    assert promotions == (Promotion("cem", "ni", "pool", UNTIL),)
    assert decline(allotment, "bea", "ni", UNTIL) == (allotment, ())


def test_what_runs_out_goes_to_the_next_a_little_later_than_was_said() -> None:
    before = offered("bea", "cem")
    assert end_offers(before, UNTIL + GRACE - timedelta(seconds=1), None, 9) == (before, (), ())
    later = UNTIL + timedelta(hours=48)
    allotment, ended, promotions = end_offers(before, UNTIL + GRACE, later, 9)
    assert ended == (Offer("bea", "ni", UNTIL),)
    assert promotions == (Promotion("cem", "ni", "pool", later),)
    assert allotment.offers == (Offer("cem", "ni", later),)


def test_so_many_end_at_a_time_as_can_be_told() -> None:
    allotment = Allotment(capacity=3, quotas={"bcs": 3})
    for who in ("ann", "bea", "cem", "dora", "eve", "fay"):
        allotment, _ = ask(allotment, who, "ni" if who > "c" else "bcs")
    allotment, _ = return_unused(allotment, UNTIL)
    assert len(allotment.offers) == 1
    left, ended, _ = end_offers(allotment, UNTIL + GRACE, None, 1)
    assert (len(ended), left.granted, left.free) == (1, 3, 0)


def test_an_offer_survives_that_the_places_are_divided_anew() -> None:
    divided = reallot(offered("bea"), 2, {}, 2)
    assert not isinstance(divided, Refusal)
    assert divided[0].offers == (Offer("bea", "ni", UNTIL),)
    assert divided[0].free == 1


def test_nobody_is_offered_less_than_what_is_offered() -> None:
    refused = reallot(offered("bea"), 1, {"bcs": 1}, 0)
    assert isinstance(refused, Refusal)
    assert refused.code == "seats-below-granted"

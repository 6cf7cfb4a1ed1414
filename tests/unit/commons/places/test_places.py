from typing import Any

import pytest

from kith_commons.places.allotment import (
    MOST_WAITING,
    Allotment,
    Promotion,
    Verdict,
    Waiting,
    ask,
    give_back,
    stop_waiting,
)
from kith_commons.places.division import allot, reallot, return_unused
from kith_contracts.message import Refusal


def divided(pool: int = 0, **quotas: int) -> Allotment:
    made = allot(240, quotas, pool)
    assert isinstance(made, Allotment)
    return made


def after(allotment: Allotment, *requests: str) -> Allotment:
    """Each request is a holder of a body, `bcs-1`."""
    for holder in requests:
        allotment, _ = ask(allotment, holder, holder.partition("-")[0])
    return allotment


def amended(allotment: Allotment, pool: int = 0, **quotas: int) -> tuple[Allotment, tuple[Promotion, ...]]:
    outcome = reallot(allotment, 240, quotas, pool)
    assert not isinstance(outcome, Refusal)
    return outcome


def refusal(outcome: Any) -> Refusal:
    assert isinstance(outcome, Refusal)
    assert 0 < len(outcome.sentence) <= 160
    return outcome


def test_a_body_fills_its_own_quota_first_then_the_pool_and_then_it_waits() -> None:
    allotment = divided(pool=1, bcs=1)
    verdicts = []
    for holder in ("a", "b", "c"):
        allotment, verdict = ask(allotment, holder, "bcs")
        verdicts.append(verdict)
    assert verdicts == [Verdict("granted", "quota"), Verdict("granted", "pool"), Verdict("waiting")]


def test_a_quota_is_kept_for_its_body_while_others_wait() -> None:
    allotment = after(divided(bcs=1), "iop-1")
    assert allotment.waiting == (Waiting("iop-1", "iop"),)
    assert allotment.free_in_quota("bcs") == 1
    assert ask(allotment, "bcs-1", "bcs")[1] == Verdict("granted", "quota")


def test_a_body_without_a_quota_draws_on_the_pool() -> None:
    assert ask(divided(pool=1, bcs=1), "ashurst-1", "ashurst")[1] == Verdict("granted", "pool")


def test_a_place_of_the_pool_goes_to_the_first_who_waits() -> None:
    allotment, promoted = give_back(after(divided(pool=1), "iop-1", "bcs-1", "iop-2"), "iop")
    assert promoted == (Promotion("bcs-1", "bcs", "pool"),)
    assert allotment.waiting == (Waiting("iop-2", "iop"),)


def test_a_place_of_a_quota_goes_to_the_first_of_that_body_who_waits() -> None:
    allotment, promoted = give_back(after(divided(bcs=1), "bcs-1", "iop-1", "ni-1", "bcs-2", "bcs-3"), "bcs")
    assert promoted == (Promotion("bcs-2", "bcs", "quota"),)
    assert allotment.waiting == (Waiting("iop-1", "iop"), Waiting("ni-1", "ni"), Waiting("bcs-3", "bcs"))


def test_a_place_of_a_quota_stays_free_when_nobody_of_that_body_waits() -> None:
    allotment, promoted = give_back(after(divided(bcs=1), "bcs-1", "iop-1"), "bcs")
    assert promoted == ()
    assert allotment.free_in_quota("bcs") == 1


def test_a_body_gives_back_what_it_holds_of_the_pool_before_its_quota() -> None:
    allotment, promoted = give_back(after(divided(pool=1, bcs=1), "bcs-1", "bcs-2", "iop-1", "bcs-3"), "bcs")
    assert promoted == (Promotion("iop-1", "iop", "pool"),)
    assert allotment.held == {"bcs": 1, "iop": 1}


def test_a_body_that_holds_no_place_gives_none_back() -> None:
    allotment = after(divided(pool=1), "iop-1", "iop-2")
    assert give_back(allotment, "bcs") == (allotment, ())


def test_after_the_return_date_the_place_of_a_quota_goes_to_the_first_of_all() -> None:
    allotment, _ = return_unused(after(divided(bcs=1), "bcs-1", "iop-1", "bcs-2"))
    assert give_back(allotment, "bcs")[1] == (Promotion("iop-1", "iop", "pool"),)


def test_who_stops_waiting_is_passed_over() -> None:
    allotment = stop_waiting(after(divided(pool=1), "iop-1", "bcs-1", "ni-1"), "bcs-1")
    assert give_back(allotment, "iop")[1] == (Promotion("ni-1", "ni", "pool"),)


def test_to_stop_waiting_without_having_waited_changes_nothing() -> None:
    allotment = after(divided(pool=1), "iop-1", "bcs-1")
    assert stop_waiting(allotment, "iop-1") == allotment


def test_unused_places_go_to_those_who_wait_in_order_and_the_rest_to_the_pool() -> None:
    allotment, promoted = return_unused(after(divided(bcs=2, ni=1), "ni-1", "ni-2", "iop-1"))
    assert promoted == (Promotion("ni-2", "ni", "pool"), Promotion("iop-1", "iop", "pool"))
    assert (allotment.returned, allotment.free_in_pool, allotment.places) == (True, 0, 3)


def test_unused_places_are_returned_once() -> None:
    allotment, _ = return_unused(after(divided(bcs=2), "bcs-1"))
    assert return_unused(allotment) == (allotment, ())


def test_a_full_waiting_list_refuses_with_a_sentence_and_changes_nothing() -> None:
    full = after(divided(), *(f"bcs-{number}" for number in range(MOST_WAITING)))
    allotment, verdict = ask(full, "bcs-one-more", "bcs")
    assert verdict.status == "refused"
    assert refusal(verdict.refusal).code == "waiting-list-full"
    assert allotment == full


def test_new_places_go_to_those_who_wait_in_order() -> None:
    waiting = after(divided(pool=1), "iop-1", "iop-2", "ni-1", "bcs-1")
    allotment, promoted = amended(waiting, pool=2, bcs=1)
    assert promoted == (Promotion("iop-2", "iop", "pool"), Promotion("bcs-1", "bcs", "quota"))
    assert allotment.waiting == (Waiting("ni-1", "ni"),)


def test_what_a_body_holds_beyond_its_new_quota_counts_against_the_pool() -> None:
    allotment, _ = amended(after(divided(bcs=3), "bcs-1", "bcs-2", "bcs-3"), pool=3, bcs=1)
    assert (allotment.granted, allotment.free_in_quota("bcs"), allotment.free_in_pool) == (3, 0, 1)


def test_a_larger_quota_gives_back_to_the_pool_what_its_body_held_there() -> None:
    allotment, _ = amended(after(divided(pool=2), "bcs-1", "bcs-2"), pool=2, bcs=2)
    assert (allotment.free_in_quota("bcs"), allotment.free_in_pool) == (0, 2)


def test_fewer_places_than_are_given_are_refused_and_nobody_loses_one() -> None:
    given = after(divided(bcs=3), "bcs-1", "bcs-2", "bcs-3")
    assert refusal(reallot(given, 240, {"bcs": 1}, 1))[0::2] == ("seats-below-granted", "pool")


def test_another_bodys_free_quota_does_not_make_up_for_a_pool_that_is_too_small() -> None:
    given = after(divided(bcs=2), "bcs-1", "bcs-2")
    assert refusal(reallot(given, 240, {"bcs": 1, "ni": 5}, 0)).code == "seats-below-granted"


def test_once_returned_a_new_division_stays_returned() -> None:
    returned, _ = return_unused(divided(bcs=2))
    allotment, _ = amended(returned, pool=1, bcs=4)
    assert (allotment.returned, allotment.free_in_pool, allotment.free_in_quota("bcs")) == (True, 5, 0)


def test_a_new_division_is_refused_for_the_same_reasons_as_the_first() -> None:
    assert refusal(reallot(divided(pool=1), 10, {"bcs": 11}, 0)).code == "seats-above-capacity"


@pytest.mark.parametrize(
    ("capacity", "quotas", "pool", "field"),
    [(-1, {}, 0, "capacity"), (5, {"bcs": 1, "ni": -1}, 0, "quotas.ni"), (5, {}, -1, "pool")],
)
def test_numbers_below_zero_are_refused_with_their_field(
    capacity: int, quotas: dict[str, int], pool: int, field: str
) -> None:
    assert refusal(allot(capacity, quotas, pool))[0::2] == ("seats-negative", field)


@pytest.mark.parametrize(("bcs", "pool", "field"), [(10, 1, "pool"), (11, 0, "quotas")])
def test_more_places_than_the_capacity_are_refused_with_the_number_that_is_too_much(
    bcs: int, pool: int, field: str
) -> None:
    assert refusal(allot(10, {"bcs": bcs}, pool))[0::2] == ("seats-above-capacity", field)


def test_a_capacity_need_not_be_given_in_full() -> None:
    allotment = divided(pool=5, bcs=10)
    assert (allotment.capacity, allotment.places, allotment.free) == (240, 15, 15)


@pytest.mark.parametrize(
    ("places", "taken", "words"),
    [
        (20, 0, "available"),
        (20, 17, "available"),
        (20, 18, "few"),
        (20, 19, "few"),
        (20, 20, "full"),
        (9, 7, "available"),
        (9, 8, "few"),
        (5, 0, "few"),
        (5, 5, "few"),
        (1, 0, "few"),
        (0, 0, "full"),
    ],
)
def test_how_full_it_is_is_said_in_words(places: int, taken: int, words: str) -> None:
    assert after(divided(pool=places), *(f"bcs-{number}" for number in range(taken))).availability == words


def test_ten_thousand_requests_of_a_hundred_bodies_get_every_place_once_and_queue_in_order() -> None:
    bodies = [f"body{number}" for number in range(100)]
    requests = [f"{bodies[number % 100]}-{number}" for number in range(10_000)]
    made = allot(5_000, dict.fromkeys(bodies, 30), 2_000)
    assert isinstance(made, Allotment)
    allotment = after(made, *requests)
    assert (allotment.granted, allotment.free) == (5_000, 0)
    assert [one.holder for one in allotment.waiting] == requests[5_000:]

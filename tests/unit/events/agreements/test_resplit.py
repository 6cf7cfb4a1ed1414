"""Places of who leaves: shared by the rule as far as nobody can have them, and nobody who has one stands in the way."""

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.events.scenes import EVENT, blocks, circle, part, terms
from support.speaking import NOW

from kith_commons.places.allotment import Allotment, ask
from kith_commons.places.division import allot
from kith_contracts.events.plan import Fund
from kith_contracts.events.terms import Delegation, EventTerms, Seats
from kith_events.agreements.departure import without
from kith_events.agreements.faults.text import fault
from kith_events.places.division import Division, divide

BODIES: Final = ("iop", "bcs", "ni")
HOLDERS: Final = (*BODIES, "bcs/womens-forum")
some = st.integers(0, 12)


def text(rule: Any, quotas: dict[str, int], pool: int, handed: int = 0) -> EventTerms:
    first = Seats(part="lectures", pool=pool, quotas=quotas, offer_hours=0)
    delegates = [Delegation(network="bcs/womens-forum", part="lectures", places=handed)] if handed else []
    return terms(
        rule=rule,
        parts=[part(capacity=100), circle()],
        delegates=delegates,
        plan={"funds": [Fund(fund="care", title="Care", most=5_000)]},
        seats=[first, blocks(), Seats(part="care", pool=9_000, quotas={"bcs": 900, "ni": 100})],
    )


def asked(agreed: EventTerms, wishes: list[str]) -> Division:
    """The places after these bodies and networks have asked for one each, or in vain."""
    allotment = allot(100, agreed.quotas_of(agreed.seats[0]), agreed.seats[0].pool)
    assert isinstance(allotment, Allotment)
    for number, body in enumerate(wishes):
        allotment, _ = ask(allotment, f"p{number}/1/1/{number + 1}", body)
    care = allot(10_000, agreed.seats[2].quotas, agreed.seats[2].pool)
    assert isinstance(care, Allotment)
    return Division({"lectures": allotment, "care": care}, {})


def lectures(agreed: EventTerms, wishes: list[str]) -> tuple[dict[str, int], int]:
    after = without(agreed, "bcs", asked(agreed, wishes)).seats[0]
    return after.quotas, after.pool


@pytest.mark.parametrize("held", range(5))
def test_the_text_tells_nobody_how_many_people_of_who_leaves_have_a_place(held: int) -> None:
    agreed = text("majority", {"iop": 20, "bcs": 20, "ni": 10}, 10)
    assert lectures(agreed, ["bcs"] * held) == ({"iop": 30, "ni": 15}, 15)


def test_what_is_in_use_goes_to_all_and_so_do_codes_and_money() -> None:
    agreed = text("unanimity", {"iop": 20, "bcs": 20, "ni": 10}, 10)
    assert lectures(agreed, ["bcs"] * 7) == ({"iop": 27, "ni": 13}, 20)
    assert lectures(agreed, ["bcs"] * 20) == ({"iop": 20, "ni": 10}, 30)
    after = without(agreed, "bcs", asked(agreed, []))
    assert (after.seats[1].quotas, after.seats[1].pool) == ({"iop": 1, "ni": 1}, 2)
    assert (after.seats[2].quotas, after.seats[2].pool) == ({"ni": 100}, 9_900)


def test_before_anyone_can_have_a_place_all_of_it_is_shared() -> None:
    after = without(text("majority", {"iop": 2, "bcs": 7, "ni": 1}, 0, handed=2), "bcs")
    assert [(each.quotas, each.pool) for each in after.seats] == [
        ({"iop": 8, "ni": 4}, 0),
        ({"iop": 2, "ni": 1}, 1),
        ({"ni": 1_000}, 9_000),
    ]


def test_where_no_other_has_places_of_its_own_they_go_to_all() -> None:
    after = without(text("majority", {"bcs": 7}, 3), "bcs")
    assert (after.seats[0].quotas, after.seats[0].pool) == ({}, 10)


@given(
    rule=st.sampled_from(["lead", "majority", "unanimity"]),
    quotas=st.fixed_dictionaries(dict.fromkeys(BODIES, some)),
    pool=some,
    handed=some,
    wishes=st.lists(st.sampled_from(HOLDERS), max_size=60),
)
def test_nobody_who_has_a_place_stands_in_the_way(
    rule: str, quotas: dict[str, int], pool: int, handed: int, wishes: list[str]
) -> None:
    agreed = text(rule, quotas, pool, handed)
    before = asked(agreed, wishes)
    after = without(agreed, "bcs", before)
    assert fault(after, BODIES, EVENT) is None
    divided = divide(before, after, NOW)
    assert isinstance(divided, Division), divided
    total = [sum(each.quotas_of(each.seats[0]).values()) + each.seats[0].pool for each in (agreed, after)]
    assert total[0] == total[1]

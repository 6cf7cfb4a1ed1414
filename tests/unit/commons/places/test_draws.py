"""A draw of places: who is served first, and when it is."""

from datetime import UTC, datetime, timedelta

import pytest

from kith_commons.places.allotment import Allotment, Promotion, Waiting, ask, give_back
from kith_commons.places.division import reallot, return_unused
from kith_commons.places.draws import close, closes_at, draw

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


def drawing(pool: int = 1, **quotas: int) -> Allotment:
    return Allotment(capacity=99, quotas=quotas, pool=pool, draw="open")


def with_all(allotment: Allotment, **bodies: str) -> Allotment:
    """These ask, each of a body."""
    for holder, body in bodies.items():
        allotment, _ = ask(allotment, holder, body)
    return allotment


def test_before_the_draw_nobody_has_a_place_whoever_comes_first() -> None:
    allotment, verdict = ask(drawing(bcs=1), "ann", "bcs")
    assert (verdict.status, allotment.granted, len(allotment.waiting)) == ("in-draw", 0, 1)
    assert return_unused(allotment)[1] == ()
    assert give_back(allotment, "bcs")[1] == ()
    assert reallot(allotment, 9, {}, 9)[1] == ()


def test_once_it_is_closed_who_comes_waits_behind() -> None:
    allotment, verdict = ask(close(drawing()), "ann", "bcs")
    assert verdict.status == "waiting"
    assert allotment.waiting == (Waiting("ann", "bcs"),)


def test_the_first_drawn_of_a_body_have_its_quota_and_the_first_of_all_the_pool() -> None:
    allotment = with_all(drawing(pool=2, ni=1), ann="bcs", bea="bcs", cem="bcs", dora="ni", eve="ni")
    ranks = {"cem": 1, "ann": 2, "bea": 3, "eve": 4, "dora": 5}
    drawn, promotions = draw(allotment, ranks)
    assert promotions == (
        Promotion("cem", "bcs", "pool"),
        Promotion("ann", "bcs", "pool"),
        Promotion("eve", "ni", "quota"),
    )
    assert [one.holder for one in drawn.waiting] == ["bea", "dora"]
    assert (drawn.draw, drawn.free) == ("done", 0)


def test_who_has_no_rank_is_behind_all_who_have_one() -> None:
    allotment = with_all(close(drawing(pool=2)), late="bcs", ann="bcs", bea="ni")
    drawn, promotions = draw(allotment, {"bea": 1, "ann": 2})
    assert [one.holder for one in promotions] == ["bea", "ann"]
    assert [one.holder for one in drawn.waiting] == ["late"]


def test_where_no_places_are_given_now_all_wait_in_the_order_of_the_draw() -> None:
    allotment = with_all(drawing(), ann="bcs", bea="ni")
    drawn, promotions = draw(allotment, {"bea": 1, "ann": 2}, giving=False)
    assert (promotions, [one.holder for one in drawn.waiting]) == ((), ["bea", "ann"])


def test_after_the_draw_first_come_first_served() -> None:
    drawn, _ = draw(drawing(), {})
    assert [ask(drawn, "ann", "bcs")[1].status, ask(with_all(drawn, ann="bcs"), "bea", "bcs")[1].status] == [
        "granted",
        "waiting",
    ]


@pytest.mark.parametrize(("left", "after"), [(1000, 48), (60, 30), (0, 0), (-5, 0)])
def test_a_draw_closes_after_its_hours_or_at_half_of_the_time_left(left: int, after: int) -> None:
    assert closes_at(NOW, 48, NOW + timedelta(hours=left)) == NOW + timedelta(hours=after)

"""Places whose new lead does not know them: whatever the homes say, in whatever order, no place is given twice."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kith_commons.places.allotment import Allotment, ask, promote
from kith_commons.places.unknown import REST, Ledger, closed, found, freed

BODIES = ("iop", "bcs", "ni")


def fresh(**quotas: int) -> Allotment:
    pool = quotas.pop("pool", 0)
    return Allotment(capacity=sum(quotas.values()) + pool, quotas=quotas, pool=pool)


def test_all_places_are_kept_until_somebody_speaks_and_nobody_is_given_one() -> None:
    ledger = closed(fresh(bcs=2, ni=1, pool=3), returned=False)
    assert ledger.places.free == 0
    assert ledger.unknown.kept == {"bcs": 2, "ni": 1, REST: 3}
    _, verdict = ask(ledger.places, "ann", "bcs")
    assert verdict.status == "waiting"


def test_who_has_said_all_frees_what_it_does_not_use_and_the_pool_waits_for_the_last() -> None:
    ledger = closed(fresh(bcs=2, ni=1, pool=3), returned=False)
    said = found(ledger, "bcs", 1)
    assert said
    alone = freed(said, ["bcs"], all_heard=False)
    assert alone.places.free_in_quota("bcs") == 1
    assert alone.places.free_in_pool == 0
    all_heard = freed(alone, ["ni"], all_heard=True)
    assert all_heard.places.held == {"bcs": 1}
    assert (all_heard.places.free, all_heard.places.free_in_pool) == (5, 3)
    assert not all_heard.unknown.kept


def test_more_than_there_can_be_is_not_believed() -> None:
    ledger = closed(fresh(bcs=1, ni=1, pool=1), returned=False)
    first = found(ledger, "bcs", 2)
    assert first
    assert found(first, "bcs", 1) is None
    assert found(first, "ni", 2) is None
    assert found(first, "ni", 1)


def test_after_the_return_date_every_place_is_of_the_pool() -> None:
    ledger = closed(fresh(bcs=1, ni=1, pool=1), returned=True)
    assert ledger.unknown.kept == {REST: 3}
    there = found(ledger, "bcs", 3)
    assert there
    assert there.places.held == {"bcs": 3}


def test_a_numbered_place_is_found_once_and_one_that_nobody_named_is_given_when_all_have_spoken() -> None:
    slots = fresh(bcs=1, pool=2).model_copy(update={"numbers": 3})
    ledger = closed(slots, returned=False)
    second = found(ledger, "bcs", 1, 2)
    assert second
    assert found(second, "bcs", 1, 2) is None
    over = freed(second, ["bcs"], all_heard=True)
    assert over.places.taken == (2,)
    assert over.places.number_for(()) == 1


@given(
    quotas=st.dictionaries(st.sampled_from(BODIES), st.integers(0, 4)),
    pool=st.integers(0, 4),
    wishes=st.lists(st.sampled_from(BODIES), max_size=20),
    order=st.permutations(BODIES),
    absent=st.sampled_from(("", *BODIES)),
)
def test_what_a_lead_has_given_is_found_again_in_any_order(
    quotas: dict[str, int], pool: int, wishes: list[str], order: list[str], absent: str
) -> None:
    """The lead before gives as it does. The next finds all of it that homes speak of, and never more than there is."""
    text = fresh(**quotas, pool=pool)
    old, waiting = text, Counter[str]()
    for number, body in enumerate(wishes):
        old, verdict = ask(old, str(number), body)
        waiting[body] += verdict.status == "waiting"
    ledger = closed(text, returned=False)
    spoke: list[str] = []
    for body in order:
        if body == absent:
            continue
        for _ in range(old.held.get(body, 0)):
            there = found(ledger, body, 1)
            assert there, "what was given under the same text fits again"
            ledger = there
        spoke.append(body)
        ledger = freed(ledger, [body], all_heard=len(spoke) == len(BODIES))
        ledger = Ledger(promote(ledger.places)[0], ledger.unknown)
        _holds(ledger, old, absent, spoke)
    if not absent:
        assert {name: n for name, n in ledger.places.held.items() if n} == {
            name: n for name, n in old.held.items() if n
        }


def _holds(ledger: Ledger, old: Allotment, absent: str, spoke: list[str]) -> None:
    places = ledger.places
    assert 0 <= places.free <= places.places
    assert places.free_in_pool >= 0
    assert sum(places.held.values()) <= places.places
    for body in {*BODIES} - {*spoke, absent}:
        assert places.held.get(body, 0) <= places.quotas.get(body, 0), "what is kept for it, and nothing more"
    real = sum(places.held.get(body, 0) for body in spoke)
    assert real + old.held.get(absent, 0) <= places.places, "there is room for those of whom nobody has spoken"

"""Random lives of an allotment, each step held against the plainest way to say what must come out."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kith_commons.places import (
    Allotment,
    Promotion,
    Source,
    Verdict,
    allot,
    ask,
    give_back,
    reallot,
    return_unused,
    stop_waiting,
)
from kith_contracts.message import Refusal

BODIES = ("ashurst", "bcs", "iop", "ni")
LATE = 15
"""After so many requests the return date may come: not at once, for it ends what is worth seeing of quotas."""
few = st.integers(0, 3)
quotas_of_some = st.dictionaries(st.sampled_from(BODIES[1:]), few)
anyone = st.integers(0, 1_000)


class LifeOfAnAllotment(RuleBasedStateMachine):
    """What the machine remembers by itself: who holds a place, who waits since when, how the places are divided."""

    allotment: Allotment

    def __init__(self) -> None:
        super().__init__()
        self.newest = 0
        self.holding: dict[str, str] = {}
        self.waiting: dict[str, str] = {}

    @initialize(quotas=quotas_of_some, pool=st.integers(0, 1), spare=few)
    def divide(self, quotas: dict[str, int], pool: int, spare: int) -> None:
        divided = allot(sum(quotas.values()) + pool + spare, quotas, pool)
        assert isinstance(divided, Allotment)
        self.allotment, self.quotas, self.pool = divided, quotas, pool

    @rule(bodies=st.lists(st.sampled_from(BODIES), min_size=1, max_size=5))
    def some_ask(self, bodies: list[str]) -> None:
        for body in bodies:
            self.newest += 1
            holder, source = f"{self.newest:04}", self.source_for(body)
            self.allotment, verdict = ask(self.allotment, holder, body)
            assert verdict == (Verdict("granted", source) if source else Verdict("waiting"))
            (self.holding if source else self.waiting)[holder] = body

    @precondition(lambda self: self.holding)
    @rule(which=anyone)
    def a_place_is_given_back(self, which: int) -> None:
        body = self.holding.pop(sorted(self.holding)[which % len(self.holding)])
        self.allotment, promoted = give_back(self.allotment, body)
        assert len(promoted) <= 1
        self.check(promoted)

    @precondition(lambda self: self.waiting)
    @rule(which=anyone)
    def somebody_stops_waiting(self, which: int) -> None:
        holder = sorted(self.waiting)[which % len(self.waiting)]
        del self.waiting[holder]
        self.allotment = stop_waiting(self.allotment, holder)

    @precondition(lambda self: self.newest > LATE)
    @rule()
    def the_return_date_comes(self) -> None:
        self.quotas, self.pool = {}, sum(self.quotas.values()) + self.pool
        self.allotment, promoted = return_unused(self.allotment)
        self.check(promoted)
        assert return_unused(self.allotment) == (self.allotment, ())

    @rule(quotas=quotas_of_some, pool=st.integers(0, 5))
    def the_places_are_divided_anew(self, quotas: dict[str, int], pool: int) -> None:
        places = sum(quotas.values()) + pool
        if self.allotment.returned:
            quotas_now, pool_now = {}, places
        else:
            quotas_now, pool_now = quotas, pool
        divided = reallot(self.allotment, places, quotas, pool)
        if self.beyond(quotas_now) > pool_now:
            assert isinstance(divided, Refusal)
            assert divided.code == "seats-below-granted"
        else:
            assert not isinstance(divided, Refusal)
            self.quotas, self.pool = quotas_now, pool_now
            self.allotment, promoted = divided
            self.check(promoted)

    @rule()
    def the_process_starts_again(self) -> None:
        stored = Allotment.model_validate_json(self.allotment.model_dump_json())
        assert stored == self.allotment
        self.allotment = stored

    @invariant()
    def granted_and_free_are_all_the_places(self) -> None:
        frees = [self.allotment.free_in_pool, *map(self.allotment.free_in_quota, BODIES)]
        assert min(frees) >= 0
        assert self.allotment.granted + sum(frees) == sum(self.quotas.values()) + self.pool
        assert self.allotment.free == sum(frees)

    @invariant()
    def nobody_has_lost_a_place(self) -> None:
        assert {body: self.held(body) for body in BODIES} == {b: self.allotment.held.get(b, 0) for b in BODIES}

    @invariant()
    def nobody_waits_while_a_place_that_they_may_have_is_free(self) -> None:
        assert [one for one in self.allotment.waiting if self.source_for(one.body)] == []

    @invariant()
    def the_queue_keeps_its_order(self) -> None:
        assert [one.holder for one in self.allotment.waiting] == sorted(self.waiting)

    def held(self, body: str) -> int:
        return list(self.holding.values()).count(body)

    def beyond(self, quotas: dict[str, int]) -> int:
        return sum(max(0, self.held(body) - quotas.get(body, 0)) for body in BODIES)

    def source_for(self, body: str) -> Source | None:
        if self.held(body) < self.quotas.get(body, 0):
            return "quota"
        return "pool" if self.beyond(self.quotas) < self.pool else None

    def check(self, promoted: tuple[Promotion, ...]) -> None:
        """Again and again, the first in the queue who may have a place gets it."""
        expected = []
        while turn := next((holder for holder in sorted(self.waiting) if self.source_for(self.waiting[holder])), None):
            source = self.source_for(self.waiting[turn])
            body = self.holding[turn] = self.waiting.pop(turn)
            assert source
            expected.append(Promotion(turn, body, source))
        assert list(promoted) == expected


LifeOfAnAllotment.TestCase.settings = settings(
    max_examples=50, stateful_step_count=40, derandomize=True, database=None, deadline=None
)
TestLifeOfAnAllotment = LifeOfAnAllotment.TestCase

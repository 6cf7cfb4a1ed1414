"""Random lives of an allotment, each step held against the plainest way to say what must come out."""

from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kith_commons.places.allotment import Allotment, Promotion, Source, Verdict, ask, give_back, stop_waiting
from kith_commons.places.division import allot, reallot, return_unused
from kith_contracts.message import Refusal

BODIES = ("ashurst", "bcs", "iop", "ni")
LATE = 15
"""After so many requests the return date may come: not at once, for it ends what is worth seeing of quotas."""
few = st.integers(0, 3)
quotas_of_some = st.dictionaries(st.sampled_from(BODIES[1:]), few)
anyone = st.integers(0, 1_000)


class Asked(NamedTuple):
    """What somebody asked for, and the number of the place that they have, if places have numbers."""

    body: str
    size: int = 1
    wanted: tuple[int, ...] = ()
    number: int = 0


class LifeOfAnAllotment(RuleBasedStateMachine):
    """What the machine remembers by itself: who holds a place, who waits since when, how the places are divided."""

    allotment: Allotment
    most = 1
    """How many one may ask for at once."""
    numbered = False

    def __init__(self) -> None:
        super().__init__()
        self.newest = 0
        self.holding: dict[str, Asked] = {}
        self.waiting: dict[str, Asked] = {}

    @initialize(quotas=quotas_of_some, pool=st.integers(0, 1), spare=few)
    def divide(self, quotas: dict[str, int], pool: int, spare: int) -> None:
        quotas, pool = {body: quota * self.most for body, quota in quotas.items()}, pool * self.most
        divided = allot(sum(quotas.values()) + pool + spare, quotas, pool)
        assert isinstance(divided, Allotment)
        numbers = max(1, divided.capacity) if self.numbered else 0
        self.allotment = divided.model_copy(update={"numbers": numbers})
        self.quotas, self.pool = quotas, pool

    @rule(
        bodies=st.lists(st.sampled_from(BODIES), min_size=1, max_size=5),
        size=st.integers(1, 100),
        wanted=st.lists(st.integers(1, 6), max_size=3, unique=True),
    )
    def some_ask(self, bodies: list[str], size: int, wanted: list[int]) -> None:
        for body in bodies:
            self.newest += 1
            numbers = tuple(number for number in wanted if number <= self.allotment.numbers)
            asked = Asked(body, 1 + size % self.most, numbers)
            if asked.size > max(1, sum(self.quotas.values()) + self.pool):
                _, verdict = ask(self.allotment, "0", *asked[:3])
                assert verdict.refusal
                assert verdict.refusal.code == "more-than-there-is"
                continue
            holder, found = f"{self.newest:04}", self.found_for(asked)
            self.allotment, verdict = ask(self.allotment, holder, *asked[:3])
            assert verdict == (Verdict("granted", found[0], number=found[1]) if found else Verdict("waiting"))
            if found:
                self.holding[holder] = asked._replace(number=found[1])
            else:
                self.waiting[holder] = asked

    @precondition(lambda self: self.holding)
    @rule(which=anyone)
    def a_place_is_given_back(self, which: int) -> None:
        gone = self.holding.pop(sorted(self.holding)[which % len(self.holding)])
        self.allotment, promoted = give_back(self.allotment, gone.body, size=gone.size, number=gone.number)
        assert self.most > 1 or self.numbered or len(promoted) <= 1
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
        quotas, pool = {body: quota * self.most for body, quota in quotas.items()}, pool * self.most
        places = sum(quotas.values()) + pool
        if self.allotment.returned:
            quotas_now, pool_now = {}, places
        else:
            quotas_now, pool_now = quotas, pool
        if self.numbered and places > self.allotment.numbers:
            return  # the text is refused: there are not so many slots
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
    def nobody_waits_while_what_they_want_is_free(self) -> None:
        assert [one for one in self.allotment.waiting if self.found_for(self.waiting[one.holder])] == []

    @invariant()
    def the_queue_keeps_its_order(self) -> None:
        assert [one.holder for one in self.allotment.waiting] == sorted(self.waiting)

    @invariant()
    def no_number_is_given_twice(self) -> None:
        numbers = sorted(each.number for each in self.holding.values() if each.number)
        assert sorted(self.allotment.taken) == numbers == sorted({*numbers})
        assert len(numbers) == (len(self.holding) if self.numbered else 0)

    def held(self, body: str) -> int:
        return sum(each.size for each in self.holding.values() if each.body == body)

    def beyond(self, quotas: dict[str, int], more: Asked | None = None) -> int:
        held = {body: self.held(body) for body in BODIES}
        if more:
            held[more.body] += more.size
        return sum(max(0, held[body] - quotas.get(body, 0)) for body in BODIES)

    def found_for(self, asked: Asked) -> tuple[Source, int] | None:
        """Where the places would come from, and which number, if all that is asked for is free."""
        taken = {each.number for each in self.holding.values()}
        wanted = asked.wanted or range(1, self.allotment.numbers + 1)
        number = next((each for each in wanted if each not in taken), None) if self.numbered else 0
        beyond = self.beyond(self.quotas, asked)
        if number is None or beyond > self.pool:
            return None
        return ("quota" if beyond == self.beyond(self.quotas) else "pool"), number

    def check(self, promoted: tuple[Promotion, ...]) -> None:
        """Again and again, the first in the queue for whom there is enough gets it."""
        expected = []
        while turn := next((holder for holder in sorted(self.waiting) if self.found_for(self.waiting[holder])), None):
            asked = self.waiting.pop(turn)
            found = self.found_for(asked)
            assert found
            self.holding[turn] = asked._replace(number=found[1])
            expected.append(Promotion(turn, asked.body, found[0], None, asked.size, found[1]))
        assert list(promoted) == expected


class LifeWithGroups(LifeOfAnAllotment):
    """Groups, or sums of money: several at once, all or none."""

    most = 4


class LifeOfSlots(LifeOfAnAllotment):
    """Places with numbers, of which each person says which would do."""

    numbered = True


OFTEN = settings(max_examples=50, stateful_step_count=40, derandomize=True, database=None, deadline=None)
LifeOfAnAllotment.TestCase.settings = OFTEN
LifeWithGroups.TestCase.settings = OFTEN
LifeOfSlots.TestCase.settings = OFTEN
TestLifeOfAnAllotment = LifeOfAnAllotment.TestCase
TestLifeWithGroups = LifeWithGroups.TestCase
TestLifeOfSlots = LifeOfSlots.TestCase

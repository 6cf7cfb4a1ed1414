"""Random lives of an allotment whose places are offered, and drawn: what is promised holds after each step."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kith_commons.places.allotment import UNDRAWN, Allotment, Promotion, ask, give_back, stop_waiting
from kith_commons.places.division import allot, reallot, return_unused
from kith_commons.places.draws import close, draw
from kith_commons.places.offers import GRACE, accept, decline, end_offers, lasts_until
from kith_contracts.message import Refusal

BODIES = ("ashurst", "bcs", "iop", "ni")
few = st.integers(0, 3)
quotas_of_some = st.dictionaries(st.sampled_from(BODIES[1:]), few)
anyone = st.integers(0, 1_000)
HOURS = st.sampled_from((0, 1, 48))


class LifeOfOffers(RuleBasedStateMachine):
    """What the machine remembers by itself: in which state each holder is, and of which body."""

    allotment: Allotment

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2027, 1, 4, 9, tzinfo=UTC)
        self.starts = self.now + timedelta(days=30)
        self.body: dict[str, str] = {}
        self.is_: dict[str, str] = {}
        self.until: dict[str, datetime] = {}
        self.entered: list[str] = []

    @initialize(quotas=quotas_of_some, pool=few, drawn=st.booleans(), hours=HOURS)
    def divide(self, quotas: dict[str, int], pool: int, drawn: bool, hours: int) -> None:
        divided = allot(sum(quotas.values()) + pool, quotas, pool)
        assert isinstance(divided, Allotment)
        self.allotment = divided.model_copy(update={"draw": "open"}) if drawn else divided
        self.hours = hours

    # What happens

    @rule(bodies=st.lists(st.sampled_from(BODIES), min_size=1, max_size=5))
    def some_ask(self, bodies: list[str]) -> None:
        for body in bodies:
            holder = f"{len(self.body) + 1:04}"
            self.body[holder] = body
            self.allotment, verdict = ask(self.allotment, holder, body)
            assert (verdict.status == "in-draw") == (self.allotment.draw == "open")
            self.is_[holder] = verdict.status
            assert self.allotment.requests == len(self.body)

    @precondition(lambda self: self.all("granted"))
    @rule(which=anyone)
    def a_place_is_given_back(self, which: int) -> None:
        holder = self.one("granted", which)
        self.is_[holder] = "released"
        self.allotment, promoted = give_back(self.allotment, self.body[holder], self.lasting())
        assert len(promoted) <= 1
        self.moved(promoted)

    @precondition(lambda self: self.all("offered"))
    @rule(which=anyone)
    def an_offer_is_accepted(self, which: int) -> None:
        holder = self.one("offered", which)
        accepted = accept(self.allotment, holder)
        assert accepted
        self.allotment, self.is_[holder] = accepted, "granted"

    @precondition(lambda self: self.all("offered"))
    @rule(which=anyone)
    def an_offer_is_declined(self, which: int) -> None:
        holder = self.one("offered", which)
        self.is_[holder] = "released"
        self.allotment, promoted = decline(self.allotment, holder, self.body[holder], self.lasting())
        self.moved(promoted)

    @rule(who=anyone)
    def somebody_accepts_what_is_not_offered(self, who: int) -> None:
        holder = f"{who:04}"
        if self.is_.get(holder) != "offered":
            assert accept(self.allotment, holder) is None
            assert decline(self.allotment, holder, "bcs") == (self.allotment, ())

    @precondition(lambda self: self.all("waiting", "in-draw"))
    @rule(which=anyone)
    def somebody_stops_waiting(self, which: int) -> None:
        holder = self.one("waiting", which) if self.all("waiting") else self.one("in-draw", which)
        self.is_[holder] = "released"
        self.allotment = stop_waiting(self.allotment, holder)

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        due = {holder for holder in self.all("offered") if self.until[holder] + GRACE <= self.now}
        self.allotment, ended, promoted = end_offers(self.allotment, self.now, self.lasting(), 1_000)
        assert {offer.holder for offer in ended} == due
        self.is_ |= dict.fromkeys(due, "refused")
        self.moved(promoted)

    @rule()
    def the_return_date_comes(self) -> None:
        self.allotment, promoted = return_unused(self.allotment, self.lasting())
        self.moved(promoted)

    @rule(quotas=quotas_of_some, pool=st.integers(0, 5))
    def the_places_are_divided_anew(self, quotas: dict[str, int], pool: int) -> None:
        divided = reallot(self.allotment, sum(quotas.values()) + pool, quotas, pool, self.lasting())
        if isinstance(divided, Refusal):
            assert divided.code == "seats-below-granted"
        else:
            self.allotment, promoted = divided
            self.moved(promoted)

    @precondition(lambda self: self.allotment.draw == "open")
    @rule()
    def the_draw_is_closed(self) -> None:
        self.entered = [one.holder for one in self.allotment.waiting]
        self.allotment = close(self.allotment)
        self.is_ |= dict.fromkeys(self.all("in-draw"), "waiting")

    @precondition(lambda self: self.allotment.draw == "closed")
    @rule(seed=st.integers(0, 1_000))
    def the_draw_is_held(self, seed: int) -> None:
        order = random.Random(seed).sample(self.entered, len(self.entered))
        late = [one.holder for one in self.allotment.waiting if one.holder not in order]
        self.allotment, promoted = draw(self.allotment, {holder: rank for rank, holder in enumerate(order, 1)})
        assert {each.until for each in promoted} <= {None}
        self.moved(promoted)
        still = [holder for holder in (*order, *late) if self.is_[holder] == "waiting"]
        assert [one.holder for one in self.allotment.waiting] == still

    @rule()
    def the_process_starts_again(self) -> None:
        stored = Allotment.model_validate_json(self.allotment.model_dump_json())
        assert stored == self.allotment
        self.allotment = stored

    # What is always so

    @invariant()
    def granted_and_offered_and_free_are_all_the_places(self) -> None:
        granted, offered = len(self.all("granted")), len(self.all("offered"))
        assert (self.allotment.granted, len(self.allotment.offers)) == (granted, offered)
        assert granted + offered + self.allotment.free == self.allotment.places
        assert min(self.allotment.free, self.allotment.free_in_pool, *self.allotment.granted_by_body.values(), 0) >= 0

    @invariant()
    def each_who_asked_is_answered_and_in_one_place_alone(self) -> None:
        assert {*self.is_.values()} <= {"granted", "offered", "in-draw", "waiting", "released", "refused"}
        assert {one.holder for one in self.allotment.waiting} == {*self.all("waiting", "in-draw")}
        assert {offer.holder for offer in self.allotment.offers} == {*self.all("offered")}

    @invariant()
    def nobody_waits_while_a_place_that_they_may_have_is_free_unless_it_is_drawn(self) -> None:
        able = [one for one in self.allotment.waiting if self.allotment.source_for(one.body)]
        assert self.allotment.draw in UNDRAWN or not able

    @invariant()
    def before_the_draw_nobody_has_anything(self) -> None:
        if self.allotment.draw in UNDRAWN:
            assert not self.all("granted", "offered")

    # What the machine knows

    def all(self, *states: str) -> list[str]:
        return sorted(holder for holder, state in self.is_.items() if state in states)

    def one(self, state: str, which: int) -> str:
        found = self.all(state)
        return found[which % len(found)]

    def lasting(self) -> datetime | None:
        return lasts_until(self.now, self.hours, self.starts)

    def moved(self, promoted: tuple[Promotion, ...]) -> None:
        for holder, body, _source, until, _size, _number in promoted:
            assert (self.is_[holder], self.body[holder]) == ("waiting", body)
            assert until == self.lasting() or until is None
            self.is_[holder] = "offered" if until else "granted"
            if until:
                self.until[holder] = until


LifeOfOffers.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, derandomize=True, database=None, deadline=None
)
TestLifeOfOffers = LifeOfOffers.TestCase

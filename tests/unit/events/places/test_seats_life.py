"""Random lives of one event whose places are drawn and offered, between nodes whose messages overtake each other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.events.scenes import BEHALVES, DAY, EVENT, PARTIES, part, person, registered, terms
from support.federation import Federation

from kith_commons.agreement.agreement import hash_of, missing
from kith_contracts.events.agreements import AmendAgreement, AnswerAgreement, ProposeAgreement
from kith_contracts.events.places import AcceptOffers, AskForPlaces, GiveUpPlaces, RequestPlace
from kith_contracts.events.plan import Fund
from kith_contracts.events.terms import EventTerms, Seats
from kith_contracts.message import Command
from kith_events.event.lead import JointEvent
from kith_events.places.codes.stock import Stock
from kith_events.places.draws.party import DrawSeen
from kith_events.places.explanation import Known, explained
from kith_events.places.place import Holder, Place
from kith_events.places.registration import MOST_TURNS, Registration

PEOPLE: Final = {f"person-{body}-{number}": body for body in PARTIES for number in range(7 if body == "bcs" else 5)}
CIRCLE: Final = "circle"
PARTS: Final = ("drawn", "offered", "evening", "clinic", "travel", "fares", CIRCLE)
"""Two parts, a bundle of two parts, slots, money, money by need, and a closed part whose codes home hands out."""
EXPECTED: Final = frozenset(
    {"offer-ended", "not-offered", "not-registered", "already-registered", "agreement-reopened", "event-over"}
    | {"seats-below-granted", "agreement-over", "group-not-here", "sum-missing", "return-date-differs"}
)

MOST_AMENDMENTS: Final = 3
"""In one life: each has a hundred messages, and with the third all plans have been there."""

some_people = st.lists(st.sampled_from(sorted(PEOPLE)), min_size=1, max_size=8, unique=True)
some_parts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True)
pick = st.integers(0, 99)
late = st.booleans()
"""Whether what is under way arrives later than what is done now."""


def text(version: int = 1) -> EventTerms:
    """A place of each of two bodies and two in the pool, drawn; and the same, offered for 30 hours when free."""
    more = version % 3
    divided = {"pool": 2 + more, "quotas": {"bcs": 1, "ni": 1}}
    return terms(
        version,
        plan={
            "funds": [
                Fund(fund="travel", title="Travel", most=400),
                Fund(fund="fares", title="Fares", most=400, bands=["much", "some"]),
            ]
        },
        parts=[
            part("drawn"),
            part("offered"),
            part("seminar", bundle="evening"),
            part("dinner", bundle="evening"),
            part("clinic", slot_minutes=20, capacity=9),
            part(CIRCLE, audience="returner", capacity=16),
        ],
        seats=[
            Seats(part="evening", offer_hours=30, **divided),
            Seats(part="clinic", offer_hours=0, **divided),
            Seats(part="travel", pool=600 + 100 * more, quotas={"bcs": 300, "ni": 300}),
            Seats(part="fares", rule="draw", draw_hours=30, pool=500 + 100 * more, quotas={"ni": 100}),
            Seats(part="drawn", rule="draw", draw_hours=40, offer_hours=60, **divided),
            Seats(part="offered", offer_hours=30, **divided),
            Seats(part=CIRCLE, block=4, quotas=dict.fromkeys(PARTIES, 1), pool=1, offer_hours=30),
        ],
    )


@cache
def at_the_opening() -> Federation:
    federation = Federation(PARTIES, seed=0)
    for body in PARTIES:
        federation.tell(body, registered(body))
    for id, body in PEOPLE.items():
        federation.tell(body, person(id, address=f"{id}@example.org", audiences=["returner"]))
    federation.settle()
    federation.tell("iop", ProposeAgreement(subject=EVENT, terms=text()))
    federation.settle()
    for body in PARTIES:
        for behalf in BEHALVES:
            federation.tell(
                body, AnswerAgreement(subject=EVENT, hash=hash_of(text()), on_behalf=behalf, answer="accepted")
            )
    federation.settle()
    return federation


class LifeOfSeats(RuleBasedStateMachine):
    """What is promised of places: counted at the lead after each step, and compared with all homes in the end."""

    federation: Federation

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.federation = at_the_opening().copy(seed)

    # What people do

    @rule()
    def everybody_asks(self) -> None:
        self.ask(sorted(PEOPLE), list(PARTS))

    @rule(which=pick, nobody_says_yes=st.booleans())
    def a_code_of_a_full_circle_is_given_back(self, which: int, *, nobody_says_yes: bool) -> None:
        self.ask(sorted(who for who, body in PEOPLE.items() if body == "bcs"), [CIRCLE])
        self.settle()
        granted = [who for who, name in self.with_status("granted") if name == CIRCLE and PEOPLE[who] == "bcs"]
        if granted:
            who = granted[which % len(granted)]
            self.federation.tell("bcs", GiveUpPlaces(person=who, event=EVENT, parts=[CIRCLE]))
        if nobody_says_yes:
            self.settle()
            self.federation.pass_time(self.federation.now + timedelta(hours=31))
            self.settle()

    @rule(people=some_people, parts=some_parts, guests=st.integers(0, 2), slots=st.lists(st.integers(0, 8), max_size=3))
    def ask(self, people: list[str], parts: list[str], guests: int = 0, slots: Sequence[int] = ()) -> None:
        times = {"clinic": [DAY + timedelta(minutes=20 * slot) for slot in slots]} if "clinic" in parts else {}
        names = ["Guest"] * guests
        pence = {fund: 100 + 150 * guests for fund in ("travel", "fares") if fund in parts}
        for number, who in enumerate(people):
            bands = {"fares": 1 + number % 2} if "fares" in parts else {}
            more = {"guests": names, "slots": times, "pence": pence, "bands": bands}
            asking = AskForPlaces(person=who, event=EVENT, parts=parts, **more)
            self.federation.tell(PEOPLE[who], asking)

    @rule(which=pick, status=st.sampled_from(("granted", "granted", "offered", "waiting", "in-draw")), late=late)
    def give_up(self, which: int, status: str, *, late: bool) -> None:
        self.hear_all(late)
        if found := self.with_status(status):
            who, name = found[which % len(found)]
            self.federation.tell(PEOPLE[who], GiveUpPlaces(person=who, event=EVENT, parts=[name]))

    @rule(which=pick, late=late)
    def accept(self, which: int, *, late: bool) -> None:
        self.hear_all(late)
        if found := self.with_status("offered"):
            who, name = found[which % len(found)]
            self.federation.tell(PEOPLE[who], AcceptOffers(person=who, event=EVENT, parts=[name]))

    @rule(who=st.sampled_from(sorted(PEOPLE)), name=st.sampled_from(PARTS))
    def accept_whatever_there_is(self, who: str, name: str) -> None:
        self.federation.tell(PEOPLE[who], AcceptOffers(person=who, event=EVENT, parts=[name]))

    @precondition(lambda self: self.event().terms.version <= MOST_AMENDMENTS)
    @rule()
    def amend_and_agree(self) -> None:
        self.settle()
        following = text(self.event().terms.version + 1)
        self.federation.tell("iop", AmendAgreement(subject=EVENT, terms=following))
        self.settle()
        for body, behalf in missing(self.event().agreement):
            answer = AnswerAgreement(
                subject=EVENT, hash=hash_of(self.event().terms), on_behalf=behalf, answer="accepted"
            )
            self.federation.tell(body, answer)

    # What the network and the clock do

    @rule(steps=st.integers(1, 60))
    def go_on(self, steps: int) -> None:
        self.federation.go_on(steps)

    @rule()
    def settle(self) -> None:
        self.federation.settle()
        stocks = [stock for node in self.federation.nodes.values() for stock in node.all(Stock)]
        idle = [stock for stock in stocks if stock.left and stock.queue and stock.goes_on(self.federation.now)]
        assert not idle, "nobody waits for a code that nobody has, and that is kept for nobody"

    @rule()
    def kill_and_start_again(self) -> None:
        self.federation.repeat()

    @rule(hours=st.sampled_from((1, 20, 45)))
    def time_passes(self, hours: int) -> None:
        self.federation.pass_time(self.federation.now + timedelta(hours=hours))

    @rule(before=st.sampled_from((14 * 24, 20, 3)))
    def the_day_comes_near(self, before: int) -> None:
        if len(self.federation.messages(RequestPlace)) > len(PEOPLE) // 2:
            self.federation.pass_time(DAY - timedelta(hours=before))

    # What is always so

    @invariant()
    def granted_and_offered_and_free_are_quotas_and_pool(self) -> None:
        held, sizes, slots = Counter[tuple[str, str]](), Counter[tuple[str, str]](), list[tuple[str, int]]()
        for place in self.federation.nodes["iop"].all(Place):
            held[place.part, place.status] += 1
            sizes[place.part, place.status] += place.size
            slots += [(place.part, place.slot)] if place.slot else []
        for name, places in self.event().places.items():
            offered, waiting = sizes[name, "offered"], held[name, "waiting"] + held[name, "in-draw"]
            assert (places.granted, len(places.offers)) == (sizes[name, "granted"], held[name, "offered"])
            assert places.granted + offered + places.free == sum(places.quotas.values()) + places.pool
            assert (len(places.waiting), places.free >= 0) == (waiting, True)
        taken = [(name, number) for name, places in self.event().places.items() for number in places.taken]
        assert sorted(slots) == sorted(taken) == sorted({*taken}), "one slot is for one person"

    @invariant()
    def each_code_is_free_or_with_one_person_and_no_more_are_kept_than_are_free(self) -> None:
        for node in self.federation.nodes.values():
            wishes = {each.id: each.wishes[CIRCLE] for each in node.all(Registration) if CIRCLE in each.wishes}
            entries = [wish.entry for wish in wishes.values() if wish.entry]
            assert len(entries) == [wish.status for wish in wishes.values()].count("granted")
            for stock in node.all(Stock):
                codes = [code for block in stock.blocks.values() for code in block]
                assert sorted([*stock.free, *entries]) == sorted(codes)
                assert stock.left >= 0
                assert stock.offers == {id: wish.until for id, wish in wishes.items() if wish.status == "offered"}
                assert {*stock.queue} == {id for id, wish in wishes.items() if wish.status == "waiting"}

    @invariant()
    def once_it_is_drawn_those_who_were_in_it_wait_by_need_and_rank_and_before_all_others(self) -> None:
        for places in self.event().places.values():
            if places.draw == "done":
                turns = [Holder.read(one.holder).turn for one in places.waiting]
                drawn = [turn for turn in turns if turn[1]]
                assert turns[: len(drawn)] == sorted(drawn)

    # What holds in the end

    def teardown(self) -> None:
        self.settle()
        self.granted_and_offered_and_free_are_quotas_and_pool()
        self.every_request_is_answered_and_explained_and_homes_know_it()
        self.every_draw_is_right()
        self.of_the_circle_nothing_crosses()
        self.each_refusal_says_why()

    def every_request_is_answered_and_explained_and_homes_know_it(self) -> None:
        places = {(place.part, place.pseudonym): place for place in self.federation.nodes["iop"].all(Place)}
        for registration in self.registrations():
            for name, wish in registration.wishes.items():
                assert wish.status != "asked", "every request is answered"
                if name == CIRCLE:
                    assert all(explained(Known(wish.status, wish.why, wish.sentence, wish.until)))
                    continue
                place = places[name, registration.pseudonym]
                if wish.status == "released":
                    assert not place.live
                    continue
                why = place.why and place.why.model_copy(update={"position": None})
                said = (place.status, place.number, place.code, place.until, place.slot, why)
                assert said == (wish.status, wish.number, wish.code, wish.until, wish.slot, wish.why)
                assert (place.band or None, wish.turns[-1].status) == (wish.band, wish.status)
                assert len(wish.turns) <= MOST_TURNS
                assert place.size == (wish.pence or 1 + len(wish.guests)) or place.status == "refused"
                assert all(explained(Known(wish.status, wish.why, wish.sentence, wish.until)))

    def every_draw_is_right(self) -> None:
        """All have the same record. Whose share was too slow for it finds that, and nothing else."""
        seen = [each for body in PARTIES for each in self.federation.nodes[body].all(DrawSeen)]
        assert {each.code for each in seen} <= {"", "share-left-out"}
        records = {each.record.model_dump_json() for each in seen if each.record}
        assert len(records) == [each.draw for each in self.event().places.values()].count("done")

    def of_the_circle_nothing_crosses(self) -> None:
        names = [each.pseudonym for each in self.registrations() if CIRCLE in each.wishes]
        abroad = "".join(self.federation.abroad())
        assert not [name for name in names if name in abroad]

    def each_refusal_says_why(self) -> None:
        for body, message, refusal in self.federation.refusals:
            assert isinstance(message, Command), f"{body} parked {message}"
            assert refusal.code in EXPECTED, (body, message, refusal)
            assert (bool(refusal.sentence), bool(refusal.field)) == (True, True)

    # What the machine knows

    def event(self) -> JointEvent:
        state: JointEvent = self.federation.nodes["iop"].state(JointEvent.at(EVENT))
        return state

    def registrations(self) -> Iterator[Registration]:
        for node in self.federation.nodes.values():
            yield from node.all(Registration)

    def hear_all(self, late: bool) -> None:
        if not late:
            self.settle()

    def with_status(self, status: str) -> list[tuple[str, str]]:
        wishes = [(each.person, wish) for each in self.registrations() for wish in each.wishes.values()]
        return [(who, wish.part) for who, wish in wishes if wish.status == status]


LifeOfSeats.TestCase.settings = settings(
    max_examples=40, stateful_step_count=40, derandomize=True, deadline=None, database=None
)
TestLifeOfSeats = LifeOfSeats.TestCase

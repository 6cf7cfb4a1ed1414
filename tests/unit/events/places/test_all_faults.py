"""A request for places with several faults: the person hears all of them at once, and nothing is changed."""

from datetime import timedelta
from functools import cache
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st
from support.events.registrations import ask, decided, give_up
from support.events.scenes import DAY, EVENT, PERSON, blocks, circle, home, part, person, seats, terms
from support.instances import MANY
from support.speaking import NOW, Node

from kith_contracts.events.places import AcceptOffers, AskForPlaces
from kith_contracts.events.plan import Fund
from kith_events.handlers import HANDLERS

BOUND: Final[dict[str, Any]] = {"bundle": "seminar-with-dinner"}
OPEN: Final = (
    part("plain"),
    part("here"),
    part("left", track="practice"),
    part("right", track="theory"),
    part("seminar", **BOUND),
    part("dinner", **BOUND),
    part("clinic", capacity=4, slot_minutes=15),
    part("talk"),
    part("late"),
)
CLOSED: Final = (circle(), part("quiet", capacity=20, audience="carer"))
FUNDS: Final = (
    Fund(fund="care", title="Costs of care", most=5000),
    Fund(fund="travel", title="Travel", most=5000, bands=["cannot come without"]),
)
FAULTS: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("part-unknown", "nowhere"): {},
    ("part-of-bundle", "dinner"): {},
    ("already-registered", "here"): {},
    ("closed-part", "circle"): {},
    ("parts-overlap", "left"): {},
    ("no-entry-codes", "quiet"): {},
    ("slot-unknown", "slots.clinic"): {"slots": {"clinic": [DAY + timedelta(minutes=7)]}},
    ("sum-missing", "pence.care"): {},
    ("band-unknown", "bands.travel"): {"pence": {"travel": 100}, "bands": {"travel": 2}},
    ("not-a-fund", "pence.talk"): {"pence": {"talk": 100}},
    ("invitation-unknown", "invitations.late"): {"invitations": {"late": "a" * 16}},
}
"""Each stands by itself: by code and field, what is said besides the part. A field without a path is a part's name."""
UNASKED: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("not-asked-for", "slots.nothing"): {"slots": {"nothing": [DAY]}},
    ("not-asked-for", "pence.nothing"): {"pence": {"nothing": 1}},
    ("not-asked-for", "bands.nothing"): {"bands": {"nothing": 1}},
    ("not-asked-for", "invitations.nothing"): {"invitations": {"nothing": "a" * 16}},
}
"""What is said of a part that is not asked for."""


@cache
def known() -> dict[str, Any]:
    """What home has of one person who cares for somebody, and wants two parts already."""
    rows = [seats(name) for name in dict.fromkeys(each.bundle or each.part for each in OPEN)]
    money = [seats(each.fund, pool=9000) for each in FUNDS]
    money[1] = money[1].model_copy(update={"rule": "draw"})
    closed = [blocks(), blocks("quiet", iop=1)]
    text = terms(parts=[*OPEN, *CLOSED], seats=[*rows, *money, *closed], plan={"funds": list(FUNDS)})
    node = home(text=text)
    node.hear(person(audiences=["carer"], version=2))
    node.hear(ask("here", "right"))
    return node.states


def node() -> Node:
    fresh = Node(HANDLERS, "bcs")
    fresh.states = {**known()}
    return fresh


def wish(faults: list[tuple[str, str]]) -> tuple[AskForPlaces, list[tuple[str, str]]]:
    """A wish that has these faults, and what is to be told of them."""
    said: dict[str, dict[str, Any]] = {"slots": {}, "pence": {}, "bands": {}, "invitations": {}}
    for fault in faults:
        for field, values in (FAULTS | UNASKED)[fault].items():
            said[field] |= values
    names = [field.split(".")[-1] for _, field in faults]
    parts = ["plain", *dict.fromkeys(name for name in names if name != "nothing")]
    told = [(code, field if "." in field else f"parts.{parts.index(field)}") for code, field in faults]
    return AskForPlaces(person=PERSON, event=EVENT, parts=parts, **said), told


@MANY
@given(st.lists(st.sampled_from(sorted(FAULTS | UNASKED)), unique=True, min_size=1))
def test_so_many_independent_faults_of_a_wish_are_so_many_errors_in_the_order_of_its_fields(
    chosen: list[tuple[str, str]],
) -> None:
    command, expected = wish(chosen)
    told = node().faults(command)
    assert sorted(told) == sorted(expected)
    places = [list(AskForPlaces.model_fields).index(field.split(".")[0]) for _, field in told]
    assert places == sorted(places)


def test_a_fault_of_a_person_or_an_event_is_told_alone() -> None:
    wrong = {"parts": ["nowhere", "circle"], "pence": {"nothing": 1}}
    assert node().faults(AskForPlaces(person="person-0009", event=EVENT, **wrong)) == [("person-unknown", "person")]
    assert node().faults(AskForPlaces(person=PERSON, event="iop/day", **wrong)) == [("event-unknown", "event")]


def test_one_part_may_have_several_faults() -> None:
    told = node().faults(ask("travel").model_copy(update={"bands": {"travel": 2}}))
    assert told == [("sum-missing", "pence.travel"), ("band-unknown", "bands.travel")]
    slots = {"clinic": [DAY + timedelta(minutes=7)]}
    told = node().faults(ask("clinic").model_copy(update={"slots": slots, "guests": ["Bo"]}))
    assert told == [("group-not-here", "guests"), ("slot-unknown", "slots.clinic")]


def test_who_can_have_no_place_in_a_part_hears_nothing_else_about_it() -> None:
    stranger = ask("circle").model_copy(update={"guests": ["Bo"], "invitations": {"circle": "a" * 16}})
    assert node().faults(stranger) == [("closed-part", "parts.0")]


@MANY
@given(st.lists(st.sampled_from(["here", "right", "talk", "late", "nowhere"]), min_size=1, max_size=6))
def test_whatever_cannot_be_given_up_or_accepted_is_told_by_its_place_in_the_request(parts: list[str]) -> None:
    asker = node()
    until = NOW + timedelta(hours=1)
    asker.hear(decided(asker, "offered", "right", until=until), "iop")
    kept = dict(asker.states)

    def places(*good: str) -> list[str]:
        wrong = [index for index, name in enumerate(parts) if name not in good or name in parts[:index]]
        return [f"parts.{index}" for index in wrong]

    accepting = asker.decide(AcceptOffers(person=PERSON, event=EVENT, parts=parts)).refusal
    assert [each.field for each in accepting.all] == places("right") if accepting else not places("right")
    if accepting:
        assert asker.states == kept
        codes = {part: each.code for each in accepting.all for part in [parts[int(each.field[6:])]]}
        assert all(
            code == ("not-offered" if part in {"here", "right"} else "not-registered") for part, code in codes.items()
        )
    asker.states = dict(kept)
    giving_up = asker.decide(give_up(*parts)).refusal
    assert (
        [each.field for each in giving_up.all] == places("here", "right") if giving_up else not places("here", "right")
    )
    if giving_up:
        assert asker.states == kept
        assert {each.code for each in giving_up.all} == {"not-registered"}

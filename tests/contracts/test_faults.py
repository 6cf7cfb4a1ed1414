"""Several faults of one request: each is told once, in the order in which the contract has its fields."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from support.instances import MANY

from kith_contracts.events.agreements import DraftAgreement, EventCommandRefused
from kith_contracts.faults import fault_of, in_order
from kith_contracts.message import MOST_FAULTS, WHOLE, Refusal, together

FIELDS: Final = (
    WHOLE,
    "subject",
    "terms.subject",
    "terms.version",
    "terms.parties.0.body",
    "terms.parties.1.networks.3",
    "terms.plan.starts",
    "terms.plan.parts.0.starts",
    "terms.plan.parts.0.capacity",
    "terms.plan.parts.2.starts",
    "terms.plan.parts.10.part",
    "terms.seats",
    "terms.seats.0.quotas.bcs",
    "terms.seats.0.pool",
)
"""In the order of the contract."""


@MANY
@given(st.lists(st.sampled_from(FIELDS), unique=True, min_size=1).flatmap(st.permutations))
def test_so_many_faults_are_so_many_errors_in_the_order_of_the_fields(fields: list[str]) -> None:
    refusal = together(Refusal("out-of-order", "This is wrong.", field) for field in fields)
    assert refusal
    told = in_order(refusal, DraftAgreement).told()
    assert [each["field"] for each in told["errors"]] == sorted(fields, key=FIELDS.index)
    assert told["field"] == told["errors"][0]["field"]


def test_the_same_fault_is_told_once_and_none_is_no_refusal() -> None:
    one, other = Refusal("one", "One.", "event"), Refusal("other", "Other.", "terms")
    both = together([one, None, other, one])
    assert both
    assert both.all == (one, other)
    assert together([both, one]) == both
    assert together([None]) is None


def test_what_lies_deeper_has_the_whole_path() -> None:
    both = together([Refusal("one", "One.", "pool"), Refusal("other", "Other.", "quotas.bcs")])
    assert both
    assert [each.field for each in both.below("terms.seats.3").all] == [
        "terms.seats.3.pool",
        "terms.seats.3.quotas.bcs",
    ]


def test_no_more_are_told_than_a_fact_can_hold() -> None:
    many = together(Refusal("one", "One.", f"terms.parties.{number}.body") for number in range(MOST_FAULTS + 1))
    assert many
    assert len(many.told()["errors"]) == MOST_FAULTS


def test_a_fault_of_the_shape_speaks_to_people_and_is_no_longer_than_a_line() -> None:
    told = fault_of({"type": "string_pattern_mismatch", "msg": "String should match '^a'"}, "terms.subject")
    assert (told.field, told.code) == ("terms.subject", "string-pattern-mismatch")
    assert "^" not in told.sentence
    assert len(fault_of({"type": "value_error", "msg": "x" * 400}, "").sentence) == 160
    assert fault_of({"type": "missing", "msg": ""}, "").field == WHOLE


def test_however_long_a_sentence_is_a_refusal_can_be_told() -> None:
    told = Refusal("slug-taken", "x" * 400, "event", (Refusal("slug-taken", "y" * 400),)).told()
    fact = EventCommandRefused(command="m1", type="org.kith.events.hold-date.v1", **told)
    assert [len(each.sentence) for each in fact.errors] == [160, 160]
    assert fact.sentence == fact.errors[0].sentence

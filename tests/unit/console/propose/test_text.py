"""The text of an agreement from what was typed, and what it comes to."""

from typing import Any

import pytest

from kith_console.fields import number_of, pence_of
from kith_console.propose.draft import Draft
from kith_console.propose.figures import divided, shares
from kith_console.propose.steps import STEPS, WHEN
from kith_console.propose.summary import OF_STEP, rows
from kith_console.propose.text import moment, networks_of, terms_of
from kith_console.words import Names
from kith_contracts.events.suggestions import Change
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Fault

TALK = {
    "part": ["talk"],
    "title": ["Talk"],
    "from": ["18:00"],
    "until": ["19:00"],
    "capacity": ["40"],
    "seats.quotas.bcs": ["10"],
    "seats.quotas.iop": ["0"],
    "seats.pool": ["30"],
}
CIRCLE = {**TALK, "part": ["circle"], "who": ["closed"], "audience": ["returner"], "seats.block": ["4"]}
CIRCLE |= {"seats.quotas.bcs": ["2"], "seats.pool": ["1"], "capacity": ["12"]}
TYPED = {
    "terms.plan.title": ["Careers evening"],
    "day": ["2027-07-01"],
    "from": ["18:00"],
    "until": ["21:00"],
    "terms.plan.venue": ["1 High Street"],
    "bodies": ["iop"],
    "networks.bcs": ["bcs/womens-forum"],
    "networks.iop": ["iop/women-in-physics"],
    "networks.iop.other": ["Quiet-Circle"],
    "terms.cost_pence": ["450"],
    "share.bcs.cash": ["40"],
    "share.iop.cash": ["60"],
}


def draft(**more: Any) -> Draft:
    kept = {"typed": dict(TYPED), "parts": [dict(TALK), dict(CIRCLE)], "event": "careers-evening"}
    return Draft("d", **(kept | more))


def test_what_was_typed_is_a_whole_text() -> None:
    terms = EventTerms.model_validate(terms_of(draft(), "bcs"))

    assert terms.subject == "bcs/careers-evening"
    assert [party.body for party in terms.parties] == ["bcs", "iop"]
    assert terms.plan.starts.isoformat() == "2027-07-01T18:00:00+01:00"
    assert terms.cost_pence == 45_000
    assert terms.seats[0].quotas == {"bcs": 10}
    assert terms.seats[1].block == 4
    assert terms.plan.parts[1].audience == "returner"


def test_what_cannot_be_read_goes_to_the_node_as_it_was_typed() -> None:
    typed = TYPED | {"terms.cost_pence": ["much"], "terms.return_days": [""], "day": ["soon"]}
    terms = terms_of(draft(typed=typed), "bcs")

    assert terms["cost_pence"] == "much"
    assert terms["return_days"] == ""
    assert terms["plan"]["starts"] == "soonT18:00"


def test_what_was_not_typed_yet_is_left_out() -> None:
    plan = terms_of(Draft("d"), "bcs")["plan"]

    assert {"title", "starts", "ends", "venue"}.isdisjoint(plan)


def test_a_hidden_network_may_be_named_by_its_short_name_alone() -> None:
    assert networks_of(draft(), "iop") == ["iop/women-in-physics", "iop/quiet-circle"]


def test_who_bears_what_is_said_in_pounds() -> None:
    found = shares(draft(), "bcs")

    assert [(each.body, each.pays) for each in found.each] == [("bcs", "£180"), ("iop", "£270")]
    assert (found.cash, found.kind) == (100, 100)
    assert shares(draft(typed=TYPED | {"share.iop.cash": ["70"]}), "bcs").cash == 110


def test_before_anything_was_typed_all_bear_the_same_and_all_places_are_shared() -> None:
    new = draft(typed={"bodies": ["iop", "rsc"]}, parts=[{"part": ["talk"], "capacity": ["40"]}])

    assert [party["cash_percent"] for party in terms_of(new, "bcs")["parties"]] == [34, 33, 33]
    assert divided(new, "bcs", 0) == (0, 40, 40)


@pytest.mark.parametrize(("number", "given"), [(0, (10, 30, 40)), (1, (8, 4, 12))])
def test_places_are_counted_and_blocks_by_their_codes(number: int, given: tuple[int, int, int]) -> None:
    assert divided(draft(), "bcs", number) == given
    assert divided(draft(), "bcs", number).left == 0


@pytest.mark.parametrize(
    ("day", "clock", "zone", "said"),
    [
        ("2027-01-01", "18:00", "Europe/London", "2027-01-01T18:00:00+00:00"),
        ("2027-07-01", "18:00", "Europe/Paris", "2027-07-01T18:00:00+02:00"),
        ("2027-07-01", "18:00", "Europe/Nowhere", "2027-07-01T18:00"),
        ("2027-07-01", "", "Europe/London", "2027-07-01T"),
        ("", "", "Europe/London", ""),
    ],
)
def test_a_day_and_a_clock_are_a_moment_in_their_zone(day: str, clock: str, zone: str, said: str) -> None:
    assert moment(day, clock, zone) == said


@pytest.mark.parametrize(
    ("field", "code", "step"),
    [
        ("terms.plan.title", "", "what"),
        ("subject", "slug-taken", "what"),
        ("terms.plan.ends", "ends-before-start", "when"),
        ("terms.plan.parts.0.capacity", "", "parts"),
        ("terms.plan.parts.0.part", "part-without-seats", "places"),
        ("terms.parties", "", "with"),
        ("terms.parties.1.body", "body-unknown", "with"),
        ("terms.parties.1.networks.0", "network-of-other-body", "networks"),
        ("terms.parties.*.cash_percent", "shares-do-not-add-up", "shares"),
        ("terms.seats.0.quotas.bcs", "", "places"),
        ("terms.data_kept_days", "", "details"),
        ("terms.plan.checklist.access.line", "", "access"),
        ("terms.deputies.0", "body-twice", "rules"),
    ],
)
def test_a_fault_is_told_where_it_is_mended(field: str, code: str, step: str) -> None:
    fault = Fault(field=field, code=code or "invalid-field", sentence="It is wrong.")
    found = STEPS.where(fault)

    assert found
    assert found.name == step
    assert STEPS.of_step([fault], found) == [fault]


def test_a_fault_of_the_whole_is_of_no_step() -> None:
    assert STEPS.where(Fault(field="*", code="suspended", sentence="Wait.")) is None


def test_all_that_can_be_changed_in_a_text_is_asked_for_or_known_to_be_left_to_the_api() -> None:
    left = {"currency", "delegates", "exchanges", "guest_hosts", "sponsors"}
    fields = {about.split(".")[1] for step in STEPS for about in step.about if about.startswith("terms.")}

    assert {*Change.model_fields} - left - fields == set()


def test_each_step_follows_another_and_is_read_once_more() -> None:
    names = Names()
    done = draft(done=[step.name for step in STEPS])

    assert {step.name for step in STEPS} == {*OF_STEP}
    assert [STEPS.after(step) for step in STEPS] == [*STEPS[1:], None]
    assert sum(len(group.steps) for group in STEPS.groups) == len(STEPS)
    assert rows(done, WHEN, "bcs", names)[0].says == "Thursday 1 July 2027"


@pytest.mark.parametrize(
    ("typed", "pence"), [("12", 1200), ("£1,012.5", 101_250), ("12.345", "12.345"), ("some", "some"), ("", "")]
)
def test_pounds_are_pence(typed: str, pence: Any) -> None:
    assert pence_of(typed) == pence


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("-1", "-1"), ("", ""), ("9" * 30, "9" * 30)])
def test_digits_are_a_number(typed: str, number: Any) -> None:
    assert number_of(typed) == number

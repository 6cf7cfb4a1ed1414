from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.events.scenes import named

from kith_commons.agreement.agreement import BEHALVES, Agreement, amend, answer, hash_of, missing, propose
from kith_contracts.agreements.terms import OnBehalf
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.terms import Delegation, EventTerms, Exchange, GuestHost, Party, Seats, Sponsor
from kith_contracts.message import Refusal
from kith_events.agreements.faults.text import fault
from kith_events.event.clauses import clauses

EVENT = "iop/returning-to-work"
MORNING = datetime(2027, 3, 12, 9, tzinfo=UTC)
ADMITTED = frozenset({"iop", "bcs", "ni", "rsc"})

Change = Callable[[EventTerms], EventTerms]


def part(name: str = "lectures", **changes: Any) -> EventPart:
    times = {"starts": MORNING, "ends": MORNING + timedelta(hours=3)}
    return EventPart(**{"part": name, "title": name.title(), "capacity": 100, **times, **changes})


def plan(*parts: EventPart, **changes: Any) -> EventPlan:
    fields = {
        "title": "Returning to work",
        "zone": "Europe/London",
        "starts": MORNING,
        "ends": MORNING + timedelta(hours=8),
        "venue": "London",
        "parts": list(parts) or [part("lectures"), part("circle", capacity=10)],
    }
    return EventPlan(**{**fields, **changes})


def parties(*changed: Party) -> list[Party]:
    """The usual three; a changed one takes the place of the one with its name, or comes last."""
    usual = [
        Party(body="iop", networks=["iop/women-in-physics"], cash_percent=60, kind_percent=50, duties=["Venue"]),
        Party(body="bcs", networks=["bcs/womens-forum"], cash_percent=40, kind_percent=45, duties=["Badges"]),
        Party(body="ni", networks=["ni/young-generation"], kind_percent=5, duties=[]),
    ]
    return list(({party.body: party for party in usual} | {party.body: party for party in changed}).values())


def terms(**changes: Any) -> EventTerms:
    fields = {
        "subject": EVENT,
        "version": 1,
        "plan": plan(),
        "parties": parties(),
        "cost_pence": 90_000,
        "seats": [seats(), Seats(part="circle", pool=10)],
        "data_fields": ["door-name", "diet"],
    }
    return EventTerms(**{**fields, **changes})


def seats(name: str = "lectures", pool: int = 20, **quotas: int) -> Seats:
    return Seats(part=name, pool=pool, quotas=quotas or {"iop": 40, "bcs": 30, "ni": 10})


def found(changed: EventTerms, event: str = EVENT) -> tuple[str, str]:
    """Code and field of the fault, whose sentence must fit on one line."""
    refusal = fault(changed, ADMITTED, event)
    assert isinstance(refusal, Refusal)
    assert 0 < len(refusal.sentence) <= 160
    return refusal.code, refusal.field


def reopened(**changes: Any) -> list[tuple[str, OnBehalf]]:
    """Which acceptances are gone when an accepted agreement gets these changes."""
    first, second = terms(), terms(version=2, **changes)
    agreement = propose(EVENT, 1, hash_of(first), [party.body for party in first.parties], clauses(first))
    for body, behalf in missing(agreement):
        said = answer(agreement, body, behalf, agreement.hash, answer="accepted", note="", at=MORNING)
        assert isinstance(said, Agreement)
        agreement = said
    amended = amend(agreement, 2, hash_of(second), [party.body for party in second.parties], clauses(second))
    assert isinstance(amended, Agreement)
    return missing(amended)


def everyone(behalf: OnBehalf) -> list[tuple[str, OnBehalf]]:
    return [(party.body, behalf) for party in parties()]


# Who has to accept what


def test_terms_without_changes_reopen_nothing() -> None:
    assert reopened() == []


@pytest.mark.parametrize(
    "changes", [{"cost_pence": 1}, {"currency": "EUR"}, {"data_fields": ["diet"]}, {"data_kept_days": 31}]
)
def test_money_and_data_need_a_new_yes_of_every_body(changes: dict[str, Any]) -> None:
    assert reopened(**changes) == everyone("body")


@pytest.mark.parametrize(
    "changes",
    [
        {"plan": plan(venue="Leeds")},
        {"plan": plan(part("lectures", starts=MORNING + timedelta(minutes=5)), part("circle", capacity=10))},
        {"plan": plan(part("lectures", audience="returners"), part("circle", capacity=10))},
        {"return_days": 7},
        {"seats": [seats(pool=19), Seats(part="circle", pool=10)]},
        {"parties": parties(Party(body="ni", networks=[], kind_percent=5))},
    ],
)
def test_plan_pool_and_hosts_need_a_new_yes_of_every_network(changes: dict[str, Any]) -> None:
    assert reopened(**changes) == everyone("network")


def test_a_share_concerns_its_own_body_alone() -> None:
    changed = parties(Party(body="bcs", networks=["bcs/womens-forum"], kind_percent=45, duties=["Badges"]))
    assert reopened(parties=changed) == [("bcs", "body")]


def test_a_duty_concerns_its_own_network_alone() -> None:
    changed = parties(Party(body="ni", networks=["ni/young-generation"], kind_percent=5, duties=["Chairs"]))
    assert reopened(parties=changed) == [("ni", "network")]


def test_seats_of_a_body_concern_its_own_network_alone() -> None:
    changed = [seats(iop=40, bcs=25, ni=10), Seats(part="circle", pool=10)]
    assert reopened(seats=changed) == [("bcs", "network")]


def test_a_new_party_needs_both_its_acceptances_and_those_of_all_networks() -> None:
    changed = parties(Party(body="rsc", networks=["rsc/womens-network"]))
    assert reopened(parties=changed) == [*everyone("network"), ("rsc", "body"), ("rsc", "network")]


def test_the_order_of_lists_and_a_quota_of_zero_say_nothing_new() -> None:
    changed = {
        "data_fields": ["diet", "door-name"],
        "seats": [Seats(part="circle", pool=10, quotas={"ni": 0}), seats()],
    }
    assert reopened(**changed) == []


def test_the_same_times_with_another_offset_say_nothing_new() -> None:
    wire = terms().model_dump_json().replace("2027-03-12T09:00:00Z", "2027-03-12T10:00:00+01:00")
    assert "+01:00" in wire
    read = EventTerms.model_validate_json(wire)
    assert hash_of(read) == hash_of(terms())
    assert reopened(plan=read.plan) == []


def test_every_field_of_the_terms_concerns_somebody() -> None:
    carried = {
        "subject",
        "version",
        "succession",
    }  # what it is about, what the hash holds, and who leads
    changes: dict[str, Any] = {
        "plan": plan(venue="Leeds"),
        "parties": parties(Party(body="ni", kind_percent=5)),
        "cost_pence": 1,
        "currency": "EUR",
        "seats": [seats(pool=1), Seats(part="circle", pool=10)],
        "delegates": [Delegation(network="bcs/womens-forum", part="lectures", places=1)],
        "exchanges": [Exchange(body="bcs", part="lectures", places=1)],
        "return_days": 1,
        "branding": "All names in the same size.",
        "rule": "majority",
        "leaving": "ended",
        "guest_hosts": [GuestHost(name="WISE", gives="two speakers")],
        "sponsors": [Sponsor(name="A bank", what_for="lunch", shown="a line in the programme")],
        "deputies": ["bcs"],
        "silence_days": 14,
        "data_fields": [],
        "data_opens_days": 1,
        "data_kept_days": 1,
    }
    assert set(changes) | carried == set(EventTerms.model_fields)
    assert all(reopened(**{name: value}) for name, value in changes.items())
    assert {clause.needs for clause in clauses(terms())} == set(BEHALVES)


# What makes terms impossible


def test_good_terms_have_no_fault() -> None:
    assert fault(terms(), ADMITTED, EVENT) is None


def test_a_text_about_another_event_is_refused() -> None:
    assert found(terms(), "iop/another-day") == ("subject-differs", "terms.subject")


def test_the_body_in_the_name_of_the_event_must_be_a_party() -> None:
    assert found(terms(subject="rsc/day"), "rsc/day") == ("lead-not-party", "terms.parties")


def test_a_party_that_is_not_admitted_is_refused() -> None:
    assert found(terms(parties=parties(Party(body="wise")))) == ("body-unknown", "terms.parties.3.body")


def test_a_body_cannot_be_a_party_twice() -> None:
    assert found(terms(parties=[*parties(), Party(body="bcs")])) == ("body-twice", "terms.parties.3.body")


def test_a_network_must_belong_to_the_party_that_names_it() -> None:
    changed = Party(body="rsc", networks=["rsc/womens-network", "bcs/womens-forum"])
    assert found(terms(parties=parties(changed))) == ("network-of-other-body", "terms.parties.3.networks.1")


@pytest.mark.parametrize("percent", [1, 99, 100])
def test_shares_in_cash_must_make_a_hundred(percent: int) -> None:
    changed = terms(parties=parties(Party(body="ni", cash_percent=percent, kind_percent=5)))
    assert found(changed) == ("shares-do-not-add-up", "terms.parties.*.cash_percent")


@pytest.mark.parametrize("percent", [4, 6])
def test_shares_in_kind_must_make_a_hundred(percent: int) -> None:
    changed = terms(parties=parties(Party(body="ni", kind_percent=percent)))
    assert found(changed) == ("shares-do-not-add-up", "terms.parties.*.kind_percent")


def test_nobody_need_give_anything_in_kind() -> None:
    changed = [Party(body="iop", cash_percent=100), Party(body="bcs"), Party(body="ni")]
    assert fault(terms(parties=named(changed)), ADMITTED, EVENT) is None


def test_nobody_need_pay_for_what_costs_nothing() -> None:
    unpaid = [Party(body="iop"), Party(body="bcs"), Party(body="ni")]
    assert fault(terms(parties=named(unpaid), cost_pence=0), ADMITTED, EVENT) is None
    assert found(terms(parties=unpaid)) == ("shares-do-not-add-up", "terms.parties.*.cash_percent")


def test_a_share_of_what_costs_nothing_still_needs_the_others() -> None:
    changed = [Party(body="iop", cash_percent=50), Party(body="bcs"), Party(body="ni")]
    assert found(terms(parties=changed, cost_pence=0)) == ("shares-do-not-add-up", "terms.parties.*.cash_percent")


def test_quotas_and_pool_must_fit_into_the_part() -> None:
    changed = [Seats(part="circle", pool=10), seats(pool=21)]
    assert found(terms(seats=changed)) == ("seats-above-capacity", "terms.seats.1.pool")


def test_quotas_alone_must_fit_into_the_part() -> None:
    changed = [seats(), Seats(part="circle", quotas={"ni": 11})]
    assert found(terms(seats=changed)) == ("seats-above-capacity", "terms.seats.1.quotas")


@pytest.mark.parametrize(
    ("seats_of_circle", "code", "field"),
    [
        ({"block": 3, "pool": 1}, "block-too-small", "block"),
        ({"block": 4, "quotas": {"ni": 2}, "pool": 1}, "blocks-above-capacity", "pool"),
        ({"block": 4, "quotas": {"ni": 3}}, "blocks-above-capacity", "quotas"),
    ],
)
def test_places_of_a_closed_part_are_blocks_that_fit_and_hide_four(seats_of_circle: Any, code: str, field: str) -> None:
    closed = plan(part("lectures"), part("circle", capacity=10, audience="returners"))
    changed = [seats(), Seats(part="circle", **seats_of_circle)]
    assert found(terms(plan=closed, seats=changed)) == (code, f"terms.seats.1.{field}")
    fits = [seats(), Seats(part="circle", block=5, quotas={"ni": 1}, pool=1)]
    assert fault(terms(plan=closed, seats=fits), ADMITTED, EVENT) is None


def test_an_open_part_has_no_blocks_and_closed_ones_have_a_limit_together() -> None:
    assert found(terms(seats=[seats(), Seats(part="circle", block=4, pool=1)])) == (
        "blocks-of-open-part",
        "terms.seats.1.block",
    )
    large = plan(part("lectures"), part("circle", capacity=9_000, audience="returners"))
    many = [seats(), Seats(part="circle", block=100, pool=21)]
    assert found(terms(plan=large, seats=many)) == ("too-many-codes", "terms.seats")


def test_a_quota_is_for_a_party() -> None:
    changed = [seats(), Seats(part="circle", quotas={"ni": 1, "rsc": 1})]
    assert found(terms(seats=changed)) == ("body-not-party", "terms.seats.1.quotas.rsc")


def test_seats_are_for_a_part_that_there_is() -> None:
    assert found(terms(seats=[*terms().seats, Seats(part="dinner")])) == ("part-unknown", "terms.seats.2.part")


def test_seats_of_a_part_are_divided_once() -> None:
    assert found(terms(seats=[*terms().seats, Seats(part="circle")])) == ("part-twice", "terms.seats.2.part")


def test_every_part_has_seats() -> None:
    assert found(terms(seats=[seats()])) == ("part-without-seats", "terms.plan.parts.1.part")


def test_a_part_has_a_name_of_its_own() -> None:
    changed = plan(part("lectures"), part("circle", capacity=10), part("lectures"))
    assert found(terms(plan=changed)) == ("part-twice", "terms.plan.parts.2.part")


@pytest.mark.parametrize("ends", [MORNING, MORNING - timedelta(hours=1)])
def test_an_event_ends_after_it_starts(ends: datetime) -> None:
    assert found(terms(plan=plan(ends=ends))) == ("ends-before-start", "terms.plan.ends")


def test_a_part_ends_after_it_starts() -> None:
    changed = plan(part("lectures"), part("circle", capacity=10, ends=MORNING))
    assert found(terms(plan=changed)) == ("ends-before-start", "terms.plan.parts.1.ends")


@pytest.mark.parametrize(
    ("field", "time"), [("starts", MORNING - timedelta(minutes=1)), ("ends", MORNING + timedelta(hours=9))]
)
def test_a_part_is_inside_the_times_of_the_event(field: str, time: datetime) -> None:
    changed = plan(part("lectures"), part("circle", capacity=10, **{field: time}))
    assert found(terms(plan=changed)) == ("part-outside-event", f"terms.plan.parts.1.{field}")


@pytest.mark.parametrize("zone", ["Europe/Paradise", "Europe", "europe/london"])
def test_a_zone_must_exist(zone: str) -> None:
    assert found(terms(plan=plan(zone=zone))) == ("zone-unknown", "terms.plan.zone")


def test_a_year_must_be_one_that_people_plan_for() -> None:
    assert found(terms(plan=plan(ends=datetime.max.replace(tzinfo=UTC)))) == ("year-out-of-range", "terms.plan.ends")


def test_sentences_fit_on_a_line_with_the_longest_names() -> None:
    body, name = "b" * 31, "p" * 60
    usual, earlier = terms().plan.parts, MORNING - timedelta(hours=1)
    impossible = {
        "body-unknown": terms(parties=parties(Party(body="c" * 31))),
        "body-twice": terms(parties=[*parties(), Party(body=body), Party(body=body)]),
        "network-of-other-body": terms(parties=parties(Party(body=body, networks=["bcs/womens-forum"]))),
        "body-not-party": terms(seats=[seats(), Seats(part="circle", quotas={body: 1})]),
        "part-unknown": terms(seats=[*terms().seats, Seats(part=name)]),
        "part-without-seats": terms(plan=plan(*usual, part(name))),
        "part-outside-event": terms(plan=plan(*usual, part(name, starts=earlier))),
        "ends-before-start": terms(plan=plan(*usual, part(name, ends=earlier))),
        "part-twice": terms(plan=plan(part(name), part(name)), seats=[Seats(part=name)]),
    }
    for code, changed in impossible.items():
        refusal = fault(changed, {*ADMITTED, body}, EVENT)
        assert refusal
        assert (refusal.code, len(refusal.sentence) <= 160) == (code, True)


# The clock and the venue


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        ("Europe/London", "2027-03-28T01:30:00+00:00"),
        ("Europe/London", "2027-03-28T01:30:00+01:00"),
        ("Europe/London", "2027-03-28T02:00:00+01:00"),
        ("Europe/London", "2027-03-28T00:59:59+00:00"),
        ("Europe/London", "2027-10-31T01:30:00+00:00"),
        ("Europe/Berlin", "2027-03-28T02:30:00+01:00"),
        ("Europe/Berlin", "2027-03-28T02:30:00+00:00"),
        ("Australia/Lord_Howe", "2027-10-03T02:15:00+10:30"),
        ("UTC", "2027-03-28T01:30:00+00:00"),
    ],
)
def test_a_point_in_time_is_there_whatever_the_clocks_of_its_zone_leave_out(zone: str, time: str) -> None:
    starts = datetime.fromisoformat(time)
    day = {"starts": starts, "ends": starts + timedelta(hours=12)}
    text = terms(plan=plan(part("lectures", **day), part("circle", capacity=10, **day), zone=zone, **day))
    assert fault(text, ADMITTED, EVENT) is None


def test_parts_at_the_same_time_must_fit_into_the_venue() -> None:
    at_once = [part("lectures"), part("circle", capacity=10)]
    assert found(terms(plan=plan(*at_once, venue_capacity=109))) == (
        "venue-too-small",
        "terms.plan.parts.0.capacity",
    )
    assert fault(terms(plan=plan(*at_once, venue_capacity=110)), ADMITTED, EVENT) is None
    later = part("circle", capacity=10, starts=MORNING + timedelta(hours=3), ends=MORNING + timedelta(hours=4))
    assert fault(terms(plan=plan(part("lectures"), later, venue_capacity=100)), ADMITTED, EVENT) is None

"""Whatever the text says, a party can answer with another value: there is a change for each clause and each field."""

from typing import Final

import pytest
from support.events.scenes import EVENT, PARTIES, blocks, part, seats, terms

from kith_commons.agreement.differences import changes
from kith_commons.agreement.suggestions import changed, touched
from kith_contracts.events.plan import Fund
from kith_contracts.events.suggestions import Change, PartyChange, SeatsChange
from kith_contracts.events.terms import Delegation, EventTerms, Exchange, GuestHost, Party, Seats, Sponsor
from kith_events.agreements.faults.text import fault
from kith_events.event.clauses import clauses
from kith_events.event.template import JOINT_EVENT

BURSARY: Final = Fund(fund="bursary", title="Bursaries", most=5_000)
FORUM: Final = Delegation(network="bcs/womens-forum", part="lectures", places=2)
ABROAD: Final = Delegation(network="iop/women-in-physics", part="lectures", places=1, guest="ens")
SWAP: Final = Exchange(body="bcs", part="lectures", places=1)
TEXT: Final = terms(
    plan={"funds": [BURSARY]},
    seats=[seats(bcs=2, ni=1), blocks(), Seats(part="bursary", pool=10_000)],
    delegates=[FORUM, ABROAD],
    guest_hosts=[GuestHost(name="ENS", gives="Five places in Vienna", guest="ens")],
    exchanges=[SWAP],
    data_fields=["diet"],
)


def with_part(name: str, **changes: object) -> Change:
    """The plan with one part otherwise."""
    room = [each.model_copy(update=changes) if each.part == name else each for each in TEXT.plan.parts]
    return Change(plan=TEXT.plan.model_copy(update={"parts": room}))


def divided(name: str, **changes: object) -> Change:
    return Change(seats=[SeatsChange.model_validate({"part": name, **changes})])


ANSWERS: Final[dict[str, list[Change]]] = {
    "cost": [
        Change(cost_pence=1),
        Change(
            currency="EUR",
            plan=TEXT.plan.model_copy(update={"funds": [BURSARY.model_copy(update={"currency": "EUR"})]}),
        ),
    ],
    "data": [Change(data_fields=["languages"]), Change(data_opens_days=1), Change(data_kept_days=1)],
    "rule": [Change(rule="majority")],
    "plan": [Change(plan=TEXT.plan.model_copy(update={"venue": "Leeds"}))],
    "part lectures": [with_part("lectures", title="Talks")],
    "audience of lectures": [with_part("lectures", for_whom="Everyone")],
    "part circle": [with_part("circle", title="A circle of some")],
    "audience of circle": [with_part("circle", for_whom="Who comes back")],
    "hosts": [Change(parties=[PartyChange(body="bcs", networks=["bcs/womens-forum", "bcs/other"])])],
    "deputies": [Change(deputies=["bcs", "ni"]), Change(silence_days=14)],
    "guest hosts": [
        Change(guest_hosts=[GuestHost(name="ENS", gives="A speaker", guest="ens")]),
        Change(
            guest_hosts=[GuestHost(name="ENS", gives="Five places in Vienna", guest="ens-yg")],
            delegates=[FORUM, ABROAD.model_copy(update={"guest": "ens-yg"})],
        ),
    ],
    "places of guest hosts": [
        Change(delegates=[FORUM]),
        Change(delegates=[FORUM, ABROAD.model_copy(update={"places": 2})]),
    ],
    "sponsors": [Change(sponsors=[Sponsor(name="A bank", what_for="lunch", shown="a line")])],
    "branding": [Change(branding="In one size.")],
    "leaving": [Change(leaving="ended")],
    "pool": [
        divided("lectures", pool=3),
        divided("lectures", rule="draw"),
        divided("lectures", rule="draw", draw_hours=3),
        divided("lectures", offer_hours=7),
        divided("circle", block=5, pool=0),
        Change(return_days=1),
    ],
    "funds": [divided("bursary", pool=20_000)],
    "exchange with bcs": [Change(exchanges=[]), Change(exchanges=[SWAP.model_copy(update={"against": "A dinner"})])],
    "delegates of bcs": [
        Change(delegates=[ABROAD]),
        Change(delegates=[FORUM.model_copy(update={"places": 1}), ABROAD]),
    ],
    **{f"share of {body}": [Change(parties=[PartyChange(body=body, kind_percent=100)])] for body in PARTIES},
    **{f"seats of {body}": [divided("lectures", quotas={body: 3}, pool=0)] for body in PARTIES},
    **{f"duties of {body}": [Change(parties=[PartyChange(body=body, duties=["Badges"])])] for body in PARTIES},
}


def test_there_is_an_answer_to_each_clause() -> None:
    assert fault(TEXT, PARTIES, EVENT) is None
    assert {clause.name for clause in clauses(TEXT)} == set(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_clause_is_answered_and_the_text_that_comes_of_it_can_be_proposed(name: str) -> None:
    for change in ANSWERS[name]:
        text = changed(JOINT_EVENT, TEXT, change)
        assert isinstance(text, EventTerms)
        assert name in touched(JOINT_EVENT, TEXT, text)
        assert all(each.old != each.new for each in changes(JOINT_EVENT, TEXT, text)), (
            "who reads it sees what would change"
        )
        assert fault(text, PARTIES, EVENT) is None


def test_there_is_a_change_for_each_field() -> None:
    assert set(EventTerms.model_fields) - set(Change.model_fields) == {"subject", "version", "succession"}
    assert set(Seats.model_fields) == set(SeatsChange.model_fields)
    assert set(Party.model_fields) == set(PartyChange.model_fields)


def test_a_part_more_comes_with_its_places_and_one_that_goes_takes_them_along() -> None:
    dinner = part("dinner")
    more = Change(
        plan=TEXT.plan.model_copy(update={"parts": [*TEXT.plan.parts, dinner]}),
        seats=[SeatsChange(part="dinner", quotas={"ni": 4}, pool=6, rule="draw")],
    )
    text = changed(JOINT_EVENT, TEXT, more)
    assert isinstance(text, EventTerms)
    assert text.seats[-1] == Seats(part="dinner", quotas={"ni": 4}, pool=6, rule="draw")
    assert fault(text, PARTIES, EVENT) is None
    without = changed(JOINT_EVENT, text, Change(plan=TEXT.plan))
    assert without == TEXT

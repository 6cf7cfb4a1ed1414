"""A line of a network's budget pays for an event: what was granted, once, and nobody else of the event pays it too."""

from typing import Any

import pytest
from support.events.books import BODIES, CLOSE, SHARES, Together, cost, mark
from support.events.grants import NETWORK, grant, granted, paid
from support.events.scenes import EVENT, terms
from support.speaking import Node, letters, said

from kith_chassis.decision import NOTHING
from kith_commons.agreement.agreement import hash_of
from kith_contracts.access.table import Principal, Role
from kith_contracts.events.agreements import AgreementProposed, AgreementStatusChanged
from kith_contracts.events.grants import GrantUsed
from kith_contracts.events.settlement import BooksClosed, CostRecorded, RecordCost
from kith_contracts.pages.settlement import OwnSettlement
from kith_events.settlement.api import page
from kith_events.settlement.grants import Grants
from kith_events.settlement.party import OwnBooks

OTHER = "iop/another"


def together(pence: int = 40_000, **changes: Any) -> Together:
    """The lead and its parties; something was granted to NI, the smallest."""
    all = Together()
    all.nodes["ni"].hear(granted("day", pence, **changes))
    return all


def another_event(all: Together, body: str = "ni", **changes: Any) -> None:
    """The body is asked to join another event, on which all agree."""
    text = terms(parties=SHARES).model_copy(update={"subject": OTHER, **changes})
    node = all.nodes[body]
    node.hear(AgreementProposed(subject=OTHER, terms=text, hash=hash_of(text)), "iop")
    node.hear(AgreementStatusChanged(subject=OTHER, text=text.version, status="active", version=9), "iop")


def read(node: Node, **principal: Any) -> OwnSettlement:
    who = Principal(**{"issuer": "i", "subject": "s", "client": "c", "body": node.body, "roles": set(), **principal})
    return page(node.state(OwnBooks.at(EVENT)), node.state(Grants.at(node.body)), who)


def test_what_a_line_pays_is_in_the_account_and_nobody_there_owes_it() -> None:
    all = together().recorded(("iop", 1, 30_000))
    all.tell("ni", paid("day", 1, 40_000))
    all.tell("iop", CLOSE)
    told = all.account("bcs")
    rows = {each.body: (each.paid, each.from_lines, each.share, each.balance) for each in told.shares}
    assert rows == {
        "iop": (30_000, 0, 10_200, -19_800),
        "bcs": (0, 0, 9_900, 9_900),
        "ni": (0, 40_000, 9_900, 9_900),
    }
    assert [(each.body, each.form, each.pence) for each in told.costs] == [
        ("iop", "cash", 30_000),
        ("ni", "line", 40_000),
    ]
    assert sum(each.pence for each in told.payments) == 19_800


def test_books_of_which_lines_pay_all_are_closed_and_nobody_pays() -> None:
    all = together()
    all.tell("ni", paid("day", 1, 1))
    all.tell("iop", CLOSE)
    assert (all.account("iop").payments, {each.share for each in all.account("iop").shares}) == ([], {0})


def test_neither_network_nor_ask_leaves_the_body() -> None:
    all = together().recorded(("iop", 1, 30_000))
    decision = all.tell("ni", paid("day", 1, 100))
    all.tell("iop", CLOSE)
    crossed = [letter.message for letter in letters(decision)] + [all.account(body) for body in BODIES]
    assert [type(each) for each in crossed] == [CostRecorded] + [BooksClosed] * 3
    assert not [each for each in crossed if "returners" in each.model_dump_json() or '"day"' in each.model_dump_json()]
    (used,) = said(decision, GrantUsed)
    assert used.model_dump(exclude={"version"}) == {
        "network": NETWORK,
        "ask": "day",
        "event": EVENT,
        "title": "Returning to work",
        "pence": 100,
        "settled": False,
    }


def test_a_line_is_named_with_its_form_and_with_no_other() -> None:
    ni = together().nodes["ni"]
    assert ni.faults(cost(form="line")) == [("grant-missing", "network"), ("grant-missing", "ask")]
    assert ni.faults(cost(form="line", network=NETWORK)) == [("grant-missing", "ask")]
    assert ni.faults(cost(network=NETWORK, ask="day")) == [("grant-unwanted", "network"), ("grant-unwanted", "ask")]
    assert ni.faults(cost(form="kind", ask="day")) == [("grant-unwanted", "ask")]
    assert ni.decide(cost(ask=None)).refusal is None, "null says that there is none"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"ask": "night"}, ("grant-unknown", "ask")),
        ({"network": "iop/others"}, ("grant-unknown", "ask")),
        ({"pence": 40_001}, ("spent-above-grant", "pence")),
        ({"event": "iop/unheard-of"}, ("agreement-unknown", "event")),
    ],
)
def test_what_was_not_granted_pays_nothing(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    assert together().nodes["ni"].refusal(paid("day", 1, 1).model_copy(update=changes)) == refused


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"status": "waiting"}, [("not-granted", "ask")]),
        ({"currency": "EUR"}, [("currency-differs", "ask")]),
        ({"status": "waiting", "currency": "EUR"}, [("not-granted", "ask"), ("currency-differs", "ask")]),
        ({"status": "refused"}, [("grant-unknown", "ask")]),
        ({"status": "spent"}, [("grant-unknown", "ask")]),
    ],
)
def test_what_is_not_granted_yet_or_no_more_pays_nothing(
    changes: dict[str, Any], refused: list[tuple[str, str]]
) -> None:
    assert together(**changes).nodes["ni"].faults(paid("day", 1, 1)) == refused


def test_all_costs_of_a_grant_together_are_no_more_than_it() -> None:
    all = together()
    ni = all.nodes["ni"]
    all.tell("ni", paid("day", 1, 30_000))
    assert ni.refusal(paid("day", 2, 10_001)) == ("spent-above-grant", "pence")
    all.tell("ni", paid("day", 2, 10_000))
    assert ni.refusal(paid("day", 1, 30_001)) == ("spent-above-grant", "pence")
    all.tell("ni", paid("day", 1, 20_000))
    assert (grant(ni, "day").pence, grant(ni, "day").event) == (30_000, EVENT)


def test_a_grant_pays_for_one_event_until_the_books_take_nothing_of_it() -> None:
    all = together()
    another_event(all)
    ni = all.nodes["ni"]
    all.tell("ni", paid("day", 1, 100))
    assert ni.refusal(paid("day", 1, 1, event=OTHER)) == ("grant-elsewhere", "ask")
    ni.hear(paid("day", 1, 0, event=OTHER))
    assert grant(ni, "day").event == EVENT, "an entry of nothing frees nothing"
    (freed,) = said(all.tell("ni", paid("day", 1, 0)), GrantUsed)
    assert (freed.event, freed.pence, freed.version) == (EVENT, 0, 2)
    (used,) = said(ni.hear(paid("day", 1, 1, event=OTHER)), GrantUsed)
    assert (used.event, used.pence, used.version) == (OTHER, 1, 3)


def test_what_an_ask_pays_is_changed_only_in_the_name_of_its_network() -> None:
    all = together()
    ni = all.nodes["ni"]
    all.tell("ni", paid("day", 1, 400))
    plain = {"event": EVENT, "number": 1, "pence": 450, "currency": "GBP", "what": "The hall"}
    for other in ({}, {"form": "cash"}, {"ask": "bus"}, {"network": "ni/young-generation"}):
        assert ni.refusal(RecordCost(**plain, **other)) == ("grant-missing", "network")
    assert ni.refusal(RecordCost(**plain, form="cash", network=NETWORK)) == ("grant-unwanted", "network")
    assert grant(ni, "day").pence == 400
    all.tell("ni", RecordCost(**plain | {"pence": 0}, network=NETWORK))
    all.tell("ni", RecordCost(**plain, form="cash"))
    assert (grant(ni, "day").event, ni.state(OwnBooks.at(EVENT)).paid_from) == (None, {})


def test_an_ask_that_is_left_out_stays_and_another_one_moves_the_money() -> None:
    all = together()
    ni = all.nodes["ni"]
    ni.hear(granted("bus", 500))
    all.tell("ni", paid("day", 1, 400))
    again = RecordCost(event=EVENT, number=1, pence=450, currency="GBP", what="The hall", network=NETWORK)
    all.tell("ni", again)
    assert grant(ni, "day").pence == 450
    moved = ni.hear(again.model_copy(update={"ask": "bus"}))
    assert not letters(moved), "the lead knows nothing of grants"
    assert [(each.ask, each.pence) for each in said(moved, GrantUsed)] == [("day", 0), ("bus", 450)]
    assert ni.hear(again) == NOTHING
    changed = all.tell("ni", again.model_copy(update={"pence": 0}))
    assert [(each.ask, each.pence, each.event) for each in said(changed, GrantUsed)] == [("bus", 0, EVENT)]


def test_a_grant_that_was_lowered_or_is_over_pays_no_more_and_can_be_corrected() -> None:
    all = together()
    ni = all.nodes["ni"]
    all.tell("ni", paid("day", 1, 30_000))
    ni.hear(granted("day", 20_000, version=2))
    assert ni.refusal(paid("day", 1, 30_001)) == ("spent-above-grant", "pence")
    assert ni.hear(granted("day", 99_000, version=1)) == NOTHING, "an older word"
    all.tell("ni", paid("day", 1, 25_000))
    ni.hear(granted("day", 0, status="spent", version=3))
    assert ni.refusal(paid("day", 2, 1)) == ("ask-over", "ask")
    all.tell("ni", paid("day", 1, 0))
    assert grant(ni, "day").event is None


def test_once_all_have_accepted_the_books_the_directory_hears_what_was_spent() -> None:
    all = together().recorded(("iop", 1, 30_000))
    all.tell("ni", paid("day", 1, 12_000))
    all.tell("ni", paid("day", 2, 3_000))
    all.tell("iop", CLOSE)
    all.answers(("iop", "ni"))
    all.decided.clear()
    all.answers(("bcs",))
    all.tell("ni", mark("ni", "iop", "sent"))
    told = [(body, each) for body, decision in all.decided for each in said(decision, GrantUsed)]
    assert [(body, each.pence, each.settled, each.version) for body, each in told] == [("ni", 15_000, True, 3)]
    another_event(all)
    assert all.nodes["ni"].refusal(paid("day", 1, 1, event=OTHER)) == ("grant-elsewhere", "ask")


def test_an_objection_opens_the_books_and_the_grant_pays_what_they_say_then() -> None:
    all = together()
    all.tell("ni", paid("day", 1, 12_000))
    all.tell("iop", CLOSE)
    assert all.nodes["ni"].refusal(paid("day", 1, 11_000)) == ("books-closed", "event")
    all.answers(("bcs",), verdict="objected", line="The hall was cheaper.")
    all.tell("ni", paid("day", 1, 11_000))
    all.tell("iop", CLOSE)
    all.answers(("iop", "ni"), round=2)
    all.answers(("bcs",), round=2)
    assert (grant(all.nodes["ni"], "day").pence, grant(all.nodes["ni"], "day").settled) == (11_000, True)


def test_who_may_not_read_the_money_of_a_network_does_not_learn_that_it_is_there() -> None:
    all = together()
    all.tell("ni", paid("day", 1, 100))
    ni = all.nodes["ni"]
    admin = read(ni, roles={Role.BODY_ADMIN})
    (own,) = admin.costs
    assert (own.form, own.network, own.ask) == ("line", NETWORK, "day")
    assert [(each.ask, each.pence, each.event, each.used) for each in admin.grants] == [("day", 40_000, EVENT, 100)]
    served = read(ni, roles={Role.OFFICER}, networks={NETWORK}, shares={NETWORK})
    assert served == admin
    other = read(ni, roles={Role.OFFICER}, networks={"ni/young-generation"})
    assert (other.costs[0].form, other.costs[0].network, other.costs[0].ask, other.grants) == ("line", None, None, [])


def test_a_grant_that_pays_for_another_event_is_not_offered_for_this_one() -> None:
    all = together()
    another_event(all)
    ni = all.nodes["ni"]
    ni.hear(paid("day", 1, 100, event=OTHER))
    ni.hear(cost(1, 5))
    assert read(ni, roles={Role.BODY_ADMIN}).grants == []


def test_an_agreement_in_another_currency_is_not_paid_of_the_line() -> None:
    all = together()
    another_event(all, currency="EUR")
    assert all.nodes["ni"].refusal(paid("day", 1, 1, event=OTHER, currency="EUR")) == ("currency-differs", "ask")

"""Bursaries and costs of care: money is divided, asked for and granted as places are; the door knows nothing of it."""

from datetime import timedelta
from typing import Any, Final

import pytest
from support.events.scenes import DAY, EVENT, PERSON, event, home, opened, part, place, pseudonym, request, terms
from support.speaking import Node, letters, said

from kith_commons.agreement.differences import changes
from kith_contracts.erasure import ForgetPseudonym, ForgetRegistration
from kith_contracts.events.agreements import AmendAgreement
from kith_contracts.events.check_in import CheckIn, WalkIn
from kith_contracts.events.mixing import MixingTable, PlanMixing
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, PlaceDecided, ReleasePlace, RequestPlace
from kith_contracts.events.plan import Fund
from kith_contracts.events.terms import EventTerms, Seats
from kith_events.agreements.faults.text import fault
from kith_events.door.page import packed
from kith_events.event.template import JOINT_EVENT
from kith_events.places import registration
from kith_events.places.registration import Registration

CARE: Final = Fund(fund="care", title="Costs of care", most=5000)
TALK: Final = Seats(part="talk", pool=4, offer_hours=0)
MONEY: Final = Seats(part="care", quotas={"bcs": 3000}, pool=6000)


def funded(version: int = 1, *, seats: Seats | None = MONEY, fund: Fund = CARE, **more: Any) -> EventTerms:
    """A talk, and £90 for costs of care, of which £30 are kept for people of BCS."""
    rows = [TALK, *([seats] if seats else [])]
    return terms(version, parts=[part("talk")], seats=rows, plan={"funds": [fund]}, **more)


def sum_of(who: int, pence: int, number: int = 1) -> RequestPlace:
    return request(who, "care", number).model_copy(update={"size": pence})


def decided(node: Node, message: RequestPlace | ReleasePlace, body: str) -> list[tuple[str, str]]:
    return [(each.status, each.code) for each in said(node.hear(message, body), PlaceDecided)]


def ask(*parts: str, **pence: int) -> AskForPlaces:
    return AskForPlaces(person=PERSON, event=EVENT, parts=list(parts), pence=pence)


def alias(node: Node, name: str = "") -> str:
    return registration.pseudonym(node.keyed, PERSON, EVENT, name)


# At the lead


def test_money_is_granted_in_order_whole_or_not_at_all_and_never_more_than_there_is() -> None:
    node = opened(funded())
    assert decided(node, sum_of(1, 5000), "ni") == [("granted", "")]
    assert decided(node, sum_of(2, 2000), "ni") == [("waiting", "")]  # £10 of the pool are left, £30 are for BCS
    assert decided(node, sum_of(3, 4000), "bcs") == [("granted", "")]
    book = event(node).places["care"]
    assert (book.granted, book.free, book.granted_by_body) == (9000, 0, {"ni": 5000, "bcs": 4000})
    assert decided(node, sum_of(4, 5001), "bcs") == [("refused", "above-ceiling")]
    back = ReleasePlace(event=EVENT, part="care", pseudonym=pseudonym(1), number=1)
    assert decided(node, back, "ni") == [("released", ""), ("granted", "")]
    assert (place(node, 2, "care").size, event(node).places["care"].granted) == (2000, 6000)


def test_what_comes_free_of_money_is_granted_at_once() -> None:
    node = opened(funded(seats=MONEY.model_copy(update={"offer_hours": 48})))
    decided(node, sum_of(1, 5000), "ni")
    decided(node, sum_of(2, 2000), "ni")
    back = ReleasePlace(event=EVENT, part="care", pseudonym=pseudonym(1), number=1)
    assert decided(node, back, "ni")[1] == ("granted", "")


def test_a_fund_may_be_raised_and_never_below_what_is_granted() -> None:
    node = opened(funded())
    decided(node, sum_of(1, 5000), "ni")
    less = funded(2, seats=MONEY.model_copy(update={"pool": 4999}))
    assert node.refusal(AmendAgreement(subject=EVENT, terms=less)) == ("seats-below-granted", "terms.seats.1.pool")


def test_nobody_is_seated_in_a_fund() -> None:
    node = opened(funded())
    wanted = PlanMixing(event=EVENT, part="care", rounds=1, tables=[MixingTable(name="1", seats=8)])
    assert node.refusal(wanted)[0] == "part-unknown"


def test_the_door_knows_no_fund_and_nobody_walks_in_to_one() -> None:
    node = opened(funded())
    assert [*event(node).rooms] == ["talk"]
    assert '"part": "care"' not in packed(event(node), [])
    walked = WalkIn(walk_in=1, number=1, part="care", at=DAY)
    sheet = CheckIn(event=EVENT, device="a" * 12, marks=[], walk_ins=[walked])
    assert node.refusal(sheet, now=DAY + timedelta(hours=1)) == ("part-unknown", "walk_ins.0.part")


def test_who_is_forgotten_gives_the_money_back() -> None:
    node = opened(funded())
    decided(node, sum_of(1, 5000), "ni")
    node.hear(ForgetPseudonym(subject=EVENT, pseudonym=pseudonym(1), parts=["care"]), "ni")
    assert event(node).places["care"].free == 9000


# In the text


IMPOSSIBLE: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("fund-too-small", "terms.plan.funds.0.most"): {"fund": CARE.model_copy(update={"most": 9001})},
    ("fund-too-small", "terms.plan.funds.0.most "): {"seats": None},
    ("currency-differs", "terms.plan.funds.0.currency"): {"currency": "EUR"},
    ("slug-taken", "terms.plan.funds.0.fund"): {"fund": CARE.model_copy(update={"fund": "talk"})},
    ("body-not-party", "terms.seats.1.quotas.rsc"): {"seats": MONEY.model_copy(update={"quotas": {"rsc": 1}})},
}


@pytest.mark.parametrize(("found", "changed"), IMPOSSIBLE.items())
def test_money_that_cannot_be_is_refused(found: tuple[str, str], changed: dict[str, Any]) -> None:
    refusal = fault(funded(**changed), ("iop", "bcs", "ni"), EVENT)
    assert refusal
    assert (refusal.code, refusal.field) == (found[0], found[1].strip())
    assert 0 < len(refusal.sentence) <= 160


def test_a_changed_sum_needs_the_yes_of_the_bodies_and_is_told_in_pounds() -> None:
    (change,) = changes(JOINT_EVENT, funded(), funded(2, seats=MONEY.model_copy(update={"pool": 7000})))
    assert (change.clause, change.needs) == ("funds", "body")
    assert change.new == "care: £30.00 for people of bcs, £70.00 for all, offers last 48 hours"
    assert sorted(change.concerns) == ["bcs", "iop", "ni"]


def test_an_agreement_without_funds_says_nothing_of_them() -> None:
    assert "funds" not in {each.clause for each in changes(JOINT_EVENT, terms(), terms(2, cost_pence=1))}


# At home


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (ask("care", care=1000), ("not-registered", "parts.0")),
        (ask("talk", "care"), ("sum-missing", "pence.care")),
        (ask("talk", "care", care=5001), ("above-ceiling", "pence.care")),
        (ask("talk", talk=100), ("not-a-fund", "pence.talk")),
        (ask("talk", care=100), ("not-asked-for", "pence.care")),
    ],
)
def test_a_sum_that_cannot_be_asked_for_is_refused(command: AskForPlaces, refusal: tuple[str, str]) -> None:
    node = home(text=funded())
    assert node.refusal(command) == refusal
    assert not node.all(Registration)


def test_the_host_cannot_tell_who_at_the_door_has_asked_for_money() -> None:
    node = home(text=funded())
    asked = [each.message for each in letters(node.hear(ask("talk", "care", care=4000)))]
    requests = {each.part: each for each in asked if isinstance(each, RequestPlace)}
    assert (requests["care"].size, requests["talk"].size) == (4000, 1)
    assert (requests["talk"].pseudonym, requests["care"].pseudonym) == (alias(node), alias(node, "care"))


def test_who_has_a_place_may_ask_later_and_give_the_money_back() -> None:
    node = home(text=funded())
    node.hear(ask("talk"))
    node.hear(ask("care", care=4000))
    granted = {"event": EVENT, "part": "care", "pseudonym": alias(node, "care"), "number": 1, "version": 1}
    node.hear(PlaceDecided(**granted, status="granted"), "iop")
    kept: Registration = node.state(Registration.at(alias(node, "care")))
    assert (kept.wishes["care"].status, kept.wishes["care"].pence) == ("granted", 4000)
    (letter,) = letters(node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["care"])))
    assert isinstance(letter.message, ReleasePlace)
    assert (letter.message.pseudonym, letter.message.part) == (alias(node, "care"), "care")


def test_the_host_is_asked_to_forget_who_asked_for_money() -> None:
    node = home(text=funded())
    node.hear(ask("talk", "care", care=4000))
    ids = {"person": PERSON, "forgetting": "f" * 32, "subject": EVENT}
    forget = ForgetRegistration(**ids, registration=alias(node, "care"), parts=["care"])
    asked = [each.message for each in letters(node.hear(forget))]
    assert [(type(each), getattr(each, "pseudonym", "")) for each in asked] == [(ForgetPseudonym, alias(node, "care"))]


def test_money_may_be_drawn_for_as_places_are() -> None:
    node = opened(funded(seats=Seats(part="care", pool=6000, rule="draw")))
    assert [decided(node, sum_of(who, 5000), "ni") for who in (1, 2)] == [[("in-draw", "")]] * 2
    assert event(node).draws["care"].closes < DAY

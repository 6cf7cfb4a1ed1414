"""Holds: a date is kept free, a few know of it, and it ends by itself; who looks for a date is warned."""

from datetime import timedelta
from typing import Any, Final

import pytest
from support.events.scenes import DAY, lead, registered
from support.speaking import NOW, Node, letters, said

from kith_chassis.decision import NOTHING
from kith_contracts.access.table import Principal, Role
from kith_contracts.events.holds import EndHold, Held, HoldDate, HoldShared, HoldUpdated, ReleaseHold
from kith_events.dates.clashes import Slot, clashes
from kith_events.dates.current_holds import may_see
from kith_events.dates.holds import MOST_OF_A_BODY, Hold
from kith_events.handlers import HANDLERS

HOLD: Final = "iop/spring"
HELD: Final = Held(starts=DAY, ends=DAY + timedelta(hours=3), zone="Europe/London", place="London", strand="careers")
NAMES: Final = {"iop": "IOP"}


def hold(*partners: str, **changes: Any) -> HoldDate:
    held = HELD.model_copy(update=changes.pop("held", {}))
    return HoldDate(**{"hold": HOLD, "partners": list(partners or ("bcs", "ni")), "held": held, **changes})


def told(node: Node) -> Node:
    """A partner that has heard of what this one holds."""
    other = Node(HANDLERS, "bcs")
    other.hear(registered("iop"), "office")
    for letter in letters(node.hear(hold())):
        if letter.to == "bcs":
            other.hear(letter.message, "iop")
    return other


def kept(node: Node) -> Hold:
    state: Hold = node.state(Hold.at(HOLD))
    return state


def test_partners_are_told_and_nobody_else_and_own_systems_hear_it() -> None:
    decision = lead().hear(hold())
    assert [(each.to, type(each.message)) for each in letters(decision)] == [("bcs", HoldShared), ("ni", HoldShared)]
    (fact,) = said(decision, HoldUpdated)
    assert (fact.partners, fact.until) == (["bcs", "ni"], NOW + timedelta(days=30))


def test_a_hold_lasts_no_longer_than_until_its_date() -> None:
    node = lead()
    node.hear(hold(days=366))
    assert kept(node).until == DAY


def test_who_is_no_partner_any_more_is_told_that_it_is_released() -> None:
    node = lead()
    node.hear(hold())
    again = node.hear(hold("bcs"))
    statuses = {each.to: each.message.status for each in letters(again) if isinstance(each.message, HoldShared)}
    assert statuses == {"bcs": "held", "ni": "released"}


def test_a_released_hold_warns_nobody_any_more() -> None:
    node = lead()
    other = told(node)
    assert not kept(other).over(NOW)
    for letter in letters(node.hear(ReleaseHold(hold=HOLD))):
        if letter.to == "bcs":
            other.hear(letter.message, "iop")
    assert kept(other).over(NOW)
    assert node.refusal(ReleaseHold(hold=HOLD)) == ("hold-unknown", "hold")


def test_a_letter_that_comes_after_a_newer_one_changes_nothing() -> None:
    node = lead()
    first = letters(node.hear(hold("bcs")))[0].message
    second = letters(node.hear(ReleaseHold(hold=HOLD)))[0].message
    other = Node(HANDLERS, "bcs")
    other.hear(second, "iop")
    assert other.hear(first, "iop") == NOTHING
    assert kept(other).over(NOW)


def test_it_runs_out_by_itself_and_nothing_is_left_at_those_who_were_told() -> None:
    node = lead()
    other = told(node)
    end = EndHold(hold=HOLD)
    until = NOW + timedelta(days=30)
    assert [due.at for due in other.hear(end).due] == [until]
    assert other.hear(end, now=until).forgets == (Hold.at(HOLD),)
    assert not other.all(Hold)
    assert [fact.status for fact in said(node.hear(end, now=until), HoldUpdated)] == ["released"]
    assert node.hear(end, now=until) == NOTHING
    assert other.hear(end, now=until) == NOTHING
    node.hear(hold(), now=until)
    assert kept(node).version > 1


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (hold(hold="bcs/spring"), ("not-our-hold", "hold")),
        (hold(held={"zone": "Europe/Paradise"}), ("zone-unknown", "held.zone")),
        (hold(held={"ends": DAY}), ("ends-before-start", "held.ends")),
        (hold(held={"ends": DAY.replace(year=9999)}), ("year-out-of-range", "held.ends")),
        (hold(held={"starts": NOW}), ("date-over", "held.starts")),
        (hold("bcs", "nobody"), ("body-unknown", "partners.1")),
    ],
)
def test_a_hold_that_cannot_be_is_refused(command: HoldDate, refusal: tuple[str, str]) -> None:
    assert lead().refusal(command) == refusal


@pytest.mark.parametrize(
    ("changes", "sender", "code"),
    [
        ({}, "ni", "not-their-hold"),
        ({"until": DAY + timedelta(days=1)}, "iop", "too-long"),
        ({"held": HELD.model_copy(update={"ends": DAY.replace(year=9999)})}, "iop", "year-out-of-range"),
    ],
)
def test_what_others_say_of_holds_is_checked(changes: dict[str, Any], sender: str, code: str) -> None:
    fact = HoldShared(hold=HOLD, status="held", held=HELD, until=DAY, version=1).model_copy(update=changes)
    other = Node(HANDLERS, "bcs")
    assert other.refusal(fact, sender)[0] == code
    assert not other.all(Hold)


def test_who_looks_for_a_date_is_warned_in_a_sentence() -> None:
    other = told(lead())
    slot = Slot(DAY + timedelta(hours=1), DAY + timedelta(hours=2), "Europe/London")
    (clash,) = clashes(slot, (), (), NAMES, other.all(Hold))
    assert (clash.kind, clash.sentence) == ("hold", "IOP keeps that time free (careers, London): ask them.")
    evening = Slot(DAY + timedelta(hours=9), DAY + timedelta(hours=10), "Europe/London")
    assert "that day" in clashes(evening, (), (), NAMES, other.all(Hold))[0].sentence
    next_day = Slot(DAY + timedelta(days=1), DAY + timedelta(days=1, hours=1), "Europe/London")
    assert not clashes(next_day, (), (), NAMES, other.all(Hold))


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.BODY_ADMIN, True), (Role.OFFICER, True), (Role.MEMBER, False), (Role.GUEST, False)]
)
def test_holds_are_between_bodies_and_not_for_all_their_people(role: Role, *, sees: bool) -> None:
    networks = frozenset({"bcs/womens-forum"})
    asking = Principal("i", "s", "c", "bcs", frozenset({role}), networks=networks, person="person-0001")
    assert may_see(asking, "bcs") is sees
    assert not may_see(asking, "ni")


def test_no_body_fills_the_database_of_another_nor_its_own() -> None:
    node = Node(HANDLERS, "bcs")
    shared = {"held": HELD, "until": DAY, "version": 1, "status": "held"}
    for number in range(MOST_OF_A_BODY):
        node.hear(HoldShared(hold=f"iop/h{number}", **shared), "iop")
    assert node.refusal(HoldShared(hold="iop/more", **shared), "iop") == ("too-many-holds", "hold")
    node.hear(HoldShared(hold="ni/one", **shared), "ni")
    node.hear(EndHold(hold="iop/h0"), now=DAY)
    node.hear(HoldShared(hold="iop/more", **shared), "iop")
    far = {
        **shared,
        "held": HELD.model_copy(update={"starts": NOW + timedelta(days=900), "ends": NOW + timedelta(days=901)}),
    }
    late = HoldShared(hold="ni/late", **{**far, "until": NOW + timedelta(days=400)})
    assert node.refusal(late, "ni") == ("too-long", "until")
    own = lead()
    for number in range(MOST_OF_A_BODY):
        own.hear(hold("bcs").model_copy(update={"hold": f"iop/h{number}"}))
    more = hold("bcs").model_copy(update={"hold": "iop/more"})
    assert own.refusal(more) == ("too-many-holds", "hold")
    own.hear(ReleaseHold(hold="iop/h3"))
    own.hear(more)

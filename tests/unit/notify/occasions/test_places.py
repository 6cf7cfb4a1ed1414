"""Mails send people to the place of the part that they are in, and to no street for what is online."""

from typing import Any, Final

import pytest
from support.notify.mails import entries, sent, text
from support.notify.scenes import DAY, deliveries, home, part, placed, plan, published, registration, tell

from kith_contracts.events.plan import EventPlan

LEEDS: Final = "2 High Street, Leeds"
LONDON: Final = "37 Caledonian Road, London"


def spread(days: int = 0, **dinner: Any) -> EventPlan:
    """The lectures in London, and a dinner somewhere else; so many days later."""
    last = part("dinner", 6 + 24 * days, 8 + 24 * days, **dinner)
    return plan(parts=[part("lectures", 0, 3), part("circle", 3, 4), last], ends=last.ends)


def decided(face: EventPlan, **parts: Any) -> tuple[str, list[str]]:
    """What the mail says, and where its entries are."""
    node = home()
    node.hear(published(2, plan=face), "iop")
    node.hear(registration(1, **parts))
    told = [each for each in deliveries(node) if each.occasion == "decision"]
    return text(sent(node, told[0])), [str(each["location"]) for each in entries(node, *deliveries(node))]


@pytest.mark.parametrize(
    ("dinner", "where"), [({"venue": LEEDS}, LEEDS), ({"format": "online"}, "Online"), ({}, LONDON)]
)
def test_a_place_in_a_part_is_at_the_place_of_that_part(dinner: dict[str, Any], where: str) -> None:
    mail, places = decided(spread(**dinner), dinner="granted")
    assert f"Where: {where}\n" in mail
    assert places == [where]
    assert decided(spread(**dinner), lectures="granted")[1] == [LONDON]


def test_a_mail_about_two_places_says_which_is_where() -> None:
    mail, places = decided(spread(venue=LEEDS), lectures="granted", dinner="granted")
    assert f"Where: {LONDON}; {LEEDS}\n" in mail
    assert f"15:00 to 17:00, {LEEDS}: confirmed" in mail
    assert places == [f"{LONDON}; {LEEDS}"], "one entry for one day"
    mail, places = decided(spread(venue=LEEDS), lectures="granted", dinner="waiting")
    assert places == [LONDON], "only where there is a place"


def test_over_several_days_each_entry_has_its_own_place() -> None:
    _, places = decided(spread(7, venue=LEEDS), lectures="granted", dinner="granted")
    assert places == [LONDON, LEEDS]


def test_a_venue_of_a_part_that_tells_too_much_is_not_told() -> None:
    mail, places = decided(spread(venue="Rainbow Room"), dinner="granted")
    assert "Rainbow" not in mail
    assert places == ["you find it where you booked"]


def test_a_part_that_goes_elsewhere_is_told_to_who_is_in_it_alone() -> None:
    node = placed()
    assert not tell(node, published(2, plan=plan(parts=[*plan().parts[:2], part("dinner", 6, 8, venue=LEEDS)])))
    there = plan().parts[0].model_copy(update={"venue": LEEDS})
    (delivery,) = tell(node, published(3, plan=plan(parts=[there, *plan().parts[1:]])))
    (entry,) = entries(node, delivery)
    assert (str(entry["location"]), entry["sequence"], entry["dtstart"].dt) == (f"{LEEDS}; {LONDON}", 2, DAY)


def test_what_goes_online_is_told_too() -> None:
    node = placed()
    there = plan().parts[0].model_copy(update={"format": "online"})
    (delivery,) = tell(node, published(2, plan=plan(parts=[there, *plan().parts[1:]])))
    assert [str(each["location"]) for each in entries(node, delivery)] == [f"{LONDON}; Online"]


def test_a_changed_venue_of_the_day_is_told_to_whom_it_moves() -> None:
    parts = [plan().parts[0].model_copy(update={"venue": LEEDS}), *plan().parts[1:]]
    node = placed()
    tell(node, published(2, plan=plan(parts=parts)))
    (delivery,) = tell(node, published(3, plan=plan(parts=parts, venue="York")))
    assert [str(each["location"]) for each in entries(node, delivery)] == [f"{LEEDS}; York"]

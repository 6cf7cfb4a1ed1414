"""Who has a place in an online part is told that there is an address on their own page, and never the address."""

import pytest
from support.notify.mails import decided, everything, sent, text
from support.notify.scenes import EVENT, TELLING, deliveries, home, part, plan, published, registration
from support.speaking import Node, said

from kith_chassis.decision import NOTHING
from kith_contracts.notify.occasions import TellJoining
from kith_notify.occasions import online as occasions_online

ONLINE = plan(
    parts=[
        part("lectures", 0, 3),
        part("webcast", 0, 3, format="online"),
        part("talks", 4, 5, format="online", bundle="evening"),
        part("quiz", 6, 7, format="online", bundle="evening"),
    ]
)


def online(**parts: str) -> Node:
    """Somebody has these places at a day that is partly online."""
    node = home()
    node.hear(published(2, plan=ONLINE), "iop")
    if parts:
        node.hear(registration(1, **parts))  # type: ignore[arg-type]
    return node


def tell(node: Node, *parts: str, number: int = 1) -> int:
    """How many mails come of an address for these parts."""
    before = len(deliveries(node))
    going_on = [TellJoining(event=EVENT, parts=[*parts], number=number)]
    while going_on:
        going_on = [more for each in going_on for more in said(node.hear(each), TellJoining)]
    return len(deliveries(node)) - before


@pytest.mark.parametrize(
    ("places", "parts", "mails"),
    [
        ({"webcast": "granted"}, ["webcast"], 1),
        ({"webcast": "granted"}, ["webcast", "talks", "quiz"], 1),
        ({"evening": "granted"}, ["quiz"], 1),
        ({"webcast": "granted"}, ["quiz"], 0),
        ({"lectures": "granted"}, ["webcast"], 0),
        ({"webcast": "waiting"}, ["webcast"], 0),
        ({"webcast": "granted"}, ["nowhere"], 0),
        ({}, ["webcast"], 0),
    ],
)
def test_who_has_a_place_in_one_of_the_parts_is_told_once(places: dict[str, str], parts: list[str], mails: int) -> None:
    node = online(**places)
    assert tell(node, *parts) == mails
    assert tell(node, *parts) == 0, "the same version again"
    assert tell(node, *parts, number=2) == mails


def test_the_mail_tells_neither_the_address_nor_what_it_is_about() -> None:
    node = online(webcast="granted")
    tell(node, "webcast")
    (told,) = [each for each in deliveries(node) if each.occasion == "joining"]
    mail = sent(node, told)
    assert mail["Subject"] == "How you join on 12 March"
    assert "your own page at BCS" in text(mail)
    assert not [word for word in (*TELLING, "http", "webcast") if word in everything(mail)]
    assert list(mail.iter_attachments()) == []


def test_a_place_online_is_confirmed_with_where_the_address_will_be_and_one_in_a_room_without() -> None:
    (there,) = decided({"webcast": "granted"}, node=online())
    assert "address to join online is on your own page at BCS" in text(there)
    assert "address to join online is on your own page at BCS" in text(there, "html")
    (waiting,) = decided({"webcast": "waiting"}, node=online())
    (here,) = decided({"lectures": "granted"}, node=online())
    assert not [mail for mail in (waiting, here) if "online" in text(mail).lower().replace("where: online", "")]


def test_nobody_is_told_of_what_is_called_off_or_of_another_event() -> None:
    node = online(webcast="granted")
    assert node.hear(TellJoining(event="iop/another", parts=["webcast"], number=1)) == NOTHING
    node.hear(published(3, plan=ONLINE, status="cancelled"), "iop")
    assert node.hear(TellJoining(event=EVENT, parts=["webcast"], number=1)) == NOTHING


def test_many_are_told_page_by_page_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occasions_online, "PAGE", 2)
    node = online()
    for number in range(5):
        fact = registration(1, webcast="granted").model_copy(
            update={"person": f"person-{number:04}", "registration": "abcdefghijklmnopqrstuvwxy" + "abcde"[number]}
        )
        node.hear(fact)
    assert tell(node, "webcast") == 5
    assert {each.occasion for each in deliveries(node)[-5:]} <= {"joining", "decision"}

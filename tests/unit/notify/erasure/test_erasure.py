"""Notify forgets a person: nothing is due to them any more, and nothing stays of what was told."""

import pytest
from support.notify.scenes import PERSON, deliveries, home, person, published, registration
from support.speaking import said

from kith_contracts.erasure import ForgetDeliveries, RecordForgetting
from kith_notify.deliveries.delivery import Delivery
from kith_notify.erasure import home as module
from kith_notify.occasions.attendance import Attendance
from kith_notify.recipients.recipient import Recipient

FORGET = ForgetDeliveries(person=PERSON, forgetting="f" * 32)


def test_what_is_due_and_what_was_told_is_gone_and_says_so() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    (delivery,) = deliveries(node)
    decision = node.hear(FORGET)
    assert not [*node.all(Recipient), *node.all(Delivery), *node.all(Attendance)]
    assert [each.key for each in decision.tombstones] == [delivery.delivery]
    (record,) = said(decision, RecordForgetting)
    assert (record.service, record.cleared) == ("notify", True)


def test_others_are_told_as_before() -> None:
    node = home()
    node.hear(person(2))
    node.hear(FORGET)
    assert [each.person for each in node.all(Recipient)] == ["person-0002"]
    assert node.hear(published(2), "iop")


def test_many_deliveries_go_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    node = home()
    for number in range(1, 6):
        node.hear(registration(number, lectures="granted"))
    ids = {each.delivery for each in deliveries(node)}
    decision = node.hear(FORGET)
    buried = [each.key for each in decision.tombstones]
    while again := said(decision, ForgetDeliveries):
        assert not decision.erases
        decision = node.hear(again[0])
        buried += [each.key for each in decision.tombstones]
    assert set(buried) == ids
    assert decision.erases == PERSON
    assert not node.all(Delivery)

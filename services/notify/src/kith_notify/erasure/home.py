"""Forgetting a person: nothing is told to them any more, and nothing stays of what was."""

from typing import Final

from kith_chassis.decision import Circumstances, Decision, Tombstone, Views
from kith_contracts.erasure import ForgetDeliveries, RecordForgetting
from kith_contracts.notify.deliveries import MessageTold
from kith_notify.deliveries.delivery import Delivery

PAGE: Final = 1000
"""Deliveries whose facts one decision removes; the rest follow by a command to oneself."""


async def next_page(views: Views, command: ForgetDeliveries, at: Circumstances) -> list[str]:
    """The ids of the person's next deliveries, whether they can be opened or not."""
    return await views.ids(Delivery, (at.keyed("person", command.person),), command.after, PAGE)


def forget_deliveries(_at: Circumstances, command: ForgetDeliveries, page: list[str]) -> Decision:
    """Remove what was told from the topic, a page at a time; at the end everything is deleted here."""
    buried = tuple(Tombstone(MessageTold, each) for each in page)
    if len(page) == PAGE:
        return Decision(says=(command.model_copy(update={"after": page[-1]}),), tombstones=buried)
    record = RecordForgetting(forgetting=command.forgetting, service="notify", cleared=True)
    return Decision(says=(record,), erases=command.person, tombstones=buried)

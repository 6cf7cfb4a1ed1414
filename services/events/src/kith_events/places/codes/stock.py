"""The entry codes that a home has to give, and who waits for one."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Final

from kith_chassis.decision import Circumstances, Keyed, State
from kith_commons.publication import lead_of
from kith_events.event.party import Proposal
from kith_events.event.public import Shown

MOST_WAITING: Final = 5_000

HELD: Final = ("open", "reopened")
"""The status of an event for which codes are handed out."""


class Stock(State):
    """The entry codes that home holds for one closed part, and the registrations that wait for one."""

    kind: ClassVar[str] = "stock"
    stock: str
    """A keyed hash, so that commands to ourselves name neither event nor part."""
    event: str
    part: str
    blocks: dict[int, tuple[str, ...]] = {}  # noqa: RUF012 - pydantic copies it
    free: tuple[str, ...] = ()
    queue: tuple[str, ...] = ()
    offers: dict[str, datetime] = {}  # noqa: RUF012 - pydantic copies it
    """By registration: until when one of the free codes is kept for it; which one, nobody knows before it is taken."""
    hours: int = 0
    """For how long a code is offered, as is agreed."""
    starts: datetime | None = None
    """When the part begins; none while we take no part in it, or it is called off."""
    lead: str | None = None
    """Who leads the event, if it is not the body in its name."""
    returned: tuple[int, ...] = ()
    asked: bool = False
    """Whether a block is asked for, or will be at midnight."""
    called: bool = False

    @property
    def id(self) -> str:
        return self.stock

    @property
    def left(self) -> int:
        """How many codes are neither with somebody nor kept for somebody."""
        return len(self.free) - len(self.offers)

    def goes_on(self, now: datetime) -> bool:
        """Whether codes are handed out: until the part begins, while we take part."""
        return self.starts is not None and now < self.starts

    def agreed(self, shown: Shown | None, proposal: Proposal | None, body: str) -> "Stock":
        """The stock under what is published, and what is agreed if that is known."""
        part = shown.part(self.part) if shown and shown.hosted_by(body) else None
        held = shown is not None and shown.published.status in HELD
        seats = proposal.terms.seats if proposal and held else []
        hours = next((each.offer_hours for each in seats if each.part == self.part), self.hours)
        lead = lead_of(shown.published) if shown and shown.published.succession else self.lead
        return self.but(starts=part.starts if part and held else None, hours=hours, lead=lead)

    @property
    def whole(self) -> list[int]:
        """The blocks of which every code is free."""
        free = {*self.free}
        return [block for block, codes in self.blocks.items() if free.issuperset(codes)]

    @property
    def full(self) -> bool:
        """Whether nobody more can wait."""
        return len(self.queue) >= MOST_WAITING

    def draw(self, keyed: Keyed) -> tuple[str, "Stock"]:
        """A free code, of a block that is in use already if there is one; which of them, the lead cannot guess."""
        whole = {code for block in self.whole for code in self.blocks[block]}
        code = min(self.free, key=lambda each: (each in whole, keyed("draw", each)))
        return code, self.but(free=tuple(each for each in self.free if each != code))

    @property
    def unused(self) -> list[int]:
        """The blocks that can go back: whole ones of which no code is kept for anybody; one block stays in any case,
        for it would tell whether anybody is there at all.
        """
        whole = self.whole
        kept = 0 if len(whole) < len(self.blocks) else 1
        free = len(self.free) - sum(len(self.blocks[block]) for block in whole[kept:])
        while kept < len(whole) and free < len(self.offers):
            free += len(self.blocks[whole[kept]])
            kept += 1
        return whole[kept:]

    def without(self, registration: str) -> "Stock":
        """Nothing is waited for, or kept, any more."""
        queue = tuple(each for each in self.queue if each != registration)
        return self.but(
            queue=queue, offers={name: until for name, until in self.offers.items() if name != registration}
        )


def stock_id(keyed: Keyed, event: str, part: str) -> str:
    return keyed("stock", event, part)


def stock_of(at: Circumstances, event: str, part: str, stocks: Iterable[Stock], shown: Shown | None) -> Stock:
    """The codes of a closed part, under what is published; none of them have come yet if there is no stock."""
    fresh = Stock(stock=stock_id(at.keyed, event, part), event=event, part=part)
    return next((each for each in stocks if each.part == part), fresh).agreed(shown, None, at.body)

"""What a mail is about: the event and its places, in neutral words, and what became of each wish, in a line."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.places import PartRegistration
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.terms import Listing
from kith_notify.deliveries.delivery import Delivery
from kith_notify.mail.days import venue
from kith_notify.recipients.recipient import Recipient

STATUS_WORDS: Final = {
    "granted": "confirmed",
    "offered": "a place is free for you",
    "in-draw": "in the draw",
    "waiting": "you are on the waiting list",
    "refused": "not this time",
    "released": "given back",
}
REASONS: Final = {
    "waiting-list-full": "all places are taken",
    "agreement-reopened": "the hosts are agreeing on a change, ask again later",
    "offer-ended": "the place that was kept for you went to the next, you may ask again",
    "event-not-open": "it is not open yet",
    "event-over": "it has begun already",
    "part-unknown": "it is not part of the day any more",
    "body-not-party": "your organisation does not take part any more",
    "event-cancelled": "it is called off",
    "place-kept": "also though your organisation does not take part any more",
}
"""Why, in our own words: the sentence that came with an answer is another body's, and may tell more."""


class About(NamedTuple):
    """What the parts of a mail are made of."""

    delivery: Delivery
    recipient: Recipient
    face: EventPublished
    plan: EventPlan | Listing
    zone: ZoneInfo
    home: str

    @property
    def day(self) -> str:
        when = self.plan.starts.astimezone(self.zone)
        return f"{when.day} {when:%B}"

    def booking(self, name: str) -> EventPart | None:
        return self.plan.booking(name) if isinstance(self.plan, EventPlan) else None

    def parts_of(self, told: Iterable[PartRegistration]) -> list[EventPart]:
        """The parts of the plan that these wishes are about; money is about none."""
        return (
            [part for each in told for part in self.plan.parts_of(each.part)]
            if isinstance(self.plan, EventPlan)
            else []
        )

    def venue(self, parts: Iterable[EventPart] | None = None) -> str:
        """Where these parts are, in words that tell nothing; without any, where all is that the mail is about."""
        wanted = [*(self.parts_of(self.delivery.parts) if parts is None else parts)]
        everywhere = self.plan.parts if isinstance(self.plan, EventPlan) else []
        return venue(self.face, self.plan, wanted or everywhere)


def line(about: About, part: PartRegistration) -> str:
    """What became of a wish, in a line: when, where if the mail is about several places, and the answer."""
    words = STATUS_WORDS.get(part.status, part.status)
    if reason := REASONS.get(part.code):
        words = f"{words}, {reason}"
    if part.until:
        when = _moment(part.until.astimezone(about.zone))
        words += f" until {when}; say yes at {about.home}" if part.status == "offered" else f", which is on {when}"
    if part.pence:
        return f"help with costs, {part.pence / 100:.2f}: {words}"
    if part.guests:
        words += f" (for you and {len(part.guests)} more)"
    if (found := about.booking(part.part)) is None:
        return words
    starts, ends = (time.astimezone(about.zone) for time in found.slot(part.slot))
    other_day = starts.date() != about.plan.starts.astimezone(about.zone).date()
    day = f"{starts.day} {starts:%B}, " if other_day else ""
    where = about.venue(about.parts_of([part]))
    at = f", {where}" if where != about.venue() else ""
    return f"{day}{starts:%H:%M} to {ends:%H:%M}{at}: {words}"


def _moment(when: datetime) -> str:
    return f"{when:%A} {when.day} {when:%B}, {when:%H:%M}"

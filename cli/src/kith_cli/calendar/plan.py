"""What has to change at a node so that it lists what a feed has, and nothing else of that site."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from kith_commons.formats.site_calendar import Feed
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.terms import Listing


class Wish(NamedTuple):
    """One `list-event`: its content."""

    event: str
    listing: Listing
    called_off: bool
    sequence: int | None
    """As the feed has it; None for what is no longer in it."""
    version: int
    """Of what is listed now: 0 for nothing."""

    @property
    def content(self) -> dict[str, Any]:
        content = {"event": self.event, "listing": self.listing.model_dump(mode="json"), "called_off": self.called_off}
        return content if self.sequence is None else content | {"sequence": self.sequence}


class Plan(NamedTuple):
    """What is to be sent, by why."""

    new: list[Wish]
    changed: list[Wish]
    called_off: list[Wish]
    unchanged: int
    over: int
    """Events of the feed that are over: nothing is said of them."""


def plan(feed: Feed, listed: Mapping[str, EventPublished], prefix: str, now: datetime) -> Plan:
    """Compare a whole feed with what is listed of this site. What has vanished from it is called off, unless it is
    over.
    """
    made = Plan([], [], [], 0, 0)
    unchanged = over = 0
    for each in feed.events:
        name = f"{prefix}{each.key}"
        before = listed.get(name)
        if each.listing.ends <= now:
            over += 1
            continue
        if before is None and each.called_off:
            unchanged += 1
            continue
        wish = Wish(name, each.listing, each.called_off, each.sequence, before.version if before else 0)
        if before and (before.listing, before.status == "cancelled") == (each.listing, each.called_off):
            unchanged += 1
        elif each.called_off:
            made.called_off.append(wish)
        else:
            (made.changed if before else made.new).append(wish)
    keys = {f"{prefix}{each}" for each in feed.keys}
    for name, before in listed.items():
        listing = before.listing
        if listing and name not in keys and before.status == "listed" and listing.ends > now:
            made.called_off.append(Wish(name, listing, True, None, before.version))
    return made._replace(unchanged=unchanged, over=over)

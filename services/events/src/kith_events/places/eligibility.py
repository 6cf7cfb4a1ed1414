"""What a person wants, and why a wish for places cannot be taken to the lead, with what they can do instead."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from kith_contracts.events.places import AskForPlaces
from kith_contracts.events.plan import EventPart, EventPlan, Fund
from kith_contracts.message import Refusal
from kith_events.event.public import Shown
from kith_events.places.codes.stock import Stock
from kith_events.places.delegates import Delegate
from kith_events.places.registration import Registration

MOST_PARTS: Final = 40
"""Of one registration: as many as an event can have at a time."""

CLOSED: Final = {
    "listed": Refusal("booked-elsewhere", "This event is booked at the address in its listing.", "event"),
    "cancelled": Refusal("event-cancelled", "This event is called off.", "event"),
    "ended": Refusal("event-over", "This event is over.", "event"),
}
"""By the status of an event that gives no places."""
NO_CODES: Final = Refusal(
    "no-entry-codes", "Your organisation has no places in this part. Ask it to join in another time.", "parts"
)
ONLY_BUNDLED: Final = "part-of-bundle"


class Wanted(NamedTuple):
    """What a person wants under one name, with all that is known of it."""

    name: str
    field: str
    """Where the request has the name, `parts.1`."""
    plan: EventPlan | None
    part: EventPart | None
    """What places of this name are for; None if the event has none of this name."""
    fund: Fund | None
    registration: Registration
    """Under which it is asked for."""
    others: Collection[str]
    """What they want besides, under any pseudonym: a part that was open may be closed by now."""
    slots: Sequence[int]
    stock: Stock | Refusal | None
    """The codes of a closed part, or why nobody here can have one."""
    delegate: Delegate | Refusal | None
    """As whose delegate they come, by a code, or why that code is no good."""


def unavailable(body: str, shown: Shown | None) -> Refusal | None:
    """Why people of this body can have no places at this event."""
    if shown is None:
        return Refusal("event-unknown", "There is nothing here for this name.", "event")
    if wrong := CLOSED.get(shown.published.status):
        return wrong
    if not shown.hosted_by(body):
        return Refusal("body-not-party", "Your organisation does not take part in this event.", "event")
    if not shown.open:
        sentence = "The hosts are agreeing on a change. Ask again when the event is open again."
        return Refusal("agreement-reopened", sentence, "event")
    return None


def faults(command: AskForPlaces, wanted: Wanted, audiences: Collection[str], now: datetime) -> Iterator[Refusal]:
    """All that keeps a person from what they want under one name. Who can have no place of this name at all hears
    nothing else about it.
    """
    name, plan, part = wanted.name, wanted.plan, wanted.part
    if plan is None or part is None:
        unknown = Refusal("part-unknown", "This event has no such part.", wanted.field)
        bundle = plan and bundled(plan, name)
        yield bundle._replace(field=wanted.field) if bundle else unknown
    elif wrong := _unsuitable(part, wanted, audiences, now):
        yield wrong._replace(field=wanted.field)
    else:
        if wrong := _elsewhere(plan, name, wanted.others):
            yield wrong._replace(field=wanted.field)
        if wanted.fund or name in command.pence or name in command.bands:
            for wrong in unfit_money(wanted.fund, command.pence.get(name), command.bands.get(name)):
                yield wrong._replace(field=f"{wrong.field}.{name}")
        if not wanted.fund:
            for wrong in unfit(part, 1 + len(command.guests), wanted.slots):
                yield wrong if wrong.field == "guests" else wrong._replace(field=f"{wrong.field}.{name}")
        if isinstance(wanted.stock, Refusal):
            yield wanted.stock._replace(field=wanted.field)
        if isinstance(wanted.delegate, Refusal):
            yield wanted.delegate._replace(field=f"invitations.{name}")


def faults_of_whole(
    command: AskForPlaces, wanted: Sequence[Wanted], registrations: Iterable[Registration]
) -> Iterator[Refusal]:
    """What is wrong with a request as one: it speaks of what it does not ask for, has too many parts, or is for money
    alone.
    """
    for field in ("slots", "pence", "bands", "invitations"):
        for name in [each for each in getattr(command, field) if each not in command.parts]:
            sentence = "You have said this of a part that you do not ask for. Add the part, or leave it out."
            yield Refusal("not-asked-for", sentence, f"{field}.{name}")
    for index, each in enumerate(wanted):
        alias = each.registration.pseudonym
        asked = {one.name for one in wanted[: index + 1] if one.part and one.registration.pseudonym == alias}
        if each.name in asked and len(asked | each.registration.wishes.keys()) > MOST_PARTS:
            sentence = f"You have asked for {MOST_PARTS} parts of this event, which is the most."
            yield Refusal("too-many-parts", sentence, each.field)
    money = next((each for each in wanted if each.fund), None)
    if money and not _comes(wanted, registrations):
        yield Refusal("not-registered", "Help is for those who come. Ask for a place first, or with it.", money.field)


def _comes(wanted: Iterable[Wanted], registrations: Iterable[Registration]) -> bool:
    """Whether they want, or may have to wait for, anything but money."""
    before = [wish for each in registrations for wish in each.wishes.values()]
    hopeless = [each for each in wanted if each.fund or (isinstance(each.stock, Stock) and each.stock.full)]
    return any(wish.live and wish.pence is None for wish in before) or len(hopeless) < len([*wanted])


def _unsuitable(part: EventPart, wanted: Wanted, audiences: Collection[str], now: datetime) -> Refusal | None:
    """Why this person can have no place in this part."""
    if wanted.name in wanted.others:
        return Refusal("already-registered", "You have asked for this part already; nothing has changed.")
    if part.audience is not None and part.audience not in audiences:
        return Refusal("closed-part", "This part is for a closed audience. Ask your own organisation about it.")
    if now >= part.starts:
        return Refusal("event-over", "This part of the event has begun already.")
    return None


def _elsewhere(plan: EventPlan, name: str, others: Collection[str]) -> Refusal | None:
    """Why this cannot be asked for with what else the person wants: nobody is in two places at once."""
    for part in plan.parts_of(name):
        for other in others:
            if clash := next((each for each in plan.parts_of(other) if part.excludes(each)), None):
                sentence = f"This is at the same time as {clash.part}. Give that up first, or choose one of the two."
                return Refusal("parts-overlap", sentence)
    return None


def unfit(part: EventPart, size: int, slots: Sequence[int]) -> Iterator[Refusal]:
    """Why places cannot be asked for in this way: so many at once, or in these slots."""
    if size > 1 and (part.closed or part.slots):
        sentence = "Guests can come to open parts that are not cut into slots. Ask for this one by yourself."
        yield Refusal("group-not-here", sentence, "guests")
    if any(slot > part.slots for slot in slots):
        yield Refusal("slot-unknown", "No slot of this part begins then. Look at its times.", "slots")


def unfit_money(fund: Fund | None, pence: int | None, band: int | None) -> Iterator[Refusal]:
    """Why a sum cannot be asked for, or not in this band of need."""
    if fund is None:
        sentence = "This is no fund, so no sum can be asked for."
        given = {"pence": pence, "bands": band}
        yield from [Refusal("not-a-fund", sentence, field) for field, value in given.items() if value is not None]
        return
    if pence is None:
        yield Refusal("sum-missing", "Say how much you ask for, in pence.", "pence")
    elif pence > fund.most:
        sentence = f"At most {fund.most / 100:.2f} {fund.currency} can be asked for. Ask for less."
        yield Refusal("above-ceiling", sentence, "pence")
    if fund.bands and band is None:
        sentence = f"Say how much you need it: 1 to {len(fund.bands)}, by the words of the fund. 1 is the greatest."
        yield Refusal("band-missing", sentence, "bands")
    if band and band > len(fund.bands):
        sentence = "The fund has no such band of need. Look at its words, or leave this out if it has none."
        yield Refusal("band-unknown", sentence, "bands")


def bundled(plan: EventPlan, name: str) -> Refusal | None:
    """Why a part cannot be named by itself where places are meant."""
    bundle = next((part.bundle for part in plan.parts if part.part == name), None)
    if bundle is None:
        return None
    together = ", ".join(part.part for part in plan.parts_of(bundle))[:80]
    return Refusal(ONLY_BUNDLED, f"This is part of {bundle} ({together}). Ask for {bundle}.", "parts")

"""What makes the shape of a day impossible: bundles, tracks, slots, what is shown online; and who may ask for what."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from kith_contracts.message import Refusal
from kith_contracts.plans import EventPart, EventPlan, Fund

ONLY_BUNDLED: Final = "part-of-bundle"

# Of a text


def faults_of_shape(plan: EventPlan, parties: Collection[str]) -> Iterator[Refusal]:
    """What is wrong with how its parts hang together, with the path of the field."""
    for index, part in enumerate(plan.parts):
        for check in (_host(parties), _venue, _slots, _track, _online(plan), _bundle(plan)):
            if fault := check(part):
                yield fault._replace(field=f"terms.plan.parts.{index}.{fault.field}")
    seen = {name for part in plan.parts for name in (part.part, part.bundle) if name}
    for index, fund in enumerate(plan.funds):
        if fund.fund in seen:
            sentence = f"Something else is called {fund.fund} already. Name the fund otherwise."
            yield Refusal("slug-taken", sentence, f"terms.plan.funds.{index}.fund")
        seen.add(fund.fund)


def _host(parties: Collection[str]) -> Callable[[EventPart], Refusal | None]:
    def check(part: EventPart) -> Refusal | None:
        if part.host in (None, *parties):
            return None
        sentence = f"{part.host} receives a part and is no party. Make it a party, or name another host."
        return Refusal("body-not-party", sentence, "host")

    return check


def _venue(part: EventPart) -> Refusal | None:
    if part.venue is None or part.format == "in-person":
        return None
    sentence = f"{part.part} is online, so it has no venue. Leave the venue out, or make it in-person."
    return Refusal("venue-of-online", sentence, "venue")


def _slots(part: EventPart) -> Refusal | None:
    if part.slot_minutes is None:
        return None
    if part.closed:
        sentence = "Slots are for open parts: who sits where in a closed one, its host does not know."
        return Refusal("slots-of-closed-part", sentence, "slot_minutes")
    if not part.slots:
        sentence = f"A slot of {part.slot_minutes} minutes is longer than the part {part.part}. Shorten it."
        return Refusal("slot-too-long", sentence, "slot_minutes")
    if part.capacity > part.slots:
        sentence = f"{part.slots} slots fit into {part.part}, each for one person. Lower the capacity, or the minutes."
        return Refusal("slots-too-few", sentence, "capacity")
    return None


def _track(part: EventPart) -> Refusal | None:
    if not (part.closed and (part.track or part.online_of)):
        return None
    sentence = "Who is in a closed part is nobody's business elsewhere, so it is instead of nothing. Leave this out."
    return Refusal("track-of-closed-part", sentence, "track" if part.track else "online_of")


def _online(plan: EventPlan) -> Callable[[EventPart], Refusal | None]:
    def check(part: EventPart) -> Refusal | None:
        if part.online_of is None:
            return None
        room = next((each for each in plan.parts if each.part == part.online_of != part.part), None)
        if room is None:
            return Refusal("part-unknown", f"The event has no other part {part.online_of}. Check it.", "online_of")
        if part.format != "online" or room.format != "in-person" or room.closed:
            sentence = "This shows an open part in a room to people who are online. Check the format of both."
            return Refusal("online-differs", sentence, "format")
        if (part.starts, part.ends) != (room.starts, room.ends):
            return Refusal("online-differs", f"What shows {room.part} online is at the same time.", "starts")
        return None

    return check


def _bundle(plan: EventPlan) -> Callable[[EventPart], Refusal | None]:
    def check(part: EventPart) -> Refusal | None:
        if part.bundle is None:
            return None
        others = [each for each in plan.parts if each.bundle == part.bundle and each.part != part.part]
        if any(each.part == part.bundle for each in plan.parts):
            return Refusal("slug-taken", f"A part is called {part.bundle} too. Name the bundle otherwise.", "bundle")
        if not others:
            sentence = f"{part.part} is alone in its bundle. Name the same bundle at another part, or none."
            return Refusal("bundle-of-one", sentence, "bundle")
        if part.closed or part.slot_minutes:
            sentence = "Closed parts and parts cut into slots are asked for by themselves. Leave the bundle out."
            return Refusal("bundle-of-others", sentence, "bundle")
        if clash := next((each for each in others if part.excludes(each)), None):
            sentence = f"Nobody can be in both {part.part} and {clash.part}, so they are in no bundle together."
            return Refusal("parts-overlap", sentence, "bundle")
        return None

    return check


# Of a wish


def unfit(part: EventPart, size: int, slots: Sequence[int]) -> Refusal | None:
    """Why places cannot be asked for in this way: so many at once, or in these slots."""
    if size > 1 and (part.closed or part.slots):
        sentence = "Guests can come to open parts that are not cut into slots. Ask for this one by yourself."
        return Refusal("group-not-here", sentence, "guests")
    if any(slot > part.slots for slot in slots):
        return Refusal("slot-unknown", "No slot of this part begins then. Look at its times.", "slots")
    return None


def unfit_money(fund: Fund | None, pence: int | None, band: int | None) -> Refusal | None:
    """Why a sum cannot be asked for, or not in this band of need."""
    if fund is None:
        sentence = "This is no fund, so no sum can be asked for."
        return Refusal("not-a-fund", sentence, "pence" if band is None else "bands")
    if pence is None:
        return Refusal("sum-missing", "Say how much you ask for, in pence.", "pence")
    if pence > fund.most:
        sentence = f"At most {fund.most / 100:.2f} {fund.currency} can be asked for. Ask for less."
        return Refusal("above-ceiling", sentence, "pence")
    if fund.bands and band is None:
        sentence = f"Say how much you need it: 1 to {len(fund.bands)}, by the words of the fund. 1 is the greatest."
        return Refusal("band-missing", sentence, "bands")
    if band and band > len(fund.bands):
        sentence = "The fund has no such band of need. Look at its words, or leave this out if it has none."
        return Refusal("band-unknown", sentence, "bands")
    return None


def rebanded(before: EventPlan, after: EventPlan, asked: Collection[str]) -> Refusal | None:
    """Why the bands of a fund stay: people have said already which is theirs."""
    for index, fund in enumerate(after.funds):
        known = before.fund(fund.fund)
        if known and fund.fund in asked and fund.bands != known.bands:
            sentence = "People have said by the present words how much they need it. Keep the bands of this fund."
            return Refusal("bands-fixed", sentence, f"terms.plan.funds.{index}.bands")
    return None


def elsewhere(plan: EventPlan, name: str, others: Collection[str]) -> Refusal | None:
    """Why this cannot be asked for with what the person wants already: nobody is in two places at once."""
    for part in plan.parts_of(name):
        for other in others:
            if clash := next((each for each in plan.parts_of(other) if part.excludes(each)), None):
                sentence = f"This is at the same time as {clash.part}. Give that up first, or choose one of the two."
                return Refusal("parts-overlap", sentence, "parts")
    return None


def bundled(plan: EventPlan, name: str) -> Refusal | None:
    """Why a part cannot be named by itself where places are meant."""
    bundle = next((part.bundle for part in plan.parts if part.part == name), None)
    if bundle is None:
        return None
    together = ", ".join(part.part for part in plan.parts_of(bundle))[:80]
    return Refusal(ONLY_BUNDLED, f"This is part of {bundle} ({together}). Ask for {bundle}.", "parts")

"""What makes the shape of a day impossible: bundles, tracks, slots, what is shown online; and who may ask for what."""

from collections.abc import Callable, Collection, Iterator

from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.message import Refusal

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
    sentence = "Nobody else may learn who is in a closed part, so it excludes no other part. Leave this out."
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

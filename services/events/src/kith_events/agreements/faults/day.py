"""What makes a day impossible: its zone, its times, its parts, its venue."""

from collections.abc import Collection, Iterator
from datetime import datetime

from kith_commons.formats.times import faults_of_span, faults_of_times
from kith_contracts.events.plan import EventPlan
from kith_contracts.message import Refusal


def faults_of_plan(plan: EventPlan) -> Iterator[Refusal]:
    """What is wrong with the day, its zone and its venue."""
    yield from faults_of_times(plan.starts, plan.ends, plan.zone, "terms.plan.", "The event")
    yield from _faults_of_venue(plan)


def past(plan: EventPlan, now: datetime, before: EventPlan | None = None) -> Refusal | None:
    """Whether the day has come already; what was so before may stay, for a text can change while an event goes on."""
    if plan.starts > now or (before and plan.starts == before.starts):
        return None
    return Refusal("date-over", "That time is over, so nobody could come. Check the day.", "terms.plan.starts")


def faults_of_parts(plan: EventPlan, with_seats: Collection[str]) -> Iterator[Refusal]:
    """What is wrong with its parts; `with_seats` are those that places are divided of."""
    seen: set[str] = set()
    for index, part in enumerate(plan.parts):
        path = f"terms.plan.parts.{index}"
        if part.part in seen:
            sentence = f"The part {part.part} is there twice. Give one of them another short name."
            yield Refusal("part-twice", sentence, f"{path}.part")
        seen.add(part.part)
        yield from faults_of_span(part.starts, part.ends, f"{path}.", f"The part {part.part}")
        for name, time in (("starts", part.starts), ("ends", part.ends)):
            if not plan.starts <= time <= plan.ends:
                sentence = f"The part {part.part} is outside the times of the event. Change its times or the event's."
                yield Refusal("part-outside-event", sentence, f"{path}.{name}")
        if (name := part.bundle or part.part) not in with_seats:
            sentence = f"Nobody has places in {name}. Give some to organisations, or to all to share."
            yield Refusal("part-without-seats", sentence, f"{path}.part")


def _faults_of_venue(plan: EventPlan) -> Iterator[Refusal]:
    """Of parts that overlap, the most people that there may be at once: just when one of them begins. Who is online or
    in the venue of another part is not there.
    """
    if (most := plan.venue_capacity) is None:
        return
    for index, part in enumerate(plan.parts):
        there = [each for each in plan.parts if each.format == "in-person" and plan.place(each) == plan.venue]
        at_once = sum(each.capacity for each in there if each.starts <= part.starts < each.ends)
        if at_once > most:
            sentence = f"{at_once} people would be in a venue for {most} when {part.part} begins. Lower a capacity."
            yield Refusal("venue-too-small", sentence, f"terms.plan.parts.{index}.capacity")

"""What is asked about an event that is called off, or in a network that has ended: it ends too, and everybody who was
asked hears why.
"""

from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Views
from kith_commons.asks.ask import call_off
from kith_commons.figures import enough, of_bodies
from kith_contracts.events.asks import ClosePractice, EndAsks
from kith_contracts.message import Refusal
from kith_events.agreements.networks import OwnNetwork
from kith_events.asks.practice import Asked, Practice, staying
from kith_events.event.lead import JointEvent
from kith_events.places.lead import CANCELLED

PAGE: Final = 100
ENDED: Final = Refusal("network-ended", "This network has ended.", "subject")


async def next_page(views: Views, command: EndAsks, _at: Circumstances) -> list[Asked]:
    """The next asks about the event; none if it is about one alone."""
    return [] if command.step else await views.page(Asked, f"{command.subject}/", command.after, PAGE)


def end_asks(
    at: Circumstances,
    command: EndAsks,
    *,
    asked: Asked | None,
    practice: Practice | None,
    event: JointEvent | None,
    network: OwnNetwork | None,
    page: list[Asked],
) -> Decision:
    """End one that is not over, or go on to each of a page of them. No later step opens."""
    if command.step is None:
        ends = [
            command.model_copy(update={"practice": each.practice, "step": each.ask.step.step, "after": ""})
            for each in page
            if not each.ask.over
        ]
        more = [command.model_copy(update={"after": page[-1].id})] if len(page) == PAGE else []
        return Decision(says=(*ends, *more))
    if asked is None or practice is None or asked.ask.over:
        return NOTHING
    answers = enough(asked.ask.answers_before(at.now)) if asked.ask.of_people else of_bodies(asked.ask.answers)
    kept = asked.now(call_off(asked.ask, at.now, CANCELLED if event else ENDED, answers))
    closing = ClosePractice(subject=practice.subject, practice=practice.practice)
    due = (Due(at.now + practice.kept, closing),) if practice.key == "alive" else ()
    return Decision(states=(kept,), says=staying(kept.letters(practice), event, network), due=due)

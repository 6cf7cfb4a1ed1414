"""What came of an event, as a page for people, without a script."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from kith_commons.formats.zones import zone_of
from kith_contracts.events.actions import BodyAction
from kith_contracts.events.outcomes import OutcomePublished
from kith_events.calendar.face import Announced
from kith_events.calendar.presentation import Names, helped, hosted
from kith_events.event.templates import filled

TEMPLATE: Final = "actions/outcome.html"
WORDS: Final = {"done": "Done", "not-done": "Not done"}


class Card(NamedTuple):
    """All that the page tells, and the day on which it is read."""

    event: Announced
    outcome: OutcomePublished
    names: Names
    today: date


def page(card: Card) -> str:
    """The whole page."""
    plan, outcome = card.event.plan, card.outcome
    day = plan.starts.astimezone(zone_of(plan.zone))
    figures = {each.part: each.places for each in outcome.places}
    return filled(
        TEMPLATE,
        event=card.event,
        plan=plan,
        day=f"{day:%A} {day.day} {day:%B %Y}",
        hosted=" ".join([hosted(card.event, card.names), *helped(card.event)]),
        parts=[(part, figures.get(part.bundle or part.part, "nobody counts")) for part in card.event.parts],
        bodies=[(_name(card, each.body), each.text, _became(card, each)) for each in outcome.bodies],
        answered=answers(outcome.bodies),
        people=outcome.people,
        shared=outcome.shared,
    )


def answers(actions: Iterable[BodyAction]) -> str:
    """In a sentence: 3 organisations have answered, 1 has not yet."""
    waiting = {each.body for each in actions if each.status == "said"}
    answered = {each.body for each in actions} - waiting
    one = "1 organisation has answered" if len(answered) == 1 else f"{len(answered)} organisations have answered"
    other = "1 has not yet" if len(waiting) == 1 else f"{len(waiting)} have not yet"
    return f"{one}, {other}." if waiting else f"{one}."


def _became(card: Card, action: BodyAction) -> str:
    due = f"{action.by.day} {action.by:%B}"
    if action.status == "said":
        late = card.today > action.by
        return f"{_name(card, action.body)} hasn't answered yet (due {due})" if late else f"By {due}"
    return WORDS[action.status] + (f": {action.why}" if action.why else "")


def _name(card: Card, body: str) -> str:
    return card.names.get(body, body.upper())

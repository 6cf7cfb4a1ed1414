"""What came of an event, as a page for people: plain HTML with headings and tables, without a script."""

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Final, NamedTuple

from kith_chassis.http.pages import policy_of
from kith_commons.formats import html
from kith_commons.formats.zones import zone_of
from kith_contracts.events.actions import BodyAction
from kith_contracts.events.outcomes import OutcomePublished, PeoplesAccount
from kith_events.calendar.face import Announced
from kith_events.calendar.presentation import Names, helped, hosted

STYLE: Final = """
body { margin: 2rem auto; max-width: 42rem; padding: 0 1rem; font: 1.125rem/1.5 Verdana, Arial, sans-serif }
body { color: #000; background: #fff }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-top: 1px solid #000 }
"""
POLICY: Final = policy_of(html.page("", STYLE, ""))
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
    title = escape(plan.title)
    day = plan.starts.astimezone(zone_of(plan.zone))
    linked = f"../../events/{escape(card.event.id)}.jsonld"
    pieces = [
        f"<p>{day:%A} {day.day} {day:%B %Y}, {escape('; '.join(card.event.places))}</p>",
        f"<p>{escape(' '.join([hosted(card.event, card.names), *helped(card.event)]))}</p>",
        *_places(card),
        *_bodies(card),
        *_people(outcome.people, outcome.shared),
    ]
    head = f'<link rel="alternate" type="application/ld+json" href="{linked}">\n'
    return html.page(f"{title}: what came of it", STYLE, "\n".join([f"<h1>{title}</h1>", *pieces]), head=head)


def _places(card: Card) -> Iterable[str]:
    figures = {each.part: each.places for each in card.outcome.places}
    if not card.event.parts:
        return
    yield "<h2>Parts of the day</h2>"
    rows = [
        (escape(part.title), escape(part.for_whom), escape(figures.get(part.bundle or part.part, "nobody counts")))
        for part in card.event.parts
    ]
    yield html.table("People who had places, rounded to fives", ("Part", "For whom", "Places"), rows)


def _bodies(card: Card) -> Iterable[str]:
    if not card.outcome.bodies:
        return
    yield "<h2>What the organisations said they would do</h2>"
    yield f"<p>{escape(answers(card.outcome.bodies))}</p>"
    rows = [
        (escape(_name(card, each.body)), escape(each.text), escape(_became(card, each))) for each in card.outcome.bodies
    ]
    yield html.table("Each in its own words", ("Organisation", "Will do", "What became of it"), rows)


def _people(people: PeoplesAccount | None, shared: list[str]) -> Iterable[str]:
    yield "<h2>What people said they would do</h2>"
    if people is None:
        yield "<p>The account is made 28 days after the event.</p>"
        return
    rows = [("Said", people.said), ("Done", people.done)]
    yield html.table(
        "People who agreed to be counted, rounded to fives", ("", "People"), [(name, escape(n)) for name, n in rows]
    )
    if shared:
        yield "<h2>In their words</h2>\n<ul>"
        yield from (f"<li>{escape(each)}</li>" for each in shared)
        yield "</ul>"


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

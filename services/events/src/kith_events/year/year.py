"""What a node knows of the year of its body, or of one of its networks; and a draft of an answer from it.

Of people there are the figures alone that have been published, and sums of money that so many must have shared that
they tell of nobody.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kith_commons.figures import money, total
from kith_contracts.events.outcomes import OutcomePublished
from kith_contracts.events.practice import Drawn, Question, Reply
from kith_contracts.pages.year import Year
from kith_contracts.words import body_of
from kith_events.calendar.face import Announced
from kith_events.door.door import Door
from kith_events.event.lead import JointEvent
from kith_events.year.meetings import meetings


class Known(NamedTuple):
    """What a node knows of some events: how they were announced, what came of them, and those that it leads, with their
    doors.
    """

    announced: Collection[Announced]
    outcomes: Collection[OutcomePublished] = ()
    led: Collection[JointEvent] = ()
    doors: Collection[Door] = ()


def year_of(body: str, known: Known, since: date, until: date) -> Year:
    """The year of these events, of which those count whose last meeting before its end was within it."""
    held = [each for each in meetings(known.announced) if each.ends.date() < until]
    last = {each.event: each for each in held}
    names = {name for name, each in last.items() if each.ends.date() >= since}
    rooms = {each.event for each in held if each.in_person}
    told = [each for each in known.outcomes if each.event in names]
    own = [action for each in told for action in each.bodies if action.body == body]
    parts = [part.places for each in told if body_of(each.event) == body for part in each.places]
    return Year(
        since=since,
        until=until,
        events=len(names),
        led=len([name for name in names if body_of(name) == body]),
        in_person=len(names & rooms),
        online=len(names - rooms),
        places=total(parts),
        came=total(each.came for door in known.doors if door.event in names for each in (door.turnout or {}).values()),
        pence=_granted([each for each in known.led if each.event in names]),
        said=len(own),
        done=len([action for action in own if action.status == "done"]),
    )


def _granted(led: Sequence[JointEvent]) -> dict[str, int]:
    """By currency what was granted, rounded so that it tells of no few people."""
    funds: dict[str, list[tuple[int, int]]] = {}
    for event in led:
        for fund in event.terms.plan.funds:
            pence = event.places[fund.fund].granted if fund.fund in event.places else 0
            funds.setdefault(fund.currency, []).append((pence, fund.most))
    return {currency: pence for currency, each in funds.items() if (pence := money(each))}


# A draft of an answer


def draft(questions: Collection[Question], year: Year) -> list[Reply]:
    """Answers to those questions that say what is drawn into them. Somebody reads them before they are sent."""
    return [reply for each in questions if each.drawn and (reply := _reply(each, each.drawn, year))]


def _reply(question: Question, drawn: Drawn, year: Year) -> Reply | None:
    if drawn == "year":
        return Reply(question=question.question, text=in_words(year))
    number = {"events": year.events, "led": year.led, "in-person": year.in_person, "online": year.online}[drawn]
    fitting = [(least, option) for option, least in question.at_least.items() if least <= number]
    return Reply(question=question.question, chosen=[max(fitting)[1]]) if fitting else None


def in_words(year: Year) -> str:
    """The year in a few sentences."""
    return " ".join(_sentences(year))


def _sentences(year: Year) -> Iterator[str]:
    joined = year.events - year.led
    yield f"Events from {_day(year.since)} to before {_day(year.until)}: {year.events},"
    yield f"of which {year.led} led by us, {joined} joined; {year.in_person} in person, {year.online} online."
    if year.places:
        yield f"About {year.places} places were taken at those that we led."
    if year.came:
        yield f"About {year.came} people came to a part of them."
    for currency, pence in sorted(year.pence.items()):
        yield f"About {pence // 100} {currency} helped people to come."
    if year.said:
        yield f"Of what we said we would do, done: {year.done} of {year.said}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

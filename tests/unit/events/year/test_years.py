"""A yearly return drawn from what a node knows itself: what it held, published figures, money that tells of nobody."""

from datetime import date, timedelta
from typing import Any, Final

import pytest
from support.events.checks import held, known, online
from support.events.faces import listed
from support.events.practices import built_in, given
from support.events.scenes import DAY, EVENT, event, opened, part, seats, terms

from kith_commons.asks.practice import fault
from kith_commons.asks.replies import fault as fault_of_answer
from kith_contracts.events.actions import BodyAction
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.outcomes import OutcomePublished, PartFigure
from kith_contracts.events.plan import Fund
from kith_contracts.events.practice import Reply, Template
from kith_contracts.events.terms import Seats
from kith_contracts.pages.door import Turnout
from kith_contracts.pages.year import Year
from kith_events.calendar.face import Announced
from kith_events.door.door import Door
from kith_events.event.lead import JointEvent
from kith_events.year.year import Known, draft, in_words, year_of

SINCE, UNTIL = date(2027, 1, 1), date(2028, 1, 1)
QUESTIONS: Final = built_in("yearly-return").steps[0].questions


def year(*facts: EventPublished, body: str = "iop", since: date = SINCE, until: date = UNTIL, **more: Any) -> Year:
    announced = known(*facts, body=body).all(Announced)
    return year_of(body, Known(announced, **more), since, until)


def test_what_it_led_and_joined_is_counted_in_a_room_and_online() -> None:
    led, webinar = held(), held(online("talk"))
    assert year(led) == year(led).model_copy(update={"events": 1, "led": 1, "in_person": 1, "online": 0})
    assert (year(led, body="bcs").events, year(led, body="bcs").led) == (1, 0)
    assert (year(webinar).in_person, year(webinar).online) == (0, 1)
    both = held(part(), online("screen", online_of="lectures"))
    assert (year(both).in_person, year(both).online) == (1, 0)


def test_a_year_has_its_first_day_and_not_the_first_of_the_next() -> None:
    day = DAY.date()
    assert year(held(), since=day, until=day + timedelta(days=1)).events == 1
    assert year(held(), since=day + timedelta(days=1)).events == 0
    assert year(held(), until=day).events == 0


def test_what_was_called_off_was_not_held() -> None:
    assert year(held(), held().model_copy(update={"status": "cancelled", "version": 2})).events == 0


def test_a_series_counts_once_where_its_last_evening_before_the_end_was() -> None:
    evenings = [
        part(f"day-{n}", starts=DAY + timedelta(days=300 * n), ends=DAY + timedelta(days=300 * n, hours=1), host="iop")
        for n in (0, 1)
    ]
    assert [year(held(*evenings), since=since, until=until).events for since, until in YEARS] == [1, 1]


YEARS: Final = [(SINCE, UNTIL), (UNTIL, date(2029, 1, 1))]


def outcome(*figures: str, of: str = EVENT, **done: str) -> OutcomePublished:
    """So many places by part; actions of bodies, and whether they are done."""
    actions = [
        BodyAction(body=body, number=1, text="A crèche.", by=date(2027, 4, 1), status=status)
        for body, status in done.items()
    ]
    places = [PartFigure(part=f"part-{n}", places=each) for n, each in enumerate(figures)]
    return OutcomePublished(event=of, places=places, bodies=actions, version=1)


def test_places_are_those_that_are_published_and_actions_are_ones_own() -> None:
    told = [outcome("20", "fewer than 5", "35", iop="done", bcs="said"), outcome("50", of="iop/another")]
    found = year(held(), outcomes=told)
    assert (found.places, found.said, found.done) == (55, 1, 1)
    joined = year(held(), body="bcs", outcomes=told)
    assert (joined.places, joined.said, joined.done) == (0, 1, 0)


def test_who_came_is_what_was_counted_at_the_doors_and_no_small_number() -> None:
    parts = {name: Turnout(came=came, by_body={}, walked_in="fewer than 5") for name, came in CAME.items()}
    doors = [Door(event=EVENT, turnout=parts), Door(event="iop/another", turnout=parts), Door(event="iop/open")]
    assert year(held(), doors=doors).came == 20


CAME: Final = {"lectures": "15", "walk": "fewer than 5", "dinner": "5"}


def funded(pence: int) -> JointEvent:
    """So much is granted of a fund of which nobody has more than 50 pounds."""
    fund = Fund(fund="care", title="Care", most=5_000)
    text = terms(
        parts=[part()], plan={"funds": [fund]}, seats=[seats(bcs=1), Seats(part="care", quotas={"bcs": 100_000})]
    )
    led = event(opened(text))
    return led.but(places={**led.places, "care": led.places["care"].model_copy(update={"held": {"bcs": pence}})})


@pytest.mark.parametrize(("pence", "told"), [(12_499, {}), (12_500, {"GBP": 25_000}), (47_600, {"GBP": 50_000})])
def test_money_is_told_in_steps_of_what_five_people_can_have(pence: int, told: dict[str, int]) -> None:
    assert year(held(), led=[funded(pence)]).pence == told


def test_the_draft_is_an_answer_that_can_be_sent_once_the_rest_is_filled_in() -> None:
    found = year(held(), listed(), outcomes=[outcome("20", iop="done")], led=[funded(47_600)])
    replies = {each.question: each for each in draft(QUESTIONS, found)}
    assert set(replies) == {"events", "year"}
    assert replies["events"].chosen == ["few"]
    assert replies["year"].text == in_words(found)
    assert in_words(found) == (
        "Events from 1 January 2027 to before 1 January 2028: 2, "
        "of which 1 led by us, 1 joined; 2 in person, 0 online. "
        "About 20 places were taken at those that we led. About 500 GBP helped people to come. "
        "Of what we said we would do, done: 1 of 1."
    )
    rest = [
        Reply(question="offices", chosen=["all"]),
        Reply(question="hours", chosen=["under-5"]),
        Reply(question="load", scores={"load": 4}),
        Reply(question="went-well", text="All of it."),
    ]
    assert fault_of_answer([*replies.values(), *rest], QUESTIONS, []) is None


@pytest.mark.parametrize(("events", "option"), [(0, "none"), (1, "few"), (3, "few"), (4, "some"), (11, "many")])
def test_a_number_falls_into_the_option_that_begins_last_before_it(events: int, option: str) -> None:
    found = year().model_copy(update={"events": events})
    assert draft(QUESTIONS, found)[0].chosen == [option]


def wrong(question: dict[str, Any], **changes: Any) -> tuple[str, str] | None:
    step = {**built_in("yearly-return").steps[0].model_dump(), **changes}
    step["questions"][0] |= question
    found = fault(Template(title="A return", steps=[step]), given("a"))
    return found and (found.code, found.field)


def test_what_cannot_be_drawn_is_refused() -> None:
    field = "template.steps.0.questions.0"
    assert wrong({}) is None
    assert wrong({"drawn": "year"}) == ("drawn-of-other-kind", f"{field}.drawn")
    assert wrong({"at_least": {"several": 2}}) == ("option-unknown", f"{field}.at_least")
    of_people = {"who": "members", "visibility": "asker"}
    assert wrong({}, **of_people) == ("drawn-of-other-kind", f"{field}.drawn")

"""The answers to an ask, for officers of the networks that ask: opened to be read, once nobody can change them."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from kith_chassis.http.api import Asking, Find
from kith_chassis.http.gate import demand
from kith_chassis.http.problems import Refused
from kith_chassis.keys.keyring import KeyringError
from kith_chassis.service import BodyService
from kith_commons.names import folded
from kith_contracts.access.table import Principal, Subject, grants_of
from kith_contracts.events.practice import Reply
from kith_contracts.pages.answers import GivenAnswer, GivenAnswers, NameFound, NamesFound
from kith_contracts.pages.wording import Written
from kith_contracts.words import BodySlug, Slug
from kith_events.asks.outcome import answer_of
from kith_events.asks.practice import Asked, Practice
from kith_events.asks.worker import ballots_of, nothing_sealed, opener
from kith_events.door.details_lead import Detail
from kith_events.door.worker import keyring_of, opened
from kith_events.event.access import led_by

ANSWERS: Final = "events-ask-answers"
MOST_NAMES: Final = 1_000
CHECK: Final = "events-check-names"
LONG: Final = 3
"""Letters from which on a word of a name is looked for, as a whole word."""
WORD: Final = re.compile(r"(?:\w[\u0300-\u036f]*)+")
Founder = Annotated[BodySlug | None, Query()]
NAMED: Final = "This has a word in it that is a name on the door list. Take names out before you show it."


def add_answers(routes: APIRouter, find: Find) -> None:
    """The read of answers."""

    @routes.get(
        "/led/{subject}/practices/{practice}/{step}/answers",
        operation_id=ANSWERS,
        summary="The answers to an ask, where its template lets who asks read them.",
    )
    async def answers(
        body: BodySlug, subject: Slug, practice: Slug, step: Slug, asking: Asking, *, founder: Founder = None
    ) -> GivenAnswers:
        running = find(body)
        found: Practice = found_ask(await running.views.get(Practice.at(founder or body, subject, practice)))
        _demand(asking, body, found)
        asked: Asked = found_ask(await running.views.get(Asked.at(found.id, step)))
        return await _answers(running, found, asked)

    @routes.post("/led/{event}/names/check", operation_id=CHECK, summary="Whether a text names somebody expected.")
    async def check_names(body: BodySlug, event: Slug, written: Written, asking: Asking) -> NamesFound:
        led = await led_by(find, body, event, asking, CHECK)
        names = await _door_names(find(body), led.event)
        return NamesFound(looked=bool(names), found=named_in(written.text, names))


def found_ask(state: Any) -> Any:
    """The state, or the answer that there is none."""
    if state is None:
        raise Refused(404, "ask-unknown", "There is nothing here for this name.", "step")
    return state


def warnings(replies: Sequence[Reply], names: Iterable[str]) -> list[str]:
    """Advice on an answer: whether a text has a word of a name in it, of those who are expected at the door."""
    known = list(names)
    texts = [" ".join([each.title, each.text, *each.why.values()]) for each in replies]
    return [NAMED] if any(named_in(text, known) for text in texts) else []


def named_in(text: str, names: Iterable[str]) -> list[NameFound]:
    """The words of the text that are words of these names, in its order."""
    known = {folded(word) for name in names for word in WORD.findall(name)}
    words = {word for word in known if len(word) >= LONG}
    found = [each for each in WORD.finditer(text) if folded(each[0]) in words]
    return [NameFound(found=each[0], start=each.start()) for each in found]


async def _door_names(running: BodyService, event: str) -> list[str]:
    """Of those who are expected, as far as the door may know them, and while it may."""
    details = await running.views.page(Detail, f"{event}/", most=MOST_NAMES)
    boxes = await asyncio.to_thread(opened, keyring_of(running), event, details)
    return [each["door-name"] for each in boxes.values() if "door-name" in each]


def _demand(asking: Principal, body: str, practice: Practice) -> None:
    """Officers of the networks of this body in whose name it asks; where it names none, any officer of it."""
    networks = frozenset(practice.networks_at(body))
    demand(asking, grants_of(ANSWERS), Subject(body, networks=networks or None))


async def _answers(running: BodyService, practice: Practice, asked: Asked) -> GivenAnswers:
    step = asked.ask.step
    if step.visibility == "secret":
        raise Refused(409, "answers-secret", "These answers are only counted. Nobody reads them.", "step")
    if asked.ask.stage == "open":
        raise Refused(409, "ask-open", "Answers can be read once it is closed: until then they can change.", "step")
    keyring = keyring_of(running)
    try:
        open_ = opener(keyring, practice.id) if keyring and asked.ask.of_people else nothing_sealed
    except KeyringError:
        raise Refused(
            409, "answers-destroyed", "The key to these answers is destroyed, as was agreed.", "practice"
        ) from None
    ballots = await ballots_of(running, asked)
    read = await asyncio.to_thread(lambda: [(each, answer_of(asked, each, open_)) for each in ballots])
    names = await _door_names(running, asked.subject)
    given = [
        GivenAnswer(
            body=None if asked.ask.of_people else ballot.body, replies=replies, warnings=warnings(replies, names)
        )
        for ballot, replies in read
        if replies is not None
    ]
    return GivenAnswers(questions=step.questions, answers=given)

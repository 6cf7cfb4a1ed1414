"""Asks as those who are asked and those who lead read them."""

from datetime import datetime
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.asks import AskPut
from kith_contracts.events.entries import Scheduled
from kith_contracts.events.practice import Outcome, Reply, Stage, Who
from kith_contracts.pages.dates import Clash

Status = Literal["given", "taken", "refused", "accepted", "declined"]


class SeenAsk(Described):
    """What this body, or its people, are asked; how its own answer stands; what is on at each date that is proposed."""

    ask: AskPut
    answer: str
    code: str
    sentence: str
    clashes: dict[str, list[Clash]]


class LedAsk(Described):
    """An ask of a practice that this body leads: how many have answered, and nothing of who has."""

    step: str
    who: Who
    stage: Stage
    until: datetime
    answers: str
    by_body: dict[str, str]
    """Of people once it is closed, as anyone may see it; of organisations who has answered."""
    missing: list[str]
    """Organisations that are asked and have not answered: until its end they may, after it they have not."""
    to_confirm: bool
    outcome: Outcome | None
    hints: list[str]
    """What may be looked at again in the practice; it blocks nothing."""


class OwnAsk(Described):
    """What a person is asked, and whether they have answered; of an entry its text, and what became of it: of one that
    leads to a session, when and where.
    """

    ask: AskPut
    event_status: str
    """How the event stands that one has answered about, as it is published: of one that is `cancelled` nothing is
    planned any more.
    """
    answer: Status | None
    code: str
    sentence: str
    entry: list[Reply]
    session: Scheduled | None
    place: str
    invited: str | None
    """Of who is to speak in it: the code for `answer-speaking`."""

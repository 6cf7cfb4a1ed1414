"""Asks as those who are asked and those who lead read them."""

from datetime import datetime
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.asks import AskPut
from kith_contracts.events.entries import Scheduled
from kith_contracts.events.practice import Reply, Stage, Who
from kith_contracts.events.results import Outcome
from kith_contracts.figures import PublishedFigure
from kith_contracts.pages.dates import Clash

Status = Literal["given", "taken", "refused", "accepted", "declined"]


class SeenAsk(Described):
    """What this body, or its people, are asked; how its own answer stands; what is on at each date that is proposed."""

    ask: AskPut
    """The ask as its lead put it: questions, choices and deadline."""
    answer: str
    """How this organisation's own answer stands: `none`, `given`, `taken` or `refused`. It is `none` where people are
    asked."""
    code: str
    """Why the answer was refused, for programs; empty if it was not."""
    sentence: str
    """Why the answer was refused, as a sentence; empty if it was not."""
    clashes: dict[str, list[Clash]]
    """By choice that is a date: what else happens at that time. Other choices are not in it."""


class LedAsk(Described):
    """An ask of a practice that this body leads: how many have answered, and nothing of who has."""

    step: str
    """Short name of the step of the practice that asks, such as `vote`."""
    who: Who
    stage: Stage
    """How far the ask has come."""
    until: datetime
    """The deadline for answers."""
    answers: PublishedFigure
    """How many have answered. For people it says only `5 or more` or `fewer than 5`, as it was when this day began in
    UTC; once it is counted, the published figure."""
    by_body: dict[str, PublishedFigure]
    """Of people once it is closed, as anyone may see it, and empty where it would tell of a few; of organisations who
    has answered."""
    missing: list[str]
    """Organisations that are asked and have not answered: until its end they may, after it they have not."""
    to_confirm: bool
    """Whether it is counted, and an officer has to confirm the outcome."""
    outcome: Outcome | None
    """The outcome; null until it is counted."""
    hints: list[str]
    """What may be looked at again in the practice; it blocks nothing."""


class OwnAsk(Described):
    """What a person is asked, and whether they have answered; of an entry its text, and what became of it: of one that
    leads to a session, when and where.
    """

    ask: AskPut
    """The ask as its lead put it: questions, choices and deadline."""
    event_status: str
    """How the event stands that one has answered about, as it is published: of one that is `cancelled` nothing is
    planned any more.
    """
    answer: Status | None
    """How the person's answer stands: `given` (on its way), `taken` or `refused`; an entry is later `accepted` or
    `declined`. Null if they have not answered."""
    code: str
    """Why the answer was refused, for programs; empty if it was not."""
    sentence: str
    """Why the answer was refused, as a sentence; empty if it was not."""
    entry: list[Reply]
    """The person's own entry, as they sent it; empty if the ask takes none. Only its author reads it here."""
    session: Scheduled | None
    """The session that the entry became, with its times; null if there is none, or the event is cancelled."""
    place: str
    """Venue of that session's part, as announced; empty if there is no session."""
    invited: str | None
    """Of who is to speak in it: the code for `answer-speaking`."""

"""An ask: someone asks some people or bodies something by a date; it closes, is counted once, and has an outcome.

    open ── answered, as often as one likes ──► closed ── counted, and confirmed where that is wanted ──► decided
                                                   └───── fewer answers than it needs ──────────────────► void
      at any time: what it is about is called off ──────────────────────────────────────────────────────► void

It knows neither what is asked nor who answers: those are names. What an answer may be is in `replies`, how answers are
counted in `counting`.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from kith_commons.formats.canonical import digest
from kith_contracts.events.practice import MOST_CHOICES, PEOPLE, Stage, Step
from kith_contracts.events.results import Outcome
from kith_contracts.figures import PublishedFigure
from kith_contracts.message import Refusal
from kith_contracts.words import Moment

EARLY: Final = timedelta(hours=1)
"""A clock that differs by less than this may close an ask without a reason."""
CLOSED: Final = Refusal("ask-closed", "Not any more: this is closed, and answers are counted.", "step")
FULL: Final = Refusal("ask-full", "Not this time: as many have answered as can take part.", "step")
NOT_CLOSED: Final = Refusal("ask-open", "This is still open. Close it first; then it can be decided.", "step")
NOT_COUNTED: Final = Refusal("ask-not-counted", "The answers are being counted. Try again in a moment.", "step")
DECIDED: Final = Refusal("ask-decided", "This is decided, and stays so.", "step")
EARLIER: Final = Refusal("ask-not-due", "This is open until its date. To close it before, give a reason.", "why")
OTHERWISE: Final = Refusal("reason-missing", "This is not what was counted. Say why it is decided so.", "why")
NO_SUCH: Final = Refusal("choice-unknown", "There is no such choice here.", "winners")


class Ask(BaseModel):
    """One ask, as it stands."""

    model_config = ConfigDict(frozen=True)

    step: Step
    choices: tuple[str, ...] = ()
    until: Moment
    stage: Stage = "open"
    answered: dict[str, int] = {}
    """How many have answered, by body."""
    day: date | None = None
    """The day (UTC) on which somebody answered last."""
    before: int = 0
    """How many had answered before that day."""
    outcome: Outcome | None = None

    @property
    def of_people(self) -> bool:
        return self.step.who in PEOPLE

    @property
    def over(self) -> bool:
        return self.stage in ("decided", "void")

    @property
    def to_count(self) -> bool:
        return self.stage == "closed" and self.outcome is None

    @property
    def most(self) -> int:
        """How many answers are taken: of entries, as many as later steps can be about."""
        entered = any(question.kind == "entry" for question in self.step.questions)
        return min(self.step.most, MOST_CHOICES) if entered else self.step.most

    @property
    def answers(self) -> int:
        return sum(self.answered.values())

    def answers_before(self, now: datetime) -> int:
        """How many had answered when this day began. Who looked from hour to hour would see with which answer there
        are enough, and so how many they are.
        """
        return self.before if self.day == day_of(now) else self.answers


def answer(ask: Ask, body: str, now: datetime, *, again: bool) -> Ask | Refusal:
    """Take an answer of this body or of one of its people; `again` if it takes the place of an earlier one."""
    if ask.stage != "open" or now >= ask.until:
        return CLOSED
    if again:
        return ask
    if ask.answers >= ask.most:
        return FULL
    more = {**ask.answered, body: ask.answered.get(body, 0) + 1}
    return _with(ask, answered=more, before=ask.answers_before(now), day=day_of(now))


def take_back(ask: Ask, body: str, now: datetime) -> Ask:
    """Without an answer of this body; once it is counted it stays counted."""
    if ask.outcome or ask.over or not ask.answered.get(body):
        return ask
    fewer = {**ask.answered, body: ask.answered[body] - 1}
    return _with(ask, answered=fewer, before=ask.answers_before(now), day=day_of(now))


def close(ask: Ask, now: datetime, *, why: str = "") -> Ask | Refusal:
    """Stop taking answers: when it is time, or before with a reason."""
    if ask.stage != "open":
        return CLOSED
    if now < ask.until - EARLY and not why:
        return EARLIER
    return _with(ask, stage="closed", until=min(now, ask.until))


def count(ask: Ask, outcome: Outcome) -> Ask | Refusal:
    """Take the outcome, once. It is decided by that, or void, or waits for who must confirm it."""
    if not ask.to_count:
        return DECIDED if ask.outcome else NOT_CLOSED
    stage: Stage = "void" if outcome.code else "closed" if ask.step.rule.confirm else "decided"
    return _with(ask, outcome=outcome, stage=stage)


def call_off(ask: Ask, now: datetime, why: Refusal, answers: PublishedFigure) -> Ask:
    """What it was about will not take place: void, and nothing of what was answered is shown but how many have."""
    outcome = Outcome(answers=answers, seed=digest([ask.step.step]), code=why.code, sentence=why.sentence)
    return _with(ask, stage="void", until=min(now, ask.until), outcome=outcome)


def decide(ask: Ask, winners: Collection[str] | None, why: str) -> Ask | Refusal:
    """Confirm what was counted, or decide otherwise with a reason."""
    if ask.over:
        return DECIDED
    if ask.stage == "open":
        return NOT_CLOSED
    if ask.outcome is None:
        return NOT_COUNTED
    chosen = ask.outcome.winners if winners is None else list(dict.fromkeys(winners))
    if not set(ask.choices).issuperset(chosen) and chosen != ask.outcome.winners:
        return NO_SUCH
    if chosen != ask.outcome.winners and not why:
        return OTHERWISE
    outcome = ask.outcome.model_copy(update={"winners": chosen, "sentence": why or ask.outcome.sentence})
    return _with(ask, stage="decided", outcome=outcome)


def day_of(now: datetime) -> date:
    """The day, in UTC."""
    return now.astimezone(UTC).date()


def _with(ask: Ask, **changes: object) -> Ask:
    return ask.model_copy(update=changes)

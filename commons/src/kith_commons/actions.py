"""One state machine for every action, whoever owns it: a sentence, by when, and what became of it.

    said -> done
         -> not done, and why -> said (carried on, once, to a new date)

It knows days, and no event, person or organisation. Until its date an action may be reworded.
"""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from kith_contracts.events.actions import ActionStatus, Outcome
from kith_contracts.message import Refusal

MORNING: Final = time(8, 30)
"""When somebody hears of their action again, in the time of the event."""
RETURNS: Final = (1, 3, 10)
"""So many days after the last day of the event. After that nobody is reminded any more."""
ACCOUNT: Final = 28
"""So many days after it is told what was said and done."""


class Action(BaseModel):
    """What somebody means to do: one sentence, and the last day for it."""

    model_config = ConfigDict(frozen=True)

    text: str
    by: date
    status: ActionStatus = "said"
    why: str = ""
    """Why it was not done, in the owner's words."""
    carried: bool = False
    """Whether it was carried on to this date from an earlier one."""

    def overdue(self, today: date) -> bool:
        """Whether its day is over, and nothing was heard."""
        return self.status == "said" and today > self.by


def say(before: Action | None, text: str, by: date, today: date) -> Action | Refusal:
    """A new action; or the same reworded, until its date; or carried on to a later date, once.

    Refused: `date-over`, `action-done`, `date-earlier`, `carried-on-already`.
    """
    if by < today:
        return Refusal("date-over", "That day is over. Choose today or a day to come.", "by")
    if before is None:
        return Action(text=text, by=by)
    if before.status == "said" and by == before.by:
        return before.model_copy(update={"text": text})
    return _carried_on(before, text, by)


def finish(action: Action, outcome: Outcome, why: str) -> Action | Refusal:
    """Done, or not done and why; a repeat changes nothing. Refused: `action-done`, `why-missing`."""
    if action.status == "done" and outcome != "done":
        return Refusal("action-done", "It is done already, and stays so.", "outcome")
    if outcome == "not-done" and not why:
        return Refusal("why-missing", "Say in a line why it was not done. Any reason will do.", "why")
    return action.model_copy(update={"status": outcome, "why": why if outcome == "not-done" else ""})


def morning(last_day: date, days: int, zone: ZoneInfo) -> datetime:
    """The morning so many days after the event, in the wall time of its zone; no clock changes at that hour."""
    return datetime.combine(last_day + timedelta(days=days), MORNING, zone)


def returns(last_day: date, now: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """On which days after the event an action that is said now comes back: the next morning, day 3 and day 10. Who
    writes it later hears of it the morning after, and then on those of these days that are left.
    """
    if now < morning(last_day, RETURNS[0], zone):
        return RETURNS
    next_morning = (now.astimezone(zone).date() - last_day).days + 1
    later = (next_morning, *[day for day in RETURNS if day > next_morning])
    return tuple(day for day in later if day < ACCOUNT)


def missed(last_day: date, day: int, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the next such morning, or that of the account, has come before this one was told: then it is left out."""
    return now >= morning(last_day, min(each for each in (*RETURNS, ACCOUNT) if each > day), zone)


def _carried_on(before: Action, text: str, by: date) -> Action | Refusal:
    if before.status == "done":
        return Refusal("action-done", "It is done already, and stays as it was written.", "text")
    if by <= before.by:
        return Refusal("date-earlier", "The date stands. Carry it on to a later day, or say what became of it.", "by")
    if before.carried:
        sentence = "It was carried on once already. Say whether it is done, or why not."
        return Refusal("carried-on-already", sentence, "by")
    return Action(text=text, by=by, carried=True)

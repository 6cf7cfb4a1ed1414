"""What a person means to do after an event: kept at home in their own words, and brought back in the morning."""

from base64 import b32encode
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State
from kith_commons.actions import ACCOUNT, Action, finish, missed, morning, returns, say
from kith_commons.formats.zones import zone_of
from kith_contracts.events.actions import (
    ActionStatus,
    ActionTicked,
    ActionUpdated,
    FinishAction,
    InMail,
    ReturnAction,
    SayAction,
)
from kith_contracts.events.plan import EventPlan
from kith_contracts.message import Letter, Personal, Refusal, together
from kith_contracts.renewal import said
from kith_contracts.words import FullName, PersonId, body_of
from kith_events.calendar.face import YEARS
from kith_events.event.guest import Guest
from kith_events.event.public import Shown

PAGE: Final = 100
WANTED: Final = ("mail", "counted", "shared")
FARTHEST: Final = timedelta(days=366)
NO_EVENT: Final = Refusal("event-unknown", "Your organisation does not take part in an event of this name.", "event")
NOT_BEGUN: Final = Refusal("event-not-begun", "Write it when the event has begun, in the room or from home.", "event")
ACCOUNTED: Final = Refusal("account-closed", "What was said and done is public by now, and stays as it is.", "event")

# States


class OwnAction(State):
    """What one person means to do after one event. Its id is a pseudonym that stands for nothing else."""

    kind: ClassVar[str] = "own-action"
    action: str
    person: Personal[PersonId]
    event: Personal[FullName]
    kept: Personal[Action]
    mail: Personal[InMail] = "words"
    counted: Personal[bool] = True
    shared: Personal[bool] = False
    returned: int = 0
    version: int = 1

    @property
    def id(self) -> str:
        return self.action

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (keyed("person", self.person),)

    @property
    def seen(self) -> tuple[ActionStatus, str] | None:
        """What the lead may know of it; nothing of who is not counted."""
        return (self.kept.status, self.kept.text if self.shared else "") if self.counted else None

    def tick(self) -> Letter:
        status, shared = self.seen or ("withdrawn", "")
        fact = ActionTicked(event=self.event, action=self.action, status=status, shared=shared, version=self.version)
        return Letter(body_of(self.event), fact)

    def fact(self) -> ActionUpdated:
        return ActionUpdated(
            person=self.person,
            action=self.action,
            event=self.event,
            text=self.kept.text,
            by=self.kept.by,
            mail=self.mail,
            status=self.kept.status,
            returned=self.returned,
            version=self.version,
        )


def action_of(keyed: Keyed, person: str, event: str) -> str:
    """By what the lead knows this action: not the pseudonym of a place, so that nobody joins the two."""
    return b32encode(bytes.fromhex(keyed("action", person, event))).decode().lower().rstrip("=")


def days_of(plan: EventPlan, now: datetime) -> tuple[date, date]:
    """The last day of an event, and today, in its zone."""
    zone = zone_of(plan.zone)
    return plan.ends.astimezone(zone).date(), now.astimezone(zone).date()


# Decisions


def say_action(
    at: Circumstances, command: SayAction, guest: Guest | None, shown: Shown | None, own: OwnAction | None
) -> Decision:
    """Keep it, tell the lead a tick if it may be counted, and have it come back on the mornings that are left. What is
    left out stays as it is.
    """
    if guest is None:
        return Decision(refusal=Refusal("person-unknown", "There is nobody of this id at home here.", "person"))
    plan = _plan(at, shown)
    if isinstance(plan, Refusal):
        return Decision(refusal=plan)
    last_day, today = days_of(plan, at.now)
    given = said(command) if own else dict(command)
    wanted = {name: given.get(name, getattr(own, name, None)) for name in WANTED}
    kept = say(own.kept if own else None, command.text, command.by, today)
    wrong = together(_faults(command, wanted, today))
    if isinstance(kept, Refusal):
        return Decision(refusal=together([kept, wrong]))
    if wrong:
        return Decision(refusal=wrong)
    if own:
        return _told(own, own.but(kept=kept, **wanted))
    name = action_of(at.keyed, command.person, command.event)
    zone = zone_of(plan.zone)
    ids = {"person": command.person, "event": command.event}
    due = [Due(morning(last_day, day, zone), ReturnAction(**ids, day=day)) for day in returns(last_day, at.now, zone)]
    return _told(None, OwnAction(action=name, **ids, kept=kept, **wanted))._replace(due=tuple(due))


def finish_action(at: Circumstances, command: FinishAction, shown: Shown | None, own: OwnAction | None) -> Decision:
    """What became of it, by the person's own word."""
    plan = _plan(at, shown)
    if isinstance(plan, Refusal):
        return Decision(refusal=plan)
    if own is None:
        return Decision(refusal=Refusal("action-unknown", "You have not said yet what you will do.", "event"))
    kept = finish(own.kept, command.outcome, command.why)
    return Decision(refusal=kept) if isinstance(kept, Refusal) else _told(own, own.but(kept=kept))


def return_action(at: Circumstances, command: ReturnAction, shown: Shown | None, own: OwnAction | None) -> Decision:
    """It is morning: the action comes back, if nothing was heard of it. What a node slept through is left out."""
    plan = shown.published.plan if shown else None
    if plan is None or own is None or own.kept.status != "said" or own.returned >= command.day:
        return NOTHING
    if missed(days_of(plan, at.now)[0], command.day, at.now, zone_of(plan.zone)):
        return NOTHING
    returned = own.but(returned=command.day, version=own.version + 1)
    return Decision(states=(returned,), says=(returned.fact(),))


def _plan(at: Circumstances, shown: Shown | None) -> EventPlan | Refusal:
    """The day, from when it has begun until the account of it is public."""
    plan = shown.published.plan if shown else None
    if shown is None or plan is None or not shown.hosted_by(at.body) or shown.published.status == "cancelled":
        return NO_EVENT
    if plan.ends.year not in YEARS:
        return NO_EVENT
    if at.now < plan.starts:
        return NOT_BEGUN
    last_day, _ = days_of(plan, at.now)
    return ACCOUNTED if at.now >= morning(last_day, ACCOUNT, zone_of(plan.zone)) else plan


def _faults(command: SayAction, wanted: Mapping[str, Any], today: date) -> Iterator[Refusal]:
    if command.by > today + FARTHEST:
        yield Refusal("date-far", "That is more than a year ahead. Choose a day that you will remember.", "by")
    if wanted["shared"] and not wanted["counted"]:
        yield Refusal("shared-not-counted", "What is shown is counted too. Choose both, or neither.", "shared")


def _told(before: OwnAction | None, after: OwnAction) -> Decision:
    """The changed action; the lead hears of it if what it may know has changed."""
    if before == after:
        return NOTHING
    changed = after.but(version=before.version + 1) if before else after
    news = changed.seen != (before.seen if before else None)
    return Decision(states=(changed,), says=(*((changed.tick(),) if news else ()), changed.fact()))

"""The weekly mail: what there was in a week, in one mail for each person."""

from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State
from kith_commons.formats.zones import zone_of
from kith_contracts.message import Personal
from kith_contracts.notify.deliveries import SendWeekly, SettleDelivery
from kith_contracts.words import PersonId
from kith_notify.deliveries.delivery import Delivery, Thing, identity
from kith_notify.occasions.events import KnownEvent

MOST_LINES: Final = 50
"""Lines of one mail; what more there is stands on the person's page."""

# States


class Weekly(State):
    """What waits for the next weekly mail of a person."""

    kind: ClassVar[str] = "weekly"
    weekly: str
    person: Personal[PersonId]
    number: int = 1
    """Which of their weekly mails this will be."""
    things: Personal[list[Thing]] = []  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.weekly


def weekly_of(keyed: Keyed, person: str) -> str:
    """The id of what waits for this person."""
    return keyed("weekly", person)


# Decisions


def wait(
    at: Circumstances, command: SettleDelivery, delivery: Delivery, weekly: Weekly | None, known: KnownEvent | None
) -> Decision:
    """Put this into the next weekly mail. The first line of it sets when it comes."""
    settled = delivery.but(status="weekly", why="weekly", version=delivery.version + 1)
    before = weekly or Weekly(weekly=weekly_of(at.keyed, command.person), person=command.person)
    plan = known.plan if known else None
    day = plan.starts.astimezone(zone_of(plan.zone)).date() if plan else None
    line = Thing(occasion=delivery.occasion, day=day)
    after = before.but(things=[*before.things, line][:MOST_LINES])
    if before.things:
        return Decision(states=(settled, after))
    send = SendWeekly(person=command.person, number=before.number)
    return Decision(states=(settled, after), due=(Due(command.at or at.now, send),))


def send(at: Circumstances, command: SendWeekly, weekly: Weekly | None) -> Decision:
    """The mail itself, and nothing waits any more."""
    if weekly is None or weekly.number != command.number or not weekly.things:
        return NOTHING
    mail = Delivery(
        delivery=identity(at.keyed, weekly.person, at.body, "weekly", str(weekly.number)),
        person=weekly.person,
        subject=f"{at.body}/weekly",
        occasion="weekly",
        number=weekly.number,
        things=weekly.things,
        not_before=at.now,
    )
    return Decision(states=(mail, weekly.but(number=weekly.number + 1, things=[])))

"""The lead's side of what the door needs to know: the key of the event, and boxes that only its private half opens."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, refuse
from kith_contracts.events.details import CloseDetails, DetailsDestroyed, RecordKey, ShareDetails
from kith_contracts.message import Letter
from kith_events.event.lead import EventKey, JointEvent
from kith_events.event.leadership import Leading
from kith_events.event.publication import publish
from kith_events.places.place import Place

# States


class Detail(State):
    """What a home has sent of one registrant: a box, which the lead opens for display and never keeps open."""

    kind: ClassVar[str] = "detail"
    event: str
    pseudonym: str
    body: str
    number: int
    box: str

    @property
    def id(self) -> str:
        return f"{self.event}/{self.pseudonym}"

    @property
    def bound_to(self) -> str:
        return bound_to(self.event, self.body, self.pseudonym, self.number)


def bound_to(event: str, body: str, pseudonym: str, number: int) -> str:
    """What a box is bound to: put anywhere else, it does not open."""
    return f"{event} {body} {pseudonym} {number}"


# Decisions


def record_key(at: Circumstances, command: RecordKey, event: JointEvent | None, leading: Leading | None) -> Decision:
    """A key pair was made, and its public half is published; or its private half is gone, and all parties hear it,
    also those that have left. Who leads no longer has nothing of the event then.
    """
    if event is None:
        return NOTHING
    if command.status == "made":
        return _with_key(event, command) if event.key is None else NOTHING
    if event.key is None or event.key.status != "closing" or event.key.public != command.public:
        return NOTHING
    receipt = DetailsDestroyed(event=event.event, public=command.public, at=at.now)
    if leading and leading.lead != at.body:
        return Decision(forgets=(JointEvent.at(event.event),))
    published = publish(event.but(key=event.key.model_copy(update={"status": "destroyed"})))
    told = [Letter(body, receipt) for body in (*event.parties, *event.departed)]
    return published._replace(says=(*published.says, *told))


def _with_key(event: JointEvent, command: RecordKey) -> Decision:
    closes = Due(event.terms.data_closes, CloseDetails(event=event.event))
    return publish(event.but(key=EventKey(public=command.public)))._replace(due=(closes,))


def close_details(at: Circumstances, command: CloseDetails, event: JointEvent | None) -> Decision:
    """The period is over: no boxes are taken now, and the private half is to be destroyed. Fired early, for the hosts
    have agreed on a later day, it is put off.
    """
    if event is None or event.key is None or not event.key.alive:
        return NOTHING
    agreed = event.published.details if event.published else None
    closes = agreed.closes if agreed else event.terms.data_closes
    if at.now < closes:
        return Decision(due=(Due(closes, command),))
    return publish(event.but(key=event.key.model_copy(update={"status": "closing"})))


def keep_details(
    at: Circumstances, command: ShareDetails, event: JointEvent | None, place: Place | None, detail: Detail | None
) -> Decision:
    """Keep the newest box of a registrant who has a place, while the period is open. Who is erased has none."""
    if event is None or event.key is None or not event.key.alive:
        return refuse("details-closed", "Nothing is to be sent for this event now.", "event")
    if command.part in event.terms.closed_parts:
        return refuse("closed-part", "Nothing is ever sent of a closed part.", "part")
    if place is None or place.body != at.sender or place.status != "granted":
        return refuse("place-unknown", "There is no such place of this organisation.", "pseudonym")
    if not event.terms.data_opens <= at.now < event.terms.data_closes:
        return refuse("details-closed", "The period that the hosts have agreed on is not open.", "event")
    if detail and (detail.body != at.sender or detail.number >= command.number):
        return NOTHING
    kept = {name: getattr(command, name) for name in ("event", "pseudonym", "number", "box")}
    return Decision(states=(Detail(body=at.sender, **kept),))

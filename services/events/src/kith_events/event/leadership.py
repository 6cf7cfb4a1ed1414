"""Who leads an event: the body in its name, until the hosts have backed another.

What only the lead decides, and what only the lead is asked, goes by that: see `by_lead`, through which each line of the
catalogue passes. So no decision about places, asks or costs knows that leads change.
"""

from functools import wraps
from typing import Any, ClassVar, Final

from kith_chassis.catalogue import Handler, Load
from kith_chassis.decision import Circumstances, Decision, State
from kith_contracts.events.details import RecordKey
from kith_contracts.message import WHOLE, Command, Letter, Message, Refusal
from kith_contracts.registry import subject_of
from kith_contracts.topics import Channel
from kith_contracts.words import body_of
from kith_events.event.lead import JointEvent

NOT_HERE: Final = ("event-unknown", "agreement-unknown")
LOADED: Final = "leading_now"
"""By this name the wrapper loads who leads, where the decision does not want it."""
OF_SYSTEMS: Final = (Channel.PRIVATE_COMMANDS, Channel.PEOPLE_COMMANDS)


class Leading(State):
    """Who leads an event of which the lead has changed, in the newest term that is proven here."""

    kind: ClassVar[str] = "leading"
    event: str
    lead: str
    term: int

    @property
    def id(self) -> str:
        return self.event


def lead_of(event: str, leading: Leading | None) -> str:
    """The body that leads it."""
    return leading.lead if leading else body_of(event)


def by_lead(handler: Handler) -> Handler:
    """The same line, for whoever leads: letters that are for the lead go to it, letters that only the lead writes count
    if it wrote them, and who leads no longer has no event to decide on.
    """
    if not {"event", "subject"} & {*handler.message.model_fields} or handler.message is RecordKey:
        return handler
    led = {name for name, load in handler.loads.items() if load.model is JointEvent}
    keeps = any(load.model is Leading for load in handler.loads.values())

    @wraps(handler.decide)
    def decide(at: Circumstances, message: Message, **loaded: Any) -> Decision:
        name = subject_of(message)
        leading = next((each for each in loaded.values() if isinstance(each, Leading)), None)
        if not keeps:
            loaded = {each: state for each, state in loaded.items() if each != LOADED}
        lead = lead_of(name, leading)
        if not _may(at, message, lead):
            return Decision(refusal=Refusal("lead-changed", f"{lead} leads this event.", WHOLE))
        if leading and lead != at.body and not keeps:
            loaded = {each: None if each in led else state for each, state in loaded.items()}
        decision = handler.decide(at, message, **loaded)
        return _changed(at, message, decision, leading) if leading else decision

    loads = handler.loads if keeps else {**handler.loads, LOADED: Load(Leading, _named, many=False)}
    return handler._replace(decide=decide, loads=loads)


def _named(message: Message, _at: Circumstances) -> str:
    return subject_of(message)


def _may(at: Circumstances, message: Message, lead: str) -> bool:
    """Whether the one who leads has written it, or is asked."""
    match message.contract.lead:
        case "sender":
            return at.sender == lead
        case "receiver":
            return at.body == lead
        case _:
            return True


def _changed(at: Circumstances, message: Message, decision: Decision, leading: Leading) -> Decision:
    refusal = decision.refusal
    if refusal and refusal.code in NOT_HERE and leading.lead != at.body and _of_systems(message):
        sentence = f"{leading.lead} leads this event now. Ask there."
        return Decision(refusal=Refusal("lead-changed", sentence, refusal.field))
    says = tuple([_to(each, leading) for each in decision.says])
    return decision._replace(says=says)


def _of_systems(message: Message) -> bool:
    return isinstance(message, Command) and message.contract.channel in OF_SYSTEMS


def _to(said: Message | Letter, leading: Leading) -> Message | Letter:
    if not isinstance(said, Letter) or said.message.contract.lead != "receiver":
        return said
    return said._replace(to=leading.lead) if subject_of(said.message) == leading.event else said

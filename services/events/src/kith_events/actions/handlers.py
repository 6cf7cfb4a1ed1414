"""The part of the catalogue about what comes after an event: actions, and what came of it."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.actions import (
    ActionTicked,
    BodyActionSaid,
    BodyActionsUpdated,
    DropTicks,
    FinishAction,
    FinishBodyAction,
    ReturnAction,
    SayAction,
    SayBodyAction,
)
from kith_contracts.events.agreements import EventCommandRefused
from kith_contracts.events.outcomes import OutcomePublished, PublishOutcome
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.actions import bodies, home, lead, outcome
from kith_events.actions.bodies import OwnPromises, Promises
from kith_events.actions.home import OwnAction, action_of
from kith_events.actions.lead import TickCount
from kith_events.actions.outcome import Outcome, ShownOutcome, Tick
from kith_events.event.erased import Erased, erased_of
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.event.public import Shown


def _own(message: SayAction | FinishAction | ReturnAction, at: Circumstances) -> Ref:
    return OwnAction.at(action_of(at.keyed, message.person, message.event))


def _guest_shown_and_own(message: SayAction, at: Circumstances) -> tuple[Ref, ...]:
    return (Guest.at(message.person), Shown.at(message.event), _own(message, at))


def _proposal_and_own(
    message: SayBodyAction | FinishBodyAction | BodyActionsUpdated, _at: Circumstances
) -> tuple[Ref, ...]:
    return (Proposal.at(message.event), OwnPromises.at(message.event))


def _of_tick(message: ActionTicked, at: Circumstances) -> tuple[Ref, ...]:
    erased = Erased.at(erased_of(at.keyed, at.sender, message.event, message.action))
    event = (JointEvent.at(message.event), Outcome.at(message.event))
    return (*event, Tick.at(message.event, message.action), erased, TickCount.at(message.event))


def _over(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Outcome.at(message.event), Promises.at(message.event))


HANDLERS = (
    # its people
    Handler(SayAction, home.say_action, _guest_shown_and_own, PlaceCommandRefused),
    Handler(FinishAction, home.finish_action, lambda m, at: (Shown.at(m.event), _own(m, at)), PlaceCommandRefused),
    Handler(ReturnAction, home.return_action, lambda m, at: (Shown.at(m.event), _own(m, at))),
    # its organisations
    Handler(SayBodyAction, bodies.say_body_action, _proposal_and_own, EventCommandRefused),
    Handler(FinishBodyAction, bodies.finish_body_action, _proposal_and_own, EventCommandRefused),
    Handler(BodyActionsUpdated, bodies.hear_actions, _proposal_and_own),
    # as lead
    Handler(ActionTicked, lead.take_tick, _of_tick),
    Handler(DropTicks, lead.drop_ticks, lambda m, _: tuple(Tick.at(m.event, each) for each in m.actions)),
    Handler(BodyActionSaid, outcome.take_action, _over),
    Handler(PublishOutcome, outcome.publish_outcome, _over, reads=lead.counted),
    # what all leads say
    Handler(OutcomePublished, outcome.show_outcome, lambda m, _: (ShownOutcome.at(m.event),)),
)
COMMANDS = (SayAction, FinishAction, SayBodyAction, FinishBodyAction)

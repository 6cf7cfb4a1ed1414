"""The part of the catalogue about what comes after an event: actions, and what came of it."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.actions import (
    ActionTicked,
    BodyActionSaid,
    BodyActionsUpdated,
    DropTicks,
    FinishAction,
    FinishBodyAction,
    ForgetActions,
    ReturnAction,
    SayAction,
    SayBodyAction,
)
from kith_contracts.events import EventCommandRefused
from kith_contracts.outcomes import OutcomePublished, PublishOutcome
from kith_contracts.places import PlaceCommandRefused
from kith_events.domain.after import acting, outcomes, promising, ticking
from kith_events.domain.after.acting import OwnAction, action_of
from kith_events.domain.after.outcomes import Outcome, ShownOutcome, Tick
from kith_events.domain.after.promising import OwnPromises, Promises
from kith_events.domain.after.ticking import TickCount
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.agreements.party import Proposal
from kith_events.domain.seats.places import Erased, erased_of
from kith_events.domain.seats.wishes import Guest
from kith_events.domain.shown.public import Shown


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


AFTER = (
    # its people
    Handler(SayAction, acting.say_action, _guest_shown_and_own, PlaceCommandRefused),
    Handler(FinishAction, acting.finish_action, lambda m, at: (Shown.at(m.event), _own(m, at)), PlaceCommandRefused),
    Handler(ReturnAction, acting.return_action, lambda m, at: (Shown.at(m.event), _own(m, at))),
    Handler(ForgetActions, acting.forget_actions, lambda _m, _: (), reads=acting.next_page, erases=True),
    # its organisations
    Handler(SayBodyAction, promising.say_body_action, _proposal_and_own, EventCommandRefused),
    Handler(FinishBodyAction, promising.finish_body_action, _proposal_and_own, EventCommandRefused),
    Handler(BodyActionsUpdated, promising.hear_actions, _proposal_and_own),
    # as lead
    Handler(ActionTicked, ticking.take_tick, _of_tick),
    Handler(DropTicks, ticking.drop_ticks, lambda m, _: tuple(Tick.at(m.event, each) for each in m.actions)),
    Handler(BodyActionSaid, outcomes.take_action, _over),
    Handler(PublishOutcome, outcomes.publish_outcome, _over, reads=ticking.counted),
    # what all leads say
    Handler(OutcomePublished, outcomes.show_outcome, lambda m, _: (ShownOutcome.at(m.event),)),
)
AFTER_COMMANDS = (SayAction, FinishAction, SayBodyAction, FinishBodyAction)

"""The part of the catalogue about what comes after an event: actions, and the results."""

from kith_chassis.catalogue import many, on, one, page
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
from kith_events.event.erasure import Erased, erased_of
from kith_events.event.loads import EVENT, GUEST, PROPOSAL, SHOWN

OWN = one(OwnAction, lambda m, at: action_of(at.keyed, m.person, m.event))
OWN_PROMISES = one(OwnPromises, "event")
PROMISES = one(Promises, "event")
OUTCOME = one(Outcome, "event")
TICK = one(Tick, "event", "action")
TICKS = many(Tick, lambda m, _: [(m.event, action) for action in m.actions])
COUNT = one(TickCount, "event")
ERASED = one(Erased, lambda m, at: erased_of(at.keyed, at.sender, m.event, m.action))

HANDLERS = (
    # its people
    on(SayAction, home.say_action, PlaceCommandRefused)(guest=GUEST, shown=SHOWN, own=OWN),
    on(FinishAction, home.finish_action, PlaceCommandRefused)(shown=SHOWN, own=OWN),
    on(ReturnAction, home.return_action)(shown=SHOWN, own=OWN),
    # its organisations
    on(SayBodyAction, bodies.say_body_action, EventCommandRefused)(proposal=PROPOSAL, known=OWN_PROMISES),
    on(FinishBodyAction, bodies.finish_body_action, EventCommandRefused)(proposal=PROPOSAL, known=OWN_PROMISES),
    on(BodyActionsUpdated, bodies.hear_actions)(proposal=PROPOSAL, known=OWN_PROMISES),
    # as lead
    on(ActionTicked, lead.take_tick)(event=EVENT, outcome=OUTCOME, tick=TICK, erased=ERASED, count=COUNT),
    on(DropTicks, lead.drop_ticks)(ticks=TICKS),
    on(BodyActionSaid, outcome.take_action)(event=EVENT, outcome=OUTCOME, promises=PROMISES),
    on(PublishOutcome, outcome.publish_outcome)(
        event=EVENT, outcome=OUTCOME, promises=PROMISES, ticks=page(lead.counted)
    ),
    # what all leads say
    on(OutcomePublished, outcome.show_outcome)(known=one(ShownOutcome, "event")),
)

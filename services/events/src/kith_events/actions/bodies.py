"""What organisations mean to do after an event, by name: each says it for itself, the lead tells all its parties."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_commons.actions import Action, finish, say
from kith_contracts.events.actions import (
    MOST_BODY_ACTIONS,
    BodyAction,
    BodyActionSaid,
    BodyActionsUpdated,
    FinishBodyAction,
    SayBodyAction,
)
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import body_of
from kith_events.actions.home import days_of
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal

# States


class OwnPromises(State):
    """At a party: what it means to do itself, and what it has heard of all."""

    kind: ClassVar[str] = "own-promises"
    event: str
    own: dict[int, Action] = Field(default={})
    version: int = 0
    """Of what the lead was told."""
    all: tuple[BodyAction, ...] = ()
    heard: int = 0
    """The version of what the lead said."""

    @property
    def id(self) -> str:
        return self.event

    def said(self, body: str) -> list[BodyAction]:
        """What all mean to do; of the own organisation as it has said it last, whether the lead has heard it or not."""
        own = [_told(body, number, action) for number, action in self.own.items()]
        return sorted(
            (*own, *[each for each in self.all if each.body != body]), key=lambda each: (each.body, each.number)
        )


class Promises(State):
    """At the lead: what all organisations mean to do, each as its owner said it last."""

    kind: ClassVar[str] = "promises"
    event: str
    actions: dict[str, BodyAction] = Field(default={})
    versions: dict[str, int] = Field(default={})
    version: int = 0

    @property
    def id(self) -> str:
        return self.event

    @property
    def shown(self) -> list[BodyAction]:
        return [self.actions[name] for name in sorted(self.actions)]


# Decisions of a party


def say_body_action(
    at: Circumstances, command: SayBodyAction, proposal: Proposal | None, known: OwnPromises | None
) -> Decision:
    """Say it, or say it anew."""
    if wrong := _no_party(at, proposal):
        return Decision(refusal=wrong)
    assert proposal is not None
    own = known.own if known else {}
    _, today = days_of(proposal.terms.plan, at.now)
    said = say(own.get(command.number), command.text, command.by, today)
    return Decision(refusal=said) if isinstance(said, Refusal) else _said(at, command, known, said)


def finish_body_action(
    at: Circumstances, command: FinishBodyAction, proposal: Proposal | None, known: OwnPromises | None
) -> Decision:
    """The answer."""
    if wrong := _no_party(at, proposal):
        return Decision(refusal=wrong)
    own = known.own if known else {}
    if command.number not in own:
        return refuse("action-unknown", "Your organisation has said no action of this number.", "number")
    done = finish(own[command.number], command.outcome, command.why)
    return Decision(refusal=done) if isinstance(done, Refusal) else _said(at, command, known, done)


def hear_actions(
    _at: Circumstances, fact: BodyActionsUpdated, proposal: Proposal | None, known: OwnPromises | None
) -> Decision:
    """What all organisations mean to do, by the lead's newest word."""
    known = known or OwnPromises(event=fact.event)
    if proposal is None or known.heard >= fact.version:
        return NOTHING
    return Decision(states=(known.but(all=tuple(fact.actions), heard=fact.version),))


# Decisions of the lead


def kept_at_lead(
    at: Circumstances, fact: BodyActionSaid, event: JointEvent | None, promises: Promises | None
) -> tuple[Promises, tuple[Letter, ...]] | None:
    """All actions with this one, and the letters that tell them to the parties; None if it changes nothing."""
    mine = fact.action.body == at.sender and event is not None and at.sender in event.parties
    if event is None or event.published is None or not mine:
        return None
    promises = promises or Promises(event=event.event, version=event.numbered_from)
    name = f"{at.sender}/{fact.action.number}"
    full = name not in promises.actions and len(promises.actions) >= MOST_BODY_ACTIONS
    if full or promises.versions.get(name, 0) >= fact.version:
        return None
    kept = promises.but(
        actions={**promises.actions, name: fact.action},
        versions={**promises.versions, name: fact.version},
        version=promises.version + 1,
    )
    told = BodyActionsUpdated(event=event.event, actions=kept.shown, version=kept.version)
    return kept, tuple(Letter(body, told) for body in event.parties)


def _no_party(at: Circumstances, proposal: Proposal | None) -> Refusal | None:
    if proposal is None:
        return Refusal("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if proposal.left or proposal.leaving or proposal.terms.party(at.body) is None:
        return Refusal("body-not-party", "Your organisation is not a party to the present text.", "event")
    if proposal.status in ("drafted", "proposed", "partly-accepted", "withdrawn"):
        return Refusal("event-not-open", "The hosts have not agreed on this event, or it is called off.", "event")
    return None


def _said(
    at: Circumstances, command: SayBodyAction | FinishBodyAction, known: OwnPromises | None, said: Action
) -> Decision:
    known = known or OwnPromises(event=command.event)
    if known.own.get(command.number) == said:
        return NOTHING
    own: Mapping[int, Action] = {**known.own, command.number: said}
    kept = known.but(own=own, version=known.version + 1)
    fact = BodyActionSaid(event=command.event, action=_told(at.body, command.number, said), version=kept.version)
    return Decision(states=(kept,), says=(Letter(body_of(command.event), fact),))


def _told(body: str, number: int, said: Action) -> BodyAction:
    return BodyAction(body=body, number=number, text=said.text, by=said.by, status=said.status, why=said.why)

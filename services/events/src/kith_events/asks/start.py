"""The lead's side of a practice: it is started from a template, its key is made, and destroyed at the end."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Views, refuse
from kith_chassis.members import Member
from kith_commons.asks.practice import asks_people, fault
from kith_contracts.events.asks import ClosePractice, RecordPracticeKey, StartPractice
from kith_contracts.events.practice import MOST_STEPS
from kith_contracts.message import Refusal, together
from kith_contracts.words import FullName, body_of
from kith_events.agreements.networks import OwnNetwork, asker_of
from kith_events.asks.audience import rooms
from kith_events.asks.practice import KEPT, Asked, Practice, opening
from kith_events.event.lead import JointEvent
from kith_events.places.eligibility import bundled
from kith_events.places.lead import CANCELLED

CLOSED: Final = "Nobody may know who comes to a closed part, so nothing is asked of them. Name open parts."
NOT_PARTY: Final = "This network does not take part in the event. Name those in whose name its parties do."

# Decisions


def start(
    at: Circumstances,
    command: StartPractice,
    *,
    event: JointEvent | None,
    network: OwnNetwork | None,
    practice: Practice | None,
    members: tuple[Member, ...],
) -> Decision:
    """Begin with the first step; where people are asked, once there is a key to which they answer."""
    shared = network is not None and at.body in network.owners and event is None
    if body_of(command.subject) != at.body and not shared and event is None:
        return refuse("not-our-event", "Ask in the name of an event or network of your own organisation.", "subject")
    if event and event.agreement.stage == "withdrawn":
        return Decision(refusal=CANCELLED)
    if practice:
        return refuse("practice-taken", "There is one of this name already; choose another.", "practice")
    faults = [fault(command.template, command.choices), *_misplaced(command, event, network, members)]
    if shared:
        faults += _of_owners(at.body, command, network)
    if wrong := together(faults):
        return Decision(refusal=wrong)
    bodies = command.bodies or list(event.parties if event else network.owners if network else ())
    bodies = list(dict.fromkeys([at.body, *bodies]))
    begun = Practice(
        subject=command.subject,
        practice=command.practice,
        template=command.template,
        choices=command.choices,
        bodies=bodies,
        jury=command.jury or bodies,
        networks=networks_of(command, event, network),
        parts=command.parts,
        kept=timedelta(days=event.terms.data_kept_days) if event else KEPT,
    )
    return Decision(states=(begun.but(key="wanted"),)) if asks_people(begun.template) else _begun(at, begun)


def networks_of(command: StartPractice, event: JointEvent | None, network: OwnNetwork | None) -> list[FullName]:
    """Whose members are asked: the named ones, else those that hold the event, or the network that it is about."""
    of_event = [each for one in event.terms.parties for each in one.networks] if event else []
    return command.networks or of_event or ([network.network] if network else [])


def record_key(at: Circumstances, command: RecordPracticeKey, practice: Practice | None) -> Decision:
    """A key pair was made, so the first step opens; or its private half is gone."""
    if practice and practice.key == "wanted" and command.status == "made":
        return _begun(at, practice.but(key="alive", public=command.public))
    if practice and practice.key == "closing" and (command.status, command.public) == ("destroyed", practice.public):
        return Decision(states=(practice.but(key="destroyed"),))
    return NOTHING


async def steps_of(views: Views, command: ClosePractice, _at: Circumstances) -> list[Asked]:
    """The asks of the practice that have opened so far."""
    return await views.page(Asked, f"{command.subject}/{command.practice}/", "", MOST_STEPS)


def close_practice(
    at: Circumstances, command: ClosePractice, practice: Practice | None, steps: Sequence[Asked]
) -> Decision:
    """The private half is to be destroyed, and with it all answers of people that are sealed. It is put off while a
    step is open or has closed since; whether anybody has confirmed what was counted is all the same.
    """
    if practice is None or practice.key != "alive":
        return NOTHING
    until = max((each.ask.until for each in steps), default=at.now - practice.kept) + practice.kept
    if at.now < until:
        return Decision(due=(Due(until, command),))
    return Decision(states=(practice.but(key="closing"),))


def _begun(at: Circumstances, practice: Practice) -> Decision:
    asked, letters, due = opening(at, practice, "")
    return Decision(states=(practice, *([asked] if asked else [])), says=letters, due=due)


def _misplaced(
    command: StartPractice, event: JointEvent | None, network: OwnNetwork | None, members: Sequence[Member]
) -> Iterator[Refusal]:
    """Whether it asks somebody whom nobody knows, or of whom nothing may be asked."""
    admitted = {each.id for each in members if each.admitted}
    for field in ("bodies", "jury"):
        for number, body in enumerate(getattr(command, field)):
            if body not in admitted:
                yield Refusal("body-unknown", "There is no such organisation in the registry.", f"{field}.{number}")
            if event and body in event.departed:
                yield Refusal("body-not-party", "This organisation has left the event.", f"{field}.{number}")
    yield from _strange_networks(command, event, network)
    yield from _strange_parts(command, event)
    if event is None and network is None and not command.bodies:
        sentence = "Say which organisations take part: there is no event or network of this name."
        yield Refusal("bodies-missing", sentence, "bodies")
    if event is None and network and network.status == "ended":
        yield Refusal("network-ended", "This network has ended, and nobody is asked in it any more.", "subject")


def _strange_networks(
    command: StartPractice, event: JointEvent | None, network: OwnNetwork | None
) -> Iterator[Refusal]:
    named = {each for party in event.terms.parties for each in party.networks} if event else set(command.networks)
    if any(step.who == "members" for step in command.template.steps) and not networks_of(command, event, network):
        yield Refusal("networks-missing", "Say whose members are asked.", "networks")
    for number, name in enumerate(command.networks):
        if name not in named:
            yield Refusal("network-not-party", NOT_PARTY, f"networks.{number}")


def _of_owners(body: str, command: StartPractice, network: OwnNetwork | None) -> Iterator[Refusal]:
    """Whether it asks others than the owners of the network, or has a name that another owner could choose."""
    owners = network.owners if network else []
    if asker_of(command.practice) != body:
        sentence = f"Several organisations ask in this network. Begin the name with your own, {body}-."
        yield Refusal("practice-of-another", sentence, "practice")
    for field in ("bodies", "jury"):
        for number, each in enumerate(getattr(command, field)):
            if each not in owners:
                yield Refusal("body-not-party", f"{each} is no owner of this network.", f"{field}.{number}")
    for number, name in enumerate(command.networks):
        if name != command.subject:
            yield Refusal("network-not-party", "Ask the members of this network.", f"networks.{number}")


def _strange_parts(command: StartPractice, event: JointEvent | None) -> Iterator[Refusal]:
    if event is None and any(step.who == "attending" for step in command.template.steps):
        yield Refusal("event-unknown", "Nobody has a place in an event that is not there.", "subject")
    known = rooms(event.terms.plan) if event else []
    closed = event.terms.closed_parts if event else frozenset[str]()
    for number, part in enumerate(command.parts):
        if part in closed:
            yield Refusal("closed-part", CLOSED, f"parts.{number}")
        elif event and (wrong := bundled(event.terms.plan, part)):
            yield wrong._replace(field=f"parts.{number}")
        elif part not in known:
            yield Refusal("part-unknown", "This event has no such part.", f"parts.{number}")

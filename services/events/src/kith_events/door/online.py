"""Where one joins what is online: the lead tells homes, and each home those of its people who have a place.

It goes to all parties and to nobody else. Which of their people have a place in a closed part the lead does not know,
and in an open one anybody of theirs can have the next.
"""

from collections.abc import Iterable
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, refuse
from kith_contracts.events.online import CloseJoinAddresses, JoinAddressesTold, PassJoinAddresses, SetJoinAddresses
from kith_contracts.events.plan import EventPlan
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.notify.occasions import TellJoining
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.places.lead import NO_PART, never_open

OVER: Final = Refusal("event-over", "This event is over.", "event")
IN_PERSON: Final = Refusal("part-in-person", "This part is in a room. Only what is online has an address to join.")

# States


class JoinAddresses(State):
    """Where to join an event that this body leads, by part. Deleted when it is over."""

    kind: ClassVar[str] = "join-addresses"
    event: str
    addresses: dict[str, str]
    version: int

    @property
    def id(self) -> str:
        return self.event

    def letters(self, homes: Iterable[str]) -> tuple[Letter, ...]:
        """The same to each of these homes."""
        told = JoinAddressesTold(event=self.event, addresses=self.addresses, version=self.version)
        return tuple(Letter(body, told) for body in dict.fromkeys(homes))


class Joining(State):
    """At home: where our people join an event, by part, as its lead has told last."""

    kind: ClassVar[str] = "joining"
    event: str
    addresses: dict[str, str]
    version: int

    @property
    def id(self) -> str:
        return self.event


# Decisions of the lead


def set_addresses(
    at: Circumstances, command: SetJoinAddresses, event: JointEvent | None, kept: JoinAddresses | None
) -> Decision:
    """Keep the whole list and tell all homes, if it is another."""
    if wrong := never_open(event):
        return Decision(refusal=wrong)
    plan = _plan(event)
    if event is None or plan is None or event.agreement.stage == "ended":
        return Decision(refusal=OVER)
    if wrong := together(_fault(plan, name) for name in command.addresses):
        return Decision(refusal=wrong)
    if command.addresses == (kept.addresses if kept else {}):
        return NOTHING
    version = (kept.version if kept else event.numbered_from) + 1
    now = JoinAddresses(event=command.event, addresses=command.addresses, version=version)
    due = () if kept else (Due(max(plan.ends, at.now), CloseJoinAddresses(event=command.event)),)
    return Decision(states=(now,), says=now.letters(_homes(event)), due=due)


def pass_addresses(
    _at: Circumstances, _command: PassJoinAddresses, event: JointEvent | None, kept: JoinAddresses | None
) -> Decision:
    """Tell all homes once more; who has heard it knows the version."""
    return Decision(says=kept.letters(_homes(event))) if event and kept and kept.addresses else NOTHING


def close_addresses(
    at: Circumstances, command: CloseJoinAddresses, event: JointEvent | None, kept: JoinAddresses | None
) -> Decision:
    """Delete them here and at all homes, also of who has left. Fired early, for the hosts have agreed on a later day,
    it is put off.
    """
    plan = _plan(event)
    if event is None or kept is None or plan is None:
        return NOTHING
    if at.now < plan.ends:
        return Decision(due=(Due(plan.ends, command),))
    none = kept.but(addresses={}, version=kept.version + 1)
    return Decision(says=none.letters([*_homes(event), *event.departed]), forgets=(JoinAddresses.at(event.event),))


# Decisions of a home


def take_addresses(
    _at: Circumstances, fact: JoinAddressesTold, proposal: Proposal | None, kept: Joining | None
) -> Decision:
    """Keep the newest, and tell those who have a place in a part whose address is new or another."""
    if proposal is None:
        return refuse("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if kept and kept.version >= fact.version:
        return NOTHING
    if not fact.addresses:
        return Decision(forgets=(Joining.at(fact.event),)) if kept else NOTHING
    before = kept.addresses if kept else {}
    news = [part for part, address in fact.addresses.items() if before.get(part) != address]
    says = (TellJoining(event=fact.event, parts=news, number=fact.version),) if news else ()
    return Decision(states=(Joining(event=fact.event, addresses=fact.addresses, version=fact.version),), says=says)


def _plan(event: JointEvent | None) -> EventPlan | None:
    """The plan that all have agreed on last."""
    return event.published.plan if event and event.published else None


def _fault(plan: EventPlan, name: str) -> Refusal | None:
    part = next((part for part in plan.parts if part.part == name), None)
    if part is None:
        return NO_PART._replace(field=f"addresses.{name}")
    return None if part.format == "online" else IN_PERSON._replace(field=f"addresses.{name}")


def _homes(event: JointEvent) -> list[str]:
    """All parties that have agreed, and not who is only asked to; and who has left, while people of theirs have kept
    their places.
    """
    hosts = [host.body for host in event.published.hosts if host.body in event.parties] if event.published else []
    open_parts = [body for each in event.rooms.values() for body, places in each.granted_by_body.items() if places]
    closed_parts = [body for each in event.blocks.values() for body, blocks in each.held.items() if blocks]
    return [*hosts, *[body for body in (*open_parts, *closed_parts) if body]]

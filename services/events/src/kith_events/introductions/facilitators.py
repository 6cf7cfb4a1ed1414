"""Facilitators: people at home with the lead whom an officer has named, and what they may do at that event.

It is the node's own knowledge, sealed with their own key: no sign-in has to know it, and a token can say nothing of it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State, refuse
from kith_contracts.events.answers import AnswerForBody
from kith_contracts.events.facilitators import (
    DismissFacilitator,
    EndFacilitator,
    FacilitateIntroduction,
    NameFacilitator,
    WriteNotes,
)
from kith_contracts.events.introductions import Introduce
from kith_contracts.events.practice import Template
from kith_contracts.message import Personal, Refusal
from kith_contracts.notify.occasions import NoteRole
from kith_contracts.words import FullName, PersonId
from kith_events.asks.ask_copy import AskSeen
from kith_events.asks.home import answer_for_body
from kith_events.asks.practice import Practice, consent_of
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.introductions.introduction import Introductions
from kith_events.introductions.lead import introduce
from kith_events.places.lead import CANCELLED
from kith_events.places.place import Place

OVER: Final = Refusal("period-over", "The period is over for which people's data are kept.", "event")
NOBODY: Final = Refusal(
    "not-facilitator", "No officer of a network that leads this event has named you. Ask one of them.", "event"
)
NO_NOTES: Final = Refusal(
    "not-notes", "This is no step for notes of a group that was asked for its consent. Look at its name.", "step"
)

# States


class Facilitator(State):
    """That somebody helps at an event."""

    kind: ClassVar[str] = "facilitator"
    facilitator: str
    person: Personal[PersonId]
    event: Personal[FullName]

    @property
    def id(self) -> str:
        return self.facilitator

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (keyed("person", self.person),)


def facilitator_id(keyed: Keyed, person: str, event: str) -> str:
    return keyed("facilitator", person, event)


# Decisions of an officer


def name(
    at: Circumstances, command: NameFacilitator, event: JointEvent | None, guest: Guest | None, kept: Facilitator | None
) -> Decision:
    """From now on this person may help, until the period for people's data ends."""
    if event is None:
        return refuse("event-unknown", "There is nothing here for this name.", "event")
    if event.agreement.stage == "withdrawn":
        return Decision(refusal=CANCELLED)
    if at.now >= event.terms.data_closes:
        return Decision(refusal=OVER)
    if guest is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if kept:
        return NOTHING
    named = Facilitator(
        facilitator=facilitator_id(at.keyed, command.person, command.event), person=command.person, event=command.event
    )
    ends = Due(event.terms.data_closes, EndFacilitator(event=command.event, facilitator=named.facilitator))
    return Decision(states=(named,), says=(_role(named),), due=(ends,))


def dismiss(_at: Circumstances, _command: DismissFacilitator, kept: Facilitator | None) -> Decision:
    """They no longer help."""
    return _ended(kept) if kept else Decision(refusal=NOBODY._replace(field="person"))


def end(at: Circumstances, command: EndFacilitator, event: JointEvent | None, kept: Facilitator | None) -> Decision:
    """Delete it once the period is over, which the hosts may have put off meanwhile."""
    if kept is None:
        return NOTHING
    if event and at.now < event.terms.data_closes:
        return Decision(due=(Due(event.terms.data_closes, command),))
    return _ended(kept)


def _ended(kept: Facilitator) -> Decision:
    return Decision(forgets=(Facilitator.at(kept.id),), says=(_role(kept, ends=True),))


def _role(kept: Facilitator, *, ends: bool = False) -> NoteRole:
    """That they help, or no longer do, so that they are told if the event is called off."""
    return NoteRole(person=kept.person, event=kept.event, role="helps", began=kept.facilitator, ends=ends)


# Decisions of a facilitator


def facilitate_introduction(
    at: Circumstances,
    command: FacilitateIntroduction,
    *,
    kept: Facilitator | None,
    event: JointEvent | None,
    known: Introductions | None,
    places: Sequence[Place],
) -> Decision:
    """Introduce two, as an officer would."""
    if kept is None:
        return Decision(refusal=NOBODY)
    named = Introduce(event=command.event, a=command.a, b=command.b, reason=command.reason)
    return introduce(at, named, event, known, places)


def write_notes(
    at: Circumstances,
    command: WriteNotes,
    *,
    kept: Facilitator | None,
    event: JointEvent | None,
    practice: Practice | None,
    seen: AskSeen | None,
) -> Decision:
    """The notes of the own organisation, in the place of what its officers would write."""
    if kept is None:
        return Decision(refusal=NOBODY)
    if event is None or at.now >= event.terms.data_closes:
        return Decision(refusal=OVER)
    if practice is None or command.step not in notes_of(practice.template):
        return Decision(refusal=NO_NOTES)
    of_ask = {"subject": command.event, "practice": command.practice, "step": command.step}
    return answer_for_body(at, AnswerForBody(**of_ask, replies=command.replies), seen)


# What facilitators go by


def notes_of(template: Template) -> list[str]:
    """The steps after it in which organisations write what was said."""
    consent = consent_of(template)
    after = template.steps[template.steps.index(consent) + 1 :] if consent else []
    return [each.step for each in after if each.who == "hosts"]


def everybody_consents(consents: int, places: Collection[Place]) -> bool:
    """Whether all who could be in the room have agreed. Nobody can tell who has, so as many answers are needed as
    ever had a place: the consent of who has left would else stand for somebody who came instead. Guests and who
    walks in are asked nowhere, so with them nobody can be sure.
    """
    had = {place.pseudonym: place.size for place in places if place.status in ("granted", "released")}
    return 0 < sum(had.values()) <= consents and not any(place.walk_in for place in places)


def closes(event: JointEvent, now: datetime) -> bool:
    """Whether facilitators no longer help."""
    return now >= event.terms.data_closes or event.agreement.stage == "withdrawn"

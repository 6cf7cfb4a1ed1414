"""A speaker at home: they say yes or no with the code that they were given, and under which name they are shown."""

from typing import ClassVar, Literal

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, refuse
from kith_contracts.events.entries import Scheduled
from kith_contracts.events.speakers import AnswerSpeaking, SpeakerAnswered, SpeakerScheduled, SpeakerTaken
from kith_contracts.message import Letter, Personal
from kith_contracts.notify.occasions import NoteRole
from kith_contracts.renewal import said
from kith_contracts.words import EntryCode, FullName, Line, PersonId, Sentence, body_of
from kith_events.asks.audience import NOT_AGREED, accepted
from kith_events.asks.home import answer_alias
from kith_events.asks.sessions import moved, told_of_move
from kith_events.event.guest import Guest
from kith_events.event.party import Proposal

# States


class Speaking(State):
    """What a person has answered to one invitation to speak, and whether it stands at the lead."""

    kind: ClassVar[str] = "speaking"
    person: Personal[PersonId]
    pseudonym: str
    event: Personal[FullName]
    invited: Personal[EntryCode]
    comes: Personal[bool] = True
    shown_as: Personal[Line | None] = None
    number: int = 0
    status: Personal[Literal["given", "taken", "refused"]] = "given"
    code: Personal[Sentence] = ""
    sentence: Personal[Sentence] = ""
    sessions: Personal[list[Scheduled]] = []  # noqa: RUF012 - pydantic copies it
    """When and where they speak, as the lead has said last."""
    scheduled: int = 0
    """In which version of the programme; 0 where nothing is known yet."""

    @property
    def id(self) -> str:
        return self.pseudonym

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (keyed("person", self.person),)


def speaker_alias(keyed: Keyed, person: str, event: str, code: str) -> str:
    """By what the lead knows this answer: another for each invitation, and no other letter has it."""
    return answer_alias(keyed, person, event, "speaking", code)


# Decisions


def answer_speaking(
    at: Circumstances,
    command: AnswerSpeaking,
    guest: Guest | None,
    proposal: Proposal | None,
    speaking: Speaking | None,
) -> Decision:
    """Send it to who leads the event; the code says whom it is from. Who has said yes can always say no."""
    if guest is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    takes_back = speaking is not None and not command.comes
    if not takes_back and not accepted(at.body, command.event, proposal):
        return Decision(refusal=NOT_AGREED._replace(field="event"))
    alias = speaker_alias(at.keyed, command.person, command.event, command.code)
    ids = {"person": command.person, "event": command.event, "invited": command.code}
    before = speaking or Speaking(pseudonym=alias, **ids)
    name = command.shown_as if "shown_as" in said(command) else before.shown_as
    shown_as = name if command.comes else None
    answer = {"comes": command.comes, "shown_as": shown_as, "number": before.number + 1}
    kept = before.but(**answer, status="given", code="", sentence="")
    told = SpeakerAnswered(event=command.event, code=command.code, pseudonym=alias, **answer)
    return Decision(states=(kept,), says=(_role(at.keyed, kept), Letter(body_of(command.event), told)))


def take_word(at: Circumstances, fact: SpeakerTaken, speaking: Speaking | None, erasure: State | None) -> Decision:
    """Whether the answer stands. Of what is erased nothing is heard any more."""
    if erasure:
        return NOTHING
    if speaking is None or speaking.event != fact.event:
        return refuse("answer-unknown", "Nobody here has answered this.", "pseudonym")
    if fact.number != speaking.number:
        return NOTHING
    heard = speaking.but(status=fact.status, code=fact.code, sentence=fact.sentence)
    if fact.version > speaking.scheduled:
        heard = heard.but(sessions=fact.sessions, scheduled=fact.version)
    return Decision(states=(heard,), says=(_role(at.keyed, heard),))


def take_sessions(
    _at: Circumstances, fact: SpeakerScheduled, speaking: Speaking | None, erasure: State | None
) -> Decision:
    """Where they speak now; who comes is told by mail if anything has moved. An older version changes nothing."""
    if erasure:
        return NOTHING
    if speaking is None or speaking.event != fact.event:
        return refuse("answer-unknown", "Nobody here has answered this.", "pseudonym")
    if fact.version <= speaking.scheduled:
        return NOTHING
    heard = speaking.but(sessions=fact.sessions, scheduled=fact.version)
    news = speaking.comes and (not speaking.scheduled or moved(speaking.sessions, fact.sessions))
    says = (told_of_move(speaking.person, speaking.event, fact.version),) if news else ()
    return Decision(states=(heard,), says=says)


def _role(keyed: Keyed, speaking: Speaking) -> NoteRole:
    """That they contribute, or no longer do, so that they are told if the event is called off."""
    ends = not speaking.comes or speaking.status == "refused"
    began = keyed("speaking", speaking.pseudonym)
    return NoteRole(person=speaking.person, event=speaking.event, role="speaks", began=began, ends=ends)

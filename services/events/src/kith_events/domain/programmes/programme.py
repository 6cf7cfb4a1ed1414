"""The programme of an event that this body leads: what happens when and where, and who speaks."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State
from kith_chassis.members import Member
from kith_commons.times import faults_of_span
from kith_contracts.agreements import AgreementTerms
from kith_contracts.message import Refusal
from kith_contracts.programme import (
    CloseProgramme,
    DismissAdvice,
    ProgrammePublished,
    ProgrammeUpdated,
    PublishedSession,
    PublishedSpeaker,
    Session,
    SetProgramme,
    Speaker,
    WithdrawSpeaker,
)
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.programmes.advising import Wordlist, advice, of_panels
from kith_events.domain.seats.seating import NO_EVENT, NOT_OPEN

MOST_DISMISSED: Final = 500
MINUTE: Final = timedelta(minutes=1)
UNPLANNED: Final = Refusal("programme-unknown", "There is no programme of this event yet. Set one first.", "event")

# States


class Programme(State):
    """What the hosting officers have planned. What speakers have told of themselves goes when the period ends for which
    people's data are kept, or when they withdraw.
    """

    kind: ClassVar[str] = "programme"
    event: str
    sessions: tuple[Session, ...] = ()
    dismissed: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    """Advice that is not taken, and why."""
    version: int = 1
    published: ProgrammePublished | None = None

    @property
    def id(self) -> str:
        return self.event


class Played(State):
    """The programme of an event of any body, as it is published."""

    kind: ClassVar[str] = "played"
    folded: ClassVar[bool] = True
    published: ProgrammePublished

    @property
    def id(self) -> str:
        return self.published.event


# Decisions of the lead


def set_programme(
    at: Circumstances,
    command: SetProgramme,
    event: JointEvent | None,
    programme: Programme | None,
    *members: Member | None,
) -> Decision:
    """Put it in place of the earlier one; advice is given anew, and what was dismissed of it stays so."""
    if event is None:
        return Decision(refusal=NO_EVENT)
    known = {each.registered.body for each in members if each and each.admitted}
    if wrong := next(_faults(command, event.terms, known), None):
        return Decision(refusal=wrong)
    shown = command.published or bool(programme and programme.published)
    if command.published and event.published is None:
        return Decision(refusal=NOT_OPEN)
    before = programme or Programme(event=command.event, version=0)
    closes = Due(max(event.terms.data_closes, at.now), CloseProgramme(event=command.event))
    return _changed(before, event, tuple(command.sessions), shown=shown, due=() if programme else (closes,))


def withdraw_speaker(
    _at: Circumstances, command: WithdrawSpeaker, event: JointEvent | None, programme: Programme | None
) -> Decision:
    """Take a speaker out of all sessions at once, and look again whether what is left is balanced."""
    if event is None or programme is None:
        return Decision(refusal=UNPLANNED)
    if command.speaker not in {each.speaker for session in programme.sessions for each in _coming(session)}:
        return Decision(refusal=Refusal("speaker-unknown", "Nobody of this name is going to speak.", "speaker"))
    gone = Speaker(speaker=command.speaker, status="withdrawn")
    sessions = tuple(
        session.model_copy(
            update={
                "speakers": [
                    gone.model_copy(update={"does": each.does}) if each.speaker == gone.speaker else each
                    for each in session.speakers
                ]
            }
        )
        for session in programme.sessions
    )
    return _changed(programme, event, sessions, shown=programme.published is not None)


def dismiss_advice(
    _at: Circumstances,
    command: DismissAdvice,
    event: JointEvent | None,
    programme: Programme | None,
    words: Wordlist,
) -> Decision:
    """Keep why advice is not taken. Nothing is blocked by it, and it comes back when what it is about changes."""
    if event is None:
        return Decision(refusal=NO_EVENT)
    given = {each.advice for each in advice(event.terms, programme.sessions if programme else (), words)}
    if command.advice not in given:
        sentence = "There is no such advice now. What it was about may have changed."
        return Decision(refusal=Refusal("advice-unknown", sentence, "advice"))
    before = programme or Programme(event=command.event)
    kept = {each: why for each, why in before.dismissed.items() if each in given}
    after = before.but(dismissed={**kept, command.advice: command.why})
    return NOTHING if after == programme else Decision(states=(after,))


def close_programme(
    at: Circumstances, command: CloseProgramme, event: JointEvent | None, programme: Programme | None
) -> Decision:
    """Delete it; in public the sessions stay, without a name. Fired early, for the hosts have agreed on a later day, it
    is put off.
    """
    if event is None or programme is None:
        return NOTHING
    if at.now < event.terms.data_closes:
        return Decision(due=(Due(event.terms.data_closes, command),))
    gone = (Programme.at(programme.event),)
    if programme.published is None:
        return Decision(forgets=gone)
    sessions = [each.model_copy(update={"speakers": []}) for each in programme.published.sessions]
    last = ProgrammePublished(event=programme.event, sessions=sessions, version=programme.published.version + 1)
    return Decision(forgets=gone, says=(last,))


def _changed(
    before: Programme, event: JointEvent, sessions: tuple[Session, ...], *, shown: bool, due: tuple[Due, ...] = ()
) -> Decision:
    version = before.version + 1
    after = before.but(sessions=sessions, version=version)
    open_advice = [each for each in of_panels(event.terms, sessions) if each.advice not in after.dismissed]
    told = ProgrammeUpdated(event=event.event, sessions=len(sessions), advice=len(open_advice), version=version)
    if not shown:
        return Decision(states=(after,), says=(told,), due=due)
    face = ProgrammePublished(event=event.event, sessions=_shown(sessions), version=version)
    if before.published and face.sessions == before.published.sessions:
        return Decision(states=(after,), says=(told,), due=due)
    return Decision(states=(after.but(published=face),), says=(told, face), due=due)


def _shown(sessions: tuple[Session, ...]) -> list[PublishedSession]:
    """What everyone sees: those who have confirmed, by the name that they agreed to."""
    return [
        PublishedSession(
            **session.model_dump(exclude={"speakers"}),
            speakers=[
                PublishedSpeaker(shown_as=each.shown_as, body=each.body, does=each.does)
                for each in session.speakers
                if each.status == "confirmed"
            ],
        )
        for session in sorted(sessions, key=lambda each: (each.starts, each.room or "", each.session))
    ]


# What is wrong with a programme


def _faults(command: SetProgramme, terms: AgreementTerms, known: set[str]) -> Iterator[Refusal]:
    parts = {part.part: part for part in terms.plan.parts}
    names = [session.session for session in command.sessions]
    for number, session in enumerate(command.sessions):
        field = f"sessions.{number}"
        part = parts.get(session.part)
        if session.session in names[:number]:
            yield Refusal("session-twice", "Two sessions have this short name.", f"{field}.session")
        if part is None:
            yield Refusal("part-unknown", "The event has no such part.", f"{field}.part")
        yield from faults_of_span(session.starts, session.ends, terms.plan.zone, f"{field}.", "The session")
        if part and (session.starts < part.starts or session.ends > part.ends):
            yield Refusal("outside-part", "The session is not within the time of its part.", f"{field}.starts")
        yield from _faults_of_speakers(session, field, known, closed=bool(part and part.closed))
    yield from _collisions(command.sessions)


def _faults_of_speakers(session: Session, field: str, known: set[str], *, closed: bool) -> Iterator[Refusal]:
    names = [each.speaker for each in session.speakers]
    for number, each in enumerate(session.speakers):
        at = f"{field}.speakers.{number}"
        if each.speaker in names[:number]:
            yield Refusal("speaker-twice", "This speaker is in the session already.", f"{at}.speaker")
        if each.body and each.body not in known:
            yield Refusal("body-unknown", "No organisation of this name takes part.", f"{at}.body")
        if closed and each.shown_as:
            sentence = "In a closed part nobody is named in public. Leave the name out."
            yield Refusal("closed-part", sentence, f"{at}.shown_as")
    if sum(each.minutes or 0 for each in _coming(session)) * MINUTE > session.ends - session.starts:
        yield Refusal("too-many-minutes", "The speakers have more minutes than the session.", f"{field}.speakers")


def _collisions(sessions: list[Session]) -> Iterator[Refusal]:
    """Who or what cannot be in two sessions at once."""
    for (_, one), (number, other) in combinations(enumerate(sessions), 2):
        if one.starts >= other.ends or other.starts >= one.ends:
            continue
        if one.room and one.room == other.room:
            yield Refusal("room-taken", "Two sessions are in this room at one time.", f"sessions.{number}.room")
        if {each.speaker for each in _coming(one)} & {each.speaker for each in _coming(other)}:
            sentence = "A speaker is in two sessions at one time."
            yield Refusal("speaker-busy", sentence, f"sessions.{number}.speakers")


def _coming(session: Session) -> list[Speaker]:
    return [each for each in session.speakers if each.status != "withdrawn"]


# Decisions of everyone


def show_programme(at: Circumstances, fact: ProgrammePublished, played: Played | None) -> Decision:
    """Keep the newest; and where an older one of our own stands last in the log, say the newest once more."""
    if played is None or played.published.version < fact.version:
        return Decision(states=(Played(published=fact),))
    if at.sender == at.body and fact.version < played.published.version:
        return Decision(says=(played.published,))
    return NOTHING

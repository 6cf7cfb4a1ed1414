"""The programme of an event that this body leads: what happens when and where, and who speaks."""

from collections.abc import Mapping
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, Views
from kith_chassis.members import Member
from kith_contracts.events.entries import DropEntry, EntryScheduled, TellAuthor
from kith_contracts.events.programme import (
    CloseProgramme,
    DismissAdvice,
    ProgrammePublished,
    ProgrammeUpdated,
    PublishedSession,
    PublishedSpeaker,
    Session,
    SetProgramme,
    WithdrawSpeaker,
)
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.renewal import each_anew
from kith_events.asks.practice import Practice
from kith_events.event.lead import JointEvent
from kith_events.places.lead import NO_EVENT, NOT_OPEN
from kith_events.programme.advice import advice, of_panels
from kith_events.programme.entries import completed, scheduled, to_tell, without
from kith_events.programme.faults import About, coming, faults
from kith_events.programme.moves import to_speakers
from kith_events.programme.speaker import Said, as_said, code_of, still_said, without_speaker
from kith_events.wording.wording import Wordlist

MOST_DISMISSED: Final = 500
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
    said: dict[str, Said] = {}  # noqa: RUF012 - pydantic copies it
    """By short name, what speakers of parties have answered at home."""

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


async def practices_of(views: Views, command: SetProgramme, _at: Circumstances) -> list[Practice]:
    """Those of which the sessions came that are planned: whoever leaves that out leaves it as it is."""
    at = Programme.at(command.event)
    programme: Programme | None = (await views.many((at,))).get(at.path)
    names = dict.fromkeys(each.entry.practice for each in programme.sessions if each.entry) if programme else {}
    return [*(await views.many(tuple(Practice.at(command.event, name) for name in names))).values()]


def set_programme(
    at: Circumstances,
    command: SetProgramme,
    *,
    event: JointEvent | None,
    programme: Programme | None,
    members: tuple[Member, ...],
    practices: tuple[Practice, ...],
    kept: list[Practice],
) -> Decision:
    """Put it in place of the earlier one; advice is given anew, and what was dismissed of it stays so. What is left out
    stays as it is.
    """
    if event is None:
        return Decision(refusal=NO_EVENT)
    before = programme or Programme(event=command.event, version=event.numbered_from)
    known = {each.registered.body for each in members if each.admitted}
    known |= {each.body for session in before.sessions for each in session.speakers if each.body}
    known_practices = {each.practice: each for each in (*practices, *kept)}
    given = completed(each_anew(command.sessions, before.sessions), known_practices)
    about = About(event.terms, known, known_practices, before.said)
    if wrong := together(faults(given, about)):
        return Decision(refusal=wrong)
    shown = command.published or bool(programme and programme.published)
    if command.published and event.published is None:
        return Decision(refusal=NOT_OPEN)
    closes = Due(max(event.terms.data_closes, at.now), CloseProgramme(event=command.event))
    said = still_said(given, before.said)
    sessions = as_said(given, said, event.terms)
    decided = changed(before, event, sessions, said=said, shown=shown, due=() if programme else (closes,))
    return decided._replace(says=(*decided.says, *to_tell(command.event, before.sessions, sessions)))


def withdraw_speaker(
    _at: Circumstances, command: WithdrawSpeaker, event: JointEvent | None, programme: Programme | None
) -> Decision:
    """Take a speaker out of all sessions at once, and look again whether what is left is balanced."""
    if event is None or programme is None:
        return Decision(refusal=UNPLANNED)
    if command.speaker not in {each.speaker for session in programme.sessions for each in coming(session)}:
        return Decision(refusal=Refusal("speaker-unknown", "Nobody of this name is going to speak.", "speaker"))
    said = {name: each for name, each in programme.said.items() if name != command.speaker}
    sessions = without_speaker(programme.sessions, command.speaker)
    return changed(programme, event, sessions, said=said, shown=programme.published is not None)


def tell_author(
    at: Circumstances, command: TellAuthor, programme: Programme | None, practice: Practice | None
) -> Decision:
    """To the home of who wrote an entry, when and where it is now, and by which code they answer if they are to speak;
    none for who is forgotten, or an organisation.
    """
    author = practice.author(command.entry) if practice else None
    if author is None or author.pseudonym is None:
        return NOTHING
    session, speaker = scheduled(programme.sessions if programme else (), command.practice, command.entry)
    code = code_of(at.keyed, command.event, speaker) if speaker else None
    version = programme.version if programme else 1
    told = EntryScheduled(event=command.event, pseudonym=author.pseudonym, session=session, code=code, version=version)
    return Decision(says=(Letter(author.body, told),))


def drop_entry(
    _at: Circumstances, command: DropEntry, event: JointEvent | None, programme: Programme | None
) -> Decision:
    """Take the words of an entry out, and who speaks in its session: nobody can say which of them wrote it."""
    if event is None or programme is None:
        return NOTHING
    sessions = tuple(without(session, command) for session in programme.sessions)
    if sessions == programme.sessions:
        return NOTHING
    said = still_said(sessions, programme.said)
    return changed(programme, event, sessions, said=said, shown=programme.published is not None)


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


def changed(
    before: Programme,
    event: JointEvent,
    sessions: tuple[Session, ...],
    *,
    said: Mapping[str, Said],
    shown: bool,
    due: tuple[Due, ...] = (),
) -> Decision:
    """The programme with these sessions and answers, how much advice is open now, what everyone sees of it if that is
    new, and what who speaks hears of it.
    """
    version = before.version + 1
    after = before.but(sessions=sessions, said=dict(said), version=version)
    moves = to_speakers(event.event, {**said, **before.said}, before.sessions, sessions, version)
    open_advice = [each for each in of_panels(event.terms, sessions) if each.advice not in after.dismissed]
    told = ProgrammeUpdated(event=event.event, sessions=len(sessions), advice=len(open_advice), version=version)
    if not shown:
        return Decision(states=(after,), says=(told, *moves), due=due)
    face = ProgrammePublished(event=event.event, sessions=_shown(sessions), version=version)
    if before.published and face.sessions == before.published.sessions:
        return Decision(states=(after,), says=(told, *moves), due=due)
    return Decision(states=(after.but(published=face),), says=(told, face, *moves), due=due)


def _shown(sessions: tuple[Session, ...]) -> list[PublishedSession]:
    """What everyone sees: those who have confirmed, by the name that they agreed to."""
    return [
        PublishedSession(
            **session.model_dump(exclude={"speakers", "entry"}),
            speakers=[
                PublishedSpeaker(shown_as=each.shown_as, body=each.body, does=each.does)
                for each in session.speakers
                if each.status == "confirmed"
            ],
        )
        for session in sorted(sessions, key=lambda each: (each.starts, each.room or "", each.session))
    ]


# Decisions of everyone


def show_programme(at: Circumstances, fact: ProgrammePublished, played: Played | None) -> Decision:
    """Keep the newest; and where an older one of our own stands last in the log, say the newest once more."""
    if played is None or played.published.version < fact.version:
        return Decision(states=(Played(published=fact),))
    if at.sender == at.body and fact.version < played.published.version:
        return Decision(says=(played.published,))
    return NOTHING

"""What makes a programme impossible: times, rooms, who cannot be in two places, what was not accepted."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from typing import Final, NamedTuple

from kith_commons.formats.times import faults_of_span
from kith_contracts.events.programme import Session, Speaker
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Refusal
from kith_events.asks.practice import Practice
from kith_events.programme.speaker import Said

MINUTE: Final = timedelta(minutes=1)


class About(NamedTuple):
    """What is known beside a programme: the text, the organisations that speakers can name, the practices that sessions
    name, as far as they are there, and what speakers have said at home.
    """

    terms: EventTerms
    known: Collection[str]
    practices: Mapping[str, Practice]
    said: Mapping[str, Said]


def faults(sessions: Sequence[Session], about: About) -> Iterator[Refusal]:
    """All of it, with the path of the field in the command."""
    terms = about.terms
    parts = {part.part: part for part in terms.plan.parts}
    names = [session.session for session in sessions]
    for number, session in enumerate(sessions):
        field = f"sessions.{number}"
        part = parts.get(session.part)
        if session.session in names[:number]:
            yield Refusal("session-twice", "Two sessions have this short name.", f"{field}.session")
        if part is None:
            yield Refusal("part-unknown", "The event has no such part.", f"{field}.part")
        yield from faults_of_span(session.starts, session.ends, f"{field}.", "The session")
        if part and (session.starts < part.starts or session.ends > part.ends):
            yield Refusal("outside-part", "The session is not within the time of its part.", f"{field}.starts")
        yield from _faults_of_speakers(session, field, about, closed=bool(part and part.closed))
    yield from _collisions(sessions)
    yield from _faults_of_entries(sessions, about.practices)


def _faults_of_speakers(session: Session, field: str, about: About, *, closed: bool) -> Iterator[Refusal]:
    names = [each.speaker for each in session.speakers]
    for number, each in enumerate(session.speakers):
        at = f"{field}.speakers.{number}"
        if each.speaker in names[:number]:
            yield Refusal("speaker-twice", "This speaker is in the session already.", f"{at}.speaker")
        filled_in = each.author and about.terms.party(each.body or "")
        if each.body and each.body not in about.known and not filled_in:
            yield Refusal("body-unknown", "No organisation of this name takes part.", f"{at}.body")
        if closed and each.shown_as:
            sentence = "In a closed part nobody is named in public. Leave the name out."
            yield Refusal("closed-part", sentence, f"{at}.shown_as")
        if about.terms.party(each.body or ""):
            yield from _faults_of_word(each, about.said.get(each.speaker), at, closed=closed)
        if each.author and each.status != "withdrawn":
            yield from _faults_of_author(each, session, about.practices, at)
    if sum(each.minutes or 0 for each in coming(session)) * MINUTE > session.ends - session.starts:
        yield Refusal("too-many-minutes", "The speakers have more minutes than the session.", f"{field}.speakers")


def _faults_of_word(speaker: Speaker, said: Said | None, field: str, *, closed: bool) -> Iterator[Refusal]:
    """Whoever speaks for a party says so at home, and under which name. The officer says neither."""
    word = said if said and said.comes and said.body == speaker.body else None
    if speaker.status == "confirmed" and word is None:
        sentence = "Who speaks for a party confirms at home. Give them their code, and leave this at asked."
        yield Refusal("speaker-not-confirmed", sentence, f"{field}.status")
    if speaker.shown_as and not closed and (word is None or word.shown_as != speaker.shown_as):
        sentence = "Who speaks for a party says at home how they are shown. Leave the name out."
        yield Refusal("name-not-agreed", sentence, f"{field}.shown_as")


def _faults_of_author(
    speaker: Speaker, session: Session, practices: Mapping[str, Practice], field: str
) -> Iterator[Refusal]:
    practice = practices.get(session.entry.practice) if session.entry else None
    author = practice.author(session.entry.entry) if practice and session.entry else None
    if author is None:
        yield Refusal("author-unknown", "The session comes of no entry, so nobody has written one.", f"{field}.author")
    elif author.pseudonym is None:
        sentence = "An organisation has written this entry. Name who speaks for it, without author."
        yield Refusal("author-is-organisation", sentence, f"{field}.author")
    elif author.body != speaker.body:
        sentence = "The author is at home elsewhere. Leave the organisation out: it is filled in."
        yield Refusal("author-elsewhere", sentence, f"{field}.body")


def _collisions(sessions: Sequence[Session]) -> Iterator[Refusal]:
    """Who or what cannot be in two sessions at once."""
    for (_, one), (number, other) in combinations(enumerate(sessions), 2):
        if one.starts >= other.ends or other.starts >= one.ends:
            continue
        if one.room and one.room == other.room:
            yield Refusal("room-taken", "Two sessions are in this room at one time.", f"sessions.{number}.room")
        if {each.speaker for each in coming(one)} & {each.speaker for each in coming(other)}:
            sentence = "A speaker is in two sessions at one time."
            yield Refusal("speaker-busy", sentence, f"sessions.{number}.speakers")


def coming(session: Session) -> list[Speaker]:
    """Who speaks, as far as is known."""
    return [each for each in session.speakers if each.status != "withdrawn"]


def _faults_of_entries(sessions: Sequence[Session], practices: Mapping[str, Practice]) -> Iterator[Refusal]:
    """A session comes of an entry that was accepted, and each entry leads to one session."""
    for number, session in enumerate(sessions):
        field, of = f"sessions.{number}", session.entry
        if of is None:
            if not session.title:
                yield Refusal("title-missing", "Say what the session is called.", f"{field}.title")
            continue
        practice = practices.get(of.practice)
        if practice is None or practice.entry(of.entry) is None:
            sentence = "There is no such entry, or it was withdrawn."
            yield Refusal("entry-unknown", sentence, f"{field}.entry")
        elif not practice.accepted(of.entry):
            sentence = "This entry is not accepted. Decide on it first, or take one that is."
            yield Refusal("entry-not-accepted", sentence, f"{field}.entry")
        if of in [each.entry for each in sessions[:number]]:
            yield Refusal("entry-scheduled", "This entry has a session already.", f"{field}.entry")

"""Sessions that move: who speaks in them hears at home when and where they are now, and is told by mail, once."""

from collections.abc import Iterable, Mapping, Sequence

from kith_contracts.events.entries import Scheduled
from kith_contracts.events.programme import Session
from kith_contracts.events.speakers import SpeakerScheduled
from kith_contracts.message import Letter
from kith_events.programme.speaker import Said

# At the lead


def scheduled_of(session: Session) -> Scheduled:
    return Scheduled(**session.model_dump(include=set(Scheduled.model_fields)))


def sessions_of(speaker: str, sessions: Iterable[Session]) -> list[Scheduled]:
    """Those in which somebody of this short name is going to speak."""
    return [
        scheduled_of(session)
        for session in sessions
        if any(each.speaker == speaker and each.status != "withdrawn" for each in session.speakers)
    ]


def to_speakers(
    event: str, said: Mapping[str, Said], before: Sequence[Session], after: Sequence[Session], version: int
) -> list[Letter]:
    """To the home of each who has said yes, if anything of theirs comes, goes or moves."""
    letters = []
    for name, answer in said.items():
        then, now = sessions_of(name, before), sessions_of(name, after)
        if answer.comes and then != now:
            told = SpeakerScheduled(event=event, pseudonym=answer.pseudonym, sessions=now, version=version)
            letters.append(Letter(answer.body, told))
    return letters


# At home

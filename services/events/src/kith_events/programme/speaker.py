"""What speakers have said at home, and what it makes of a programme. The lead knows who has said it by a code alone."""

from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from kith_chassis.decision import Keyed
from kith_contracts.events.programme import Session, Speaker
from kith_contracts.events.terms import EventTerms

LETTERS: Final = 16


class Said(BaseModel):
    """The newest answer of one speaker: from which home, under which pseudonym, and the name that everyone may read."""

    model_config = ConfigDict(frozen=True)

    body: str
    pseudonym: str
    number: int
    comes: bool
    shown_as: str | None = None


def code_of(keyed: Keyed, event: str, speaker: str) -> str:
    """What this speaker is given with the invitation."""
    return b32encode(bytes.fromhex(keyed("speaker", event, speaker))).decode().lower()[:LETTERS]


def homes(sessions: Iterable[Session], terms: EventTerms) -> dict[str, str]:
    """Who is to answer at home, by short name, and at home where: all who speak for a party, unless they withdrew."""
    speakers = [each for session in sessions for each in session.speakers if each.status != "withdrawn"]
    return {each.speaker: each.body for each in speakers if each.body and terms.party(each.body)}


def still_said(sessions: Sequence[Session], said: Mapping[str, Said]) -> dict[str, Said]:
    """What was said by those who are in the programme still, and not for another organisation now."""
    there = {each.speaker: each.body for session in sessions for each in session.speakers}
    return {name: each for name, each in said.items() if name in there and there[name] in (each.body, None)}


def as_said(sessions: Iterable[Session], said: Mapping[str, Said], terms: EventTerms) -> tuple[Session, ...]:
    """The sessions with what was said in them: who comes is confirmed, by the name that they chose, but in closed parts
    without one; who does not leaves. An officer who withdraws somebody has the last word.
    """
    return tuple(_session(each, said, closed=each.part in terms.closed_parts) for each in sessions)


def without_speaker(sessions: Iterable[Session], speaker: str) -> tuple[Session, ...]:
    """The sessions without this speaker, their name, and what they have told of themselves."""
    return tuple(
        _replaced(each, [_gone(one) if one.speaker == speaker else one for one in each.speakers]) for each in sessions
    )


def come_back(sessions: Iterable[Session], speaker: str, said: Said) -> tuple[Session, ...]:
    """The sessions with this speaker as asked: somebody who has said no can say yes later."""
    asked = {"status": "asked", "body": said.body}
    return tuple(
        _replaced(each, [one.model_copy(update=asked) if one.speaker == speaker else one for one in each.speakers])
        for each in sessions
    )


def _session(session: Session, said: Mapping[str, Said], *, closed: bool) -> Session:
    return _replaced(session, [_speaker(each, said.get(each.speaker), closed=closed) for each in session.speakers])


def _speaker(speaker: Speaker, said: Said | None, *, closed: bool) -> Speaker:
    if said is None or speaker.status == "withdrawn":
        return speaker
    if not said.comes:
        return _gone(speaker)
    return speaker.model_copy(update={"status": "confirmed", "shown_as": None if closed else said.shown_as})


def _gone(speaker: Speaker) -> Speaker:
    return Speaker(speaker=speaker.speaker, does=speaker.does, status="withdrawn")


def _replaced(session: Session, speakers: list[Speaker]) -> Session:
    return session.model_copy(update={"speakers": speakers})

"""Speakers who answer at home, at the lead: their word stands in the programme at once, and nobody else's does."""

from collections.abc import Sequence
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed
from kith_contracts.events.entries import Scheduled
from kith_contracts.events.speakers import SpeakerAnswered, SpeakerTaken
from kith_contracts.message import Letter, Refusal
from kith_events.event.erasure import Erased
from kith_events.event.lead import JointEvent
from kith_events.programme.lead import Programme, changed
from kith_events.programme.moves import sessions_of
from kith_events.programme.speaker import Said, as_said, code_of, come_back, homes, without_speaker

NO_SPEAKER: Final = Refusal(
    "speaker-unknown", "No speaker of your organisation has this code. Ask whoever invited you.", "code"
)
USED: Final = Refusal("code-used", "Somebody else has answered with this code. Ask whoever invited you.", "code")


def codes(keyed: Keyed, event: JointEvent, programme: Programme) -> dict[str, str]:
    """By short name, what officers give to those who are asked to answer at home; authors have it from their home, and
    nobody else is told.
    """
    authors = {each.speaker for session in programme.sessions for each in session.speakers if each.author}
    asked = homes(programme.sessions, event.terms).keys() - authors
    return {name: code_of(keyed, event.event, name) for name in sorted(asked)}


def take_speaker(
    at: Circumstances,
    fact: SpeakerAnswered,
    event: JointEvent | None,
    programme: Programme | None,
    erased: Erased | None,
) -> Decision:
    """Let the word of a speaker stand, and say so; or why not. Of a pseudonym that is forgotten nothing is heard."""
    if erased:
        return NOTHING
    name = _speaker(at, fact, event, programme)
    if event is None or programme is None or name is None:
        return _answered(at, fact, NO_SPEAKER)
    before = programme.said.get(name)
    if before and before.pseudonym != fact.pseudonym:
        return _answered(at, fact, USED)
    if before and before.number >= fact.number:
        return _answered(at, fact, sessions=sessions_of(name, programme.sessions), version=programme.version)
    said = Said(body=at.sender, **fact.model_dump(include={"pseudonym", "number", "comes", "shown_as"}))
    sessions = programme.sessions
    if said.comes and before and not before.comes:
        sessions = come_back(sessions, name, said)
    sessions = as_said(sessions, {name: said}, event.terms)
    kept = programme.but(said={other: each for other, each in programme.said.items() if other != name})
    decision = changed(kept, event, sessions, said={**kept.said, name: said}, shown=programme.published is not None)
    where = sessions_of(name, sessions) if said.comes else []
    taken = _answered(at, fact, sessions=where, version=programme.version + 1)
    return decision._replace(says=(*decision.says, *taken.says))


def forget_speaker(event: JointEvent, programme: Programme | None, body: str, pseudonym: str) -> Decision:
    """The programme without who has answered under this pseudonym."""
    said = programme.said if programme else {}
    name = next((name for name, each in said.items() if (each.body, each.pseudonym) == (body, pseudonym)), None)
    if programme is None or name is None:
        return NOTHING
    others = {other: each for other, each in said.items() if other != name}
    sessions = without_speaker(programme.sessions, name)
    return changed(programme.but(said=others), event, sessions, said=others, shown=programme.published is not None)


def _speaker(
    at: Circumstances, fact: SpeakerAnswered, event: JointEvent | None, programme: Programme | None
) -> str | None:
    """Whose code it is, if they are at home at who sends it. Nobody comes for an organisation that is no party, but who
    has said yes before it left can say no.
    """
    if event is None or programme is None or (fact.comes and event.terms.party(at.sender) is None):
        return None
    known = {name: each.body for name, each in programme.said.items()} | homes(programme.sessions, event.terms)
    asked = (name for name, body in known.items() if body == at.sender)
    return next((name for name in asked if code_of(at.keyed, fact.event, name) == fact.code), None)


def _answered(
    at: Circumstances,
    fact: SpeakerAnswered,
    why: Refusal | None = None,
    *,
    sessions: Sequence[Scheduled] = (),
    version: int = 0,
) -> Decision:
    told = SpeakerTaken(
        **fact.model_dump(include={"event", "pseudonym", "number"}),
        status="refused" if why else "taken",
        code=why.code if why else "",
        sentence=why.sentence if why else "",
        sessions=list(sessions),
        version=version,
    )
    return Decision(says=(Letter(at.sender, told),))

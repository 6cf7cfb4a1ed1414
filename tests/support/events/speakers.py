"""A programme with sessions, and a person who is asked to speak."""

from datetime import timedelta
from typing import Any

from support.events.circle import Circle, who
from support.events.scenes import DAY, EVENT, event

from kith_contracts.events.programme import Session, SetProgramme, Speaker
from kith_contracts.events.speakers import AnswerSpeaking
from kith_events.programme.lead import Programme
from kith_events.programme.speakers_home import Speaking
from kith_events.programme.speakers_lead import codes

HOUR = timedelta(hours=1)


BEA = Speaker(speaker="bea", body="bcs", told={"level": "senior"})


def session(*speakers: Speaker, **changes: Any) -> Session:
    fields = {"session": "panel", "title": "A panel", "part": "lectures", "starts": DAY, "ends": DAY + HOUR}
    return Session(speakers=list(speakers), **{**fields, **changes})


def planned(*speakers: Speaker, **changes: Any) -> Circle:
    circle = Circle("iop", "bcs", "ni")
    put(circle, session(*(speakers or (BEA,)), **changes))
    return circle


def put(circle: Circle, *sessions: Session) -> None:
    circle.tell("iop", SetProgramme(event=EVENT, sessions=list(sessions)))


def code(circle: Circle, name: str = "bea") -> str:
    """What an officer of the lead reads and gives away."""
    lead = circle.nodes["iop"]
    return codes(lead.keyed, event(lead), programme(circle))[name]


def answer(circle: Circle, number: int = 0, body: str = "bcs", *, invited: str = "", **changes: Any) -> None:
    words = {"shown_as": "Dr Bea", **changes}
    invited = invited or code(circle)
    circle.tell(body, AnswerSpeaking(person=who(body, number), event=EVENT, code=invited, **{"comes": True, **words}))


def programme(circle: Circle) -> Programme:
    state: Programme = circle.nodes["iop"].state(Programme.at(EVENT))
    return state


def own(circle: Circle, number: int = 0, body: str = "bcs") -> Speaking:
    """What the person reads at home."""
    (found,) = [each for each in circle.nodes[body].all(Speaking) if each.person == who(body, number)]
    assert isinstance(found, Speaking)
    return found

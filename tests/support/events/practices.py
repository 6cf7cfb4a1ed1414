"""What the tests of asks begin with: small templates, and circles that have begun one."""

import tomllib
from importlib.resources import files
from typing import Any

from support.events.circle import Circle, who
from support.events.scenes import EVENT

from kith_contracts.events.practice import Choice, Reply, Template
from kith_events.places.registration import Registration, Wish, pseudonym


def built_in(name: str) -> Template:
    return Template(**tomllib.loads(files("kith_events.asks").joinpath(f"practices/{name}.toml").read_text()))


def step(name: str, who: str, question: dict[str, Any], rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    visibility = "named" if who in ("hosts", "jury") else "secret"
    asked = {"question": "q", "asks": "What?", **question}
    fields = {"step": name, "title": "Step", "who": who, "visibility": visibility, "days": 7, "questions": [asked]}
    return {**fields, "rule": rule, **more}


def template(*steps: dict[str, Any]) -> Template:
    return Template(title="A practice", steps=list(steps))


def given(*names: str) -> list[Choice]:
    return [Choice(choice=name, title=name.title()) for name in names]


BALLOT = step("ballot", "members", {"kind": "one-of"}, {"kind": "most"}, takes={"what": "given"})
ENTRIES = step("entries", "members", {"kind": "entry"}, {"kind": "collect"}, visibility="asker")
JURY = step(
    "jury", "jury", {"kind": "scale"}, {"kind": "mean", "joint": True}, takes={"what": "entries", "step": "entries"}
)


def vote(choice: str) -> Reply:
    return Reply(question="q", chosen=[choice])


def entry(title: str, text: str = "Because.") -> Reply:
    return Reply(question="q", title=title, text=text)


def score(**scores: int) -> Reply:
    return Reply(question="q", scores=scores)


def balloting(**more: Any) -> Circle:
    circle = Circle("iop", "bcs")
    circle.start(template({**BALLOT, **more}), choices=given("ada", "grace"))
    return circle


def entered() -> Circle:
    """Two entries of BCS and one of IOP, before a jury."""
    circle = Circle("iop", "bcs", "ni")
    circle.start(template(ENTRIES, JURY))
    for body, number, title in (("bcs", 0, "Engines"), ("bcs", 1, "Looms"), ("iop", 0, "Stars")):
        circle.person_answers(body, number, "entries", entry(title))
    circle.close("entries")
    return circle


def seated(circle: Circle, body: str, number: int, part: str = "lectures") -> None:
    """This person has a place there; of a closed part their home alone knows it."""
    one, closed = who(body, number), part if part == "circle" else ""
    alias = pseudonym(circle.nodes[body].keyed, one, EVENT, closed)
    place = Registration(person=one, pseudonym=alias, event=EVENT, wishes={part: Wish(part=part, status="granted")})
    circle.nodes[body].states[place.path] = place

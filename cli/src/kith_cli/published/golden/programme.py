"""Golden messages of a programme: who speaks, and words that leave people out."""

from typing import Any

from kith_cli.published.golden.asks import ENTRY
from kith_cli.published.golden.event import EVENT, at
from kith_cli.published.golden.golden import PERSON, PSEUDONYM, Golden, refused
from kith_contracts.events import entries as n
from kith_contracts.events import programme as p
from kith_contracts.events import speakers as k
from kith_contracts.notify.occasions import TellSession

CODE = "abcdefghijklmnop"


def of_programmes() -> list[Golden]:
    own: dict[str, Any] = {"event": EVENT}
    lead = "iop/events"
    when: dict[str, Any] = {"session": "opening", "title": "Coming back after a break", "part": "lectures"}
    when |= {"kind": "panel", "starts": at(0), "ends": at(1), "room": "Hall 1"}
    known = p.Speaker(
        speaker="keynote", status="confirmed", shown_as="Dr A. Example", body="rsc", told={"level": "senior"}
    )
    asked = p.Speaker(speaker="second", does="chairs", minutes=15)
    shown = p.PublishedSession(
        **when, speakers=[p.PublishedSpeaker(shown_as="Dr A. Example", body="rsc", does="speaks")]
    )
    rule = p.InclusiveRule(words="chairman", better="chair", why="The office is open to all.")
    sentence = "The session is not within the time of its part."
    refusal = refused(p.ProgrammeCommandRefused, p.SetProgramme, "outside-part", sentence, field="sessions.0.starts")
    of = n.EntryOf(practice="abstracts", entry=ENTRY)
    named: dict[str, Any] = {**own, **of.model_dump()}
    planned = n.Scheduled(**{name: when[name] for name in n.Scheduled.model_fields})
    sessions = [p.Session(**when, entry=of, speakers=[known, asked])]
    return [
        Golden(p.SetProgramme(**own, sessions=sessions, published=True), "iop", lead),
        Golden(p.WithdrawSpeaker(**own, speaker="second"), "iop", lead),
        Golden(p.DismissAdvice(**own, advice="0f1e2d3c4b5a6978", why="It is a quotation."), "iop", lead),
        Golden(p.CloseProgramme(**own), "iop", lead),
        Golden(p.SetWording(body="iop", rules=[rule], without=["networking"]), "iop", lead),
        Golden(p.ProgrammePublished(**own, sessions=[shown], version=2), "iop", lead, p.SetProgramme),
        Golden(p.ProgrammeUpdated(**own, sessions=1, advice=0, version=2), "iop", lead, p.SetProgramme),
        Golden(n.TellAuthor(**named), "iop", lead, p.SetProgramme),
        Golden(n.DropEntry(**named), "iop", lead),
        Golden(
            n.EntryScheduled(**own, pseudonym=PSEUDONYM, session=planned, code=CODE, version=3),
            "bcs",
            lead,
            p.SetProgramme,
        ),
        *_of_speakers(planned),
        Golden(refusal, "iop", lead, p.SetProgramme),
    ]


def _of_speakers(planned: n.Scheduled) -> list[Golden]:
    """Somebody says yes at home, and their session moves."""
    own: dict[str, Any] = {"event": EVENT}
    lead = "iop/events"
    answer: dict[str, Any] = {"pseudonym": PSEUDONYM, "number": 1}
    return [
        Golden(
            k.AnswerSpeaking(person=PERSON, **own, code=CODE, comes=True, shown_as="Dr B. Example"),
            "bcs",
            "bcs/events",
        ),
        Golden(
            k.SpeakerAnswered(**own, **answer, code=CODE, comes=True, shown_as="Dr B. Example"),
            "iop",
            "bcs/events",
            k.AnswerSpeaking,
        ),
        Golden(
            k.SpeakerTaken(**own, **answer, status="taken", sessions=[planned], version=3),
            "bcs",
            lead,
            k.AnswerSpeaking,
        ),
        Golden(
            k.SpeakerScheduled(**own, pseudonym=PSEUDONYM, sessions=[planned], version=4), "bcs", lead, p.SetProgramme
        ),
        Golden(TellSession(person=PERSON, **own, number=4), "bcs", "bcs/events", k.SpeakerScheduled),
    ]

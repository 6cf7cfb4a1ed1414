"""The programme of an event that the organisation leads: its sessions, who speaks, and advice beside each."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from starlette.responses import Response

from kith_console.door.people import led_event
from kith_console.fields import slug_of
from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.programme.session import MOST_SPEAKERS, as_it_is, at_its_field, local, typed_session
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.events.programme import DismissAdvice, Session, SetProgramme, WithdrawSpeaker
from kith_contracts.pages.events import LedEvent
from kith_contracts.pages.programme import LedProgramme
from kith_contracts.pages.wording import Advice

PROGRAMME = Room()
KINDS: Final = {
    "talk": N_("a talk"),
    "panel": N_("a panel of several speakers"),
    "workshop": N_("a workshop"),
    "discussion": N_("a discussion among all"),
    "meeting": N_("a meeting of a network or committee"),
    "break": N_("a break"),
}
DOES: Final = {"speaks": N_("speaks"), "chairs": N_("chairs"), "facilitates": N_("helps groups to work")}


@PROGRAMME.signed_in("led/{event}/programme")
async def programme(visit: Visit) -> Response:
    """All sessions, and what might be better."""
    led, found = await _read(visit)
    content = {"led": led, "found": found, "kinds": KINDS, "does": DOES, **_advice(found)}
    if visit.request.method != "POST" or not visit.typed("do"):
        return visit.show("programme/all.html", **content)
    try:
        match visit.typed("do"):
            case "publish":
                sessions = [as_it_is(each) for each in found.sessions]
                await visit.send(SetProgramme, event=led.event, sessions=sessions, published=True)
                said = "Everyone sees the programme now, and each change of it."
            case "withdraw":
                await visit.send(WithdrawSpeaker, event=led.event, speaker=visit.typed("speaker"))
                said = "They are taken out of all sessions, with all that you knew of them."
            case "remove":
                kept = [as_it_is(each) for each in found.sessions if each.session != visit.typed("session")]
                await visit.send(SetProgramme, event=led.event, sessions=kept)
                said = "The session is taken out."
            case _:
                await visit.send(
                    DismissAdvice, event=led.event, advice=visit.typed("advice"), why=visit.typed("why") or None
                )
                said = "Left as it is. The advice comes back if what it is about changes."
    except Refusal as refusal:
        return visit.show_again("programme/all.html", refusal, **content)
    return await visit.go(visit.private(visit.inner), said)


async def _read(visit: Visit) -> tuple[LedEvent, LedProgramme]:
    led, found, _ = await asyncio.gather(
        led_event(visit),
        visit.read("events", f"led/{visit.path['event']}/programme", LedProgramme),
        learn_names(visit),
    )
    found.sessions.sort(key=lambda each: (each.starts, each.room or "", each.session))
    return led, found


def _advice(found: LedProgramme) -> dict[str, Any]:
    """Advice by session, and what is about the whole or the texts of the event."""
    sessions = {each.session for each in found.sessions}
    by_session: dict[str, list[Advice]] = {}
    others = []
    for each in found.advice:
        if (name := session_of(each.where)) in sessions:
            by_session.setdefault(name, []).append(each)
        else:
            others.append(each)
    return {"advice": by_session, "others": others}


def session_of(where: str) -> str:
    """The session that advice is about: of `sessions/first/title` and of `first` it is `first`."""
    return where.split("/")[1] if where.startswith("sessions/") else where


@PROGRAMME.signed_in("led/{event}/programme/{session}")
async def session(visit: Visit) -> Response:
    """One session, to change it."""
    led, found = await _read(visit)
    before = next((each for each in found.sessions if each.session == visit.path["session"]), None)
    if before is None:
        return visit.nothing()
    return await _edited(visit, led, found, before)


@PROGRAMME.signed_in("led/{event}/new-session")
async def new_session(visit: Visit) -> Response:
    """One session more."""
    return await _edited(visit, *await _read(visit), None)


async def _edited(visit: Visit, led: LedEvent, found: LedProgramme, before: Session | None) -> Response:
    content: dict[str, Any] = {
        "led": led,
        "session": before,
        "starts": local(before.starts if before else led.terms.plan.starts, led.terms.plan.zone),
        "ends": local(before.ends, led.terms.plan.zone) if before else "",
        "rows": range(min(MOST_SPEAKERS, len(before.speakers) + 1 if before else 2)),
        "kinds": KINDS,
        "does": DOES,
        "parts": [(part.part, part.title) for part in led.terms.plan.parts],
        "bodies": [(body, visit.console.names.of(body)) for body in _bodies(led, before)],
        "advice": list(_about(found.advice, before.session)) if before else [],
        "codes": found.codes,
    }
    if visit.request.method != "POST" or not visit.typed("do"):
        return visit.show("programme/session.html", **content)
    name = before.session if before else f"session-{visit.mark}"
    others = [as_it_is(each) for each in found.sessions if each.session != name]
    rows = [row for row in range(MOST_SPEAKERS) if slug_of(visit.typed(f"speakers.{row}.speaker"))]
    try:
        sessions = [*others, typed_session(name, visit.typed, led.terms, before)]
        await visit.send(SetProgramme, event=led.event, sessions=sessions)
    except Refusal as refusal:
        return visit.show_again("programme/session.html", at_its_field(refusal, len(others), rows), **content)
    return await visit.go(visit.private(f"led/{visit.path['event']}/programme"), "Saved.")


def _bodies(led: LedEvent, before: Session | None) -> list[str]:
    """For which organisations somebody can speak: the hosts, and those that are named already."""
    named = [each.body for each in before.speakers if each.body] if before else []
    return list(dict.fromkeys([*[party.body for party in led.terms.parties], *named]))


def _about(advice: Iterable[Advice], name: str) -> Iterable[Advice]:
    return (each for each in advice if session_of(each.where) == name)

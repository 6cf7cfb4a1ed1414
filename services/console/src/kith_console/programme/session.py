"""A session as it is typed, as the node takes it, and where the node's faults belong in the form."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from kith_console.fields import moment, number_of, slug_of
from kith_console.node import Refusal
from kith_contracts.events.programme import Session, Speaker
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import WHOLE, Fault

MOST_SPEAKERS: Final = 8
MINUTES: Final = "%Y-%m-%dT%H:%M"
Typed = Callable[[str], str]


def typed_session(session: str, typed: Typed, terms: EventTerms, before: Session | None) -> dict[str, Any]:
    """What was typed of one session. What the node takes for itself, such as who has confirmed, is left out."""
    known = {each.speaker: each for each in before.speakers} if before else {}
    rows = [_speaker(f"speakers.{row}", typed, terms, known) for row in range(MOST_SPEAKERS)]
    return {
        "session": session,
        "title": typed("title"),
        "part": typed("part"),
        "kind": typed("kind"),
        "starts": moment(typed("starts"), terms.plan.zone),
        "ends": moment(typed("ends"), terms.plan.zone),
        "room": typed("room") or None,
        "speakers": [each for each in rows if each],
    }


def _speaker(row: str, typed: Typed, terms: EventTerms, known: Mapping[str, Speaker]) -> dict[str, Any]:
    if not (name := slug_of(typed(f"{row}.speaker"))):
        return {}
    body, minutes = typed(f"{row}.body"), typed(f"{row}.minutes")
    speaker: dict[str, Any] = {"speaker": name, "does": typed(f"{row}.does") or "speaks", "body": body or None}
    speaker["minutes"] = number_of(minutes) if minutes else None
    before = known.get(name)
    if (before and before.author) or (body and terms.party(body)):
        return speaker  # they say at home whether they come, and how they are shown
    confirmed = "confirmed" if typed(f"{row}.confirmed") else "asked"
    return {**speaker, "status": confirmed, "shown_as": typed(f"{row}.shown_as") or None}


def as_it_is(session: Session) -> dict[str, Any]:
    """A session of which nothing changes: what is left out stays as it is."""
    return session.model_dump(mode="json", include={"session", "part", "starts", "ends"})


def local(when: datetime, zone: str) -> str:
    """A moment by the clocks of a zone, for a field of a form."""
    return when.astimezone(ZoneInfo(zone)).strftime(MINUTES)


def at_its_field(refusal: Refusal, place: int, rows: Sequence[int]) -> Refusal:
    """The refusal with the fields of the form: this session is the one at `place` in what was sent, and its speakers
    stood in these rows.
    """
    mine = f"sessions.{place}."
    errors = [each.model_copy(update={"field": _field(each, mine, rows)}) for each in refusal.problem.errors]
    return Refusal(refusal.problem.model_copy(update={"errors": errors}))


def _field(fault: Fault, mine: str, rows: Sequence[int]) -> str:
    field = fault.field.removeprefix(mine)
    first, _, rest = field.partition(".")
    number, _, last = rest.partition(".")
    if first == "speakers" and number.isdecimal() and int(number) < len(rows):
        return f"speakers.{rows[int(number)]}.{last}".rstrip(".")
    return field if fault.field.startswith(mine) else WHOLE

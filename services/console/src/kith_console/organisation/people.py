"""The organisation's own list of its people: sent as a file, tried, and taken in. No page shows anybody of it; between
two pages the file is held with the session, encrypted, for half an hour at most.
"""

from typing import Any, Final

from starlette.responses import Response

from kith_console.files import TooLarge, file_of, with_file
from kith_console.node import Refusal, refused
from kith_console.room import Room
from kith_console.sessions import Held
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.directory.lists import KeepListColumns
from kith_contracts.message import MOST_FAULTS, Fault
from kith_contracts.pages.intake import FoundColumns, Intake, ListColumns

LISTS = Room()
FIRST, SECOND = "organisation/people", "organisation/people/check"
COLUMNS: Final = {
    "number": N_("Member number, which stays the same"),
    "name": N_("Name"),
    "first": N_("First name, if names are in two columns"),
    "last": N_("Last name, if names are in two columns"),
    "address": N_("Mail address"),
}
"""What a column can be, in words."""
NO_FILE: Final = Fault(field="list", code="file-missing", sentence=N_("Choose a file first."))
TOO_LARGE: Final = Fault(
    field="list", code="too-large", sentence=N_("The file is larger than 4 MB. Split it, and send one part at a time.")
)
NO_NUMBER: Final = Fault(field="forget", code="int-parsing", sentence=N_("Write a whole number, or nothing."))
OVER: Final = N_("The file is no longer here. Choose it again.")
FAULTY: Final = "list-faulty"


@LISTS.signed_in(FIRST, takes_file=True)
async def people(visit: Visit) -> Response:
    """A form for the file, and how its columns are read."""
    if not visit.is_admin:
        return visit.nothing()
    kept = await visit.read("directory", "people/list/columns", ListColumns)
    content: dict[str, Any] = {"kept": kept.columns, "columns": COLUMNS}
    if visit.request.method != "POST":
        return visit.show("organisation/people.html", **content)
    if not with_file(visit.request):
        await visit.send(KeepListColumns, body=visit.body, columns={})
        return await visit.go(visit.private(FIRST), N_("Columns are known by their names again."))
    try:
        held = Held(await _file(visit), {})
        await visit.hand("people/list/columns", FoundColumns, held.content)
    except Refusal as refusal:
        return visit.show_again("organisation/people.html", _at("list", refusal), **content)
    await visit.console.sessions.hold(visit.token, visit.session, held)
    return await visit.go(visit.private(SECOND))


async def _file(visit: Visit) -> bytes:
    try:
        content = await file_of(visit.request, "list")
    except TooLarge:
        raise refused([TOO_LARGE]) from None
    if not content:
        raise refused([NO_FILE])
    return content


@LISTS.signed_in(SECOND)
async def check(visit: Visit) -> Response:
    """What the list would change, or what is wrong with it; and the button that takes it in."""
    if not visit.is_admin:
        return visit.nothing()
    held = await visit.console.sessions.held(visit.token)
    if held is None:
        return await visit.go(visit.private(FIRST), OVER)
    if visit.request.method != "POST":
        return await _checked(visit, held)
    match visit.typed("do"):
        case "columns":
            said = {what: name for what in COLUMNS if (name := visit.typed(f"column.{what}"))}
            await visit.console.sessions.hold(visit.token, visit.session, Held(held.content, said))
            return await visit.go(visit.private(SECOND))
        case "take":
            return await _take(visit, held)
        case _:
            await visit.console.sessions.let_go(visit.token)
            return await visit.go(visit.private(FIRST), N_("Nothing was taken in, and the file is deleted."))


async def _take(visit: Visit, held: Held) -> Response:
    typed = visit.typed("forget")
    if typed and not (typed.isascii() and typed.isdigit()):
        return await _checked(visit, held, refused([NO_NUMBER]))
    try:
        done = await _hand(visit, held, trial="false", forget=int(typed or 0))
    except Refusal as refusal:
        return await _checked(visit, held, _at("forget", refusal))
    await visit.console.sessions.let_go(visit.token)
    left = done.left_out if typed and int(typed) else 0
    said = f"Taken in: {done.new} new, {done.changed} changed, {done.unchanged} as before, {left} forgotten."
    return await visit.go(visit.private(FIRST), said)


async def _checked(visit: Visit, held: Held, refusal: Refusal | None = None) -> Response:
    """The page of the second step: a trial each time, so that it says how things are now."""
    found = await visit.hand("people/list/columns", FoundColumns, held.content)
    content: dict[str, Any] = {"found": found, "columns": COLUMNS, "guess": found.guess | held.said}
    try:
        tried = await _hand(visit, held, trial="true")
    except Refusal as wrong:
        is_faulty = wrong.problem.code == FAULTY
        content |= {"tried": None, "lines": wrong.problem.errors if is_faulty else []}
        refusal = refused([_whole(wrong)]) if is_faulty else _at("column", wrong)
    else:
        content |= {"tried": tried, "lines": [], "guess": tried.columns}
    if refusal:
        return visit.show_again("organisation/people-check.html", refusal, **content)
    return visit.show("organisation/people-check.html", **content)


async def _hand(visit: Visit, held: Held, **query: Any) -> Intake:
    said = [f"{what}:{name}" for what, name in held.said.items()]
    return await visit.hand("people/list", Intake, held.content, **query, column=said)


def _at(field: str, refusal: Refusal) -> Refusal:
    """The same, at a field of this page; raises what is no fault of the file."""
    if refusal.problem.status not in (409, 422):
        raise refusal
    told = refusal.problem
    return refused([Fault(field=field, code=told.code, sentence=told.detail)])


def _whole(refusal: Refusal) -> Fault:
    count = len(refusal.problem.errors)
    places = "One place is wrong" if count == 1 else f"{count} places are wrong"
    more = " or more" if count >= MOST_FAULTS else ""
    sentence = f"{places}{more}, and nothing can be taken in. Mend the file, and send it again."
    return Fault(field="lines", code=FAULTY, sentence=sentence)

"""Taking in an organisation's list of its people, from a file. It is wrong or right as a whole."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from pydantic import Field, ValidationError

from kith_chassis.http.api import Asking, Find, Refused
from kith_chassis.http.gate import asker
from kith_chassis.path.erase import GONE
from kith_chassis.path.submit import Forgotten
from kith_chassis.service import BodyService
from kith_commons.formats.table import NoTable, Table, read_table
from kith_contracts.directory.lists import KeepListColumns
from kith_contracts.directory.networks import EnrolPerson
from kith_contracts.erasure import ForgetPerson
from kith_contracts.message import Message
from kith_contracts.pages.intake import FoundColumns, Intake, ListColumns
from kith_contracts.words import BodySlug
from kith_directory.people.columns import NAMES, NO_COLUMNS, Columns, KeptColumns, columns_of, guess_of
from kith_directory.people.intake import PREFIX, is_known, people_of
from kith_directory.people.person import Person

SLICE: Final = 500
"""Commands that are sent, and states that are read, at once."""
CSV: Final = {
    "type": "string",
    "title": "List",
    "description": "A table with the names of its columns in the first line, in UTF-8, UTF-16 or Windows-1252, with "
    "commas, semicolons, tabs or bars; at most 4 MB and 20,000 lines.",
}
UNKEPT: Final = "The name of a column is one line of at most 160 letters."
Said = Annotated[list[Annotated[str, Field(max_length=200)]], Query(max_length=len(NAMES))]
TAKES: Final = {"requestBody": {"required": True, "content": {"text/csv": {"schema": CSV}}}}


def add_intake(routes: APIRouter, find: Find) -> None:
    """For a system of the organisation and for who speaks for it: the node answers in numbers, never with people."""

    @routes.post(
        "/people/list",
        operation_id="directory-take-in-list",
        summary="Enrol all people of a list, or say what it would change. Whoever is in it has an account; nobody "
        "becomes a member of a network, and nobody is removed. The same list again changes nothing. What is said of "
        "columns is kept for the next list.",
        openapi_extra=TAKES,
    )
    async def take_in(
        body: BodySlug,
        request: Request,
        asking: Asking,
        *,
        trial: bool = False,
        forget: Annotated[int, Query(ge=0, le=10**6)] = 0,
        column: Said = [],  # noqa: B006 - FastAPI copies it
    ) -> Intake:
        running = find(body)
        table = _read(await request.body())
        said = _said(column)
        columns = await _columns(running, table, said)
        listed = people_of(table, columns, running.vault.keyed)
        if listed.faults:
            first = listed.faults[0]
            sentence = f"Line {first.field.partition('.')[0]}: {first.sentence} Nothing was taken in."
            raise Refused(422, "list-faulty", sentence, first.field, errors=listed.faults)
        keeping = [_keeping(running.body, columns)] if said and not trial else []
        source = asker(asking, running)
        intake = await _taken(running, listed.people, columns, source, trial=trial, forget=forget)
        await _send(running, keeping, source)
        return intake


def add_columns(routes: APIRouter, find: Find) -> None:
    """Which column of a list is what."""

    @routes.post(
        "/people/list/columns",
        operation_id="directory-find-columns",
        summary="The columns of a list, and which would be taken for what. Nothing is kept.",
        openapi_extra=TAKES,
    )
    async def find_columns(body: BodySlug, request: Request) -> FoundColumns:
        running = find(body)
        table = _read(await request.body())
        kept = await _kept(running)
        if any("@" in each for each in table.columns):
            raise Refused(422, "column-missing", NO_COLUMNS, "column")
        guess = guess_of(table.columns, {}, kept)
        return FoundColumns(found=table.columns, lines=len(table.rows), kept=kept, guess=guess)

    @routes.get(
        "/people/list/columns",
        operation_id="directory-list-columns",
        summary="What the organisation has said last of the columns of its list.",
    )
    async def list_columns(body: BodySlug) -> ListColumns:
        return ListColumns(columns=await _kept(find(body)))


def _read(content: bytes) -> Table:
    try:
        return read_table(content)
    except NoTable as error:
        raise Refused(422, "list-unreadable", str(error)) from None


def _said(given: Sequence[str]) -> Columns:
    said = {what: name for what, _, name in (each.partition(":") for each in given)}
    if said.keys() - NAMES.keys():
        raise Refused(422, "column-unknown", f"What a column can be is {', '.join(NAMES)}.", "column")
    return {what: said[what] for what in NAMES if what in said}


async def _kept(running: BodyService) -> Columns:
    found: KeptColumns | None = await running.views.get(KeptColumns.at(running.body))
    return dict(found.columns) if found else {}


async def _columns(running: BodyService, table: Table, said: Columns) -> Columns:
    try:
        return columns_of(table.columns, said, await _kept(running))
    except ValueError as error:
        raise Refused(422, "column-missing", str(error), "column") from None


def _keeping(body: str, columns: Columns) -> KeepListColumns:
    try:
        return KeepListColumns(body=body, columns=columns)
    except ValidationError:
        raise Refused(422, "column-unknown", f"{UNKEPT} Give the column another one.", "column") from None


async def _taken(
    running: BodyService, listed: list[EnrolPerson], columns: Columns, source: str, *, trial: bool, forget: int
) -> Intake:
    known = await _known(running)
    await running.vault.load(each.person for each in listed)
    gone = {each.person for each in listed if running.vault.forgotten(each.person)}
    here = [each for each in listed if each.person not in gone]
    new = [each for each in here if each.person not in known]
    changed = [each for each in here if each.person in known and not is_known(each, known[each.person])]
    left_out = sorted(known.keys() - {each.person for each in listed})
    if forget not in (0, len(left_out)):
        sentence = f"The list leaves out {len(left_out)} people, and not {forget}. Look at the list again."
        raise Refused(409, "forget-other", sentence, "forget")
    if not trial:
        going = [ForgetPerson(person=each) for each in left_out] if forget else []
        await _send(running, [*new, *changed, *going], source)
    return Intake(
        lines=len(listed),
        new=len(new),
        changed=len(changed),
        unchanged=len(listed) - len(new) - len(changed) - len(gone),
        left_out=len(left_out),
        forgotten=len(gone),
        columns=columns,
        done=not trial,
    )


async def _known(running: BodyService) -> dict[str, Person]:
    """Everybody who came by a list."""
    found: dict[str, Person] = {}
    after = ""
    while page := await running.views.page(Person, PREFIX, after, SLICE):
        found |= {each.person: each for each in page}
        after = page[-1].id
    return found


async def _send(running: BodyService, commands: Sequence[Message], source: str) -> None:
    for first in range(0, len(commands), SLICE):
        try:
            await running.submit.all([(each, "") for each in commands[first : first + SLICE]], source=source)
        except Forgotten:  # in this very moment: the same list again takes in all others
            raise Refused.of(409, GONE) from None

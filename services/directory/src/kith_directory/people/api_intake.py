"""Taking in an organisation's list of its people, from a file. It is wrong or right as a whole."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request

from kith_chassis.http.api import Asking, Find, Refused
from kith_chassis.http.gate import asker
from kith_chassis.path.erase import GONE
from kith_chassis.path.submit import Forgotten
from kith_chassis.service import BodyService
from kith_commons.formats.table import NoTable, Table, read_table
from kith_contracts.directory.networks import EnrolPerson
from kith_contracts.erasure import ForgetPerson
from kith_contracts.message import Message
from kith_contracts.pages.intake import Intake
from kith_contracts.words import BodySlug
from kith_directory.people.intake import NAMES, PREFIX, columns_of, is_known, people_of
from kith_directory.people.person import Person

SLICE: Final = 500
"""Commands that are sent, and states that are read, at once."""
CSV: Final = {
    "type": "string",
    "title": "List",
    "description": "A table with the names of its columns in the first line, in UTF-8, UTF-16 or Windows-1252, with "
    "commas, semicolons, tabs or bars; at most 4 MB and 20,000 lines.",
}
Columns = Annotated[list[str], Query(max_length=len(NAMES))]


def add_intake(routes: APIRouter, find: Find) -> None:
    """For a system of the organisation: the node answers in numbers, and never with people."""

    @routes.post(
        "/people/list",
        operation_id="directory-take-in-list",
        summary="Enrol all people of a list, or say what it would change. Whoever is in it has an account; nobody "
        "becomes a member of a network, and nobody is removed. The same list again changes nothing.",
        openapi_extra={"requestBody": {"required": True, "content": {"text/csv": {"schema": CSV}}}},
    )
    async def take_in(
        body: BodySlug,
        request: Request,
        asking: Asking,
        *,
        trial: bool = False,
        forget: Annotated[int, Query(ge=0, le=10**6)] = 0,
        column: Columns = [],  # noqa: B006 - FastAPI copies it
    ) -> Intake:
        running = find(body)
        table = _read(await request.body())
        columns = _columns(table, column)
        listed = people_of(table, columns, running.vault.keyed)
        if listed.faults:
            first = listed.faults[0]
            sentence = f"Line {first.field.partition('.')[0]}: {first.sentence} Nothing was taken in."
            raise Refused(422, "list-faulty", sentence, first.field, errors=listed.faults)
        return await _taken(running, listed.people, columns, asker(asking, running), trial=trial, forget=forget)


def _read(content: bytes) -> Table:
    try:
        return read_table(content)
    except NoTable as error:
        raise Refused(422, "list-unreadable", str(error)) from None


def _columns(table: Table, given: Sequence[str]) -> dict[str, str]:
    said = {what: name for what, _, name in (each.partition(":") for each in given)}
    if said.keys() - NAMES.keys():
        raise Refused(422, "column-unknown", f"What a column can be is {', '.join(NAMES)}.", "column")
    try:
        return columns_of(table.columns, said)
    except ValueError as error:
        raise Refused(422, "column-missing", str(error), "column") from None


async def _taken(
    running: BodyService, listed: list[EnrolPerson], columns: dict[str, str], source: str, *, trial: bool, forget: int
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

"""An organisation's own list of its people, read line by line: it makes accounts, and never memberships."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from pydantic import ValidationError

from kith_chassis.decision import Keyed
from kith_commons.formats.mail_address import sendable, unusable
from kith_commons.formats.table import Row, Table
from kith_contracts.directory.lists import ListColumn
from kith_contracts.directory.networks import EnrolPerson
from kith_contracts.faults import fault_of
from kith_contracts.message import MOST_FAULTS, Fault
from kith_directory.people.person import Person

PREFIX: Final = "m-"
"""How the ids of people begin who came by a list."""


class Known(NamedTuple):
    """Who a list speaks of, and what is wrong with it."""

    people: list[EnrolPerson]
    faults: list[Fault]


def people_of(table: Table, columns: Mapping[ListColumn, str], keyed: Keyed) -> Known:
    """Everybody in the table, each once; and all that is wrong, line by line."""
    people: dict[str, EnrolPerson] = {}
    faults: list[Fault] = []
    for row in table.rows:
        if row.fault:
            faults.append(Fault(field=str(row.line), code="line-broken", sentence=row.fault))
            continue
        number = row.cells[columns["number"]]
        person, wrong = _person(row, columns, PREFIX + keyed("member", number))
        if not number:
            wrong = [Fault(field=f"{row.line}.number", code="missing", sentence="The number is missing."), *wrong]
        elif person and person.person in people:
            wrong = [Fault(field=f"{row.line}.number", code="number-twice", sentence="This number was there before.")]
        if person and not wrong:
            people[person.person] = person
        faults += wrong
    return Known([*people.values()], faults[:MOST_FAULTS])


def _person(row: Row, columns: Mapping[ListColumn, str], id: str) -> tuple[EnrolPerson | None, list[Fault]]:
    cells = {what: row.cells[column] for what, column in columns.items()}
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    try:
        made = EnrolPerson(person=id, name=name, address=cells["address"])
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)
        return None, [fault_of(each, f"{row.line}.{each['loc'][0]}") for each in wrong]
    if sendable(made.address) is None:
        told = unusable("address")
        return None, [Fault(field=f"{row.line}.address", code=told.code, sentence=told.sentence)]
    return made, []


def is_known(listed: EnrolPerson, person: Person) -> bool:
    """Whether the list says of this person what is known already."""
    return (listed.name, sendable(listed.address)) == (person.name, person.address)

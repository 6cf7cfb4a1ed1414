"""A list of people is read by its columns; each line that is wrong is named, with what is wrong and not with whom."""

import pytest
from support.speaking import keyed_for

from kith_commons.formats.table import read_table
from kith_directory.people.intake import columns_of, is_known, people_of
from kith_directory.people.person import Person

KEYED = keyed_for("bcs")


def faults(text: str) -> list[tuple[str, str]]:
    table = read_table(text.encode())
    known = people_of(table, columns_of(table.columns, {}), KEYED)
    return [(each.field, each.code) for each in known.faults]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["Number", "Name", "Email"], {"number": "Number", "name": "Name", "address": "Email"}),
        (
            ["E-mail address", "Surname", "Forename", "Membership number", "Paid"],
            {
                "number": "Membership number",
                "first": "Forename",
                "last": "Surname",
                "address": "E-mail address",
            },
        ),
    ],
)
def test_columns_are_known_by_their_names(columns: list[str], found: dict[str, str]) -> None:
    assert columns_of(columns, {}) == found


def test_what_is_said_of_a_column_counts_more_than_its_name() -> None:
    found = columns_of(["Id", "Ref", "Who", "Mail"], {"number": "Ref", "name": "Who"})
    assert found == {"number": "Ref", "name": "Who", "address": "Mail"}


@pytest.mark.parametrize(
    ("columns", "given"),
    [
        (["Name", "Email"], {}),
        (["Number", "Name"], {}),
        (["Number", "First name", "Email"], {}),
        (["Number", "Name", "Email"], {"address": "Post"}),
    ],
)
def test_a_column_that_is_missing_is_named(columns: list[str], given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="There is no column"):
        columns_of(columns, given)


def test_everybody_has_an_id_that_follows_from_the_number_and_tells_nobody_what_it_is() -> None:
    table = read_table(b"number,first name,last name,email\n0042,Ada,Example,ada@example.org\n7,Bo,,bo@example.org\n")
    (ada, bo) = people_of(table, columns_of(table.columns, {}), KEYED).people
    assert (ada.name, bo.name) == ("Ada Example", "Bo")
    assert ada.person.startswith("m-")
    assert "42" not in ada.person[:6]
    (again, _) = people_of(table, columns_of(table.columns, {}), KEYED).people
    assert again.person == ada.person
    (other, _) = people_of(table, columns_of(table.columns, {}), keyed_for("iop")).people
    assert other.person != ada.person


def test_all_that_is_wrong_is_said_line_by_line() -> None:
    text = """number,name,email
1,Ada,ada@example.org
2,,bo@example.org
3,Cy,not an address
1,Ada again,ada@example.org
,Di,di@example.org
4,Ed,ed@exa mple.org,more
5,Fé,fé@example.org
"""
    found = faults(text)
    assert [field for field, _ in found] == ["3.name", "4.address", "5.number", "6.number", "7", "8.address"]
    assert dict(found)["5.number"] == "number-twice"


def test_who_is_as_the_list_says_is_known() -> None:
    table = read_table(b"number,name,email\n1,Ada,ada@example.org\n")
    (ada,) = people_of(table, columns_of(table.columns, {}), KEYED).people
    person = Person(**dict(ada))
    assert is_known(ada, person)
    assert is_known(ada, person.but(how_much="everything")), "what the person chose is no difference"
    assert not is_known(ada, person.but(name="Ada B"))

"""A list of people is read by its columns; each line that is wrong is named, with what is wrong and not with whom."""

from support.speaking import keyed_for

from kith_commons.formats.table import read_table
from kith_directory.people.columns import guess_of
from kith_directory.people.intake import is_known, people_of
from kith_directory.people.person import Person

KEYED = keyed_for("bcs")


def faults(text: str) -> list[tuple[str, str]]:
    table = read_table(text.encode())
    known = people_of(table, guess_of(table.columns, {}, {}), KEYED)
    return [(each.field, each.code) for each in known.faults]


def test_everybody_has_an_id_that_follows_from_the_number_and_tells_nobody_what_it_is() -> None:
    table = read_table(b"number,first name,last name,email\n0042,Ada,Example,ada@example.org\n7,Bo,,bo@example.org\n")
    (ada, bo) = people_of(table, guess_of(table.columns, {}, {}), KEYED).people
    assert (ada.name, bo.name) == ("Ada Example", "Bo")
    assert ada.person.startswith("m-")
    assert "42" not in ada.person[:6]
    (again, _) = people_of(table, guess_of(table.columns, {}, {}), KEYED).people
    assert again.person == ada.person
    (other, _) = people_of(table, guess_of(table.columns, {}, {}), keyed_for("iop")).people
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
    (ada,) = people_of(table, guess_of(table.columns, {}, {}), KEYED).people
    person = Person(**dict(ada))
    assert is_known(ada, person)
    assert is_known(ada, person.but(how_much="everything")), "what the person chose is no difference"
    assert not is_known(ada, person.but(name="Ada B"))

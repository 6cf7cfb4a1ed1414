"""Tables are read as spreadsheets of many makers write them; what cannot be read is said by its line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_commons.formats.table import LONGEST_CELL, MOST_LINES, SEPARATORS, NoTable, read_table

TEXT = "Number;Name;Email\r\n1;Siân Ó Néill;sian@example.org\r\n2;Zoë;zoe@example.org\r\n"
CELLS = [
    {"Number": "1", "Name": "Siân Ó Néill", "Email": "sian@example.org"},
    {"Number": "2", "Name": "Zoë", "Email": "zoe@example.org"},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_the_same_table_is_read_in_whatever_form_it_comes(encoding: str, separator: str, end: str) -> None:
    text = TEXT.replace(";", separator).replace("\r\n", end)
    table = read_table(text.encode(encoding))
    assert table.columns == ["Number", "Name", "Email"]
    assert [each.cells for each in table.rows] == CELLS
    assert [each.line for each in table.rows] == [2, 3]


def test_a_cell_may_hold_line_breaks_separators_and_quotation_marks() -> None:
    table = read_table(b'a,b\n"1\n2","x, ""y"""\n\n3,4\n')
    assert [(each.line, each.cells) for each in table.rows] == [
        (2, {"a": "1\n2", "b": 'x, "y"'}),
        (5, {"a": "3", "b": "4"}),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a,b\n1,2\n3\n4,5\n", 3),
        (b"a,b\n1,2,3\n", 2),
        (b'a,b\n1,2\n"3,4\n5,6\n', 3),
        (b'a,b\n1,"2"x\n', 2),
        (b"a,b\n1," + b"x" * (LONGEST_CELL + 1) + b"\n", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_others_are_read(content: bytes, line: int) -> None:
    faulty = [each for each in read_table(content).rows if each.fault]
    assert [each.line for each in faulty] == [line]


@pytest.mark.parametrize(
    "content",
    [b"", b" \n\n", b"\xef\xbb\xbf", b"a,a\n1,2\n", b"a,,b\n1,2,3\n", b'"a,b\n1,2\n', b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(NoTable, match=r"\.$"):
        read_table(content)


def test_a_file_has_so_many_lines_and_no_more() -> None:
    assert len(read_table(b"a\n" + b"1\n" * MOST_LINES).rows) == MOST_LINES
    with pytest.raises(NoTable):
        read_table(b"a\n" + b"1\n" * (MOST_LINES + 1))


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=5), st.sampled_from(SEPARATORS))
def test_whatever_another_program_writes_is_read_as_it_was(rows: list[list[str]], separator: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows([["x", "y", "z"], *rows])
    table = read_table(written.getvalue().encode("utf-8-sig"))
    stripped = [[cell.strip() for cell in row] for row in rows]
    assert [[*each.cells.values()] for each in table.rows] == [row for row in stripped if any(row)]
    assert not any(each.fault for each in table.rows)


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_a_table_or_none(content: bytes) -> None:
    try:
        table = read_table(content)
    except NoTable:
        return
    assert table.columns


@pytest.mark.parametrize("before", ["\n", "\r\n\r\n", ",,\n", '""\n'])
def test_empty_lines_before_the_names_of_the_columns_are_no_table_of_their_own(before: str) -> None:
    table = read_table(f"{before}number,name,email\n1,Ada,ada@example.org\n".encode())
    assert table.columns == ["number", "name", "email"]
    assert [row.cells["name"] for row in table.rows] == ["Ada"]


def test_quotation_marks_around_nothing_are_an_empty_file() -> None:
    with pytest.raises(NoTable, match="empty"):
        read_table(b'""\n')

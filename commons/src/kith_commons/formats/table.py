"""Tables as text (CSV, RFC 4180), as spreadsheets of many makers write them: whatever encoding, separator and line end.

What cannot be read is said line by line; nothing of the content is in a sentence.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

SEPARATORS: Final = ",;\t|"
MOST_LINES: Final = 20_000
LONGEST_CELL: Final = 1_000
EMPTY: Final = "The file is empty."
CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""What stands in no text."""
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""Byte order marks (Unicode 16, 23.8)."""


class NoTable(ValueError):
    """This is no table; the argument says why, for people."""


class Row(NamedTuple):
    """One line of a table, or what is wrong with it."""

    line: int
    """Where it begins in the file, from 1."""
    cells: dict[str, str]
    """By the names of the columns, as they stand in the first line."""
    fault: str = ""


class Table(NamedTuple):
    """The columns in their order, and the rows."""

    columns: list[str]
    rows: list[Row]


def read_table(content: bytes) -> Table:
    """The table in a file. Lines without content are left out. Raises NoTable."""
    text = _text(content)
    if not text.strip():
        raise NoTable(EMPTY)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=_separator(text), strict=True)
    columns = [" ".join(cell.split()) for cell in _first(reader)]
    if not all(columns) or len(set(columns)) < len(columns):
        raise NoTable("The first line has the names of the columns: each must have one, and no two the same.")
    return Table(columns, list(_rows(reader, lines, columns)))


class _Lines:
    """The lines of a text, one after the other, and how many were given."""

    def __init__(self, text: str) -> None:
        self._lines, self.given = io.StringIO(text, newline=""), 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.given += 1
        return next(self._lines)


def _rows(reader: Iterator[list[str]], lines: _Lines, columns: list[str]) -> Iterator[Row]:
    count = 0
    while True:
        begins = lines.given + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            yield Row(begins, {}, "A quotation mark is in the wrong place, or is never closed.")
            return  # nobody knows where the next line begins
        if any(cells):
            count += 1
            if count > MOST_LINES:
                raise NoTable(f"A file may have {MOST_LINES} lines. Split it.")
            yield Row(begins, dict(zip(columns, cells, strict=False)), _fault(cells, columns))


def _fault(cells: list[str], columns: list[str]) -> str:
    if len(cells) != len(columns):
        return f"The line has {len(cells)} cells, and the table {len(columns)} columns."
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return f"A cell has more than {LONGEST_CELL} letters. Is a quotation mark missing?"
    return ""


def _first(reader: Iterator[list[str]]) -> list[str]:
    try:
        return next(row for row in reader if any(cell.strip() for cell in row))
    except StopIteration:
        raise NoTable(EMPTY) from None
    except csv.Error:
        raise NoTable("The first line cannot be read: a quotation mark is in the wrong place.") from None


def _text(content: bytes) -> str:
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text
    raise NoTable("The file is no text. Save the table as CSV, in UTF-8 if you can choose.")


def _encodings(content: bytes) -> Iterator[str]:
    """Those that it may be in, the surest first. Bytes of Windows-1252 are hardly ever UTF-8 by chance."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            yield encoding
            return
    if b"\0" in content[:200]:
        yield "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    yield "utf-8"
    yield "cp1252"


def _separator(text: str) -> str:
    """The one that is most often in the first line, outside of quotation marks."""
    first = "".join(text.lstrip("\r\n").splitlines()[0].split('"')[::2])
    return max(SEPARATORS, key=first.count)

"""Which column is what: as a request says, as was kept, or by its name; and what is said where nothing fits."""

import pytest
from support.speaking import Node

from kith_chassis.decision import NOTHING
from kith_contracts.directory.lists import KeepListColumns
from kith_directory.handlers import HANDLERS
from kith_directory.people.columns import Columns, KeptColumns, columns_of, guess_of

KEPT: Columns = {"number": "Ref", "name": "Who", "address": "Post"}


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["Number", "Name", "Email"], {"number": "Number", "name": "Name", "address": "Email"}),
        (
            ["E-mail address", "Surname", "Forename", "Membership number", "Paid"],
            {"number": "Membership number", "first": "Forename", "last": "Surname", "address": "E-mail address"},
        ),
    ],
)
def test_columns_are_known_by_their_names(columns: list[str], found: dict[str, str]) -> None:
    assert columns_of(columns, {}, {}) == found


def test_what_is_said_counts_more_than_what_was_kept_and_that_more_than_a_name() -> None:
    columns = ["Id", "Ref", "Number", "Who", "Post", "Forename", "Surname"]
    assert columns_of(columns, {}, KEPT) == KEPT
    assert columns_of(columns, {"number": "Id"}, KEPT) == KEPT | {"number": "Id"}
    said = columns_of(columns, {"first": "Forename", "last": "Surname"}, KEPT)
    assert said == {"number": "Ref", "first": "Forename", "last": "Surname", "address": "Post"}


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
        columns_of(columns, given, {})  # type: ignore[arg-type]


def test_a_mapping_that_does_not_fit_says_what_was_looked_for_what_there_is_and_what_is_nearest() -> None:
    with pytest.raises(ValueError, match="There is no column") as told:
        columns_of(["Ref", "Who", "Posts"], {}, KEPT)
    assert str(told.value) == (
        'There is no column "Post" for address, which was kept for it. The file has Ref, Who, Posts. '
        'Is it "Posts"? Say so: column=address:Posts.'
    )
    assert guess_of(["Ref", "Who", "Posts"], {}, KEPT) == {"number": "Ref", "name": "Who"}


def test_a_first_line_with_a_person_in_it_is_not_quoted() -> None:
    with pytest.raises(ValueError, match="names of the columns") as told:
        columns_of(["7", "Ada Example", "ada@example.org"], {}, {})
    assert "Ada" not in str(told.value)


def test_a_mapping_is_kept_whole_replaced_and_removed() -> None:
    node = Node(HANDLERS, "bcs")
    kept = node.hear(KeepListColumns(body="bcs", columns=KEPT)).states
    assert kept == (KeptColumns(body="bcs", columns=KEPT),)
    assert node.hear(KeepListColumns(body="bcs", columns=KEPT)) == NOTHING
    assert node.refusal(KeepListColumns(body="bcs", columns={"name": "Who"})) == ("column-missing", "columns")
    assert node.refusal(KeepListColumns(body="iop", columns=KEPT)) == ("not-our-body", "body")
    assert node.hear(KeepListColumns(body="bcs", columns={})).states == (KeptColumns(body="bcs", columns={}),)
    assert node.hear(KeepListColumns(body="bcs", columns={})) == NOTHING

"""How an organisation's list of its people is read, and what came of it."""

from pydantic import Field

from kith_contracts.descriptions import Described
from kith_contracts.directory.lists import ListColumn


class Intake(Described):
    """What a list changes, or has changed: in numbers alone. Nobody is removed because a list leaves them out."""

    lines: int = Field(ge=0)
    """Lines with somebody in them."""
    new: int = Field(ge=0)
    """People who were not at home here."""
    changed: int = Field(ge=0)
    """People of whom the list says another name or address."""
    unchanged: int = Field(ge=0)
    """People of whom it says what is known."""
    left_out: int = Field(ge=0)
    """People of an earlier list who are not in this one. To have them forgotten, send the list again with this number
    as `forget`."""
    forgotten: int = Field(ge=0)
    """People in the list who were forgotten. They are not enrolled again."""
    columns: dict[ListColumn, str]
    """Which column was taken for what: `number`, `name` or `first` and `last`, `address`."""
    done: bool
    """Whether anything was sent; false for a trial."""


class ListColumns(Described):
    """Which column of its list is what, as the organisation has said last."""

    columns: dict[ListColumn, str]
    """The name of each; empty if nothing was said: then columns are known by their names."""


class FoundColumns(Described):
    """The columns of a list, and which is taken for what."""

    found: list[str]
    """Their names, in their order."""
    lines: int = Field(ge=0)
    """Lines below the first that have something in them."""
    kept: dict[ListColumn, str]
    """What the organisation has said last."""
    guess: dict[ListColumn, str]
    """What fits best: as it was said, or else by the names. What is missing was not found."""

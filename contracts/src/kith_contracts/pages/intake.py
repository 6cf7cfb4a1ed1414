"""What came of an organisation's list of its people."""

from pydantic import Field

from kith_contracts.descriptions import Described


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
    columns: dict[str, str]
    """Which column was taken for what: `number`, `name` or `first` and `last`, `address`."""
    done: bool
    """Whether anything was sent; false for a trial."""

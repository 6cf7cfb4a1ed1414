"""How an organisation's own list of its people is read: which of its columns is what."""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Message
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Line

ListColumn = Literal["number", "name", "first", "last", "address"]
"""What a column of a list can be: a `number` that stays the same, the `name`, or the `first` and `last` name, and the
mail `address`."""


class KeepListColumns(Command):
    """Keep which column of the organisation's list of people is what, so that nobody has to say it with the next list
    of the same form. Another mapping replaces it; an empty one removes it.
    """

    contract: ClassVar = Contract("keep-list-columns", "directory", Channel.PRIVATE_COMMANDS, key=("body",))

    body: Body[BodySlug]
    columns: Body[dict[ListColumn, Line]] = Field(max_length=5)
    """The name of the column for each, as it stands in the first line of the list."""


MESSAGES: tuple[type[Message], ...] = (KeepListColumns,)

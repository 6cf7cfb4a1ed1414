"""What a person chooses about what their home has found. It stays at home, whoever enrols the person again."""

from typing import ClassVar

from pydantic import Field

from kith_contracts.message import Command, Contract, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import PersonId, Slug


class LeaveAudiences(Command):
    """The closed audiences to which a person does not want to belong, whatever home has found."""

    contract: ClassVar = Contract("leave-audiences", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    out_of: Personal[list[Slug]] = Field(max_length=20)
    """All of them: one that is not there counts again."""

"""Who inside a network sees whom: one's own choice for each membership, and nobody by default."""

from typing import ClassVar, Literal

from kith_contracts.message import Command, Contract, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import NetworkName, PersonId

SeenBy = Literal["nobody", "committee", "members"]
"""Who sees a person's name in a network: `nobody`, its `committee`, or its `members`, the committee among them."""


class ChooseVisibility(Command):
    """The person decides who inside a network sees their name there."""

    contract: ClassVar = Contract("choose-visibility", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    seen_by: Personal[SeenBy]

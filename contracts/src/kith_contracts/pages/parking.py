"""What systems of the organisation have sent, and its node could not handle."""

from typing import Literal

from pydantic import Field

from kith_contracts.descriptions import Described
from kith_contracts.words import Code, Line, Moment


class OwnParked(Described):
    """One command of a system that was set aside, or the number of those of which nothing is kept. Its content is not
    told: it may be personal.
    """

    id: str = Field(min_length=1, max_length=12)
    """By this whoever runs the node finds it: `kith parked show`."""
    service: Line
    """The service that has set it aside."""
    at: Moment
    """When that was; of a number, when the first was."""
    count: int = Field(ge=1)
    """How many they are: 1, or more where nothing of them is kept."""
    code: Code
    """Why, for programs."""
    title: str
    """Why, in a few words."""
    rule: str
    """The rule that it broke."""
    mend: str
    """What to do about it."""
    system: str
    """The system that has sent it, by its own word; empty if it did not say so."""
    type: str
    """The type of the command; empty if it did not say so."""
    command: str
    """Its own id; empty if it did not say so."""
    place: str
    """Where it is written: topic, partition and offset. Of a number, the topic and the reason."""
    told: Literal["fact", "outcome", "nobody"]
    """Whether its system was told. `fact`: by a fact with its id. `outcome`: only if it asks for the outcome. `nobody`:
    not at all, because the record does not say which system has sent it.
    """

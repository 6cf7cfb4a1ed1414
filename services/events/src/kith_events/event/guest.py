"""A person as a guest of events: what a home knows before anybody asks for a place."""

from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_contracts.directory.networks import EnrolledAs, PersonUpdated
from kith_contracts.message import Personal, Refusal
from kith_contracts.words import FullName, PersonId, Sentence, Slug


class Guest(State):
    """Someone at home here, as far as events need to know: whether they belong to a closed audience."""

    kind: ClassVar[str] = "person"
    person: Personal[PersonId]
    enrolled_as: Personal[EnrolledAs]
    audiences: Personal[list[Slug]]
    name: Personal[Sentence]
    """What the door is told, where the agreement says so and the person has not said otherwise."""
    networks: Personal[list[FullName]] = []  # noqa: RUF012 - pydantic copies it
    serves: Personal[list[FullName]] = []  # noqa: RUF012 - pydantic copies it
    served: Personal[list[FullName]] = []  # noqa: RUF012 - pydantic copies it
    version: int

    @property
    def id(self) -> str:
        return self.person


NO_PARTY: Final = Refusal("body-not-party", "Your organisation does not take part in this event.", "event")


def know(_at: Circumstances, fact: PersonUpdated, guest: Guest | None) -> Decision:
    """Keep the newest of what home knows of a person."""
    if guest and guest.version >= fact.version:
        return NOTHING
    return Decision(states=(Guest(**{name: getattr(fact, name) for name in Guest.model_fields}),))

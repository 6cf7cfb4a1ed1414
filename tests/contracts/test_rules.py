"""What every contract keeps, and that each rule bites."""

from enum import Enum
from typing import Annotated, Any, ClassVar, Final, Literal

import pytest
from pydantic import Field

from kith_contracts import completion, consortium, directory, erasure, events, notify
from kith_contracts.directory import membership
from kith_contracts.events import agreements, places
from kith_contracts.message import Body, Contract, DataClass, Done, Fact, Message, Personal, Public, Refused
from kith_contracts.registry import MODELS, check_publishable
from kith_contracts.rules import STATE, data_classes, duplicates, violations
from kith_contracts.topics import Channel
from kith_contracts.words import FullName, PersonId, Section, Slug

MODULES = (consortium, directory, events, notify, erasure, completion)
ALL: list[type[Message]] = [model for module in MODULES for model in module.MESSAGES]


def test_every_contract_keeps_the_rules(subtests: pytest.Subtests) -> None:
    for model in MODELS.values():
        with subtests.test(model.__name__):
            assert violations(model) == []


def test_every_contract_may_be_published_on_its_channel(subtests: pytest.Subtests) -> None:
    for model in MODELS.values():
        with subtests.test(model.__name__):
            check_publishable(model, data_classes(model))


def test_no_two_states_on_a_topic_have_the_same_key() -> None:
    """Compaction would keep the last of them alone."""
    found: dict[tuple[object, ...], list[str]] = {}
    for model in ALL:
        contract = model.contract
        if contract.channel in STATE and issubclass(model, Fact) and not issubclass(model, Refused | Done):
            names = tuple("subject" if name == "event" else name for name in contract.key)
            found.setdefault((contract.channel, contract.service, names, contract.aspects), []).append(contract.name)
    assert [names for names in found.values() if len(names) > 1] == []


def test_each_type_belongs_to_one_contract() -> None:
    assert duplicates(ALL) == []
    assert duplicates([*ALL, membership.JoinNetwork]) == [
        "2 contracts have the type org.kith.directory.join-network.v1"
    ]


def test_no_message_is_forgotten_in_the_catalogue() -> None:
    def below(model: type[Message]) -> set[type[Message]]:
        return {model}.union(*(below(each) for each in model.__subclasses__()))

    ours = {model for model in below(Message) if model.__module__.startswith("kith_contracts.")}
    of_a_service = {model for model in ours if hasattr(model, "contract") and model.contract.service}
    assert of_a_service == set(MODELS.values()) == set(ALL)


class Endless(Section):
    """A section without limits."""

    lines: Public[list[str]]
    numbers: Public[dict[str, int]]


class Undocumented(Section):
    slug: Public[Slug]


class Secret(Section):
    """A section with a personal field."""

    person: Personal[PersonId]


class Colour(Enum):
    """Two values."""

    RED = "red"
    BLUE = "blue"


class ThingTold(Fact):
    """A fact for everyone that breaks most rules."""

    contract: ClassVar = Contract("thing-told", "directory", Channel.SHARED, key=("thing", "ghost", "maybe"))

    thing: FullName
    both: Public[Body[Slug]]
    inside: Public[list[Body[Slug]]] = Field(max_length=3)
    text: Public[str]
    pattern: Public[str | None] = Field(max_length=9, pattern="^[^<>]*$")
    listed: Public[list[Annotated[str, Field(max_length=9)]]] = Field(max_length=3)
    endless: Public[Endless | None] = None
    undocumented: Public[list[Undocumented]] = Field(max_length=3)
    secrets: Public[list[Secret]] = Field(max_length=3)
    anything: Public[Any]
    share: Public[float]
    number: Public[int] = Field(ge=1)
    maybe: Public[Slug | None]
    fine: Public[Literal["a", "b"]] = "a"
    colour: Public[Colour] = Colour.RED


FOUND: Final = violations(ThingTold)


@pytest.mark.parametrize(
    "sentence",
    [
        "thing has no data class",
        "both has 2 data classes, one is wanted",
        "inside has 2 data classes, one is wanted",
        "inside is body, which may not travel on shared",
        "text has no maximum length",
        "text is a text that people may see, and may hold what they cannot: make it READABLE",
        "pattern is a text that people may see, and may hold what they cannot: make it READABLE",
        "listed is a text that people may see, and may hold what they cannot: make it READABLE",
        "endless.lines has no maximum of items",
        "endless.lines[] has no maximum length",
        "endless.numbers has no maximum of entries, or of their names",
        "endless.numbers[] has no lowest or highest value",
        "undocumented is a Undocumented, which has no docstring",
        "secrets.person is personal inside a section that is not: the section would travel unsealed",
        "secrets.person is personal, which may not travel on shared",
        "person stands for a person, which may not travel on shared",
        "anything has the type Any, which contracts do not use",
        "share has the type float, which contracts do not use",
        "number has no lowest or highest value",
        "ghost is in the key and no field",
        "maybe is in the key and may be absent",
        "a fact on shared is the state of an entity and needs a version",
    ],
)
def test_a_bad_contract_breaks_this_rule(sentence: str) -> None:
    assert f"ThingTold: {sentence}" in FOUND


def test_a_bad_contract_is_accused_of_nothing_else() -> None:
    assert len(FOUND) == 25  # the 22 above, `both`, which is also body, and the texts of `endless`
    assert not [each for each in FOUND if " fine " in each or " colour " in each]


def test_personal_fields_need_a_person_and_a_key_that_is_not_sealed() -> None:
    class Tell(Message):  # no docstring, another name, no person, a sealed key
        contract: ClassVar = Contract("say", "notify", Channel.PEOPLE_COMMANDS, key=("name",))
        name: Personal[Slug]

    assert violations(Tell) == [
        "Tell: the contract is named say, the model otherwise",
        "Tell: name is in the key, which everyone sees, and is sealed",
        "Tell: there is no docstring that says what it means",
        "Tell: name is personal, and no field person says whose key seals it",
    ]


def test_a_person_is_required_and_personal() -> None:
    class Tell(Message):
        """Tell someone, whoever it is."""

        contract: ClassVar = Contract("tell", "notify", Channel.PEOPLE_COMMANDS, key=())
        person: Body[PersonId] = "nobody-at-all"

    assert violations(Tell) == [
        "Tell: there is no key: the record would keep no order",
        "Tell: person must be a required personal field",
    ]


def test_sections_below_a_personal_field_are_personal_too() -> None:
    assert [each for each in violations(places.RegistrationUpdated) if "parts" in each] == []


def test_who_has_a_lead_names_what_is_led() -> None:
    class Ask(Message):
        """Ask the lead of nothing."""

        contract: ClassVar = Contract("ask", "events", Channel.INBOX, key=("part",), lead="receiver")
        part: Body[Slug]

    (found,) = violations(Ask)
    assert found == "Ask: its lead is the home of an event, subject or network, and there is no field of that name"


def test_a_message_without_a_contract_travels_nowhere() -> None:
    class Nowhere(Message):
        """Says nothing of its way."""

    assert violations(Nowhere) == ["Nowhere has no contract: say where it travels"]


class Knot(Section):
    """A section in itself."""

    inner: Public["Knot | None"] = None


def test_a_contract_may_not_contain_itself() -> None:
    class Tie(Message):
        """Tie a knot."""

        contract: ClassVar = Contract("tie", "events", Channel.PRIVATE_COMMANDS, key=("event",))
        event: Public[FullName]
        knot: Public[Knot]

    assert violations(Tie) == ["Tie: Knot contains itself, so its depth has no maximum"]


def test_the_classes_of_a_message_are_those_of_all_its_sections() -> None:
    assert data_classes(agreements.AgreementProposed) == {DataClass.BODY, DataClass.PUBLIC}
    assert data_classes(places.RegistrationUpdated) == {DataClass.BODY, DataClass.PERSONAL}


def test_an_unclassified_field_is_refused_at_run_time_too() -> None:
    with pytest.raises(ValueError, match=r"ThingTold\.thing has no data class"):
        data_classes(ThingTold)

"""The rules of this house that no linter knows: who hears each message, who may do what, who imports a driver."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from kith_chassis.catalogue import Handler
from kith_chassis.decision import State
from kith_chassis.http.openapi import in_words
from kith_chassis.service import Service
from kith_cli.published.command import openapi
from kith_contracts.access.table import ONESELF, OPEN, TABLE, Role, grants_of
from kith_contracts.letters import OfLetters
from kith_contracts.message import Command, Fact, Refused
from kith_contracts.registry import MODELS
from kith_contracts.topics import Channel
from kith_directory.app import DIRECTORY
from kith_events.app import EVENTS
from kith_notify.app import NOTIFY
from kith_notify.journal.journal import write_down

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("contracts", "chassis", "commons", "services/*", "cli")
SOURCES: Final = sorted(path for package in PACKAGES for path in ROOT.glob(f"{package}/src/**/*.py"))
SERVICES: Final = (DIRECTORY, EVENTS, NOTIFY)
HANDLERS: Final[list[Handler]] = [handler for service in SERVICES for handler in service.handlers]
HANDLED: Final = {handler.message for handler in HANDLERS if handler.decide is not write_down}
"""Those that change something here; each fact that systems may read is also written down for them."""
MESSAGES: Final = sorted(MODELS.values(), key=lambda model: model.__name__)

DRIVERS: Final = frozenset(
    {"aiokafka", "aiosmtplib", "bson", "confluent_kafka", "fastapi", "faststream", "motor", "pymongo", "uvicorn"}
)
FOR_SYSTEMS: Final = {
    "EventCommandDone": "whoever sends a command over Kafka hears that it was done, also if it changes nothing",
    "NetworkCommandDone": "the same",
    "HoldUpdated": "a body's own systems show which dates are held, by it and by others",
    "ProgrammeUpdated": "a body's own systems learn that advice on its programme is open",
    "AgreementUpdated": "a body's own systems show how far its agreements have come",
    "SuggestionUpdated": "a body's own systems show which changes are suggested, and what became of them",
    "NetworkAgreementUpdated": "the same of agreements on networks",
    "NetworkSuggestionUpdated": "the same of changes to those",
    "WebhookUpdated": "a body's own systems learn that a webhook was stopped",
}
"""Facts that no service of ours reads, and why they are said. Refusals are for whoever asked."""
FOR_PEOPLE: Final = {"MessageTold": "what one was told, for that person's own page and for who looks into a mail"}
WRITTEN_FOR_PEOPLE: Final = {
    "EnrolPerson": "a system with the scope people:write; it learns that it was done, and nothing else",
    "AdmitToNetwork": "the network's own yes, from an officer of it",
    "OfferOffice": "the network's own word, from an officer of it; the person accepts or not",
    "NameFacilitator": "the lead's own word, from an officer of a network that leads the event",
    "DismissFacilitator": "the same",
    "ForgetPerson": "the person, or a system with the scope people:write for whoever asks their body to",
}
"""Commands about a person that somebody else sends."""


# Messages


def test_every_message_is_heard_by_a_service_or_said_for_systems(subtests: pytest.Subtests) -> None:
    for model in MESSAGES:
        with subtests.test(model.__name__):
            name = model.__name__
            if issubclass(model, OfLetters):
                assert model not in HANDLED, "the chassis hears it, for every service"
            elif model in HANDLED:
                assert name not in {**FOR_SYSTEMS, **FOR_PEOPLE}, "a service hears it: it is not for systems alone"
            elif issubclass(model, Refused):
                assert model in {handler.refused for handler in HANDLERS}, "nobody is ever told this refusal"
            else:
                assert issubclass(model, Fact), "a command that nobody hears"
                channel = Channel.PRIVATE_FACTS if name in FOR_SYSTEMS else Channel.PEOPLE_FACTS
                assert name in {**FOR_SYSTEMS, **FOR_PEOPLE}
                assert model.contract.channel is channel


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_hears_each_message_in_one_way(service: Service) -> None:
    messages = [handler.message for handler in service.handlers]
    assert len(messages) == len(set(messages))


def test_a_refused_command_is_told_to_whoever_asked(subtests: pytest.Subtests) -> None:
    for handler in HANDLERS:
        with subtests.test(handler.message.__name__):
            model = handler.message
            says = " ".join((model.__doc__ or "").split())
            within = model.contract.channel is Channel.INBOX or "sends this to " in says
            if not issubclass(model, Command) or within:
                assert handler.refused is None, (
                    "a fact is parked, a body is answered, and to oneself nothing is refused"
                )
            else:
                assert handler.refused
                assert ("person" in handler.refused.model_fields) == ("person" in model.model_fields)
                people = model.contract.channel is Channel.PEOPLE_COMMANDS
                assert handler.refused.contract.channel is (Channel.PEOPLE_FACTS if people else Channel.PRIVATE_FACTS)


def test_a_service_handles_its_own_commands_and_nobody_elses() -> None:
    for service in SERVICES:
        commands = [handler.message for handler in service.handlers if issubclass(handler.message, Command)]
        assert {command.contract.service for command in commands} <= {service.name}


def states(service: Service) -> list[type[State]]:
    package = f"kith_{service.name}."
    return [each for each in State.__subclasses__() if each.__module__.startswith(package)]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_each_state_of_a_service_has_a_place_of_its_own(service: Service) -> None:
    kinds = [state.kind for state in states(service)]
    assert kinds
    assert len(kinds) == len(set(kinds))
    assert not [(one, other) for one in kinds for other in kinds if one != other and one.startswith(f"{other}/")]


def test_what_a_state_keeps_of_a_person_is_sealed(subtests: pytest.Subtests) -> None:
    for state in [each for service in SERVICES for each in states(service)]:
        with subtests.test(state.__name__):
            open_fields = set(state.model_fields) - state.sealed_fields - {"person"}
            if "person" in state.model_fields:
                assert (
                    not {"name", "address", "networks", "audiences", "event", "parts", "wishes", "memberships"}
                    & open_fields
                )


# Rights


def operations(service: Service) -> set[str]:
    """What the service offers over HTTP."""
    paths = openapi(service)["paths"]
    return {each["operationId"] for methods in paths.values() for each in methods.values()}


def test_each_operation_has_a_line_in_the_table_of_rights_and_each_line_an_operation() -> None:
    offered = set().union(*[operations(service) for service in SERVICES])
    health = {"health-live", "health-ready"}
    assert {line.partition("/")[0] for line in TABLE} == offered - health - OPEN
    assert offered >= OPEN


def test_the_docs_name_what_is_open_to_all() -> None:
    text = (ROOT / "docs" / "access.md").read_text().partition("| open to all | answers |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == OPEN


def test_the_table_in_the_docs_is_that_of_the_code() -> None:
    text = (ROOT / "docs" / "access.md").read_text().partition("| who | operations |")[2].partition("\n\n")[0]
    rows = [line[2:-2].split(" | ") for line in text.splitlines() if line.endswith("` |")]
    told = [(operation.strip("`"), who) for who, operations in rows for operation in operations.split(", ")]
    assert len(told) == len(TABLE)
    assert dict(told) == {
        line: "everyone" if len(grants) == len(Role) else in_words(grants) for line, grants in TABLE.items()
    }


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_what_is_about_one_person_is_for_that_person_or_only_written(service: Service) -> None:
    for path, methods in openapi(service)["paths"].items():
        for each in methods.values():
            if "{person}" in path:
                assert set(grants_of(each["operationId"])) == set(ONESELF)
    for command in service.commands:
        if "person" in command.model_fields:
            grants = set(grants_of(f"{service.name}-{command.contract.name}"))
            assert grants == set(ONESELF) or command.__name__ in WRITTEN_FOR_PEOPLE


# Imports


def imported(statement: str) -> set[str]:
    """The top modules that a fresh Python knows after this statement."""
    program = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(run.stdout.split())


def test_contracts_and_commons_bring_no_driver_along() -> None:
    files = [*ROOT.glob("contracts/src/kith_contracts/*.py"), *ROOT.glob("commons/src/kith_commons/*.py")]
    modules = [f"{path.parent.name}.{path.stem}" for path in files if path.stem not in ("__init__", "faststream")]
    known = imported(f"import {', '.join(modules)}")
    assert {"kith_contracts", "kith_commons"} <= known
    assert not DRIVERS & known
    assert not {name for name in known if name.startswith("kith_")} - {"kith_contracts", "kith_commons"}


def test_the_rules_of_the_services_run_without_a_driver() -> None:
    handlers = "kith_directory.handlers, kith_events.handlers, kith_notify.handlers, kith_notify.mail.letter"
    assert not DRIVERS & imported(f"import {handlers}")

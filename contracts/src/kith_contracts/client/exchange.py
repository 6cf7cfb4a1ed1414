"""What both clients have: the requests of a command, the facts of a stream, and pauses that grow."""

import random
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, Final, NamedTuple
from uuid import uuid4

import httpx2
from pydantic import ValidationError

from kith_contracts.headers import source_of
from kith_contracts.message import Command, Message
from kith_contracts.pages.cloud_events import CloudEvent
from kith_contracts.pages.requests import CommandOutcome, Problem
from kith_contracts.registry import MODELS

PATIENCE: Final = 60.0
"""Seconds in which an outcome must come, or a node that is away be back."""
ANSWER: Final = 30.0
"""Seconds of one request; a stream says something every ten."""
AGAIN: Final = frozenset({429, 502, 503, 504})
"""Statuses after which the same request is sent again: it takes effect once."""
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 10.0


class Refused(Exception):
    """The node refuses, and nothing has changed. `problem.errors` are all reasons, each with its field."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.detail}")
        self.problem = problem


class Told(NamedTuple):
    """A fact of the journal."""

    number: int
    """To go on after it: `follow(after=number)`."""
    event: CloudEvent
    """The fact as it came."""
    message: Message | None
    """The same as its model; None if this version of the package does not know its type, or what it says."""


class Ask(NamedTuple):
    """One request, which may be sent again."""

    method: str
    path: str
    content: bytes | None = None


Plan = Generator[Ask, httpx2.Response, CommandOutcome]


class Exchange:
    """With one node, in the name of one system."""

    def __init__(self, node: str, body: str, system: str, token: str | Callable[[], str]) -> None:
        """`node` is the address of a node, `body` the slug of the organisation, `system` the client that the token
        names. `token` is a token with the role `system`, or a function that returns one that is still good.
        """
        self._body, self._source = body, source_of(body, f"systems/{system}")
        self.node, self._token = node.rstrip("/"), token

    def headers(self, **more: str) -> dict[str, str]:
        """With a token that is good now."""
        token = self._token if isinstance(self._token, str) else self._token()
        return {"authorization": f"Bearer {token}", **more}

    def plan(self, command: Command, id: str) -> Plan:
        """The requests by which a command is sent and its outcome asked for."""
        contract = command.contract
        event = {
            "specversion": "1.0",
            "id": id or str(uuid4()),
            "source": self._source,
            "type": contract.type,
            "dataschema": contract.schema,
            "data": command.model_dump(mode="json"),
        }
        content = CloudEvent.model_validate(event).model_dump_json(exclude_none=True).encode()
        answer = good((yield Ask("POST", f"/{contract.service}/v1/{self._body}/commands", content)))
        until = time.monotonic() + PATIENCE
        while answer.status_code == httpx2.codes.ACCEPTED:
            if time.monotonic() > until:
                break
            answer = good((yield Ask("GET", CommandOutcome.model_validate_json(answer.content).ask)))
        return CommandOutcome.model_validate_json(answer.content)

    def query(self, after: int, types: Iterable[str], names: Iterable[str]) -> dict[str, Any]:
        """What is asked of the journal."""
        return {"after": after, "type": [*types], "names": [*names]}

    @property
    def facts(self) -> str:
        """Address of the journal."""
        return f"{self.node}/notify/v1/{self._body}/facts"


class Patience:
    """Pauses that grow, and begin anew once something has come."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE

    def begin(self) -> None:
        """Something has come."""
        self._pause = FIRST_PAUSE

    def next(self) -> float:
        """Seconds until the next try."""
        pause, self._pause = self._pause, min(2 * self._pause, LONGEST_PAUSE)
        return pause * random.uniform(0.5, 1)


def pauses() -> Iterator[float | None]:
    """After each attempt but the last, seconds until the next; for about a minute."""
    patient, until = Patience(), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        yield patient.next()
    yield None


def good(answer: httpx2.Response) -> httpx2.Response:
    """The answer, if it is no problem; raises Refused, or what the library raises for an answer of something else."""
    if answer.is_error:
        try:
            problem = Problem.model_validate_json(answer.content)
        except ValueError:
            answer.raise_for_status()
        else:
            raise Refused(problem)
    return answer


def told_in(line: str) -> Told | None:
    """The fact of a line of a stream of events, if it has one."""
    if not line.startswith("data: "):
        return None
    event = CloudEvent.model_validate_json(line[len("data: ") :])
    return Told(int(event.sequence or 0), event, _message(event))


def _message(event: CloudEvent) -> Message | None:
    """The fact as its model; a newer node may say what this version of the package does not know."""
    try:
        return MODELS[event.type].model_validate(event.data, extra="ignore")
    except (KeyError, ValidationError):
        return None

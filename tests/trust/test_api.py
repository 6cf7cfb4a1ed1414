"""The HTTP API against its own description: schemathesis invents right requests and wrong ones, with all checks."""

import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from support.evidence import record
from support.lone import BODY, PERSON
from support.maker import Maker

from kith_lab.demo.federation import NodeProcess

EXAMPLES: Final = 2
"""Requests that are invented for each operation, besides those that cover its parameters."""
TESTS: Final = Path(__file__).parent.parent
CONFIG: Final = """
continue-on-failure = true
hooks = "support.inventing"
max-failures = 1000
[auth.openapi.token]
bearer = "{token}"
[parameters]
"path.organisation" = "{body}"
"path.person" = "{person}"
"path.owner" = "{body}"
"path.lead" = "{body}"
[checks.positive_data_acceptance]
# A right question may be about what is not there, or is not for whoever asks.
expected-statuses = ["2xx", "403", "404"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "409", "413", "422"]
[[operations]]
include-path = "/events/v1/{{organisation}}/clashes"
# A right question may be about an end before the start, or a zone that no schema knows.
checks.positive_data_acceptance.expected-statuses = ["2xx", "403", "404", "422"]
[phases.coverage]
unexpected-methods = []
# They are tried below, on every path.
[[operations]]
include-method = "POST"
phases.coverage.enabled = false
# What is refused in one of their hundreds of fields is tried in tests/contracts, without a server.
# A valid command may be refused for the present state, or for what no schema says: an end before the start, a key used
# twice.
checks.positive_data_acceptance.expected-statuses = ["2xx", "403", "404", "409", "422"]
"""


@pytest.mark.timeout(380)
async def test_every_answer_is_one_that_is_documented(lone: tuple[NodeProcess, Maker], tmp_path: Path) -> None:
    node, maker = lone
    config, report = tmp_path / "schemathesis.toml", tmp_path / "report.ndjson"
    token = maker.token(sub="schemathesis", kith_person=PERSON)
    config.write_text(CONFIG.format(token=token, body=BODY, person=PERSON))
    document = (await node.client.get("/openapi.json")).json()
    operations = sum(len(methods) for methods in document["paths"].values())
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", f"{node.url}/openapi.json"),
        *("--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES)),
        *("--workers", "1", "--generation-database", "none", "--no-color", "--seed", "20261122"),
        *("--report", "ndjson", "--report-ndjson-path", str(report), "--warnings", "off"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
    )
    told = (await run.communicate())[0].decode()
    seen = _seen(report)
    assert not seen.failures, told[-20_000:]
    assert run.returncode == 0, told[-20_000:]
    assert len(seen.operations) == operations > 30
    assert sum(seen.statuses.values()) > 800
    assert {200, 401, 403, 404, 409, 422} <= seen.statuses.keys(), "something was not tried at all"
    record("api", operations=operations, failures=len(seen.failures))


async def test_a_method_that_a_path_does_not_have_is_refused_on_every_path(lone: tuple[NodeProcess, Maker]) -> None:
    node, maker = lone
    headers = {"authorization": f"Bearer {maker.token()}"}
    paths = (await node.client.get("/openapi.json")).json()["paths"]
    for path, methods in paths.items():
        for method in {"put", "patch", "delete"} - methods.keys():
            answer = await node.client.request(method, path.format_map(Names()), headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (405, "wrong-method"), f"{method} {path}"
            assert answer.headers["allow"]


class Names(dict[str, str]):
    """Something for each name in a path."""

    def __missing__(self, name: str) -> str:
        return {"organisation": BODY, "owner": BODY, "lead": BODY, "person": PERSON}.get(name, "talk")


class Seen(NamedTuple):
    """What the report of a run says."""

    operations: set[str]
    statuses: Counter[int]
    failures: list[str]


def _seen(report: Path) -> Seen:
    seen = Seen(set(), Counter(), [])
    for line in report.read_text().splitlines():
        scenario = json.loads(line).get("ScenarioFinished")
        if not scenario or scenario["status"] == "skip":
            continue
        label = scenario["recorder"]["label"]
        seen.operations.add(label)
        for each in scenario["recorder"]["interactions"].values():
            seen.statuses[(each.get("response") or {}).get("status_code", 0)] += 1
        if scenario["status"] != "success":
            seen.failures.append(label)
    return seen

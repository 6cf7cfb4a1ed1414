"""What cannot be is refused over HTTP with a code, a sentence and the field; and it changes nothing."""

from typing import Any

import httpx2
import pytest
from support.joint import but, charter, person, terms

from kith_lab.demo.federation import Federation

EVENT = "iop/wrong"
WRONG_TERMS = {
    "body-unknown": ("parties.1.body", "nobody"),
    "shares-do-not-add-up": ("parties.0.cash_percent", 61),
    "seats-above-capacity": ("seats.0.pool", 3),
    "ends-before-start": ("plan.ends", "2020-01-01T00:00:00+00:00"),
    "zone-unknown": ("plan.zone", "Europe/Atlantis"),
    "body-not-party": ("seats.0.quotas", {"ons": 1}),
    "blocks-above-capacity": ("seats.1.pool", 2),
    "block-too-small": ("seats.1.block", 3),
    "blocks-of-open-part": ("seats.0.block", 2),
    "part-unknown": ("seats", [*terms(EVENT)["seats"], {"part": "dinner", "pool": 1}]),
}


async def problem(federation: Federation, service: str, command: str, data: dict[str, Any]) -> dict[str, Any]:
    answer = await federation["iop"].command(service, command, data)
    assert answer.is_client_error, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == answer.status_code
    assert found["title"]
    return found


@pytest.mark.parametrize("code", WRONG_TERMS)
async def test_impossible_terms_are_refused_with_the_field(federation: Federation, code: str) -> None:
    path, value = WRONG_TERMS[code]
    wrong = {"subject": EVENT, "terms": but(terms(EVENT), path, value)}
    found = await problem(federation, "events", "propose-agreement", wrong)
    assert found["code"] == code
    assert found["field"].startswith("terms.")
    assert await federation["iop"].read("events", "led/wrong") is None


async def test_a_suspended_body_is_no_partner(federation: Federation) -> None:
    wrong = {"subject": EVENT, "terms": but(terms(EVENT), "parties.1.body", "rsc")}
    assert (await problem(federation, "events", "propose-agreement", wrong))["code"] == "body-unknown"


async def test_a_taken_slug_is_refused(federation: Federation) -> None:
    network = {"network": "iop/taken", "charter": charter()}
    first = await federation["iop"].command("directory", "charter-network", network)
    assert first.is_success
    found = await problem(federation, "directory", "charter-network", network)
    assert (found["code"], found["field"], found["status"]) == ("slug-taken", "network", 409)


async def test_a_network_of_another_body_is_refused(federation: Federation) -> None:
    found = await problem(federation, "directory", "charter-network", {"network": "bcs/x", "charter": charter()})
    assert found["code"] == "not-our-network"


async def test_an_unknown_person_and_an_unknown_network_are_not_found(federation: Federation) -> None:
    stranger = {"person": "p-stranger", "network": "iop/taken"}
    assert (await problem(federation, "directory", "join-network", stranger))["status"] == 404
    enrolled = await federation["iop"].command("directory", "enrol-person", person("p-bad-input"))
    assert enrolled.is_success
    nowhere = {"person": "p-bad-input", "network": "iop/nowhere"}
    assert (await problem(federation, "directory", "join-network", nowhere))["code"] == "network-unknown"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"network": "iop/x", "charter": charter(), "more": 1}, "*"),
        ({"network": "no slash", "charter": charter()}, "network"),
        ({"network": "iop/x", "charter": charter(name="two\nlines")}, "charter.name"),
        ({"network": "iop/x", "charter": charter(aims=["a"] * 13)}, "charter.aims"),
    ],
)
async def test_a_field_that_is_not_as_the_contract_says_is_named(
    federation: Federation, data: dict[str, Any], field: str
) -> None:
    found = await problem(federation, "directory", "charter-network", data)
    assert (found["status"], found["code"]) == (422, "invalid-field")
    assert found["field"] == field


async def test_what_is_not_json_and_what_is_too_large_and_who_is_not_here(federation: Federation) -> None:
    client = federation["iop"].client
    url = "/directory/v1/iop/commands/charter-network"
    headers = {"content-type": "application/json", **federation["iop"].bearer("body-admin")}
    not_json = await client.post(url, content="{", headers=headers)
    assert (not_json.status_code, not_json.json()["code"], not_json.json()["field"]) == (400, "not-json", "*")
    large = await client.post(url, content=b" " * 300_000, headers=headers)
    assert (large.status_code, large.json()["code"], large.json()["field"]) == (413, "too-large", "*")
    at_bcs = {"authorization": f"Bearer {federation['iop'].issuer.token('bcs', 'body-admin')}"}
    content = {"network": "bcs/x", "charter": charter()}
    elsewhere = await client.post(url.replace("/iop/", "/bcs/"), json=content, headers=at_bcs)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "not-here")


async def test_a_repeated_key_takes_effect_once_and_a_changed_repeat_is_refused(federation: Federation) -> None:
    node = federation["iop"]
    network = {"network": "iop/idempotent", "charter": charter()}
    first = await node.command("directory", "charter-network", network, key="k-1")
    again = await node.command("directory", "charter-network", network, key="k-1")
    assert (first.status_code, again.status_code) == (httpx2.codes.OK, httpx2.codes.OK)
    assert first.json()["id"] == again.json()["id"]
    other = {"network": "iop/other", "charter": charter()}
    changed = await node.command("directory", "charter-network", other, key="k-1")
    assert (changed.status_code, changed.json()["code"]) == (422, "key-used")

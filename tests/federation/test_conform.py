"""What `kith conform` finds wrong with an event, a real node refuses with the code that the rule names."""

import json
from typing import Any

import httpx2
import pytest
from support.conform import events_of

from kith_cli.conform.rules import Rule, rules
from kith_contracts.access.table import Scope
from kith_lab.demo.federation import Federation

OF_MESSAGES = [each for each in rules().values() if each.of == "messages"]
TAKEN, ANY = 202, "*"


async def sent(federation: Federation, rule: Rule, bad: Any) -> httpx2.Response:
    node = federation["bcs"]
    content = bad if isinstance(bad, str) else json.dumps(_named(events_of(bad), rule))
    bearer = node.bearer("system", scopes=[each.value for each in Scope])
    headers = {**bearer, "content-type": "application/cloudevents-batch+json"}
    service = "directory" if rule.id == "for-systems" else "notify"
    return await node.client.post(f"/{service}/v1/bcs/commands", content=content, headers=headers)


def _named(events: list[Any], rule: Rule) -> list[Any]:
    """With the source of the token, where that is not what is wrong; and ids that no other test has."""
    if rule.id in ("source", "size", "object"):
        return events
    source = "urn:kith:source:bcs/systems/tools"
    return [{**each, "source": source, "id": f"{rule.id}-{each.get('id')}"} for each in events]


@pytest.mark.parametrize("rule", [each for each in OF_MESSAGES if each.code], ids=lambda rule: rule.id)
async def test_a_node_refuses_its_bad_example_with_the_code_of_the_rule(federation: Federation, rule: Rule) -> None:
    for bad in rule.bad:
        answer = await sent(federation, rule, bad)
        assert not answer.is_success
        codes = {each["code"] for each in answer.json()["errors"]}
        assert codes == ({rule.code} if rule.code != ANY else codes), answer.text


@pytest.mark.parametrize("rule", [each for each in OF_MESSAGES if not each.code], ids=lambda rule: rule.id)
async def test_where_a_rule_names_no_code_a_node_takes_it(federation: Federation, rule: Rule) -> None:
    for bad in rule.bad:
        answer = await sent(federation, rule, bad)
        assert answer.status_code == TAKEN, answer.text

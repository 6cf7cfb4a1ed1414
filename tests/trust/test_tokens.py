"""Hostile tokens at the operations of a running node: nobody is let in, and nothing breaks. Each token is tried at some
operations and each operation with some tokens of each kind; who is known and has no right is tried everywhere.
"""

import asyncio
import json
from collections.abc import Iterable
from itertools import product
from typing import Any, Final, NamedTuple

import httpx2
import pytest
from support.evidence import record
from support.hostile import hostile, without_rights
from support.lone import BODY, PERSON
from support.maker import Hostile, Maker
from support.problem import said

from kith_cli.published.golden.all import samples
from kith_contracts.access.table import OFFICER_OF_IT, OPEN, TABLE, Role, grants_of
from kith_lab.demo.federation import NodeProcess

AT_ONCE: Final = 8
SHARE: Final = 24
REFUSALS: Final = ("not-allowed", "person-unknown", "network-unknown")
PATH: Final = {
    "organisation": BODY,
    "owner": BODY,
    "network": "womens-forum",
    "lead": BODY,
    "event": "day",
    "subject": "day",
    "part": "talk",
    "person": PERSON,
    "before": "1",
    "after": "2",
    "pseudonym": "a" * 26,
    "practice": "prize",
    "step": "entries",
    "round_up": "spring",
    "webhook": "crm",
}


OF_HOSTS: Final = frozenset(
    name for name, grants in TABLE.items() if name.startswith("events-") and grants == (OFFICER_OF_IT,)
)
"""What is for the officers of a network that leads an event; there is no event here, so nobody is one. Good ones are
let in to it in the tests of each, as in `federation/test_mixing.py`.
"""
OF_PAGES: Final = frozenset({"notify-ask-link", "notify-use-link"})
"""For the node's own pages alone, by tokens that it makes itself."""
OF_OWNERS: Final = frozenset({"directory-answer-network-agreement", "directory-answer-announcement"})
"""The same of a network that several bodies own; good ones are let in to it in `federation/test_shared_networks.py`."""


class Operation(NamedTuple):
    """An operation as it is asked for: with content that its contract allows."""

    id: str
    method: str
    url: str
    content: Any

    @property
    def for_everyone(self) -> bool:
        return {grant.role for grant in grants_of(self.id)} == {*Role}


class Answer(NamedTuple):
    operation: str
    token: str
    status: int
    code: str


@pytest.fixture(scope="module")
async def operations(lone: tuple[NodeProcess, Maker]) -> list[Operation]:
    """All operations that the node itself describes, but for health and what is open to all; that which forgets the
    person comes last, for after it there is nobody to ask for.
    """
    document = (await lone[0].client.get("/openapi.json")).json()
    golden = {each["headers"]["ce_type"]: each["data"] for each in samples().values()}
    found = [
        Operation(
            each["operationId"],
            method.upper(),
            path.format(**PATH, id="0"),
            golden.get(f"org.kith.{each['operationId'].replace('-', '.', 1)}.v1") if method == "post" else None,
        )
        for path, methods in document["paths"].items()
        for method, each in methods.items()
        if not path.startswith("/health/") and each["operationId"] not in OPEN
    ]
    return sorted(found, key=lambda each: each.id == "directory-forget-person")


async def ask(node: NodeProcess, operation: Operation, token: str) -> httpx2.Response:
    headers = {b"authorization": b"Bearer " + token.encode()}
    return await node.client.request(operation.method, operation.url, json=operation.content, headers=headers)


def in_turn(operations: list[Operation], tokens: list[Hostile]) -> list[tuple[Operation, Hostile]]:
    """Each token at a share of the operations, the next at others: what refuses a token comes before all operations."""
    return [(operation, each) for at, each in enumerate(tokens) for operation in operations[at % SHARE :: SHARE]]


async def ask_all(node: NodeProcess, asked: Iterable[tuple[Operation, Hostile]]) -> list[Answer]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(operation: Operation, each: Hostile) -> Answer:
        async with gate:
            answer = await ask(node, operation, each.token)
        code = answer.json()["code"] if answer.headers["content-type"] == "application/problem+json" else ""
        return Answer(operation.id, each.name, answer.status_code, code)

    return list(await asyncio.gather(*[one(operation, each) for operation, each in asked]))


@pytest.mark.timeout(300)
async def test_no_hostile_token_is_let_in_anywhere(
    lone: tuple[NodeProcess, Maker], operations: list[Operation]
) -> None:
    node, maker = lone
    bad, unrighted = hostile(maker), without_rights(maker)
    assert len(bad) + len(unrighted) >= 200
    assert len(operations) >= 28
    closed = [each for each in operations if not each.for_everyone]
    at_all = await ask_all(node, in_turn(operations, bad))
    assert {each.operation for each in at_all} == {each.id for each in operations}
    at_closed = await ask_all(node, product(closed, unrighted))
    wrong = [each for each in at_all if each.status != 401 or not each.code.startswith("token-")]
    of_the_office = {("a consortium administrator", each) for each in ("directory-office", "events-office")}
    at_closed = [each for each in at_closed if (each.token, each.operation) not in of_the_office]
    wrong += [each for each in at_closed if each.status not in (403, 404) or each.code not in REFUSALS]
    assert not wrong, wrong[:20]
    record("tokens", tried=len(at_all) + len(at_closed), wrongly_admitted=len(wrong))


async def test_without_a_token_the_answer_is_a_challenge(
    lone: tuple[NodeProcess, Maker], operations: list[Operation]
) -> None:
    node, maker = lone
    good = maker.token()
    for headers in (
        {},
        {"authorization": ""},
        {"authorization": good},
        {"authorization": f"Basic {good}"},
        {"authorization": f"DPoP {good}"},
        {"cookie": f"access_token={good}"},
        {"x-forwarded-user": "admin"},
    ):
        for operation in operations[::4]:
            answer = await node.client.request(
                operation.method, f"{operation.url}?access_token={good}", headers=headers
            )
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith('Bearer realm="kith"')
            assert answer.headers["cache-control"] == "no-store"
    twice = [("authorization", f"Bearer {good}"), ("authorization", f"Bearer {maker.token()}")]
    assert (await node.client.get(operations[0].url, headers=twice)).status_code == 401


async def test_another_person_is_answered_as_if_there_were_nobody(lone: tuple[NodeProcess, Maker]) -> None:
    """Whoever asks for a person who is there and for one who is not gets the same answer."""
    node, maker = lone
    headers = {"authorization": f"Bearer {maker.token(roles=['member'], kith_person='p-somebody-else')}"}
    for path in (
        "directory/v1/bcs/people/{}",
        "events/v1/bcs/people/{}/registrations",
        "events/v1/bcs/people/{}/draws/iop/day/talk",
        "events/v1/bcs/people/{}/calendar",
        "notify/v1/bcs/people/{}/messages",
    ):
        there, nowhere = [await node.client.get(path.format(id), headers=headers) for id in (PERSON, "p-nobody-at-all")]
        assert there.status_code == nowhere.status_code == 404
        assert said(there) == said(nowhere)
    for service, command, more in (
        ("directory", "join-network", {"network": "bcs/womens-forum"}),
        ("directory", "leave-network", {"network": "bcs/womens-forum"}),
        ("directory", "choose-visibility", {"network": "bcs/womens-forum", "seen_by": "nobody"}),
        ("events", "ask-for-places", {"event": "bcs/day", "parts": ["talk"]}),
    ):
        url = f"/{service}/v1/bcs/commands/{command}"
        there, nowhere = [
            await node.client.post(url, json={"person": id, **more}, headers=headers)
            for id in (PERSON, "p-nobody-at-all")
        ]
        assert there.status_code == nowhere.status_code == 404
        assert said(there) == said(nowhere)


async def test_an_outcome_is_for_its_asker_alone_and_a_key_is_its_owners(lone: tuple[NodeProcess, Maker]) -> None:
    node, maker = lone
    first = {"authorization": f"Bearer {maker.token(sub='one', roles=['body-admin'])}", "idempotency-key": "same"}
    other = {"authorization": f"Bearer {maker.token(sub='two', roles=['body-admin'])}", "idempotency-key": "same"}
    url, content = "/directory/v1/bcs/commands/publish-profile", {"body": "bcs", "name": "BCS"}
    mine = await node.client.post(url, json=content, headers=first)
    theirs = await node.client.post(url, json={**content, "name": "BCS again"}, headers=other)
    assert mine.status_code == theirs.status_code == 200, (mine.text, theirs.text)
    assert mine.json()["id"] != theirs.json()["id"]
    assert (await node.client.get(mine.json()["ask"], headers=first)).json() == mine.json()
    hidden = await node.client.get(mine.json()["ask"], headers=other)
    assert (hidden.status_code, hidden.json()["code"]) == (404, "command-unknown")


async def test_only_those_who_chose_so_are_seen_and_by_nobody_else(lone: tuple[NodeProcess, Maker]) -> None:
    node, _ = lone
    quiet = {"person": "p-quiet-member", "name": "Quiet Member", "address": "quiet@example.org"}
    assert (await node.command("directory", "enrol-person", quiet)).is_success
    joined = {"person": quiet["person"], "network": "bcs/womens-forum"}
    assert (await node.command("directory", "join-network", joined)).is_success
    officer = node.bearer("officer", networks=["bcs/womens-forum"])
    path = "own-networks/womens-forum/seen-by"
    seen = await node.read("directory", f"{path}/committee", officer)
    assert seen == [{"person": PERSON, "name": "Ada Example", "member": True}]
    member = node.bearer("member", person=quiet["person"])
    assert await node.read("directory", f"{path}/members", member) == [{"name": "Ada Example"}]
    assert (await node.command("directory", "choose-visibility", {**joined, "seen_by": "committee"})).is_success
    seen = await node.read("directory", f"{path}/committee", officer)
    assert {each["name"] for each in seen} == {"Ada Example", "Quiet Member"}
    assert await node.read("directory", f"{path}/members", member) == [{"name": "Ada Example"}]
    for blind in (
        node.bearer("body-admin"),
        node.bearer("system", scopes=["people:write", "networks:read"]),
        node.bearer("officer", networks=["bcs/other"]),
        node.bearer("member", person="p-not-a-member"),
        node.bearer("consortium-admin"),
    ):
        assert await node.read("directory", f"{path}/committee", blind) is None
        assert await node.read("directory", f"{path}/members", blind) is None


async def test_what_is_too_large_or_too_deep_is_refused_also_in_pieces(lone: tuple[NodeProcess, Maker]) -> None:
    node, maker = lone
    url = f"/directory/v1/{BODY}/commands/publish-profile"
    headers = {"authorization": f"Bearer {maker.token(sub='large')}", "content-type": "application/json"}

    async def pieces() -> Any:
        for _ in range(40):
            yield b" " * 10_000

    chunked = await node.client.post(url, content=pieces(), headers=headers)
    assert "content-length" not in chunked.request.headers
    assert (chunked.status_code, chunked.json()["code"]) == (413, "too-large")
    for content in (b'{"a":' * 50 + b"1" + b"}" * 50, b"[" * 30_000, b"[" + b"1," * 30_000 + b"1]"):
        deep = await node.client.post(url, content=content, headers=headers)
        assert (deep.status_code, deep.json()["code"]) == (400, "too-complex")
    for content in (b"1" * 10_000, b'{"name": "\\ud800"}', b"\xff\xfe", b'{"body": NaN}', b"", b"null", b'"x"'):
        odd = await node.client.post(url, content=content, headers=headers)
        assert odd.status_code in (400, 422), content[:20]


async def test_at_last_a_good_token_is_let_in_everywhere_so_that_the_others_could_have_been(
    lone: tuple[NodeProcess, Maker], operations: list[Operation]
) -> None:
    node, maker = lone
    for alg in ("Ed25519", "ES256", "RS256", "PS256", "EdDSA"):
        bodies = await node.client.get(
            f"/directory/v1/{BODY}/bodies", headers={"authorization": f"Bearer {maker.token(alg)}"}
        )
        assert bodies.status_code == 200
    good = [Hostile("good", maker.token())]
    answers = await ask_all(node, product(operations, good))
    assert {each.operation for each in answers if each.status == 200} >= {"directory-person", "directory-own-networks"}
    refused = {each.operation for each in answers if each.status in (401, 403, 429) or each.status >= 500}
    of_hosts = {each.id for each in operations if "/commands/" in each.url} & OF_HOSTS
    least = of_hosts | OF_OWNERS | OF_PAGES
    assert least <= refused <= least | OF_HOSTS | {"directory-office", "events-office"}


async def test_the_log_says_nothing_of_tokens_or_people(lone: tuple[NodeProcess, Maker]) -> None:
    node, _ = lone
    text = node.log.read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert lines
    wrong = [line for line in lines if line.get("level") in ("critical", "error")]
    assert not [line for line in wrong if "server" not in line], "a broker that is slow on a slow machine is said too"
    assert not [word for word in ("eyJ", PERSON, "Ada", "quiet@") if word in text]

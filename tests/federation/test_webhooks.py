"""Facts sent to a server of an organisation: agreed to, signed, sent until they are taken, and again on request."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks.webhooks import Webhook
from support.eventually import eventually
from support.joint import charter
from support.receiver import Receiver, receiver

from kith_lab.demo.federation import Federation, NodeProcess

AGREES: Final = b"WebHook-Allowed-Origin: bcs\r\n"
PUBLISHED: Final = "org.kith.directory.network-published.v1"
Status = Callable[[dict[str, Any]], int]


class Crm:
    """The server of a webhook: what it was sent, and how it answers."""

    def __init__(self, node: NodeProcess, server: Receiver) -> None:
        self.node, self.server, self.name = node, server, f"bcs/{uuid4().hex[:12]}"
        self.status: Status = lambda _: 204
        self.agrees = True
        server.reply = self._reply

    async def _reply(self, writer: asyncio.StreamWriter) -> None:
        request = self.server.requests[-1]
        status = self.status(json.loads(body)) if (body := request.partition(b"\r\n\r\n")[2]) else 200
        allowed = AGREES if self.agrees and not body else b""
        writer.write(f"HTTP/1.1 {status} So\r\n".encode() + allowed + b"Content-Length: 0\r\n\r\n")

    @property
    def sent(self) -> list[tuple[dict[str, str], bytes]]:
        """Headers and content of all that it was sent."""
        posts = [at for at, each in enumerate(self.server.requests) if each.startswith(b"POST")]
        return [(self.server.headers(at), self.server.requests[at].partition(b"\r\n\r\n")[2]) for at in posts]

    @property
    def facts(self) -> list[dict[str, Any]]:
        return [json.loads(content) for _, content in self.sent]

    def names(self) -> list[str]:
        return [each["data"]["network"] for each in self.facts if each["type"] == PUBLISHED]

    async def set(self, **more: Any) -> None:
        url = f"http://127.0.0.1:{self.server.port}/kith"
        await done(self.node, "notify", "set-webhook", {"webhook": self.name, "url": url, **more})

    async def is_active(self) -> None:
        await eventually(lambda: self._has("active"))

    async def is_stopped(self) -> None:
        await eventually(lambda: self._has("stopped"))

    async def _has(self, status: str) -> bool:
        standing: str = (await self.standing())["status"]
        return standing == status

    async def standing(self) -> dict[str, Any]:
        found = await self.node.read("notify", "webhooks")
        return next(each for each in found if each["webhook"] == self.name)

    async def read(self, what: str) -> Any:
        return await self.node.read("notify", f"webhooks/{self.name.partition('/')[2]}/{what}")


@asynccontextmanager
async def crm(node: NodeProcess) -> AsyncIterator[Crm]:
    async with receiver() as server:
        made = Crm(node, server)
        yield made
        await node.command("notify", "remove-webhook", {"webhook": made.name})


async def done(node: NodeProcess, service: str, command: str, data: dict[str, Any]) -> None:
    answer = await node.command(service, command, data)
    assert answer.status_code == 200, answer.text


async def found(node: NodeProcess, slug: str = "") -> str:
    """A new network of BCS."""
    name = f"bcs/{slug or 'w' + uuid4().hex[:12]}"
    await done(node, "directory", "charter-network", {"network": name, "charter": charter()})
    return name


def check_v1(secret: str, headers: dict[str, str], content: bytes) -> None:
    """As a receiver does, with the standard's own library; it raises."""
    Webhook(secret).verify(content, headers)


def check_v1a(public: str, headers: dict[str, str], content: bytes) -> None:
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + content
    (signature, *_) = [each[4:] for each in headers["webhook-signature"].split() if each.startswith("v1a,")]
    key.verify(base64.b64decode(signature), said)


async def test_a_server_that_agrees_gets_each_fact_signed_in_two_ways(federation: Federation) -> None:
    async with crm(node := federation["bcs"]) as server:
        await server.set(types=[PUBLISHED])
        await server.is_active()
        assert server.server.requests[0].startswith(b"OPTIONS /kith HTTP/1.1")
        assert server.server.headers(0)["webhook-request-origin"] == "bcs"
        network = await found(node)
        await eventually(lambda: _now(network in server.names()))
        keys = await server.read("keys")
        for headers, content in server.sent:
            check_v1(keys["secrets"][0], headers, content)
            check_v1a(keys["public_keys"][0], headers, content)
            fact = json.loads(content)
            assert headers["content-type"] == "application/cloudevents+json"
            assert len(headers["webhook-id"]) == 32
            assert fact["type"] == PUBLISHED, "nothing that it does not want"
        assert not [each for each in server.facts if "person" in each["data"]]


async def test_a_server_that_does_not_agree_gets_nothing(federation: Federation) -> None:
    async with crm(node := federation["bcs"]) as server:
        server.agrees = False
        await server.set()
        await found(node)
        await eventually(lambda: _now(bool(server.server.requests)))
        assert not server.sent
        assert (await server.standing())["status"] == "waiting"
        (attempt,) = await server.read("attempts")
        assert (attempt["number"], attempt["status"], attempt["attempt"]) == (0, 200, 1)
        assert attempt["next"]


async def test_new_keys_sign_beside_the_old_for_a_day(federation: Federation) -> None:
    async with crm(node := federation["bcs"]) as server:
        await server.set(types=[PUBLISHED])
        await server.is_active()
        old = await server.read("keys")
        await done(node, "notify", "rotate-webhook-keys", {"webhook": server.name})
        both = await server.read("keys")
        assert both["secrets"][1:] == old["secrets"]
        assert both["secrets"][0] != old["secrets"][0]
        network = await found(node)
        await eventually(lambda: _now(network in server.names()))
        for secret in both["secrets"]:
            check_v1(secret, *server.sent[-1])
        again = await node.command("notify", "rotate-webhook-keys", {"webhook": server.name})
        assert (again.status_code, again.json()["code"]) == (409, "keys-just-rotated")


async def test_a_server_that_is_gone_is_left_alone_and_its_owner_told_until_it_is_set_again(
    federation: Federation,
) -> None:
    async with crm(node := federation["bcs"]) as server:
        server.status = lambda _: 410
        await server.set(types=[PUBLISHED])
        await server.is_active()
        refused = await found(node)
        await server.is_stopped()
        standing = await server.standing()
        assert (standing["reason"], "410" in standing["sentence"]) == ("gone", True)
        told = await node.client.get(
            "/notify/v1/bcs/facts",
            params={"type": "org.kith.notify.webhook-updated.v1", "most": 200},
            headers=node.bearer("body-admin"),
        )
        mine = [each["data"] for each in told.json()["facts"] if each["data"]["webhook"] == server.name]
        assert [each["status"] for each in mine] == ["waiting", "active", "stopped"]
        missed = await found(node)
        server.status = lambda _: 200
        await server.set()
        await eventually(lambda: _now(missed in server.names() and server.names().count(refused) == 2))


@pytest.mark.beside
async def test_what_is_not_taken_is_sent_again_with_the_same_id_and_all_attempts_are_shown(
    federation: Federation,
) -> None:
    async with crm(node := federation["bcs"]) as server:
        refused = dict[str, int]()

        def once(fact: dict[str, Any]) -> int:
            refused[fact["id"]] = refused.get(fact["id"], 0) + 1
            return 503 if refused[fact["id"]] == 1 else 204

        server.status = once
        await server.set(types=[PUBLISHED])
        await server.is_active()
        network = await found(node)
        await eventually(lambda: _now(server.names().count(network) == 2))
        ids = [headers["webhook-id"] for headers, content in server.sent if network in content.decode()]
        assert len(set(ids)) == 1
        await eventually(lambda: _is(server, to_send_again=0))
        number = next(int(each["sequence"]) for each in server.facts if each["data"]["network"] == network)
        shown = [each for each in await server.read("attempts") if each["number"] == number]
        assert [(each["attempt"], each["status"], bool(each["next"])) for each in shown] == [
            (2, 204, False),
            (1, 503, True),
        ]


async def test_a_span_is_sent_again_on_request(federation: Federation) -> None:
    async with crm(node := federation["bcs"]) as server:
        await server.set(types=[PUBLISHED])
        await server.is_active()
        first, second = await found(node), await found(node)
        await eventually(lambda: _now({first, second} <= {*server.names()}))
        number = int(next(each["sequence"] for each in server.facts if each["data"]["network"] == second))
        await done(node, "notify", "replay-facts", {"webhook": server.name, "first": number, "last": number})
        await eventually(lambda: _now(server.names().count(second) == 2))
        assert server.names().count(first) == 1
        since = next(each["time"] for each in server.facts if each["data"]["network"] == first)
        await done(node, "notify", "replay-facts", {"webhook": server.name, "since": since})
        await eventually(lambda: _now(server.names().count(first) == 2 and server.names().count(second) == 3))
        unclear = await node.command("notify", "replay-facts", {"webhook": server.name})
        assert unclear.json()["code"] == "span-unclear"
        empty = await node.command("notify", "replay-facts", {"webhook": server.name, "first": 10**9})
        assert (empty.json()["code"], empty.json()["field"]) == ("span-empty", "first")


async def test_a_system_sets_its_own_webhook_and_reads_what_became_of_it(federation: Federation) -> None:
    async with crm(node := federation["bcs"]) as server:
        headers = node.bearer("system", scopes=["webhooks:write"])
        event = {
            "specversion": "1.0",
            "id": uuid4().hex[:20],
            "source": "urn:kith:source:bcs/systems/tools",
            "type": "org.kith.notify.set-webhook.v1",
            "data": {"webhook": server.name, "url": f"http://127.0.0.1:{server.server.port}/kith"},
        }
        kind = {"content-type": "application/cloudevents+json"}
        answer = await node.client.post("/notify/v1/bcs/commands", content=json.dumps(event), headers=headers | kind)
        assert answer.status_code == 202, answer.text
        await eventually(lambda: _done(node, answer.headers["location"], headers))
        await server.is_active()
        changed = await node.client.get(
            "/notify/v1/bcs/facts", params={"type": "org.kith.notify.webhook-updated.v1", "most": 200}, headers=headers
        )
        assert event["id"] in {each.get("correlationid") for each in changed.json()["facts"]}


async def test_all_that_is_wrong_with_a_webhook_is_told_at_once(federation: Federation) -> None:
    node = federation["bcs"]
    wrong = {"webhook": "bcs/wrong", "url": "http://crm.example", "types": [PUBLISHED, "org.kith.events.none.v1"]}
    answer = await node.command("notify", "set-webhook", wrong)
    assert [(each["code"], each["field"]) for each in answer.json()["errors"]] == [
        ("address-not-https", "url"),
        ("type-unknown", "types.1"),
    ]
    other = await node.command("notify", "set-webhook", {**wrong, "webhook": "iop/wrong"})
    assert (other.json()["code"], other.json()["field"]) == ("not-our-webhook", "webhook")
    unknown = await node.command("notify", "remove-webhook", {"webhook": "bcs/unknown"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "webhook-unknown")
    reader = node.bearer("system", scopes=["networks:read", "events:read"])
    assert (await node.client.get("/notify/v1/bcs/webhooks", headers=reader)).status_code == 403


async def _now(what: bool) -> bool:
    return what


async def _done(node: NodeProcess, ask: str, headers: dict[str, str]) -> bool:
    return (await node.client.get(ask, headers=headers)).status_code == 200


async def _is(server: Crm, **wanted: Any) -> bool:
    standing = await server.standing()
    return all(standing[name] == value for name, value in wanted.items())

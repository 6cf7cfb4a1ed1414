"""Links by mail to sign in with, at a node that mails them: who may ask, who gets one, and what its use gives."""

import asyncio
from base64 import b64decode
from collections.abc import Iterator
from typing import Any, Final

import httpx2
import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from support.company import PAGES
from support.eventually import eventually
from support.story import done, enrolled

from kith_chassis.http.own_issuer import OwnIssuer
from kith_contracts.access.table import Role
from kith_lab.demo.federation import Federation, NodeProcess, Surroundings
from kith_lab.servers.mail import MailCatcher
from kith_notify.links.worker import DONE

ANA: Final = "p-letters-ana"
BEA: Final = "p-letters-bea"
CEL: Final = "p-letters-cel"
DOT: Final = "p-letters-dot"
EMY: Final = "p-letters-emy"


@pytest.fixture
def stored(around: Surroundings) -> Iterator[Any]:
    """The database of its notify service."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(around.mongo_url)
    yield client[f"{around.database_prefix}_mailing_notify"]
    client.close()


@pytest.fixture(scope="module", autouse=True)
async def people(mailing: Federation) -> None:
    await enrolled(mailing, "mailing", ANA, BEA, CEL, DOT, EMY)


def issuer_of(node: NodeProcess) -> OwnIssuer:
    told = node.environment
    return OwnIssuer(b64decode(told["KITH_SECRET"]), told["KITH_AUDIENCE"])


def visitor(node: NodeProcess) -> dict[str, str]:
    return {"authorization": f"Bearer {issuer_of(node).visitor(node.body, 'somebody')}"}


async def post(node: NodeProcess, path: str, content: dict[str, Any], bearer: dict[str, str]) -> httpx2.Response:
    return await node.client.post(f"/notify/v1/{node.body}/{path}", json=content, headers=bearer)


async def token_for(node: NodeProcess, mails: MailCatcher, person: str) -> str:
    """Ask for a link, and take its token from the mail."""
    await asked(node, person)
    return await mailed(mails, person)


async def asked(node: NodeProcess, person: str) -> None:
    answer = await post(node, "links", {"address": f"{person}@mail.example".upper()}, visitor(node))
    assert answer.status_code == httpx2.codes.OK, answer.text


async def mailed(mails: MailCatcher, person: str) -> str:
    """The token of the one link that this person gets."""
    address = f"{person}@mail.example"

    async def came() -> bool:
        return bool(mails.sent_to(address))

    await eventually(came)
    [mail] = mails.sent_to(address)
    body = mail.get_body(("plain",))
    assert body
    [line] = [each for each in body.get_content().split() if each.startswith(PAGES)]
    return str(line).removeprefix(f"{PAGES}/mailing/link/")


async def test_a_link_is_mailed_and_gives_its_person_once(mailing: Federation, mails: MailCatcher) -> None:
    node = mailing["mailing"]
    token = await token_for(node, mails, ANA)
    assert len(token) >= 43
    answers = await asyncio.gather(*[post(node, "links/use", {"token": token}, visitor(node)) for _ in range(5)])
    assert sorted(each.status_code for each in answers) == [200, 404, 404, 404, 404]
    assert [each.json() for each in answers if each.is_success] == [{"person": ANA}]
    assert {each.json()["code"] for each in answers if each.is_error} == {"link-unknown"}


async def test_whether_somebody_is_known_the_answer_does_not_tell(mailing: Federation) -> None:
    node = mailing["mailing"]
    known, unknown = [
        await post(node, "links", {"address": f"{who}@mail.example"}, visitor(node)) for who in (EMY, "nobody")
    ]
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (200, b'{"minutes":15}')


async def test_only_the_pages_of_the_node_ask_and_use(mailing: Federation) -> None:
    node = mailing["mailing"]
    wanted = (("links", {"address": f"{ANA}@mail.example"}), ("links/use", {"token": "x"}))
    for bearer in (node.bearer("system"), node.bearer("body-admin"), node.bearer("member", person=ANA)):
        for path, content in wanted:
            answer = await post(node, path, content, bearer)
            assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


async def test_a_token_of_the_pages_acts_for_its_person_and_for_no_other(mailing: Federation) -> None:
    node = mailing["mailing"]
    own = {"authorization": f"Bearer {issuer_of(node).person('mailing', ANA, Role.MEMBER)}"}
    assert (await node.read("directory", f"people/{ANA}", own))["person"] == ANA
    assert await node.read("directory", f"people/{BEA}", own) is None
    assert await node.read("directory", "own-networks", own) is None


async def test_a_link_and_a_session_of_who_has_been_forgotten_end(
    mailing: Federation, stored: Any, mails: MailCatcher
) -> None:
    node = mailing["mailing"]
    token = await token_for(node, mails, BEA)
    bearer = {"authorization": f"Bearer {issuer_of(node).person('mailing', BEA, Role.MEMBER)}"}
    assert (await node.read("directory", f"people/{BEA}", bearer))["person"] == BEA
    await done(mailing, "mailing", "directory", "forget-person", {"person": BEA})

    async def gone() -> bool:
        return await stored["states"].find_one({"_id": f"recipient/{BEA}"}) is None

    await eventually(gone)
    assert await node.read("directory", f"people/{BEA}", bearer) is None
    answer = await post(node, "links/use", {"token": token}, visitor(node))
    assert (answer.status_code, answer.json()["code"]) == (404, "link-unknown")


async def test_who_was_stored_before_links_were_mailed_gets_one(
    mailing: Federation, stored: Any, mails: MailCatcher
) -> None:
    node = mailing["mailing"]
    await node.stop()
    untagged = await stored["states"].update_many({"_id": {"$regex": "^recipient/"}}, {"$set": {"tags": []}})
    assert untagged.modified_count >= 1
    assert (await stored["about"].delete_one({"_id": DONE})).deleted_count == 1
    await node.start()
    await node.ready()

    async def tagged() -> bool:
        return await stored["about"].find_one({"_id": DONE}) is not None

    await eventually(tagged)
    assert await token_for(node, mails, CEL)


async def test_while_the_mail_server_is_away_a_link_waits(mailing: Federation, mails: MailCatcher) -> None:
    node = mailing["mailing"]
    await mails.stop()
    await asked(node, DOT)

    async def tried() -> bool:
        return "the mail server has not taken a link" in node.log.read_text()

    await eventually(tried)
    await mails.start()
    token = await mailed(mails, DOT)
    assert (await post(node, "links/use", {"token": token}, visitor(node))).json() == {"person": DOT}


async def test_a_node_that_mails_no_links_takes_no_such_token(federation: Federation) -> None:
    node = federation["iop"]
    answer = await post(node, "links", {"address": f"{ANA}@mail.example"}, visitor(node))
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    own = {"authorization": f"Bearer {issuer_of(node).person('iop', ANA, Role.MEMBER)}"}
    refused = await node.client.get(f"/directory/v1/iop/people/{ANA}", headers=own)
    assert (refused.status_code, refused.json()["code"]) == (401, "token-claims")

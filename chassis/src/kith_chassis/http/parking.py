"""What systems of the organisation have sent, and the service has set aside: for its administrator, without content."""

from typing import Any, Final, Literal

from fastapi import APIRouter

from kith_chassis.http.outcome import Find
from kith_chassis.path.remedies import mend, title_of
from kith_chassis.path.shelf import Content, content_of, id_of, is_of_systems, own_commands, rule_of
from kith_chassis.service import BodyService
from kith_contracts.headers import source_of
from kith_contracts.pages.parking import OwnParked
from kith_contracts.words import BodySlug

MOST: Final = 200


def parked_of(routes: APIRouter, service: str, find: Find) -> APIRouter:
    """These routes with the read."""

    @routes.get(
        "/parked",
        operation_id=f"{service}-parked",
        summary="Commands of the organisation's systems that could not be handled and were set aside; the newest "
        "first, at most 200. Their content is not told.",
    )
    async def parked(body: BodySlug) -> list[OwnParked]:
        running = find(body)
        wanted = {"sender": {"$in": own_commands(body, service)}}
        found = await running.ledger.parked.find(wanted).sort([("at", -1), ("_id", -1)]).to_list(MOST)
        opened = [(each, await content_of(each, running.vault)) for each in found]
        return [_told(running, each, content) for each, content in opened if is_of_systems(each, content, body)]

    return routes


def _told(running: BodyService, document: dict[str, Any], content: Content | None) -> OwnParked:
    said = content.envelope if content else {}
    source, code = said.get("ce_source", ""), str(document["code"])
    return OwnParked(
        id=id_of(running.service.name, document["_id"]),
        service=running.service.name,
        at=document["at"],
        count=document["count"],
        code=code if code.replace("-", "").isalnum() else "not-handled",
        title=title_of(code),
        rule=rule_of(document),
        mend=mend(code),
        system=source.rpartition("/systems/")[2] if "/systems/" in source else "",
        type=said.get("ce_type", ""),
        command=said.get("ce_id", ""),
        place=document["_id"],
        told=_heard(running.body, document, content, said),
    )


def _heard(
    body: str, document: dict[str, Any], content: Content | None, said: dict[str, str]
) -> Literal["fact", "outcome", "nobody"]:
    """As `path.decide` has told it."""
    own = said.get("ce_source", "").startswith(source_of(body, "systems/")) and bool(said.get("ce_id"))
    if "record" not in document:
        return "outcome"
    if content is None or not own:
        return "nobody"
    return "outcome" if content.is_marked else "fact"

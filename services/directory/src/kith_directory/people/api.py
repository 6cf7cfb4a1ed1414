"""What the officers of a network read of its members: who has asked to join, and about how many there are."""

from datetime import UTC, datetime

from fastapi import APIRouter

from kith_chassis.http.api import After, Find, Most
from kith_contracts.pages.networks import SizePage
from kith_contracts.pages.people import Asked
from kith_contracts.words import BodySlug, Slug
from kith_directory.networks.size import Size, told
from kith_directory.people.person import Membership, Person
from kith_directory.people.requests import JoinRequest, requests_tag


def add_requests(routes: APIRouter, find: Find) -> None:
    """The reads of who waits for an answer, and of the size of a network; for its officers alone."""

    @routes.get(
        "/own-networks/{network}/requests",
        operation_id="directory-join-requests",
        summary="Who waits for the network's answer: named only if they chose to be seen.",
    )
    async def requests(body: BodySlug, network: Slug, after: After = "", most: Most = 200) -> list[Asked]:
        running, name = find(body), f"{body}/{network}"
        tags = (requests_tag(running.vault.keyed, name),)
        found: list[JoinRequest] = await running.views.tagged(JoinRequest, tags, after, most)
        people: dict[str, Person] = await running.views.many(tuple(Person.at(each.person) for each in found))
        return [
            Asked(request=each.id, asked=each.asked, note=each.note, name=_name(people, each.person, name))
            for each in found
        ]

    @routes.get(
        "/own-networks/{network}/size",
        operation_id="directory-size",
        summary="About how many members a network has, as of Monday.",
    )
    async def size(body: BodySlug, network: Slug) -> SizePage:
        name = f"{body}/{network}"
        known: Size | None = await find(body).views.get(Size.at(name))
        return SizePage(network=name, **told(known, datetime.now(UTC))._asdict())


def _name(people: dict[str, Person], person: str, network: str) -> str | None:
    known = people.get(Person.at(person).path)
    return known.name if known and known.memberships.get(network, Membership()).visible else None

"""What is read of bodies and networks: by everyone what everyone may find, and at home what is its own."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic.json_schema import SkipJsonSchema

from kith_chassis.http.api import After, Asking, Find, Most
from kith_chassis.http.problems import Refused
from kith_chassis.members import Member
from kith_chassis.views import StoredViews
from kith_contracts.access.table import ADMIN, Scope, Subject, Verdict, judge, system
from kith_contracts.directory.charters import Joinable
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.pages.bodies import BodyPage
from kith_contracts.pages.networks import NetworkPage, OwnNetwork, WhereToJoin
from kith_contracts.words import BodySlug, Phrase, Slug, body_of
from kith_directory.networks.advice import advice
from kith_directory.networks.listings import Face, Listing, part_of_what, parts_tag
from kith_directory.networks.network import Network
from kith_directory.networks.parts import MOST_PARTS, Family
from kith_directory.networks.search import MOST_FOUND, Wanted, ranked
from kith_directory.welcome.guest import Neighbour, welcomed

Words = Annotated[str, Query(max_length=100)]
Region = Annotated[Phrase | SkipJsonSchema[None], Query()]
CanJoin = Annotated[Joinable | SkipJsonSchema[None], Query()]


def add_networks(routes: APIRouter, find: Find) -> None:
    """The reads of bodies and their networks."""
    _add_bodies(routes, find)
    _add_listed(routes, find)
    _add_own(routes, find)


def _add_bodies(routes: APIRouter, find: Find) -> None:
    @routes.get("/bodies", operation_id="directory-bodies", summary="The bodies of the consortium.")
    async def bodies(body: BodySlug) -> list[BodyPage]:
        views = find(body).views
        faces = {face.id: face.published for face in await views.page(Face, most=500)}
        members = await views.page(Member, most=500)
        return [BodyPage(registered=member.registered, profile=faces.get(member.id)) for member in members]


def _add_listed(routes: APIRouter, find: Find) -> None:
    @routes.get("/networks", operation_id="directory-networks", summary="The networks that everyone may find.")
    async def networks(
        body: BodySlug,
        *,
        words: Words = "",
        region: Region = None,
        joinable: CanJoin = None,
        after: After = "",
        most: Most = 200,
    ) -> list[NetworkPublished]:
        return await networks_found(find(body).views, Wanted(words, region, joinable), after, most)

    @routes.get("/networks/{owner}/{network}", operation_id="directory-network", summary="One network.")
    async def network(body: BodySlug, owner: BodySlug, network: Slug) -> NetworkPage:
        views = find(body).views
        listing: Listing | None = await views.get(Listing.at(owner, network))
        if listing is None:
            raise Refused(404, "network-unknown", "There is nothing here for this name.", "network")
        parts = await views.tagged(Listing, (parts_tag(listing.id),), "", MOST_PARTS)
        lead = listing.lead
        known = await views.many((Neighbour.at(owner), Member.at(owner), Face.at(lead), Face.at(body)))
        guest = welcomed(listing.id, known.get(Neighbour.at(owner).path), known.get(Member.at(owner).path))
        at = body if guest or body in listing.owners else lead
        face: Face | None = known.get(Face.at(at).path)
        return NetworkPage(
            **dict(listing.published),
            owners=listing.owners,
            lead=lead,
            part_of=part_of_what(listing.published),
            parts=[each.id for each in parts],
            where_to_join=WhereToJoin(
                body=at,
                name=face.published.name if face else at,
                website=face.published.website if face else None,
                here=at == body,
            ),
        )


async def networks_found(views: StoredViews, wanted: Wanted, after: str, most: int) -> list[NetworkPublished]:
    """By words the best first, of those that are first by name; else in the order of names."""
    if not (tags := wanted.tags):
        return [each.published for each in await views.page(Listing, after=after, most=most)]
    if not (terms := wanted.terms):
        return [each.published for each in await views.matching(Listing, tags, after, most)]
    found = await views.matching(Listing, tags, "", MOST_FOUND)
    return ranked([each.published for each in found], terms)[:most]


def _add_own(routes: APIRouter, find: Find) -> None:
    @routes.get(
        "/own-networks",
        operation_id="directory-own-networks",
        summary="This body's networks, hidden ones too; for an officer those that they serve.",
    )
    async def own_networks(body: BodySlug, asking: Asking, after: After = "", most: Most = 200) -> list[OwnNetwork]:
        views = find(body).views
        family: Family = await views.get(Family.at(body)) or Family(body=body)
        if judge(asking, (ADMIN, system(Scope.NETWORKS_READ)), Subject(body)) is Verdict.ALLOWED:
            found, served = await views.page(Network, after=after, most=most), list(family.parts)
        else:
            served = sorted(name for name in asking.networks if body_of(name) == body)
            known = await views.many(tuple(Network.at(name) for name in served if name > after)[:most])
            found = [known[path] for path in sorted(known)]
        above = {Network.at(each.charter.part_of) for each in found if each.charter.part_of}
        parents, today = await views.many(tuple(above)), datetime.now(UTC).date()
        return [_own(each, family.seen_below(each.id, served), parents, today) for each in found]


def _own(network: Network, parts: list[str], parents: dict[str, Network], today: date) -> OwnNetwork:
    above = network.charter.part_of
    return OwnNetwork(
        network=network.network,
        charter=network.charter,
        status=network.status,
        version=network.version,
        parts=parts,
        advice=advice(network, parents.get(Network.at(above).path) if above else None, today),
    )

"""What everyone may read of networks without a token: a feed of what is new, and linked data. It names nobody."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from kith_chassis.decision import Views
from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused
from kith_chassis.http.public import OPEN_TO_ALL, UNCHANGED, LinkedData, beside, conditional
from kith_chassis.members import Member
from kith_chassis.service import BodyService
from kith_commons.formats import atom
from kith_commons.formats.icalendar import stable_id
from kith_contracts.directory.networks import NetworkPublished, ProfilePublished
from kith_contracts.words import BodySlug, Slug, body_of
from kith_directory.networks.listings import Face, Listing, part_of_what

MOST_OF_A_BODY: Final = 200
"""Networks of one body that stand in the feed, so that no body crowds out the others."""
Before = Annotated[str, Query(max_length=60, pattern=atom.CURSOR)]


class Atom(Response):
    """Atom (RFC 4287)."""

    media_type = atom.MEDIA_TYPE


def add_feeds(routes: APIRouter, find: Find) -> None:
    """The reads that need no token."""
    public = beside(routes)

    @public.get(
        "/feed.atom",
        operation_id="directory-feed",
        summary="What is new about networks, newest first, to follow in a feed reader.",
        response_class=Atom,
        responses=UNCHANGED,
    )
    async def feed(request: Request, body: BodySlug, before: Before = "") -> Response:
        running = find(body)
        names = {each.id: each.registered.name for each in await running.views.page(Member, most=500)}
        found = await listed_by(running.views, names)
        page = _page(found, names, _base(running), body, before)
        return conditional(request, await asyncio.to_thread(atom.feed, page), atom.MEDIA_TYPE, page.updated)

    @public.get(
        "/networks/{owner}/{network}.jsonld",
        operation_id="directory-network-linked",
        summary="One network in the words of schema.org.",
        response_class=LinkedData,
        response_model=dict[str, object],
        responses=UNCHANGED,
    )
    async def one(request: Request, body: BodySlug, owner: BodySlug, network: Slug) -> Response:
        views = find(body).views
        found = await views.many((Listing.at(owner, network), Face.at(owner), Member.at(owner)))
        listing, face = found.get(Listing.at(owner, network).path), found.get(Face.at(owner).path)
        if listing is None:
            raise Refused(
                404, "network-unknown", "There is nothing here for this name.", "network", headers=OPEN_TO_ALL
            )
        member = found.get(Member.at(owner).path)
        name = member.registered.name if member else owner
        made = LinkedData(linked(listing.published, name, face.published if face else None))
        return conditional(request, bytes(made.body), LinkedData.media_type, None)

    routes.routes.extend(public.routes)


async def listed_by(views: Views, bodies: Iterable[str]) -> list[Listing]:
    """The networks of these bodies, of none of them more than stand in the feed."""
    return [each for body in bodies for each in await views.page(Listing, f"{body}/", "", MOST_OF_A_BODY)]


def _base(running: BodyService) -> str:
    return f"{running.settings.public_url}/directory/v1/{running.body}"


def _page(found: list[Listing], names: dict[str, str], base: str, body: str, before: str) -> atom.Page:
    author = names.get(body, body)
    about = atom.Feed(
        id=stable_id("feed", f"directory/{body}"),
        title=f"Networks, as {author} shows them",
        author=author,
        address=f"{base}/feed.atom",
    )
    items = [atom.Item(each.changed, stable_id("network", each.id), each) for each in found]
    return atom.page(about, items, before, lambda each: told(each, names, base))


def told(listing: Listing, names: dict[str, str], base: str) -> atom.Entry:
    """A network in a feed: what it is for, whom it is for, how one comes in."""
    network, owner = listing.published, body_of(listing.id)
    pieces = [network.purpose]
    if network.charter:
        pieces.append(f"This is for you if: {network.charter.for_you_if}")
    pieces += ["It has ended, with thanks."] if network.status == "ended" else [network.how_to_ask]
    pieces.append(f"At {names.get(owner, owner)}.")
    return atom.Entry(
        id=stable_id("network", network.network),
        title=network.name,
        published=listing.since,
        updated=listing.changed,
        text="\n\n".join(pieces),
        links=(("alternate", LinkedData.media_type, f"{base}/networks/{network.network}.jsonld"),),
    )


def linked(network: NetworkPublished, owner: str, profile: ProfilePublished | None) -> dict[str, Any]:
    """The network in the words of schema.org, as JSON-LD: an organisation that belongs to its body, or to the network
    that it is a part of.
    """
    parent: dict[str, Any] = {
        "@type": "Organization",
        "@id": f"urn:uuid:{stable_id('body', body_of(network.network))}",
        "name": owner,
    }
    if profile and profile.website:
        parent["url"] = profile.website
    if part_of := part_of_what(network):
        parent = {
            "@type": "Organization",
            "@id": f"urn:uuid:{stable_id('network', part_of)}",
            "parentOrganization": parent,
        }
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"urn:uuid:{stable_id('network', network.network)}",
        "name": network.name,
        "description": network.purpose,
        "parentOrganization": parent,
    }

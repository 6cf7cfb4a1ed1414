"""What is read of people: a person's own page; and by the officers and members of a network, who chose to be seen, who
has asked to join, and about how many members there are.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from fastapi import APIRouter

from kith_chassis.http.api import After, Asking, Find, Most
from kith_chassis.http.problems import Refused, nobody
from kith_chassis.members import Member
from kith_chassis.service import BodyService
from kith_contracts.pages.networks import SizePage
from kith_contracts.pages.people import Applicant, Asked, Fellow, PersonPage
from kith_contracts.pages.welcome import GuestNetworkPage
from kith_contracts.words import BodySlug, PersonId, Slug, body_of
from kith_directory.networks.size import Size, told
from kith_directory.people.api_offices import own_offices
from kith_directory.people.person import Membership, Person, seen_tag
from kith_directory.people.requests import JoinRequest, requests_tag
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.welcome.api import in_care_of, open_to_guests
from kith_directory.welcome.guest import Neighbour, welcomed


def add_people(routes: APIRouter, find: Find) -> None:
    """The reads of people and memberships."""
    _add_own_page(routes, find)
    _add_guest_networks(routes, find)
    _add_seen(routes, find)
    _add_requests(routes, find)


def _add_own_page(routes: APIRouter, find: Find) -> None:
    @routes.get("/people/{person}", operation_id="directory-person", summary="One's own page.")
    async def own_page(body: BodySlug, person: PersonId) -> PersonPage:
        running = find(body)
        known: Person | None = await running.views.get(Person.at(person))
        if known is None:
            raise nobody()
        resting = await _resting(find(body), known)
        halves = {name: each for name, each in known.memberships.items() if not each.member}
        return PersonPage(
            person=known.person,
            enrolled_as=known.enrolled_as,
            audiences=known.belongs_to,
            out_of=known.out_of,
            networks=[name for name in known.networks if name not in resting],
            resting=resting,
            asked=sorted(name for name, each in halves.items() if each.by_person),
            invited=sorted(name for name, each in halves.items() if each.by_network),
            seen_by={name: each.seen_by for name, each in known.memberships.items() if each.by_person},
            answers=known.answers,
            offices=await own_offices(running, person),
        )


def _add_guest_networks(routes: APIRouter, find: Find) -> None:
    @routes.get(
        "/guest-networks",
        operation_id="directory-guest-networks",
        summary="The networks of other bodies that people of this one can join now.",
    )
    async def guest_networks(body: BodySlug, asking: Asking) -> list[GuestNetworkPage]:
        views = find(body).views
        oneself: Person | None = await views.get(Person.at(asking.person)) if asking.person else None
        if oneself is None:
            raise nobody()
        return [
            GuestNetworkPage(network=name, status=each.status, **each.text.model_dump(exclude={"findable"}))
            for name, each in sorted((await open_to_guests(views)).items())
            if each.text.findable != "invitation" or name in oneself.memberships
        ]


async def _resting(running: BodyService, person: Person) -> list[str]:
    """Networks that they are in and that are not there for our people at the moment: one that we owned with others, or
    of another body in which our people are not welcome.
    """
    hosts = {body_of(name) for name in person.networks} - {running.body}
    refs = [SharedNetwork.at(name) for name in person.networks]
    refs += [ref for each in sorted(hosts) for ref in (Neighbour.at(each), Member.at(each))]
    found = await running.views.many(tuple(refs))

    def rests(name: str) -> bool:
        shared: SharedNetwork | None = found.get(SharedNetwork.at(name).path)
        if shared:
            return shared.status == "ended"
        host = body_of(name)
        if host == running.body:
            return False
        return not welcomed(name, found.get(Neighbour.at(host).path), found.get(Member.at(host).path))

    return [name for name in person.networks if rests(name)]


def _add_seen(routes: APIRouter, find: Find) -> None:
    """People in a network, as far as they chose to be seen there. There is no list of the others anywhere."""

    @routes.get(
        "/own-networks/{network}/seen-by/committee",
        operation_id="directory-seen-by-committee",
        summary="Those in a network, or waiting to be, who chose that its committee sees them.",
    )
    async def seen_by_committee(body: BodySlug, network: Slug, after: After = "", most: Most = 200) -> list[Applicant]:
        running, name = find(body), f"{body}/{network}"
        tags = tuple(seen_tag(running.vault.keyed, name, by) for by in ("committee", "members"))
        found = await running.views.tagged(Person, tags, after, most)
        return [Applicant(person=each.person, name=each.name, member=name in each.networks) for each in found]

    @routes.get(
        "/own-networks/{network}/seen-by/members",
        operation_id="directory-seen-by-members",
        summary="Those in a network who chose that its members see them; for its members.",
    )
    async def seen_by_members(
        body: BodySlug, network: Slug, asking: Asking, after: After = "", most: Most = 200
    ) -> list[Fellow]:
        running, name = find(body), f"{body}/{network}"
        oneself: Person | None = await running.views.get(Person.at(asking.person)) if asking.person else None
        if oneself is None or name not in oneself.networks:
            raise Refused(404, "network-unknown", "There is nothing here for this name.", "network")
        found = await running.views.tagged(Person, (seen_tag(running.vault.keyed, name, "members"),), after, most)
        return [Fellow(name=each.name) for each in found if name in each.networks]


def _add_requests(routes: APIRouter, find: Find) -> None:
    """The reads of who waits for an answer, and of the size of a network; for its officers alone."""

    @routes.get(
        "/own-networks/{network}/requests",
        operation_id="directory-join-requests",
        summary="Who waits for the answer of its officers, also for networks elsewhere that they look after.",
    )
    async def requests(body: BodySlug, network: Slug, after: After = "", most: Most = 200) -> list[Asked]:
        running, name = find(body), f"{body}/{network}"
        return await _waiting(running, [name, *await in_care_of(running.views, name)], after, most)

    @routes.get(
        "/shared-networks/{owner}/{network}/requests",
        operation_id="directory-shared-join-requests",
        summary="Who of this body waits for the answer of a shared network: named only if they chose to be seen.",
    )
    async def shared_requests(
        body: BodySlug, owner: BodySlug, network: Slug, *, after: After = "", most: Most = 200
    ) -> list[Asked]:
        return await _waiting(find(body), [f"{owner}/{network}"], after, most)

    @routes.get(
        "/own-networks/{network}/size",
        operation_id="directory-size",
        summary="About how many members a network has, as a band.",
    )
    async def size(body: BodySlug, network: Slug) -> SizePage:
        return await _size(find(body), f"{body}/{network}")

    @routes.get(
        "/shared-networks/{owner}/{network}/size",
        operation_id="directory-shared-size",
        summary="About how many people of this body are in a shared network, as a band.",
    )
    async def shared_size(body: BodySlug, owner: BodySlug, network: Slug) -> SizePage:
        return await _size(find(body), f"{owner}/{network}")


async def _waiting(running: BodyService, networks: Sequence[str], after: str, most: int) -> list[Asked]:
    tags = tuple(requests_tag(running.vault.keyed, each) for each in networks)
    found: list[JoinRequest] = await running.views.tagged(JoinRequest, tags, after, most)
    people: dict[str, Person] = await running.views.many(tuple(Person.at(each.person) for each in found))
    return [
        Asked(
            request=each.id,
            network=each.network,
            asked=each.asked,
            note=each.note,
            name=_name(people, each.person, each.network),
        )
        for each in found
    ]


async def _size(running: BodyService, network: str) -> SizePage:
    known: Size | None = await running.views.get(Size.at(network))
    return SizePage(network=network, **told(known, datetime.now(UTC))._asdict())


def _name(people: dict[str, Person], person: str, network: str) -> str | None:
    known = people.get(Person.at(person).path)
    return known.name if known and known.memberships.get(network, Membership()).visible else None

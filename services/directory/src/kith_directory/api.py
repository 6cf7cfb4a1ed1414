"""What the directory answers over HTTP: bodies and networks for everyone, one's own page for a person."""

from fastapi import APIRouter

from kith_chassis.http.api import After, Asking, Find, Guarded, Most, asked_by_oneself
from kith_chassis.http.problems import Refused, nobody
from kith_chassis.members import Member
from kith_contracts.pages.bodies import BodyPage
from kith_contracts.pages.people import Applicant, Fellow, ForgettingPage, PersonPage
from kith_contracts.words import BodySlug, MessageId, PersonId, Slug
from kith_directory.forgetting.home import SECOND_LOOK, Forgetting, forgetting_of
from kith_directory.inside.api import add_inside
from kith_directory.library.api import add_library
from kith_directory.networks.api import add_networks
from kith_directory.networks.api_office import add_office
from kith_directory.networks.feeds import add_feeds
from kith_directory.networks.listings import Face
from kith_directory.people.api import add_requests
from kith_directory.people.person import Person, seen_tag


def router(find: Find) -> APIRouter:
    """The reads of the directory, for the services that `find` gives."""
    routes = APIRouter(route_class=Guarded)
    add_feeds(routes, find)  # first: `/networks/bcs/forum.jsonld` is no network of that name

    @routes.get("/bodies", operation_id="directory-bodies", summary="The bodies of the consortium.")
    async def bodies(body: BodySlug) -> list[BodyPage]:
        views = find(body).views
        faces = {face.id: face.published for face in await views.page(Face, most=500)}
        members = await views.page(Member, most=500)
        return [BodyPage(registered=member.registered, profile=faces.get(member.id)) for member in members]

    add_networks(routes, find)
    _add_own_page(routes, find)
    _add_seen(routes, find)
    add_requests(routes, find)
    _add_forgetting(routes, find)
    add_library(routes, find)
    add_inside(routes, find)
    add_office(routes, find)
    return routes


def _add_forgetting(routes: APIRouter, find: Find) -> None:
    """For whoever has the id of the command, which nobody else has: who is forgotten has no token any more."""

    @routes.get(
        "/forgettings/{id}",
        operation_id="directory-forgetting",
        summary="Who has forgotten a person, and who not yet; by the id of the command.",
    )
    async def forgetting(body: BodySlug, id: MessageId) -> ForgettingPage:
        running = find(body)
        found: Forgetting | None = await running.views.get(Forgetting.at(forgetting_of(running.vault.keyed, id)))
        if found is None:
            raise Refused(404, "forgetting-unknown", "There is nothing here for this link.", "id")
        shown = found.receipts.values() if asked_by_oneself(running.vault.keyed, id) else ()
        receipts = sorted(shown, key=lambda each: (each.asked, each.receipt))
        silent = sorted({each.body for each in receipts if each.answered is None})
        return ForgettingPage(
            begun=found.begun,
            key_destroyed=found.destroyed,
            waiting_for=[*found.silent, *silent],
            looks_again=found.begun + SECOND_LOOK if found.waits_for else None,
            receipts=receipts,
        )


def _add_own_page(routes: APIRouter, find: Find) -> None:
    @routes.get("/people/{person}", operation_id="directory-person", summary="One's own page.")
    async def own_page(body: BodySlug, person: PersonId) -> PersonPage:
        known: Person | None = await find(body).views.get(Person.at(person))
        if known is None:
            raise nobody()
        halves = {name: each for name, each in known.memberships.items() if not each.member}
        return PersonPage(
            person=known.person,
            enrolled_as=known.enrolled_as,
            how_much=known.chosen or known.how_much,
            audiences=known.belongs_to,
            out_of=known.out_of,
            mail_of_closed=known.mail_of_closed,
            networks=known.networks,
            asked=sorted(name for name, each in halves.items() if each.by_person),
            invited=sorted(name for name, each in halves.items() if each.by_network),
            seen_by={name: each.seen_by for name, each in known.memberships.items() if each.by_person},
            answers=known.answers,
        )


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

"""What is read of welcomes: by the host, whom it welcomes; at home, where one is welcome and what was answered."""

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_chassis.members import Member
from kith_chassis.service import BodyService
from kith_chassis.views import StoredViews
from kith_contracts.directory.membership import AdmitToNetwork, AnswerJoinRequest
from kith_contracts.message import Command
from kith_contracts.pages.welcome import WelcomedBody, WelcomePage
from kith_contracts.words import BodySlug, Slug, body_of
from kith_directory.welcome.guest import GuestNetwork, Neighbour, looked_after, looked_after_tag, welcomed
from kith_directory.welcome.host import Partner, Welcome

MOST = 500
"""Bodies of a consortium."""


def add_welcome(routes: APIRouter, find: Find) -> None:
    """The reads of welcomes."""
    _add_host(routes, find)
    _add_home(routes, find)


def _add_host(routes: APIRouter, find: Find) -> None:
    @routes.get(
        "/own-networks/{network}/welcome",
        operation_id="directory-network-welcome",
        summary="The bodies whose people are welcome in a network, and what each has answered.",
    )
    async def welcome(body: BodySlug, network: Slug) -> list[WelcomedBody]:
        known: Welcome | None = await find(body).views.get(Welcome.at(body, network))
        partners = sorted(known.partners.items()) if known else []
        return [WelcomedBody(body=name, offered=each.text, status=_status(each)) for name, each in partners]


def _add_home(routes: APIRouter, find: Find) -> None:
    @routes.get(
        "/welcomes",
        operation_id="directory-welcomes",
        summary="The networks of other bodies in which people of this one are welcome, and what it has answered.",
    )
    async def welcomes(body: BodySlug) -> list[WelcomePage]:
        neighbours = await find(body).views.page(Neighbour, most=MOST)
        return [
            WelcomePage(
                network=name,
                text=each.text,
                status=each.status,
                answer=each.answer,
                looked_after_by=each.looked_after_by,
            )
            for neighbour in neighbours
            for name, each in sorted(neighbour.networks.items())
        ]


def _status(partner: Partner) -> str:
    return "ended" if partner.status == "ended" else partner.answer or "offered"


async def open_to_guests(views: StoredViews) -> dict[str, GuestNetwork]:
    """The networks of other bodies in which our people are welcome now, by name."""
    neighbours = await views.page(Neighbour, most=MOST)
    hosts = await views.many(tuple(Member.at(each.id) for each in neighbours))
    return {
        name: guest
        for each in neighbours
        for name in each.networks
        if (guest := welcomed(name, each, hosts.get(Member.at(each.id).path)))
    }


async def in_care_of(views: StoredViews, network: str) -> list[str]:
    """The networks of other bodies that officers of this network of ours look after."""
    found = await views.tagged(Neighbour, (looked_after_tag(network),), "", MOST)
    return looked_after(network, found)


async def networks_of(running: BodyService, command: Command) -> frozenset[str]:
    """The networks of the own body whose officers may send this command: for a network of another body, those who look
    after it here.
    """
    named: str | None = getattr(command, "network", None) or getattr(command, "subject", None)
    if named is None:
        return frozenset()
    if body_of(named) == running.body or not isinstance(command, AdmitToNetwork | AnswerJoinRequest):
        return frozenset({named})
    neighbour: Neighbour | None = await running.views.get(Neighbour.at(body_of(named)))
    guest = neighbour.networks.get(named) if neighbour else None
    if guest is None:  # one that this body owns with others, if it is there at all
        return frozenset({named})
    return frozenset({guest.looked_after_by}) if guest.looked_after_by else frozenset()

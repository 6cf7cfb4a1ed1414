"""Networks: everyone finds them; a member joins, asks to join, leaves, and chooses who sees their name."""

import asyncio
from typing import Any

from starlette.responses import Response

from kith_console.listing import events_to_come, learn_names
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.directory.membership import JoinNetwork, LeaveNetwork
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.pages.networks import NetworkPage
from kith_contracts.pages.people import PersonPage

NETWORKS = Room()
MOST = 200


@NETWORKS.public("/networks")
async def networks(visit: Visit) -> Response:
    """All that everyone may find, by words, region and how one joins."""
    joinable = visit.asked("joinable")
    found, _ = await asyncio.gather(
        visit.read(
            "directory",
            "networks",
            list[NetworkPublished],
            words=visit.asked("words")[:100],
            region=visit.asked("region"),
            joinable=joinable if joinable in ("anyone", "ask", "invited") else "",
            most=MOST,
        ),
        learn_names(visit),
    )
    return visit.show("networks/all.html", networks=[each for each in found if each.status != "ended"])


@NETWORKS.public("/networks/{owner}/{network}")
async def network(visit: Visit) -> Response:
    """What a network says of itself, where one joins it, and what it does next."""
    name = f"{visit.path['owner']}/{visit.path['network']}"
    page, events, _ = await asyncio.gather(
        visit.read("directory", f"networks/{name}", NetworkPage), events_to_come(visit), learn_names(visit)
    )
    own = [each for each in events if any(name in host.networks for host in each[0].hosts)]
    return visit.show("networks/one.html", network=page, events=own)


@NETWORKS.signed_in("networks")
async def own_networks(visit: Visit) -> Response:
    """Those that they are in, wait for, or could join."""
    person, found, _ = await asyncio.gather(
        _person(visit), visit.read("directory", "networks", list[NetworkPublished], most=MOST), learn_names(visit)
    )
    known = {each.network: each for each in found}
    own = [*person.networks, *person.asked, *person.invited, *person.resting]
    others = [each for each in found if each.network not in own and each.status == "active"]
    return visit.show("networks/own.html", person=person, known=known, others=others)


@NETWORKS.signed_in("networks/{owner}/{network}")
async def membership(visit: Visit) -> Response:
    """One network, for a person who is in it or might join it."""
    name = f"{visit.path['owner']}/{visit.path['network']}"
    if visit.request.method == "POST":
        return await _change(visit, name)
    return visit.show("networks/membership.html", **await _of(visit, name))


async def _of(visit: Visit, name: str) -> dict[str, Any]:
    page, person, _ = await asyncio.gather(
        visit.read_or(None, "directory", f"networks/{name}", NetworkPage),
        _person(visit),
        learn_names(visit),
    )
    known = {*person.networks, *person.asked, *person.invited, *person.resting}
    if page is None and name not in known:
        await visit.read("directory", f"networks/{name}", NetworkPage)  # to be told that there is nothing here
    return {"network": page, "name": name, "person": person, "standing": _standing(person, name)}


def _standing(person: PersonPage, name: str) -> str:
    """How they stand to this network: `in`, `asked`, `invited`, `resting`, or empty."""
    where = {"in": person.networks, "asked": person.asked, "invited": person.invited, "resting": person.resting}
    return next((word for word, names in where.items() if name in names), "")


async def _change(visit: Visit, name: str) -> Response:
    about = {"person": visit.person, "network": name}
    said = N_("Done.")
    try:
        match visit.typed("do"):
            case "join":
                note = visit.typed("note")
                await visit.send(JoinNetwork, **about, **({"note": note} if note else {}))
                said = N_("Done. Nobody was told your name.")
            case "leave":
                await visit.send(LeaveNetwork, **about)
                said = N_("You have left. Nobody was told.")
            case "seen":
                await visit.send(ChooseVisibility, **about, seen_by=visit.typed("seen_by"))
                said = N_("Saved.")
    except Refusal as refusal:
        return visit.show_again("networks/membership.html", refusal, **await _of(visit, name))
    return await visit.go(visit.private(visit.inner), said)


async def _person(visit: Visit) -> PersonPage:
    return await visit.read("directory", f"people/{visit.person}", PersonPage)

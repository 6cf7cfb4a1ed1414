"""Inside a network, for its members: announcements, where one talks, round-ups with one notice each."""

from typing import Any

from starlette.responses import Response

from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.directory.inside import PutNotice
from kith_contracts.pages.inside import InsidePage, RoundUpPage

INSIDE = Room()


async def where_inside(visit: Visit, name: str) -> str:
    """The path of what is inside: a network of the own organisation alone, or one that several own."""
    owner, _, slug = name.partition("/")
    own = f"own-networks/{slug}"
    page = await visit.read_or(None, "directory", f"{own}/inside", InsidePage) if owner == visit.body else None
    return own if page else f"shared-networks/{name}"


@INSIDE.signed_in("inside/{owner}/{network}")
async def inside(visit: Visit) -> Response:
    """What the committee has told its members."""
    name = f"{visit.path['owner']}/{visit.path['network']}"
    page = await visit.read("directory", f"{await where_inside(visit, name)}/inside", InsidePage)
    return visit.show("inside/one.html", name=name, page=page)


@INSIDE.signed_in("inside/{owner}/{network}/{round_up}")
async def round_up(visit: Visit) -> Response:
    """A round-up, with the form for one's own notice while it is open."""
    name = f"{visit.path['owner']}/{visit.path['network']}"
    path = f"{await where_inside(visit, name)}/round-ups/{visit.path['round_up']}"
    content: dict[str, Any] = {"name": name, "page": await visit.read("directory", path, RoundUpPage)}
    if visit.request.method != "POST":
        return visit.show("inside/round_up.html", **content)
    about = {"person": visit.person, "network": name, "round_up": visit.path["round_up"]}
    try:
        await visit.send(PutNotice, **about, text=visit.typed("text"))
    except Refusal as refusal:
        return visit.show_again("inside/round_up.html", refusal, **content)
    return await visit.go(visit.private(visit.inner), N_("Kept. Your name is not shown."))

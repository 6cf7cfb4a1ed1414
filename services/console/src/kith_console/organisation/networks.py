"""The networks of an organisation: founded, described again, resting, woken, ended; and who else is welcome in them."""

import asyncio
from typing import Any, Final

from starlette.responses import Response

from kith_console.charters import wishes
from kith_console.fields import slug_of
from kith_console.listing import learn_names, others
from kith_console.node import Refusal
from kith_console.organisation.charters import charter_of, officers_of, officers_shown
from kith_console.organisation.pages import own_networks
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.networks import CharterNetwork, DescribeNetwork, SetNetworkStatus
from kith_contracts.directory.welcome import WelcomeBodies
from kith_contracts.pages.networks import OwnNetwork
from kith_contracts.pages.welcome import WelcomedBody

OWN_NETWORKS = Room()
FIRST: Final = ({"role": "Chair", "filled": False, "until": None},)
SAID: Final = {
    "active": "It is awake again.",
    "resting": "It rests. Its members stay, and you can wake it any time.",
    "ended": "It has ended. Thank those who have run it.",
}


@OWN_NETWORKS.signed_in("organisation/new-network")
async def new_network(visit: Visit) -> Response:
    """A form to found one."""
    if not visit.is_admin:
        return visit.nothing()
    wanted = await wishes.waiting(visit)
    chosen = next((each for each in wanted if each.mark == (visit.typed("wish") or visit.asked("wish"))), None)
    content: dict[str, Any] = {"wanted": wanted, "wish": chosen, "officers": officers_shown(FIRST)}
    if visit.request.method != "POST":
        return visit.show("organisation/new-network.html", **content)
    if visit.typed("do") == "aside":
        await wishes.answered(visit, visit.typed("wish"))
        return await visit.go(visit.private(visit.inner), "Put aside.")
    name = visit.typed("network") or slug_of(visit.typed("charter.name"))
    try:
        await visit.send(CharterNetwork, network=f"{visit.body}/{name}", charter=charter_of(visit, None))
    except Refusal as refusal:
        content["officers"] = officers_shown(officers_of(visit))
        return visit.show_again("organisation/new-network.html", refusal, **content)
    if chosen:
        await wishes.answered(visit, chosen.mark)
    return await visit.go(visit.private(f"organisation/networks/{name}"), "It is founded.")


@OWN_NETWORKS.signed_in("organisation/networks/{network}")
async def network(visit: Visit) -> Response:
    """One of its networks."""
    if not visit.is_admin:
        return visit.nothing()
    content = await _of(visit)
    if content is None:
        return visit.nothing()
    if visit.request.method == "POST":
        return await _change(visit, content)
    return visit.show("organisation/network.html", **content)


async def _of(visit: Visit) -> dict[str, Any] | None:
    name = f"{visit.body}/{visit.path['network']}"
    own, welcomed, bodies = await asyncio.gather(
        own_networks(visit),
        visit.read_or([], "directory", f"own-networks/{visit.path['network']}/welcome", list[WelcomedBody]),
        learn_names(visit),
    )
    found: OwnNetwork | None = next((each for each in own if each.network == name), None)
    if found is None:
        return None
    return {
        "network": found,
        "officers": officers_shown(found.charter.officers),
        "welcomed": {each.body: each.status for each in welcomed},
        "others": others(visit, bodies),
    }


async def _change(visit: Visit, content: dict[str, Any]) -> Response:
    own: OwnNetwork = content["network"]
    said = "Saved."
    try:
        match visit.typed("do"):
            case "describe":
                await visit.send(DescribeNetwork, network=own.network, charter=charter_of(visit, own.charter))
            case "welcome":
                await visit.send(WelcomeBodies, network=own.network, bodies=visit.chosen("bodies"))
                said = "Saved. Each organisation answers for its own people."
            case status:
                await visit.send(SetNetworkStatus, network=own.network, status=status)
                said = SAID.get(status, said)
    except Refusal as refusal:
        shown = officers_of(visit) if visit.typed("do") == "describe" else own.charter.officers
        return visit.show_again("organisation/network.html", refusal, **content | {"officers": officers_shown(shown)})
    return await visit.go(visit.private(visit.inner), said)

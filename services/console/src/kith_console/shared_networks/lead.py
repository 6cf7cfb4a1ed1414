"""Who leads a network of several owners: the lead hands over, or a deputy follows while the lead is silent."""

import asyncio
from typing import Any, Final

from starlette.responses import Response

from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.leads import HandOver, TakeOver
from kith_contracts.message import Fault
from kith_contracts.pages.shared_networks import SharedNetworkPage

LEAD: Final = Room()
UNCHOSEN: Final = Fault(field="to", code="deputy-missing", sentence="Choose who leads from now on.")


@LEAD.signed_in("lead/{owner}/{network}")
async def lead(visit: Visit) -> Response:
    """Who leads, who follows, and what the administrator can do: chosen, read once more, then sent."""
    content = await _content(visit) if visit.is_admin else {}
    if content.get("force") is None:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("shared_networks/leads.html", check=False, **content)
    to = visit.typed("to")
    unchosen = content["ours"] and to not in content["deputies"]
    if unchosen or visit.typed("do") == "check":
        faults, status = ([UNCHOSEN], 422) if unchosen else ([], 200)
        return visit.show("shared_networks/leads.html", status, check=not unchosen, faults=faults, **content)
    try:
        if content["ours"]:
            await visit.send(HandOver, subject=content["subject"], to=to)
            said = "Asked. The nodes of all owners sign it by themselves; this takes a moment."
        else:
            await visit.send(TakeOver, subject=content["subject"])
            said = "Asked. More than half of the owners have to back it; their nodes answer by themselves."
    except Refusal as refusal:
        return visit.show_again("shared_networks/leads.html", refusal, check=False, **content)
    return await visit.go(visit.private(visit.inner), said)


async def _content(visit: Visit) -> dict[str, Any]:
    subject = f"{visit.path['owner']}/{visit.path['network']}"
    page, _ = await asyncio.gather(
        visit.read("directory", f"shared-networks/{subject}", SharedNetworkPage), learn_names(visit)
    )
    force = page.in_force
    deputies = force.terms.deputies if force else []
    return {
        "subject": subject,
        "page": page,
        "force": force,
        "deputies": [each for each in deputies if force and each != force.lead],
        "ours": bool(force and force.lead == visit.body),
        "next": bool(force and visit.body in deputies),
    }

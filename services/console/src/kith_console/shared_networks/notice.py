"""An owner leaves a network of several: what follows for whom, read before it is said."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from starlette.responses import Response

from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.agreements import WithdrawNetworkAgreement
from kith_contracts.pages.money import NetworkMoneyPage
from kith_contracts.pages.shared_networks import SharedNetworkPage

NOTICE: Final = Room()
STANDING: Final = ("active", "amended")


@NOTICE.signed_in("leave/{owner}/{network}")
async def leave(visit: Visit) -> Response:
    """The administrator says it for the organisation; whoever leads hands over first."""
    if not visit.is_admin:
        return visit.nothing()
    content = await _content(visit)
    if content["page"].status not in STANDING or content["force"] is None:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("shared_networks/leave.html", check=False, **content)
    if visit.typed("do") == "check":
        return visit.show("shared_networks/leave.html", check=True, **content)
    try:
        await visit.send(WithdrawNetworkAgreement, subject=content["subject"], why=visit.typed("why"))
    except Refusal as refusal:
        return visit.show_again("shared_networks/leave.html", refusal, check=False, **content)
    return await visit.go(visit.private(visit.inner), "Said. The lead has been told.")


async def _content(visit: Visit) -> dict[str, Any]:
    subject = f"{visit.path['owner']}/{visit.path['network']}"
    where = f"shared-networks/{subject}"
    page, money, _ = await asyncio.gather(
        visit.read("directory", where, SharedNetworkPage),
        visit.read_or(None, "directory", f"{where}/money", NetworkMoneyPage),
        learn_names(visit),
    )
    force = page.in_force
    days = timedelta(days=force.terms.notice_days if force else 0)
    said = force.leaves if force else None
    return {
        "subject": subject,
        "page": page,
        "force": force,
        "money": money,
        "ours": bool(force and force.lead == visit.body),
        "offices": [each.role for each in force.terms.offices if each.body == visit.body] if force else [],
        "last": (said or datetime.now(UTC)) + days,
    }

"""Golden messages of holds: a date that is kept free before anything is agreed."""

from typing import Any

from kith_cli.published.golden.event import DAY, ZONE, at
from kith_cli.published.golden.golden import Golden
from kith_contracts.events import holds as h


def of_holds() -> list[Golden]:
    own: dict[str, Any] = {"hold": "iop/spring-careers"}
    held = h.Held(starts=at(0), ends=at(3), zone=ZONE, place="London", strand="careers")
    known: dict[str, Any] = {**own, "held": held, "until": DAY, "version": 1}
    lead = "iop/events"
    return [
        Golden(h.HoldDate(**own, held=held, partners=["bcs", "ni"], days=30), "iop", "iop/systems/website"),
        Golden(h.ReleaseHold(**own), "iop", "iop/systems/website"),
        Golden(h.EndHold(**own), "iop", lead),
        Golden(h.HoldShared(**known, status="held"), "bcs", lead, h.HoldDate),
        Golden(h.HoldUpdated(**known, status="held", partners=["bcs", "ni"]), "iop", lead, h.HoldDate),
    ]

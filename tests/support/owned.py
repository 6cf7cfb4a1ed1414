"""A network that several bodies own, as tests found it and read it on real servers."""

from typing import Any, Final

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.story import done

from kith_lab.demo.federation import Federation

OWNERS: Final = ("iop", "bcs", "ons")


def text(network: str, **more: Any) -> dict[str, Any]:
    """Three owners: the founder leads, the others follow in order."""
    return {
        "subject": network,
        "version": 1,
        "parties": [
            {"body": "iop", "size": "large", "cash_percent": 60, "kind_percent": 55, "contribution": 144_000},
            {"body": "bcs", "cash_percent": 40, "kind_percent": 40, "contribution": 96_000},
            {"body": "ons", "size": "small", "kind_percent": 5},
        ],
        "charter": charter(name="Returners", joinable="ask"),
        "deputies": ["bcs", "ons"],
        "duties": [{"duty": "newsletter", "task": "Write the newsletter.", "every": "month"}],
        "lines": [{"line": "day", "what_for": "The yearly day.", "pence": 240_000}],
        "notice_days": 0,
        **more,
    }


async def page(federation: Federation, body: str, network: str, **wanted: Any) -> dict[str, Any]:
    """The network as this owner reads it, once it has these values; those of what is in force by `in_force__lead`."""

    async def so() -> bool:
        found = await federation[body].read("directory", f"shared-networks/{network}")
        return bool(found) and all(_value(found, name) == value for name, value in wanted.items())

    await eventually(so)
    found: dict[str, Any] = await federation[body].read("directory", f"shared-networks/{network}")
    return found


def _value(found: dict[str, Any], name: str) -> Any:
    for step in name.split("__"):
        found = (found or {}).get(step)  # type: ignore[assignment]
    return found


async def answer(federation: Federation, network: str, *bodies: str, answer: str = "accepted") -> None:
    """These bodies answer the text that they see, the network by an officer of it and the body by its administrator."""
    for body in bodies:
        seen = await page(federation, body, network)
        said = {"subject": network, "hash": seen["hash"], "answer": answer}
        await done(federation, body, "directory", "answer-network-agreement", {**said, "on_behalf": "body"})
        officer = federation[body].bearer("officer", networks=[network])
        told = await federation[body].command(
            "directory", "answer-network-agreement", {**said, "on_behalf": "network"}, bearer=officer
        )
        assert told.status_code == httpx2.codes.OK, told.text


async def founded(federation: Federation, network: str, **more: Any) -> None:
    """The network is agreed on."""
    terms = text(network, **more)
    await done(federation, "iop", "directory", "propose-network-agreement", {"subject": network, "terms": terms})
    owners = [party["body"] for party in terms["parties"]]
    await answer(federation, network, *owners)
    for body in owners:
        await page(federation, body, network, status="active", in_force__lead="iop")

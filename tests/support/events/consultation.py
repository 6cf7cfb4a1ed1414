"""A consultation between bodies, and the positions that they take."""

from typing import Any, Final

from kith_contracts.events.practice import Reply

BODIES: Final = ("iop", "bcs", "ni")


PICKED: Final = {"yes": "It is planned.", "partly": "At two of five events.", "no": "There is no room for it."}


def position(points: list[str], *options: str, **more: Any) -> Reply:
    picked = dict(zip(points, options, strict=True))
    why = {point: PICKED.get(option, "") for point, option in picked.items() if option != "yes"}
    return Reply(**{"question": "answer", "picked": picked, "why": why, **more})

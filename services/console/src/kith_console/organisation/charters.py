"""The charter of a network as a form gives it. What it must have, the node judges."""

from collections.abc import Sequence
from typing import Any, Final

from kith_console.fields import lines
from kith_console.visit import Visit
from kith_contracts.directory.charters import NetworkCharter

MOST_OFFICERS: Final = 40


def charter_of(visit: Visit, present: NetworkCharter | None) -> dict[str, Any]:
    """What was typed. The terms of reference rise by a version if their text is another."""
    text = visit.typed("charter.terms.text")
    terms: dict[str, Any] = {"text": text}
    if present:
        terms["version"] = present.terms.version + (text != present.terms.text)
    if present or visit.typed("charter.terms.review_by"):
        terms["review_by"] = visit.typed("charter.terms.review_by") or None
    more = {"how_to_ask": how} if (how := visit.typed("charter.how_to_ask")) else {}
    return {
        **{name: visit.typed(f"charter.{name}") for name in ("name", "purpose", "for_you_if")},
        **{name: chosen for name in ("findable", "joinable") if (chosen := visit.typed(f"charter.{name}"))},
        **{name: lines(visit.typed(f"charter.{name}")) for name in ("aims", "regions")},
        **more,
        "officers": officers_of(visit),
        "terms": terms,
    }


def officers_of(visit: Visit) -> list[dict[str, Any]]:
    """The offices that were typed; one whose name was taken out is gone."""
    rows = [f"charter.officers.{number}" for number in range(MOST_OFFICERS)]
    return [
        {
            "role": role,
            "filled": visit.typed(f"{row}.filled") == "yes",
            "until": visit.typed(f"{row}.until") or None,
        }
        for row in rows
        if (role := visit.typed(f"{row}.role"))
    ]


def officers_shown(officers: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows for a form: the offices, and an empty one for another."""
    rows = [each if isinstance(each, dict) else each.model_dump(mode="json") for each in officers]
    return [*rows, {"role": "", "filled": False, "until": None}][:MOST_OFFICERS]

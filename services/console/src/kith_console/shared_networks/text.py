"""The text on a network from what was typed. What cannot be read goes on as it is: the node says what is wrong."""

from typing import Any, Final

from pydantic import ValidationError

from kith_console.fields import lines, number_of, pence_of, pounds_of, slug_of
from kith_console.proposal.draft import bodies_of
from kith_console.proposal.shares import share_of
from kith_console.shared_networks.draft import Draft
from kith_console.shared_networks.steps import CHARTER
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.terms import NetworkTerms

NAME: Final = 40
"""Letters of the short name of a duty or a line."""
WRITING: Final = {"each": ("owners", False), "read-first": ("owners", True), "lead": ("lead", False)}
"""Who writes to all members, and whether the lead reads it first."""
SHORT: Final = ("name", "purpose", "for_you_if")


def terms_of(draft: Draft, body: str) -> dict[str, Any]:
    """The whole text, as `draft-network-agreement` takes it."""
    bodies = bodies_of(draft, body)
    order = [draft.one(f"deputy.{place}") for place in range(len(bodies) - 1)]
    writers, moderated = WRITING.get(draft.one("writing"), WRITING["each"])
    return {
        "subject": f"{body}/{draft.network}",
        "version": 1,
        "charter": _charter(draft),
        "parties": [_owner(draft, each, body) for each in bodies],
        "deputies": [each for each in order if each],
        "silence_days": number_of(draft.one("terms.silence_days", "7")),
        "offices": [_office(each) for each in draft.rows("offices")],
        "writers": writers,
        "moderated": moderated,
        "duties": _duties(draft),
        "lines": _lines(draft),
        "rule": draft.one("terms.rule", "lead"),
        "notice_days": number_of(draft.one("terms.notice_days", "90")),
        "until": draft.one("terms.until") or None,
    }


def text_of(draft: Draft, body: str) -> NetworkTerms | None:
    """The text, if it has the shape of one."""
    try:
        return NetworkTerms.model_validate(terms_of(draft, body))
    except ValidationError:
        return None


def typed_of(charter: NetworkCharter, body: str) -> dict[str, list[str]]:
    """What would be typed to say this: a network that the organisation has is described already."""
    known = {f"{CHARTER}{name}": [getattr(charter, name)] for name in (*SHORT, "findable", "joinable", "how_to_ask")}
    known |= {f"{CHARTER}{name}": ["\n".join(getattr(charter, name))] for name in ("aims", "regions")}
    known[f"{CHARTER}terms.text"] = [charter.terms.text]
    known[f"{CHARTER}terms.review_by"] = [charter.terms.review_by.isoformat() if charter.terms.review_by else ""]
    for place, each in enumerate(charter.officers):
        at = f"terms.offices.{place}."
        until = each.until.isoformat() if each.until else ""
        known |= {f"{at}role": [each.role], f"{at}body": [body], f"{at}until": [until]}
    return known


def as_typed(terms: NetworkTerms, body: str) -> dict[str, list[str]]:
    """What would be typed to say the whole of a text that there is; `body` leads."""
    others = [each for each in terms.parties if each.body != body]
    writing = next((name for name, says in WRITING.items() if says == (terms.writers, terms.moderated)), "lead")
    said = {
        "writing": writing,
        "terms.silence_days": str(terms.silence_days),
        "terms.rule": terms.rule,
        "terms.notice_days": str(terms.notice_days),
        "terms.until": terms.until.isoformat() if terms.until else "",
        **{f"deputy.{place}": each for place, each in enumerate(each for each in terms.deputies if each != body)},
    }
    for party in terms.parties:
        said |= {f"size.{party.body}": party.size, f"pays.{party.body}": pounds_of(party.contribution)}
        said |= {
            f"share.{party.body}.cash": str(party.cash_percent),
            f"share.{party.body}.kind": str(party.kind_percent),
        }
    for name in ("offices", "duties", "lines"):
        for place, row in enumerate(getattr(terms, name)):
            told = row.model_dump(mode="json", exclude_none=True)
            told |= {"pence": pounds_of(told["pence"])} if "pence" in told else {}
            said |= {f"terms.{name}.{place}.{field}": str(value) for field, value in told.items()}
    typed = {name: [value] for name, value in said.items()}
    return {**typed_of(terms.charter, body), **typed, "bodies": [each.body for each in others]}


# What it says of itself


def _charter(draft: Draft) -> dict[str, Any]:
    given = {name: draft.one(f"{CHARTER}{name}") for name in SHORT}
    how = draft.one(f"{CHARTER}how_to_ask")
    return {
        **{name: value for name, value in given.items() if value},
        "aims": lines(draft.one(f"{CHARTER}aims")),
        "regions": lines(draft.one(f"{CHARTER}regions")),
        "findable": draft.one(f"{CHARTER}findable", "everyone"),
        "joinable": draft.one(f"{CHARTER}joinable", "anyone"),
        **({"how_to_ask": how} if how else {}),
        "officers": [],
        "terms": _reference(draft),
        "part_of": None,
    }


def _reference(draft: Draft) -> dict[str, Any]:
    """The terms of reference; they rise by a version if a network has others already."""
    text = draft.one(f"{CHARTER}terms.text")
    version = draft.version + (draft.own and text != draft.text)
    given = {"version": version, "review_by": draft.one(f"{CHARTER}terms.review_by") or None}
    return {**given, "text": text} if text else given


# Who owns it, and what each gives


def _owner(draft: Draft, owner: str, body: str) -> dict[str, Any]:
    return {
        "body": owner,
        "size": draft.one(f"size.{owner}", "medium"),
        "contribution": pence_of(draft.one(f"pays.{owner}") or "0"),
        "cash_percent": number_of(share_of(draft, owner, "cash", body)),
        "kind_percent": number_of(share_of(draft, owner, "kind", body)),
    }


def _office(row: dict[str, str]) -> dict[str, Any]:
    return {"role": row.get("role", ""), "body": row.get("body", ""), "until": row.get("until") or None}


def _duties(draft: Draft) -> list[dict[str, Any]]:
    rows = draft.rows("duties")
    names = _names([row.get("duty") or row.get("task", "") for row in rows], "duty")
    return [
        {
            "duty": name,
            "task": row.get("task", ""),
            "every": row.get("every", "quarter"),
            "weight": number_of(row.get("weight") or "1"),
        }
        for name, row in zip(names, rows, strict=True)
    ]


def _lines(draft: Draft) -> list[dict[str, Any]]:
    rows = draft.rows("lines")
    names = _names([row.get("line") or row.get("what_for", "") for row in rows], "line")
    return [
        {
            "line": name,
            "what_for": row.get("what_for", ""),
            "pence": pence_of(row.get("pence") or "0"),
            "claimants": row.get("claimants", "owners"),
        }
        for name, row in zip(names, rows, strict=True)
    ]


def _names(said: list[str], otherwise: str) -> list[str]:
    """A short name for each, from its words; no two are the same."""
    found: list[str] = []
    for each in said:
        wanted = slug_of(each)[:NAME].strip("-") or otherwise
        numbered = (wanted, *(f"{wanted}-{number}" for number in range(2, len(said) + 2)))
        found.append(next(name for name in numbered if name not in found))
    return found

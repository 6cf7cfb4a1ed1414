"""The text of an agreement from what was typed. What cannot be read goes on as it is: the node says what is wrong."""

from typing import Any, Final

from pydantic import ValidationError

from kith_console import fields
from kith_console.fields import lines, number_of, pence_of
from kith_console.proposal.draft import Typed, bodies_of, first
from kith_console.proposal.rows import rows_of
from kith_console.proposal.shares import share_of
from kith_console.propose.draft import Draft
from kith_console.propose.steps import LISTS
from kith_contracts.events.terms import EventTerms

ZONE: Final = "Europe/London"
BLOCK: Final = "4"
"""Entry codes in a block of a closed part, unless somebody says otherwise."""


def terms_of(draft: Draft, body: str) -> dict[str, Any]:
    """The whole text, as `draft-agreement` takes it; what was not typed yet is left out."""
    return {
        "subject": f"{body}/{draft.event}",
        "version": 1,
        "plan": plan_of(draft),
        "parties": [_party(draft, each, body) for each in bodies_of(draft, body)],
        "seats": [_seats(draft, number, body) for number in range(len(draft.parts)) if _seats_typed(draft, number)],
        **_money(draft),
        **_rules(draft, body),
        **_data(draft),
        **helpers_of(draft),
    }


def text_of(draft: Draft, body: str) -> EventTerms | None:
    """The text, if it has the shape of one."""
    try:
        return EventTerms.model_validate(terms_of(draft, body))
    except ValidationError:
        return None


# What, when and where


def plan_of(draft: Draft) -> dict[str, Any]:
    """What happens, when and where."""
    starts, ends = span(draft)
    given = {
        "title": draft.one("terms.plan.title"),
        "summary": draft.one("terms.plan.summary"),
        "zone": zone_of(draft),
        "starts": starts,
        "ends": ends,
        "venue": "Online" if online(draft) else draft.one("terms.plan.venue"),
        "venue_capacity": number_of(draft.one("terms.plan.venue_capacity")) or None,
        "checklist": {each: _check(draft, each) for each in ("access", "care", "alcohol", "hours")},
        "parts": [_part(draft, each) for each in draft.parts],
    }
    return {name: value for name, value in given.items() if value != "" or name == "summary"}


def online(draft: Draft) -> bool:
    """Whether all of it is online."""
    return draft.one("where") == "online"


def zone_of(draft: Draft) -> str:
    """The time zone whose clocks it goes by."""
    return draft.one("terms.plan.zone", ZONE) or ZONE


def span(draft: Draft) -> tuple[str, str]:
    """When it starts and ends."""
    day, last = draft.one("day"), draft.one("last_day")
    zone = zone_of(draft)
    return moment(day, draft.one("from"), zone), moment(last or day, draft.one("until"), zone)


def moment(day: str, clock: str, zone: str) -> str:
    """A day and a time by the clocks of a zone, with the offset from UTC; empty if neither was typed."""
    return fields.moment(f"{day}T{clock}", zone) if day or clock else ""


def _part(draft: Draft, part: Typed) -> dict[str, Any]:
    day, zone = first(part, "day") or draft.one("day"), zone_of(draft)
    closed = first(part, "who") == "closed"
    given = {
        "part": first(part, "part"),
        "title": first(part, "title"),
        "starts": moment(day, first(part, "from"), zone),
        "ends": moment(day, first(part, "until"), zone),
        "capacity": number_of(first(part, "capacity")),
        "for_whom": first(part, "for_whom") or "for everyone",
        "audience": first(part, "audience") if closed else None,
        "format": "online" if online(draft) else first(part, "format", "in-person"),
        "slot_minutes": number_of(first(part, "slot_minutes")) or None,
        "host": first(part, "host") or None,
    }
    return {name: value for name, value in given.items() if value != "" or name == "audience"}


def _check(draft: Draft, question: str) -> dict[str, str]:
    at = f"terms.plan.checklist.{question}"
    return {"answer": draft.one(f"{at}.answer", "not-yet"), "line": draft.one(f"{at}.line")}


# Who gives and gets what


def _party(draft: Draft, party: str, body: str) -> dict[str, Any]:
    cash, kind = (share_of(draft, party, what, body) for what in ("cash", "kind"))
    return {
        "body": party,
        "networks": networks_of(draft, party),
        "cash_percent": number_of(cash),
        "kind_percent": number_of(kind),
        "duties": lines(draft.one(f"share.{party}.duties")),
    }


def networks_of(draft: Draft, party: str) -> list[str]:
    """In whose name it takes part: those that were chosen, and one that was typed."""
    typed = draft.one(f"networks.{party}.other").casefold()
    other = typed if "/" in typed or not typed else f"{party}/{typed}"
    return list(dict.fromkeys([*draft.all(f"networks.{party}"), *([other] if other else [])]))


def _money(draft: Draft) -> dict[str, Any]:
    cost = draft.one("terms.cost_pence")
    return {"cost_pence": pence_of(cost) if cost else 0}


def _seats_typed(draft: Draft, number: int) -> bool:
    return any(name.startswith("seats.") for name in draft.parts[number])


def _seats(draft: Draft, number: int, body: str) -> dict[str, Any]:
    part = draft.parts[number]
    quotas = {each: first(part, f"seats.quotas.{each}") or "0" for each in bodies_of(draft, body)}
    given = {
        "part": first(part, "part"),
        "quotas": {each: number_of(count) for each, count in quotas.items() if count != "0"},
        "pool": number_of(first(part, "seats.pool") or "0"),
    }
    if first(part, "who") == "closed":
        return {**given, "block": number_of(first(part, "seats.block", BLOCK)), "rule": "first-come"}
    more = {"block": 1, "rule": first(part, "seats.rule", "draw")}
    return {**given, **more, "offer_hours": number_of(first(part, "seats.offer_hours", "48"))}


# Rules


def _rules(draft: Draft, body: str) -> dict[str, Any]:
    bodies = bodies_of(draft, body)
    order = [draft.one(f"deputy.{number}") for number in range(len(bodies) - 1)]
    return {
        "return_days": number_of(draft.one("terms.return_days", "14")),
        "rule": draft.one("terms.rule", "lead"),
        "leaving": draft.one("terms.leaving", "kept"),
        "deputies": [each for each in order if each],
        "silence_days": number_of(draft.one("terms.silence_days", "7")),
        "branding": draft.one("terms.branding"),
    }


def _data(draft: Draft) -> dict[str, Any]:
    return {
        "data_fields": draft.all("terms.data_fields"),
        "data_opens_days": number_of(draft.one("terms.data_opens_days", "3")),
        "data_kept_days": number_of(draft.one("terms.data_kept_days", "30")),
    }


def helpers_of(draft: Draft) -> dict[str, Any]:
    """Who helps to hold it, and who pays for something, without being a party."""
    guests, funders = (rows_of(draft.typed, f"terms.{name}.") for name in LISTS)
    return {
        "guest_hosts": [{"name": each["name"], "gives": each["gives"], "url": each["url"] or None} for each in guests],
        "sponsors": [_funder(each["name"], each["what_for"], each["shown"]) for each in funders],
    }


def _funder(name: str, what_for: str, shown: str) -> dict[str, str]:
    return {"name": name, "what_for": what_for, "shown": shown or f"Supported by {name}"}

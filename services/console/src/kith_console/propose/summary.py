"""What was typed at a step, in a few lines, to be read once more."""

from collections.abc import Callable
from typing import Final

from kith_console.proposal.draft import Typed, bodies_of, first
from kith_console.proposal.kind import Row
from kith_console.proposal.steps import Step
from kith_console.propose.draft import Draft
from kith_console.propose.figures import divided, shares
from kith_console.propose.text import helpers_of, networks_of, online, zone_of
from kith_console.words import Names, day_of, joined

QUESTIONS: Final = {
    "access": "Can people come in, see and hear?",
    "care": "Can people come who care for others?",
    "alcohol": "Is it no matter who drinks no alcohol?",
    "hours": "Do the hours suit people with other duties?",
}
FIT: Final = {"yes": "yes", "partly": "partly", "not-yet": "not yet"}


def rows(draft: Draft, step: Step, body: str, names: Names) -> list[Row]:
    """What was said at this step; of what was not said, nothing stands in the row."""
    return OF_STEP[step.name](draft, body, names)


def _what(draft: Draft, _body: str, _names: Names) -> list[Row]:
    return [Row("Title", draft.title), Row("In a few words", draft.one("terms.plan.summary"))]


def _when(draft: Draft, _body: str, _names: Names) -> list[Row]:
    first_day, last = (day_of(draft.one(name)) for name in ("day", "last_day"))
    hours = f"{draft.one('from')} to {draft.one('until')}" if draft.one("from") else ""
    day = f"{first_day} to {last}" if last else first_day
    return [Row("Day", day), Row("Hours", hours and f"{hours} ({zone_of(draft)})")]


def _where(draft: Draft, _body: str, _names: Names) -> list[Row]:
    if online(draft):
        return [Row("Where", "Online")]
    most = draft.one("terms.plan.venue_capacity")
    return [Row("Where", draft.one("terms.plan.venue")), Row("Room for", most and f"{most} people")]


def _parts(draft: Draft, _body: str, _names: Names) -> list[Row]:
    return [Row(first(part, "title"), _of_part(part), f"parts/{at}") for at, part in enumerate(draft.parts, 1)]


def _of_part(part: Typed) -> str:
    whom = first(part, "for_whom") or "for everyone"
    hours = f"{first(part, 'from')} to {first(part, 'until')}"
    return f"{hours}, room for {first(part, 'capacity')}, {whom}"


def _with(draft: Draft, body: str, names: Names) -> list[Row]:
    others = [names.of(each) for each in bodies_of(draft, body) if each != body]
    return [Row("With", joined(others) or "nobody: we run it alone")]


def _networks(draft: Draft, body: str, names: Names) -> list[Row]:
    return [Row(names.short(each), ", ".join(networks_of(draft, each))) for each in bodies_of(draft, body)]


def _shares(draft: Draft, body: str, names: Names) -> list[Row]:
    found = shares(draft, body)
    costs = [Row("Cost in all", found.cost)]
    return costs + [
        Row(names.short(each.body), f"{each.pays}; {each.kind} of what is given in kind") for each in found.each
    ]


def _places(draft: Draft, body: str, _names: Names) -> list[Row]:
    found = [(part, divided(draft, body, number)) for number, part in enumerate(draft.parts)]
    return [
        Row(first(part, "title"), f"{each.kept} kept for organisations, {each.pool} shared, of {each.capacity}")
        for part, each in found
        if any(name.startswith("seats.") for name in part)
    ]


def _details(draft: Draft, _body: str, _names: Names) -> list[Row]:
    fields = [each.replace("-", " ") for each in draft.all("terms.data_fields")]
    if "details" not in draft.done:
        return []
    return [Row("The door is told", joined(fields) or "nothing about people")]


def _access(draft: Draft, _body: str, _names: Names) -> list[Row]:
    at = "terms.plan.checklist"
    found = {each: (draft.one(f"{at}.{each}.answer"), draft.one(f"{at}.{each}.line")) for each in QUESTIONS}
    return [
        Row(QUESTIONS[each], " · ".join(filter(None, (FIT.get(fit, fit), line)))) for each, (fit, line) in found.items()
    ]


def _rules(draft: Draft, _body: str, _names: Names) -> list[Row]:
    decides = {"lead": "we do", "majority": "more than half", "unanimity": "all together"}
    leaving = {"kept": "their people keep their places", "ended": "their people give their places back"}
    return [
        Row("Who decides on changes", decides.get(draft.one("terms.rule"), "")),
        Row("If an organisation leaves", leaving.get(draft.one("terms.leaving"), "")),
    ]


def _helpers(draft: Draft, _body: str, _names: Names) -> list[Row]:
    terms = helpers_of(draft)
    guests = [Row(each["name"], f"gives {each['gives']}") for each in terms["guest_hosts"]]
    return guests + [Row(each["name"], f"funds {each['what_for']}") for each in terms["sponsors"]]


OF_STEP: Final[dict[str, Callable[[Draft, str, Names], list[Row]]]] = {
    "what": _what,
    "when": _when,
    "where": _where,
    "parts": _parts,
    "with": _with,
    "networks": _networks,
    "shares": _shares,
    "places": _places,
    "details": _details,
    "access": _access,
    "rules": _rules,
    "helpers": _helpers,
}

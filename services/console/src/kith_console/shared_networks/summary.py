"""What was typed at a step of the text on a network, in a few lines, to be read once more."""

from collections.abc import Callable
from typing import Final

from kith_console.fields import lines
from kith_console.proposal.draft import bodies_of
from kith_console.proposal.kind import Row
from kith_console.proposal.shares import shares_of
from kith_console.proposal.steps import Step
from kith_console.shared_networks.draft import Draft
from kith_console.shared_networks.figures import pool
from kith_console.shared_networks.steps import CHARTER
from kith_console.shared_networks.text import terms_of
from kith_console.words import Names, day_of, joined, money

FINDABLE: Final = {"everyone": "everyone", "name-only": "everyone, but its name alone", "invitation": "who is invited"}
JOINABLE: Final = {"anyone": "anyone", "ask": "who asks, and is welcomed", "invited": "who is invited"}
WRITES: Final = {
    "each": "each committee",
    "read-first": "each committee; the lead reads it first",
    "lead": "the committee of the lead alone",
}
EVERY: Final = {"month": "each month", "quarter": "each quarter", "half-year": "each half-year", "year": "each year"}
DECIDES: Final = {"lead": "the lead", "majority": "more than half of you", "unanimity": "all together"}


def rows(draft: Draft, step: Step, body: str, names: Names) -> list[Row]:
    """What was said at this step; of what was not said, nothing stands in the row."""
    return OF_STEP[step.name](draft, body, names)


def _what(draft: Draft, _body: str, _names: Names) -> list[Row]:
    said = {"Name": "name", "What it is for": "purpose", "You are welcome if": "for_you_if"}
    return [Row(label, draft.one(f"{CHARTER}{name}")) for label, name in said.items()]


def _aims(draft: Draft, _body: str, _names: Names) -> list[Row]:
    return [
        Row("Aims", "\n\n".join(lines(draft.one(f"{CHARTER}aims")))),
        Row("Meets in", joined(lines(draft.one(f"{CHARTER}regions")))),
    ]


def _joining(draft: Draft, _body: str, _names: Names) -> list[Row]:
    return [
        Row("Found by", FINDABLE.get(draft.one(f"{CHARTER}findable"), "")),
        Row("Joined by", JOINABLE.get(draft.one(f"{CHARTER}joinable"), "")),
        Row("How one asks", draft.one(f"{CHARTER}how_to_ask")),
    ]


def _how(draft: Draft, _body: str, _names: Names) -> list[Row]:
    review = draft.one(f"{CHARTER}terms.review_by")
    return [Row("Terms of reference", draft.one(f"{CHARTER}terms.text")), Row("Looked at again by", day_of(review))]


def _owners(draft: Draft, body: str, names: Names) -> list[Row]:
    return [Row("Owners", joined([names.of(each) for each in bodies_of(draft, body)]))]


def _sizes(draft: Draft, body: str, names: Names) -> list[Row]:
    return [Row(names.short(each), draft.one(f"size.{each}")) for each in bodies_of(draft, body)]


def _lead(draft: Draft, body: str, names: Names) -> list[Row]:
    if "lead" not in draft.done:
        return []
    terms = terms_of(draft, body)
    order = joined([names.short(each) for each in (body, *terms["deputies"])], "then")
    return [Row("Who leads", order), Row("After a silence of", f"{terms['silence_days']} days")]


def _offices(draft: Draft, _body: str, names: Names) -> list[Row]:
    return [
        Row(row.get("role", ""), f"{names.short(row.get('body', ''))}{_until(row.get('until', ''))}")
        for row in draft.rows("offices")
    ]


def _until(day: str) -> str:
    return f", until {day_of(day)}" if day else ""


def _writing(draft: Draft, _body: str, _names: Names) -> list[Row]:
    return [Row("Writes to all members", WRITES.get(draft.one("writing"), ""))]


def _duties(draft: Draft, body: str, _names: Names) -> list[Row]:
    return [Row(each["task"], EVERY.get(each["every"], "")) for each in terms_of(draft, body)["duties"]]


def _pays(draft: Draft, body: str, names: Names) -> list[Row]:
    each = [Row(names.short(one), _sum(draft.one(f"pays.{one}"))) for one in bodies_of(draft, body)]
    return [*each, Row("Together", pool(draft, body).paid)] if "pays" in draft.done else []


def _sum(typed: str) -> str:
    return f"£{typed.lstrip('£')} a year" if typed else ""


def _lines(draft: Draft, body: str, _names: Names) -> list[Row]:
    found = terms_of(draft, body)["lines"]
    return [Row(each["what_for"], money(each["pence"])) for each in found if isinstance(each["pence"], int)]


def _shares(draft: Draft, body: str, names: Names) -> list[Row]:
    if "shares" not in draft.done:
        return []
    found = shares_of(terms_of(draft, body)["parties"])
    return [Row(names.short(each.body), f"{each.pays} in money, {each.kind} in kind") for each in found.each]


def _rules(draft: Draft, _body: str, _names: Names) -> list[Row]:
    notice = draft.one("terms.notice_days")
    return [
        Row("Who decides on changes", DECIDES.get(draft.one("terms.rule"), "")),
        Row("Notice of who leaves", notice and f"{notice} days"),
        Row("Last day", day_of(draft.one("terms.until"))),
    ]


OF_STEP: Final[dict[str, Callable[[Draft, str, Names], list[Row]]]] = {
    "what": _what,
    "aims": _aims,
    "joining": _joining,
    "how": _how,
    "owners": _owners,
    "sizes": _sizes,
    "lead": _lead,
    "offices": _offices,
    "writing": _writing,
    "duties": _duties,
    "pays": _pays,
    "lines": _lines,
    "shares": _shares,
    "rules": _rules,
}

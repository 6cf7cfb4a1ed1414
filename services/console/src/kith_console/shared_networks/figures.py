"""What the text on a network comes to, while it is typed: whose turn how often, and how far the money goes."""

from collections import Counter
from datetime import date
from typing import Final, NamedTuple

from kith_commons.rota import MONTHS, Duty, Span, turns_of
from kith_console.proposal.shares import number
from kith_console.shared_networks.draft import Draft
from kith_console.shared_networks.text import terms_of
from kith_console.words import money

SIZES: Final = {"small": 1, "medium": 2, "large": 4}
"""How many turns an owner takes, compared with the others."""
WEIGHTS: Final = range(1, 11)


class Money(NamedTuple):
    """The pool of a year, as people read it."""

    paid: str
    planned: str
    left: str
    """What no line plans; empty if they plan more than is paid."""
    over: str
    """By how much the lines are above what is paid; empty if they are not."""


def pool(draft: Draft, body: str) -> Money:
    """What the owners pay in a year, and what the lines come to, of what was typed so far."""
    terms = terms_of(draft, body)
    paid = sum(number(each["contribution"]) for each in terms["parties"])
    planned = sum(number(each["pence"]) for each in terms["lines"])
    left = paid - planned
    return Money(money(paid), money(planned), money(left) if left >= 0 else "", money(-left) if left < 0 else "")


def turns(draft: Draft, body: str, year: int) -> dict[str, int]:
    """How many turns each owner would have in a year, by the rota that all work out alike; empty while it cannot be."""
    terms = terms_of(draft, body)
    sizes = {each["body"]: SIZES.get(each["size"], 0) for each in terms["parties"]}
    known = [each for each in terms["duties"] if each["every"] in MONTHS and number(each["weight"]) in WEIGHTS]
    if 0 in sizes.values() or not known:
        return {}
    duties = [Duty(each["duty"], MONTHS[each["every"]], each["weight"]) for each in known]
    found = Counter(turn.owner for turn in turns_of([Span(date(year, 1, 1), sizes, duties)], year))
    return {owner: found[owner] for owner in sizes}


def worth(draft: Draft, body: str) -> list[str]:
    """What is worth a look before the text is sent. It blocks nothing."""
    terms = terms_of(draft, body)
    found = []
    if not terms["deputies"]:
        found.append("Nobody follows the lead. If we are gone, nobody can change the text or grant money.")
    if not terms["offices"]:
        found.append("There are no offices. With an office come an officer's rights, until its term is over.")
    if not terms["charter"]["terms"]["review_by"]:
        found.append("No day is set on which you look at it again. A year from now is usual.")
    if pool(draft, body).paid != money(0) and not terms["lines"]:
        found.append("All pay, and nothing says what for. Nobody can ask for money without a line.")
    return found

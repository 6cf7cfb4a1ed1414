"""The pool of a shared network: what there is, for whom it is reserved, and what becomes of what waits. The lead alone
changes it; each owner keeps what the lead has told last.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kith_contracts.directory.money import MoneyAsked
from kith_contracts.directory.pool import MOST_ASKS, MOST_YEARS, Contribution, MoneyAsk, Pool, YearAnswer
from kith_contracts.directory.terms import BudgetLine, NetworkTerms
from kith_contracts.message import Refusal, together
from kith_directory.shared_networks.words import SIGNS, money

CROSSED: Final = "Something that was spent came in while the account was made."

# What there is


def find(pool: Pool, body: str, ask: str, year: int) -> MoneyAsk | None:
    """What the lead knows of this ask."""
    return next((each for each in pool.asks if (each.body, each.ask, each.year) == (body, ask, year)), None)


def line_of(terms: NetworkTerms, name: str) -> BudgetLine | None:
    return next((line for line in terms.lines if line.line == name), None)


def years(pool: Pool) -> list[int]:
    """Those whose accounts are not settled, in order."""
    return sorted({each.year for each in pool.contributions})


def settled(pool: Pool, year: int) -> bool:
    """Whether the books of this year are closed for good."""
    return pool.account is not None and year <= pool.account.year and pool.account.status == "settled"


def asked(pool: Pool, year: int) -> bool:
    """Whether all owners are being asked about the account of this year."""
    return pool.account is not None and pool.account.year == year and pool.account.status == "asked"


def cost(ask: MoneyAsk) -> int:
    """What it takes from its line."""
    if ask.status == "spent":
        return ask.spent or 0
    return ask.pence if ask.status in ("reserved", "granted") else 0


def committed(pool: Pool, year: int, line: str | None = None) -> int:
    """What is reserved, granted or spent of a year's money."""
    return sum(cost(ask) for ask in pool.asks if ask.year == year and line in (None, ask.line))


def in_pool(pool: Pool, year: int | None = None) -> int:
    """What there is at the end of that year, or of all, if all that is granted is spent."""
    there = sum(part.pence for part in pool.parts)
    open_years = [each for each in years(pool) if year is None or each <= year]
    paid = sum(each.pence for each in pool.contributions if each.year in open_years)
    return there + paid - sum(committed(pool, each) for each in open_years)


def room(pool: Pool, year: int, line: str, limit: int) -> int:
    """How much more can be granted of this line in this year: no year may take what another has granted."""
    later = [in_pool(pool, each) for each in years(pool) if each >= year]
    return max(0, min([limit - committed(pool, year, line), *later]))


def unfit(terms: NetworkTerms, body: str, line: str, pence: int) -> Refusal | None:
    """All that keeps this from being granted by this text, however much money there is."""
    found = line_of(terms, line)
    if found is None:
        return Refusal("line-unknown", f"The budget has no line {line}. Name one that it has.", "line")
    return together(_unfit(terms, body, found, pence))


def _unfit(terms: NetworkTerms, body: str, line: BudgetLine, pence: int) -> Iterator[Refusal]:
    if line.claimants == "lead" and body != terms.led_by:
        yield Refusal("not-claimant", f"{terms.led_by} alone may ask for money of {line.line}.", "line")
    if pence > line.pence:
        whole = money(SIGNS[terms.currency], line.pence)
        yield Refusal("ask-above-line", f"All of this line is {whole} a year. Ask for less.", "pence")


# What becomes of it


def opened(pool: Pool, terms: NetworkTerms, year: int) -> Pool:
    """With what the owners put in for this year. If that is lowered in mid-year, it is so from the next year on."""
    known = {(each.year, each.body): each.pence for each in pool.contributions}
    full = year not in years(pool) and len(years(pool)) == MOST_YEARS
    if settled(pool, year) or full:
        return pool
    away = {each.body for each in pool.left if each.year == year}
    for party in terms.parties:
        if party.body not in away:
            known[year, party.body] = max(known.get((year, party.body), 0), party.contribution)
    return contributing(pool, known)


def contributing(pool: Pool, known: Mapping[tuple[int, str], int]) -> Pool:
    """With what each owner puts in, by year and owner."""
    paid = [Contribution(year=year, body=body, pence=pence) for (year, body), pence in sorted(known.items())]
    return pool.model_copy(update={"contributions": paid})


def taken(pool: Pool, body: str, fact: MoneyAsked) -> Pool | None:
    """With what this owner has said last of an ask; None if that says nothing."""
    known = find(pool, body, fact.ask, fact.year)
    old = known is not None and known.version >= fact.version
    full = known is None and len(pool.asks) >= MOST_ASKS
    if old or full or settled(pool, fact.year) or fact.year not in years(pool):
        return None
    ask = _changed(known, fact) if known else _new(body, fact)
    place = next((n for n, each in enumerate(pool.asks) if each is known and each.status != "refused"), None)
    asks = [each for each in pool.asks if each is not known]
    asks.insert(len(asks) if place is None else place, ask)
    after = pool.model_copy(update={"asks": asks})
    return objected(after, YearAnswer(body=body, verdict="objected", line=CROSSED), fact.year)


def _new(body: str, fact: MoneyAsked) -> MoneyAsk:
    said = fact.model_dump(include={"ask", "year", "line", "pence", "what_for", "version"})
    back = {"status": "spent", "spent": 0} if fact.spent is not None else {}
    return MoneyAsk(body=body, **said, **back)


def _changed(known: MoneyAsk, fact: MoneyAsked) -> MoneyAsk:
    """What is granted can be lowered, and spent; what is not, can be anything."""
    if known.status in ("waiting", "refused"):
        return _new(known.body, fact)
    pence = min(known.pence, fact.pence)
    changed = {"pence": pence, "what_for": fact.what_for, "version": fact.version}
    if fact.spent is not None:
        most = pence if known.spent is None else known.spent
        changed |= {"status": "spent", "spent": min(fact.spent, most), "report": fact.report, "reason": ""}
    return known.model_copy(update=changed)


def served(pool: Pool, terms: NetworkTerms, planned: NetworkTerms) -> Pool:
    """Reserve money for what waits, in order, as far as there is some: by the text in force, and no more than the text
    allows that is `planned` to follow it.
    """
    blocked: set[tuple[int, str]] = set()
    for index, ask in enumerate(pool.asks):
        if ask.status != "waiting":
            continue
        judged = _judged(pool, ask, (terms, planned), first=(ask.year, ask.line) not in blocked)
        if judged.status == "waiting":
            blocked.add((ask.year, ask.line))
        pool = pool.model_copy(update={"asks": [*pool.asks[:index], judged, *pool.asks[index + 1 :]]})
    return pool


def _judged(pool: Pool, ask: MoneyAsk, texts: tuple[NetworkTerms, NetworkTerms], *, first: bool) -> MoneyAsk:
    terms, planned = texts
    if wrong := unfit(terms, ask.body, ask.line, ask.pence):
        return _become(ask, "refused", wrong.sentence)
    if asked(pool, ask.year):
        return _become(ask, "waiting", "The account of the year is being made.")
    limits = [found.pence if (found := line_of(text, ask.line)) else 0 for text in texts]
    left = room(pool, ask.year, ask.line, min(limits))
    if first and ask.pence <= left:
        return _become(ask, "reserved", "")
    left_of_it = f"{money(SIGNS[planned.currency], left)} can be granted of this line now."
    return _become(ask, "waiting", left_of_it if first else "Another has asked before, and waits too.")


def _become(ask: MoneyAsk, status: str, reason: str) -> MoneyAsk:
    return ask.model_copy(update={"status": status, "reason": reason})


def reserves(pool: Pool) -> bool:
    """Whether something is reserved, of which more than half of the owners have to know."""
    return any(ask.status == "reserved" for ask in pool.asks)


def granted(pool: Pool) -> Pool:
    """All that is reserved can be spent."""
    asks = [_become(ask, "granted", "") if ask.status == "reserved" else ask for ask in pool.asks]
    return pool.model_copy(update={"asks": asks})


def objected(pool: Pool, answer: YearAnswer, year: int) -> Pool:
    """The books of the year are open again, if all were being asked about its account."""
    if pool.account is None or not asked(pool, year):
        return pool
    answers = [*[each for each in pool.account.answers if each.body != answer.body], answer]
    account = pool.account.model_copy(update={"answers": answers, "status": "objected"})
    return pool.model_copy(update={"account": account})

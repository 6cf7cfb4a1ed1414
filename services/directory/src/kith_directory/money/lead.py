"""The lead's side of the money: it grants what is asked for, as far as there is money, and closes the books."""

from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.agreement.succession import known_to_successors
from kith_contracts.directory.money import CloseYear, MoneyAsked, PoolKept, YearAnswered
from kith_contracts.directory.pool import Pool, YearAnswer
from kith_contracts.message import Refusal
from kith_directory.money.accounts import account, closed
from kith_directory.money.pool import asked, granted, objected, opened, reserves, settled, taken, years
from kith_directory.shared_networks.lead import unled
from kith_directory.shared_networks.letters import agreed_letters, farewells, with_pool
from kith_directory.shared_networks.network import LedNetwork, SharedNetwork

YEAR_UNKNOWN: Final = "There are no books of this year. The page of the money has the years that are open."

# Asked for and spent


def take_asked(at: Circumstances, fact: MoneyAsked, led: LedNetwork | None) -> Decision:
    """An owner asks for money, or says what it has spent. Whoever asked first is served first."""
    if led is None or not _owns(led, at.sender):
        return NOTHING
    after = taken(_opened(at, led), at.sender, fact)
    return NOTHING if after is None else _told(at, led, after)


def take_kept(at: Circumstances, fact: PoolKept, led: LedNetwork | None) -> Decision:
    """An owner keeps what it was told. What is reserved is granted, once whoever leads next is sure to know of it."""
    if led is None or led.agreed is None or fact.term != led.terms.term or not _owns(led, at.sender):
        return NOTHING
    if led.kept.get(at.sender, 0) >= fact.version:
        return NOTHING
    agreed, kept = led.agreed, {**led.kept, at.sender: fact.version}
    newest = [body for body, version in kept.items() if version >= agreed.version]
    led = led.but(kept=kept)
    if reserves(led.pool) and known_to_successors(agreed.terms.bodies, led.pool.owners_before, newest):
        return _told(at, led, granted(led.pool))
    return Decision(states=(led,))


# The account of a year


def close_year(at: Circumstances, command: CloseYear, led: LedNetwork | None, home: SharedNetwork | None) -> Decision:
    """Make the account of the first year that is open, and ask all owners."""
    if led is None:
        return Decision(refusal=unled(home))
    if led.agreed is None or led.agreement.over:
        return Decision(refusal=Refusal("not-agreed", "There is no network that has money.", "subject"))
    pool = _opened(at, led)
    if wrong := _not_to_close(at, command.year, led, pool):
        return Decision(refusal=wrong)
    return _told(at, led, pool.model_copy(update={"account": account(pool, command.year)}))


def _not_to_close(at: Circumstances, year: int, led: LedNetwork, pool: Pool) -> Refusal | None:
    if settled(pool, year):
        return Refusal("year-settled", f"All owners have accepted the account of {year}.", "year")
    if asked(pool, year):
        return Refusal("year-asked", f"The owners are being asked about the account of {year}.", "year")
    if year not in years(pool):
        return Refusal("year-unknown", YEAR_UNKNOWN, "year")
    if year != years(pool)[0]:
        return Refusal("year-order", f"The account of {years(pool)[0]} comes first.", "year")
    last = led.terms.until and led.terms.until.year == year
    if year >= at.now.year and not last:
        return Refusal("year-not-over", f"{year} is not over yet.", "year")
    return None


def take_year_answer(at: Circumstances, fact: YearAnswered, led: LedNetwork | None) -> Decision:
    """An owner says yes to the account or objects; with the yes of all it is settled."""
    if led is None or led.agreed is None or not _owns(led, at.sender):
        return NOTHING
    last = led.pool.account
    if last is None or last.status != "asked" or (last.year, last.hash) != (fact.year, fact.hash):
        return NOTHING
    if at.sender in {each.body for each in last.answers}:
        return NOTHING
    answer = YearAnswer(body=at.sender, verdict=fact.verdict, line=fact.line)
    if fact.verdict == "objected":
        return _told(at, led, objected(led.pool, answer, fact.year))
    last = last.model_copy(update={"answers": [*last.answers, answer]})
    if {each.body for each in last.answers} < {*led.agreed.terms.bodies}:
        return _told(at, led, led.pool.model_copy(update={"account": last}))
    last = last.model_copy(update={"status": "settled"})
    after = _told(at, led, closed(led.pool, last))
    return after._replace(says=(*after.says, *farewells(led, [last])))


# What is told


def _opened(at: Circumstances, led: LedNetwork) -> Pool:
    return opened(led.pool, led.agreed.terms, at.now.year) if led.agreed else led.pool


def _told(at: Circumstances, led: LedNetwork, pool: Pool) -> Decision:
    after = with_pool(at, led, pool)
    return Decision(states=(after,), says=agreed_letters(after))


def _owns(led: LedNetwork, body: str) -> bool:
    return led.agreed is not None and not led.agreement.over and body in led.agreed.terms.bodies

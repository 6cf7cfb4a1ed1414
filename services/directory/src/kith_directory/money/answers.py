"""What an owner says to the account of a year, and the accounts that it keeps for good."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_contracts.directory.money import AnswerYear, OwnerSettled, YearAnswered
from kith_contracts.directory.pool import MoneyAsk, Pool, YearAccount
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import FullName
from kith_directory.money.books import open_books
from kith_directory.money.own import OwnMoney, unheard
from kith_directory.money.pool import asked, settled
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.takeover import UNKNOWN

# States


class KeptYear(State):
    """The account of a year that is settled, or of which this body was told when it had left."""

    kind: ClassVar[str] = "kept-year"
    network: FullName
    account: YearAccount
    asks: list[MoneyAsk]
    """What was asked for in it, as far as this body was told."""
    told: tuple[int, int] = (0, 0)
    """Term and version of the lead's word; the highest counts."""

    @property
    def id(self) -> str:
        return f"{self.network}/{self.account.year}"


# Decisions


def answer_year(at: Circumstances, command: AnswerYear, home: SharedNetwork | None, own: OwnMoney | None) -> Decision:
    """Say yes for good, or object."""
    if home is None or home.status == "ended":
        return Decision(refusal=UNKNOWN)
    pool, own = home.agreed.pool, own or OwnMoney(network=home.id)
    if wrong := _unanswerable(pool, command, own) or _spending_missing(pool, command, own, at.body):
        return Decision(refusal=wrong)
    fact = YearAnswered(**command.model_dump())
    if fact == own.answer:
        return NOTHING
    return Decision(states=(own.but(answer=fact),), says=(Letter(home.lead, fact),))


def _unanswerable(pool: Pool, command: AnswerYear, own: OwnMoney) -> Refusal | None:
    if settled(pool, command.year):
        return Refusal("year-settled", f"All owners have accepted the account of {command.year}.", "year")
    if not asked(pool, command.year):
        return Refusal("account-unknown", "There is no account of this year that waits for an answer.", "year")
    if pool.account is None or pool.account.hash != command.hash:
        return Refusal("account-unknown", "There is another account by now. Look at that one, and answer it.", "hash")
    if own.answer and own.answer.hash == command.hash and own.answer.verdict != command.verdict:
        return Refusal("answer-stands", "You have answered this account, and that stands.", "verdict")
    if command.verdict == "objected" and not command.line:
        return Refusal("why-missing", "Say in a line what is wrong with the account.", "line")
    return None


def _spending_missing(pool: Pool, command: AnswerYear, own: OwnMoney, body: str) -> Refusal | None:
    """Whether the account is without something that was spent: the lead has not heard of it yet, or the books of an
    event that is paid from it are open.
    """
    if command.verdict == "objected":
        return None
    if paying := open_books(own, command.year):
        sentence = f"Events are paid from these, and not all hosts have accepted their books: {', '.join(paying)[:80]}."
        return Refusal("spending-missing", sentence, "verdict")
    missing = [each.ask for each in unheard(pool, own, body) if each.year == command.year]
    if not missing:
        return None
    sentence = f"What you have spent is missing in the account: {', '.join(missing)[:200]}. Object to it."
    return Refusal("spending-missing", sentence, "verdict")


def hear_settled(
    at: Circumstances, fact: OwnerSettled, home: SharedNetwork | None, known: tuple[KeptYear, ...]
) -> Decision:
    """The books are closed for this body, which has left. Who leads since then, it cannot know; an owner does."""
    if home is None or not home.left or home.terms.party(at.sender) is None:
        return NOTHING
    told, before = (fact.term, fact.version), {each.account.year: each.told for each in known}
    newer = [each for each in fact.accounts if told > before.get(each.year, (0, 0))]
    return Decision(states=tuple(KeptYear(network=home.id, account=each, asks=[], told=told) for each in newer))
